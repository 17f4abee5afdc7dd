import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import ops.checklists.models
import ops.facilities.models
import ops.organization.models
import ops.records.encryption
import ops.records.founding
import ops.records.ids
import ops.records.search
import ops.reminders.models
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        ops.records.founding.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="from")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("leave", "On leave"),
                                    ("training", "Training"),
                                    ("trip", "Away on duty"),
                                    ("other", "Another reason"),
                                ],
                                default="leave",
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="remark")),
                        (
                            "stand_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing_in",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stand-in",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "absence",
                        "verbose_name_plural": "absences",
                        "indexes": [models.Index(fields=["user", "until"], name="absence_by_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                                name="absence_span",
                                violation_error_message="The end lies before the beginning.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stand_in", None),
                                    models.Q(("stand_in", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="absence_other_stands_in",
                                violation_error_message="Nobody stands in for themselves.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAbsence",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("since", models.DateTimeField(verbose_name="from")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("leave", "On leave"),
                                    ("training", "Training"),
                                    ("trip", "Away on duty"),
                                    ("other", "Another reason"),
                                ],
                                default="leave",
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="remark")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stand-in",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical absence",
                        "verbose_name_plural": "historical absences",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_absence_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        ("digest", models.CharField(max_length=128, primary_key=True, serialize=False)),
                        ("token_key", models.CharField(db_index=True, max_length=25)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="auth_token_set",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("expiry", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="what it is for")),
                    ],
                    options={
                        "verbose_name": "API token",
                        "verbose_name_plural": "API tokens",
                        "ordering": ("-created",),
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("date", models.DateField(unique=True, verbose_name="date")),
                        ("working", models.BooleanField(verbose_name="working day")),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "calendar day",
                        "verbose_name_plural": "calendar days",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCalendarDay",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("date", models.DateField(verbose_name="date")),
                        ("working", models.BooleanField(verbose_name="working day")),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical calendar day",
                        "verbose_name_plural": "historical calendar days",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_calendarday_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                    ],
                    options={
                        "verbose_name": "calendar feed",
                        "verbose_name_plural": "calendar feeds",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)), fields=("user",), name="calendar_feed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCalendarFeed",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical calendar feed",
                        "verbose_name_plural": "historical calendar feeds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_calendarfeed_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="ops.checklistversion",
                                verbose_name="checklist version",
                            ),
                        ),
                        ("key", models.SlugField(max_length=40, verbose_name="key")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("section", models.CharField(blank=True, max_length=60, verbose_name="section")),
                        ("section_en", models.CharField(blank=True, max_length=80, verbose_name="English section")),
                        ("text", models.CharField(max_length=200, verbose_name="question")),
                        ("text_en", models.CharField(blank=True, max_length=250, verbose_name="English question")),
                        ("help_text", models.CharField(blank=True, max_length=200, verbose_name="help")),
                        ("help_text_en", models.CharField(blank=True, max_length=250, verbose_name="English help")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("yes_no", "Yes or no"),
                                    ("number", "Number"),
                                    ("temperature", "Temperature"),
                                    ("choice", "Choice"),
                                    ("text", "Text"),
                                    ("photo", "Photo"),
                                    ("signature", "Signature"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("required", models.BooleanField(default=True, verbose_name="required")),
                        ("allow_na", models.BooleanField(default=False, verbose_name="may be not applicable")),
                        ("critical", models.BooleanField(default=False, verbose_name="critical")),
                        (
                            "photo_on_failure",
                            models.BooleanField(default=False, verbose_name="photo required when it fails"),
                        ),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight in the score")),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="lowest"
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="highest"
                            ),
                        ),
                        (
                            "low_parameter",
                            models.CharField(blank=True, max_length=60, verbose_name="parameter of the lowest"),
                        ),
                        (
                            "high_parameter",
                            models.CharField(blank=True, max_length=60, verbose_name="parameter of the highest"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                        ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                        ("condition", models.JSONField(blank=True, default=dict, verbose_name="condition")),
                    ],
                    options={
                        "verbose_name": "checklist item",
                        "verbose_name_plural": "checklist items",
                        "ordering": ("position",),
                        "constraints": [
                            models.UniqueConstraint(fields=("checklist", "key"), name="item_key_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("low", None), ("high", None), ("high__gte", models.F("low")), _connector="OR"
                                ),
                                name="item_limits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistItem",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.SlugField(db_index=False, max_length=40, verbose_name="key")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("section", models.CharField(blank=True, max_length=60, verbose_name="section")),
                        ("section_en", models.CharField(blank=True, max_length=80, verbose_name="English section")),
                        ("text", models.CharField(max_length=200, verbose_name="question")),
                        ("text_en", models.CharField(blank=True, max_length=250, verbose_name="English question")),
                        ("help_text", models.CharField(blank=True, max_length=200, verbose_name="help")),
                        ("help_text_en", models.CharField(blank=True, max_length=250, verbose_name="English help")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("yes_no", "Yes or no"),
                                    ("number", "Number"),
                                    ("temperature", "Temperature"),
                                    ("choice", "Choice"),
                                    ("text", "Text"),
                                    ("photo", "Photo"),
                                    ("signature", "Signature"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("required", models.BooleanField(default=True, verbose_name="required")),
                        ("allow_na", models.BooleanField(default=False, verbose_name="may be not applicable")),
                        ("critical", models.BooleanField(default=False, verbose_name="critical")),
                        (
                            "photo_on_failure",
                            models.BooleanField(default=False, verbose_name="photo required when it fails"),
                        ),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight in the score")),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="lowest"
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="highest"
                            ),
                        ),
                        (
                            "low_parameter",
                            models.CharField(blank=True, max_length=60, verbose_name="parameter of the lowest"),
                        ),
                        (
                            "high_parameter",
                            models.CharField(blank=True, max_length=60, verbose_name="parameter of the highest"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                        ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                        ("condition", models.JSONField(blank=True, default=dict, verbose_name="condition")),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklistversion",
                                verbose_name="checklist version",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical checklist item",
                        "verbose_name_plural": "historical checklist items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_checklistitem_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChecklistRun",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="ops.checklistversion",
                                verbose_name="checklist version",
                            ),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="started at")),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        ("done_by_name", models.CharField(blank=True, max_length=60, verbose_name="done by")),
                        ("answers", models.JSONField(default=dict, verbose_name="answers")),
                        ("passed", models.BooleanField(default=True, verbose_name="passed")),
                        ("failed_items", models.PositiveSmallIntegerField(default=0, verbose_name="failed items")),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="score")),
                        (
                            "presence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not asked"),
                                    ("scanned", "Code scanned at the place"),
                                    ("typed", "Code typed at the place"),
                                    ("missing", "Not proved"),
                                ],
                                max_length=8,
                                verbose_name="proof of presence",
                            ),
                        ),
                        ("marks", models.CharField(blank=True, max_length=80, verbose_name="marks")),
                    ],
                    options={
                        "verbose_name": "completed checklist",
                        "verbose_name_plural": "completed checklists",
                        "indexes": [models.Index(fields=["facility", "-occurred_at"], name="run_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistRun",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        ("started_at", models.DateTimeField(verbose_name="started at")),
                        ("done_by_name", models.CharField(blank=True, max_length=60, verbose_name="done by")),
                        ("answers", models.JSONField(default=dict, verbose_name="answers")),
                        ("passed", models.BooleanField(default=True, verbose_name="passed")),
                        ("failed_items", models.PositiveSmallIntegerField(default=0, verbose_name="failed items")),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="score")),
                        (
                            "presence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not asked"),
                                    ("scanned", "Code scanned at the place"),
                                    ("typed", "Code typed at the place"),
                                    ("missing", "Not proved"),
                                ],
                                max_length=8,
                                verbose_name="proof of presence",
                            ),
                        ),
                        ("marks", models.CharField(blank=True, max_length=80, verbose_name="marks")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklistversion",
                                verbose_name="checklist version",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical completed checklist",
                        "verbose_name_plural": "historical completed checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_checklistrun_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_checklistrun_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChecklistTemplate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("a_month", models.PositiveSmallIntegerField(default=20, verbose_name="times in four weeks")),
                    ],
                    options={
                        "verbose_name": "checklist",
                        "verbose_name_plural": "checklists",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistTemplate",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.SlugField(db_index=False, max_length=60, verbose_name="key")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("a_month", models.PositiveSmallIntegerField(default=20, verbose_name="times in four weeks")),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical checklist",
                        "verbose_name_plural": "historical checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_checklisttemplate_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_checklisttemplate_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChecklistVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                        ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="declined at")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                    ],
                    options={
                        "verbose_name": "checklist version",
                        "verbose_name_plural": "checklist versions",
                        "constraints": [
                            models.UniqueConstraint(fields=("template", "number"), name="checklist_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistVersion",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                        ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="declined at")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical checklist version",
                        "verbose_name_plural": "historical checklist versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_checklistversion_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closures",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closures",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("facility_kind", models.CharField(blank=True, max_length=20, verbose_name="kind of facility")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("holiday", "Holiday"),
                                    ("weather", "Severe weather"),
                                    ("epidemic", "Epidemic"),
                                    ("repair", "Repairs"),
                                    ("order", "Order of the union"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="cause",
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True, help_text="Empty: until it is lifted.", null=True, verbose_name="last day"
                            ),
                        ),
                        (
                            "lifted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lifted at"),
                        ),
                    ],
                    options={
                        "verbose_name": "closure",
                        "verbose_name_plural": "closures",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("facility", None), ("union__isnull", False)),
                                    models.Q(("facility__isnull", False), ("union", None)),
                                    _connector="OR",
                                ),
                                name="closure_of_facility_or_union",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"
                                ),
                                name="closure_span",
                                violation_error_message="The last day lies before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClosure",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("facility_kind", models.CharField(blank=True, max_length=20, verbose_name="kind of facility")),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("holiday", "Holiday"),
                                    ("weather", "Severe weather"),
                                    ("epidemic", "Epidemic"),
                                    ("repair", "Repairs"),
                                    ("order", "Order of the union"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="cause",
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True, help_text="Empty: until it is lifted.", null=True, verbose_name="last day"
                            ),
                        ),
                        (
                            "lifted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lifted at"),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical closure",
                        "verbose_name_plural": "historical closures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_closure_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_closure_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ComplianceDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("expected", models.PositiveIntegerField(verbose_name="expected")),
                        ("done", models.PositiveIntegerField(verbose_name="done")),
                        ("on_time", models.PositiveIntegerField(verbose_name="on time")),
                        ("late", models.PositiveIntegerField(verbose_name="done late")),
                        ("missed", models.PositiveIntegerField(verbose_name="not done")),
                        ("overdue", models.PositiveIntegerField(verbose_name="overdue")),
                        ("excused", models.PositiveIntegerField(verbose_name="excused")),
                        ("open", models.PositiveIntegerField(verbose_name="still open")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                    ],
                    options={
                        "verbose_name": "compliance of a day",
                        "verbose_name_plural": "compliance of days",
                        "indexes": [models.Index(fields=["day"], name="compliance_by_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("facility", "day", "regime"), name="compliance_day_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplianceMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("settled_id", models.BigIntegerField(default=0)),
                        ("next_id", models.BigIntegerField(default=0)),
                        ("next_at", models.DateTimeField()),
                        ("seen_id", models.BigIntegerField(default=0)),
                        ("seen_rows", models.BigIntegerField(default=0)),
                        ("counted_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ComplianceMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("expected", models.PositiveIntegerField(verbose_name="expected")),
                        ("done", models.PositiveIntegerField(verbose_name="done")),
                        ("on_time", models.PositiveIntegerField(verbose_name="on time")),
                        ("late", models.PositiveIntegerField(verbose_name="done late")),
                        ("missed", models.PositiveIntegerField(verbose_name="not done")),
                        ("overdue", models.PositiveIntegerField(verbose_name="overdue")),
                        ("excused", models.PositiveIntegerField(verbose_name="excused")),
                        ("open", models.PositiveIntegerField(verbose_name="still open")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                    ],
                    options={
                        "verbose_name": "compliance of a month",
                        "verbose_name_plural": "compliance of months",
                        "constraints": [
                            models.UniqueConstraint(fields=("month", "union", "regime"), name="compliance_month_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplianceUnionDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("expected", models.PositiveIntegerField(verbose_name="expected")),
                        ("done", models.PositiveIntegerField(verbose_name="done")),
                        ("on_time", models.PositiveIntegerField(verbose_name="on time")),
                        ("late", models.PositiveIntegerField(verbose_name="done late")),
                        ("missed", models.PositiveIntegerField(verbose_name="not done")),
                        ("overdue", models.PositiveIntegerField(verbose_name="overdue")),
                        ("excused", models.PositiveIntegerField(verbose_name="excused")),
                        ("open", models.PositiveIntegerField(verbose_name="still open")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                    ],
                    options={
                        "verbose_name": "compliance of a union's day",
                        "verbose_name_plural": "compliance of unions' days",
                        "constraints": [
                            models.UniqueConstraint(fields=("day", "union", "regime"), name="compliance_union_day_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPoint",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_points",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contact_points",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("wecom", "WeCom"),
                                    ("dingtalk", "DingTalk"),
                                    ("feishu", "Feishu"),
                                    ("webhook", "Webhook"),
                                    ("push", "Browser notification"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        ("label", models.CharField(max_length=60, verbose_name="what it is called")),
                        ("address", ops.records.encryption.EncryptedTextField(editable=False)),
                        ("urgent_only", models.BooleanField(default=False, verbose_name="urgent only")),
                        ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="verified at")),
                        ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="tested at")),
                        ("test_error", models.CharField(blank=True, max_length=300, verbose_name="what the test said")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                    ],
                    options={
                        "verbose_name": "address for reminders",
                        "verbose_name_plural": "addresses for reminders",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("union__isnull", False), ("user", None)),
                                    models.Q(("union", None), ("user__isnull", False)),
                                    _connector="OR",
                                ),
                                name="point_of_person_or_union",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalContactPoint",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("wecom", "WeCom"),
                                    ("dingtalk", "DingTalk"),
                                    ("feishu", "Feishu"),
                                    ("webhook", "Webhook"),
                                    ("push", "Browser notification"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        ("label", models.CharField(max_length=60, verbose_name="what it is called")),
                        ("urgent_only", models.BooleanField(default=False, verbose_name="urgent only")),
                        ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="verified at")),
                        ("tested_at", models.DateTimeField(blank=True, null=True, verbose_name="tested at")),
                        ("test_error", models.CharField(blank=True, max_length=300, verbose_name="what the test said")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical address for reminders",
                        "verbose_name_plural": "historical addresses for reminders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_contactpoint_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CorrectiveAction",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("source_kind", models.CharField(max_length=20, verbose_name="source")),
                        ("source_id", models.UUIDField(blank=True, null=True)),
                        ("subject", models.CharField(blank=True, editable=False, max_length=150)),
                        ("regime", models.CharField(blank=True, max_length=30, verbose_name="regime")),
                        ("title", models.CharField(max_length=200, verbose_name="what is wrong")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=250, verbose_name="what is wrong, in English"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("before", models.JSONField(blank=True, default=list, verbose_name="photos before")),
                        ("evidence", models.JSONField(blank=True, default=list, verbose_name="photos after")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("minor", "Minor"), ("serious", "Serious"), ("critical", "Critical")],
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="raised by",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: whoever manages the facility.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="deadline")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be put right"),
                                    ("done", "Done, to be verified"),
                                    ("verified", "Verified"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "verifier",
                            models.CharField(
                                blank=True,
                                choices=[("manager", "Facility manager"), ("union", "Union officer")],
                                editable=False,
                                max_length=8,
                                verbose_name="verified by",
                            ),
                        ),
                        ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="put right at")),
                        (
                            "done_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="put right by",
                            ),
                        ),
                        ("done_note", models.CharField(blank=True, max_length=300, verbose_name="what was done")),
                        ("verified_at", models.DateTimeField(editable=False, null=True, verbose_name="verified at")),
                        (
                            "verified_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "times_found",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="times found"),
                        ),
                        (
                            "sent_back",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times sent back"),
                        ),
                        ("told", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("tell_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "corrective action",
                        "verbose_name_plural": "corrective actions",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="corrective_by_facility"),
                            models.Index(
                                condition=models.Q(("state__in", ["open", "done"])),
                                fields=["due_at"],
                                name="corrective_standing",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")), fields=["tell_at"], name="corrective_to_tell"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "done"]), models.Q(("subject", ""), _negated=True)
                                ),
                                fields=("facility", "subject"),
                                name="corrective_once_standing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by", None),
                                    ("done_by", None),
                                    models.Q(("verified_by", models.F("done_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="corrective_verified_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCorrectiveAction",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        ("source_kind", models.CharField(max_length=20, verbose_name="source")),
                        ("source_id", models.UUIDField(blank=True, null=True)),
                        ("subject", models.CharField(blank=True, editable=False, max_length=150)),
                        ("regime", models.CharField(blank=True, max_length=30, verbose_name="regime")),
                        ("title", models.CharField(max_length=200, verbose_name="what is wrong")),
                        (
                            "title_en",
                            models.CharField(blank=True, max_length=250, verbose_name="what is wrong, in English"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("before", models.JSONField(blank=True, default=list, verbose_name="photos before")),
                        ("evidence", models.JSONField(blank=True, default=list, verbose_name="photos after")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("minor", "Minor"), ("serious", "Serious"), ("critical", "Critical")],
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="deadline")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be put right"),
                                    ("done", "Done, to be verified"),
                                    ("verified", "Verified"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "verifier",
                            models.CharField(
                                blank=True,
                                choices=[("manager", "Facility manager"), ("union", "Union officer")],
                                editable=False,
                                max_length=8,
                                verbose_name="verified by",
                            ),
                        ),
                        ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="put right at")),
                        ("done_note", models.CharField(blank=True, max_length=300, verbose_name="what was done")),
                        ("verified_at", models.DateTimeField(editable=False, null=True, verbose_name="verified at")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "times_found",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="times found"),
                        ),
                        (
                            "sent_back",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times sent back"),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="raised by",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                help_text="Empty: whoever manages the facility.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="put right by",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical corrective action",
                        "verbose_name_plural": "historical corrective actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_correctiveaction_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_correctiveaction_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="ops.dutyplan",
                                verbose_name="duty plan",
                            ),
                        ),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        (
                            "policy",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible person",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("day", models.DateField(verbose_name="day")),
                        ("opens_at", models.DateTimeField(verbose_name="may be done from")),
                        ("due_at", models.DateTimeField(verbose_name="due at")),
                        ("overdue_at", models.DateTimeField(verbose_name="overdue from")),
                        ("closes_at", models.DateTimeField(verbose_name="missed from")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("overdue", "Overdue"),
                                    ("done", "Done"),
                                    ("done_late", "Done late"),
                                    ("missed", "Missed"),
                                    ("void", "Not required"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        ("record_kind", models.CharField(blank=True, max_length=40)),
                        ("record_id", models.UUIDField(blank=True, null=True)),
                        (
                            "escalated_to",
                            models.PositiveSmallIntegerField(default=0, verbose_name="escalated to level"),
                        ),
                        ("escalate_at", models.DateTimeField(blank=True, null=True, verbose_name="next escalation")),
                        (
                            "closure",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="ops.closure",
                                verbose_name="closure",
                            ),
                        ),
                        (
                            "void_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="why it is not required"),
                        ),
                    ],
                    options={
                        "verbose_name": "duty",
                        "verbose_name_plural": "duties",
                        "indexes": [
                            models.Index(fields=["facility", "day"], name="duty_by_facility"),
                            models.Index(
                                condition=models.Q(("trigger", ""), _negated=True),
                                fields=["facility", "trigger", "closes_at"],
                                name="duty_by_trigger",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["policy", "overdue_at"],
                                name="duty_turning_overdue",
                            ),
                            models.Index(
                                condition=models.Q(("escalate_at__isnull", False)),
                                fields=["policy", "escalate_at"],
                                name="duty_to_escalate",
                            ),
                            models.Index(
                                condition=models.Q(("state", "overdue")),
                                fields=["closes_at"],
                                name="duty_turning_missed",
                            ),
                            models.Index(
                                condition=models.Q(("closure__isnull", False)),
                                fields=["closure"],
                                name="duty_by_closure",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "due_at"), name="duty_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_at__gte", models.F("overdue_at")),
                                    ("opens_at__lte", models.F("due_at")),
                                    ("overdue_at__gte", models.F("due_at")),
                                ),
                                name="duty_times",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDuty",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("day", models.DateField(verbose_name="day")),
                        ("opens_at", models.DateTimeField(verbose_name="may be done from")),
                        ("due_at", models.DateTimeField(verbose_name="due at")),
                        ("overdue_at", models.DateTimeField(verbose_name="overdue from")),
                        ("closes_at", models.DateTimeField(verbose_name="missed from")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("overdue", "Overdue"),
                                    ("done", "Done"),
                                    ("done_late", "Done late"),
                                    ("missed", "Missed"),
                                    ("void", "Not required"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                        ("record_kind", models.CharField(blank=True, max_length=40)),
                        ("record_id", models.UUIDField(blank=True, null=True)),
                        (
                            "escalated_to",
                            models.PositiveSmallIntegerField(default=0, verbose_name="escalated to level"),
                        ),
                        ("escalate_at", models.DateTimeField(blank=True, null=True, verbose_name="next escalation")),
                        (
                            "void_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="why it is not required"),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.dutyplan",
                                verbose_name="duty plan",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible person",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        (
                            "closure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.closure",
                                verbose_name="closure",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical duty",
                        "verbose_name_plural": "historical duties",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_duty_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_duty_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DutyPlan",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "rrule",
                            models.CharField(
                                default="FREQ=DAILY",
                                help_text="An RFC 5545 rule (RRULE), counted from the first day on the facility's clock.",
                                max_length=300,
                                verbose_name="recurrence",
                            ),
                        ),
                        (
                            "calendar",
                            models.CharField(
                                choices=[
                                    ("every_day", "Every day"),
                                    ("working_days", "Working days"),
                                    ("opening_days", "Opening days"),
                                    ("term_days", "Term days"),
                                ],
                                default="opening_days",
                                max_length=14,
                                verbose_name="calendar",
                            ),
                        ),
                        ("opens", models.TimeField(default=datetime.time(0, 0), verbose_name="may be done from")),
                        ("due", models.TimeField(verbose_name="due at")),
                        ("also_due", models.JSONField(blank=True, default=list, verbose_name="also due at")),
                        (
                            "every_opening_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many opening hours"
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="may be done so many minutes before"
                            ),
                        ),
                        ("grace_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes of grace")),
                        (
                            "late_minutes",
                            models.PositiveIntegerField(
                                default=1440, verbose_name="minutes in which it may still be done late"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "completed_by",
                            models.CharField(
                                choices=[
                                    ("checklist", "A completed checklist"),
                                    ("record", "A record of another kind"),
                                    ("condition", "A condition becoming true"),
                                ],
                                default="checklist",
                                max_length=10,
                                verbose_name="completed by",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("presence", models.BooleanField(default=False, verbose_name="proof of presence")),
                        (
                            "regime",
                            models.CharField(
                                help_text="As registered with ops.duties.registry.",
                                max_length=30,
                                verbose_name="regime",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible person",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        ("paused", models.BooleanField(default=False, verbose_name="paused")),
                        (
                            "effective_from",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="in effect from"),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        (
                            "template_version",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.plantemplateversion",
                                verbose_name="version of the template",
                            ),
                        ),
                        (
                            "adapted",
                            models.BooleanField(default=False, editable=False, verbose_name="changed by the facility"),
                        ),
                        ("standard_key", models.CharField(blank=True, editable=False, max_length=40)),
                    ],
                    options={
                        "verbose_name": "duty plan",
                        "verbose_name_plural": "duty plans",
                        "indexes": [models.Index(fields=["facility", "regime"], name="plan_by_facility")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("standard_key", ""), _negated=True),
                                fields=("facility", "standard_key"),
                                name="standard_plan_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("template_version__isnull", False)),
                                fields=("facility", "template_version"),
                                name="plan_of_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checklist__isnull", False), ("completed_by", "checklist")),
                                    models.Q(
                                        models.Q(("completed_by", "checklist"), _negated=True),
                                        models.Q(("trigger", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_says_what_completes_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_opening_hours", None),
                                    models.Q(("every_opening_hours__gte", 1), ("every_opening_hours__lte", 24)),
                                    _connector="OR",
                                ),
                                name="plan_hours_between",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDutyPlan",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "rrule",
                            models.CharField(
                                default="FREQ=DAILY",
                                help_text="An RFC 5545 rule (RRULE), counted from the first day on the facility's clock.",
                                max_length=300,
                                verbose_name="recurrence",
                            ),
                        ),
                        (
                            "calendar",
                            models.CharField(
                                choices=[
                                    ("every_day", "Every day"),
                                    ("working_days", "Working days"),
                                    ("opening_days", "Opening days"),
                                    ("term_days", "Term days"),
                                ],
                                default="opening_days",
                                max_length=14,
                                verbose_name="calendar",
                            ),
                        ),
                        ("opens", models.TimeField(default=datetime.time(0, 0), verbose_name="may be done from")),
                        ("due", models.TimeField(verbose_name="due at")),
                        ("also_due", models.JSONField(blank=True, default=list, verbose_name="also due at")),
                        (
                            "every_opening_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many opening hours"
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="may be done so many minutes before"
                            ),
                        ),
                        ("grace_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes of grace")),
                        (
                            "late_minutes",
                            models.PositiveIntegerField(
                                default=1440, verbose_name="minutes in which it may still be done late"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        (
                            "completed_by",
                            models.CharField(
                                choices=[
                                    ("checklist", "A completed checklist"),
                                    ("record", "A record of another kind"),
                                    ("condition", "A condition becoming true"),
                                ],
                                default="checklist",
                                max_length=10,
                                verbose_name="completed by",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("presence", models.BooleanField(default=False, verbose_name="proof of presence")),
                        (
                            "regime",
                            models.CharField(
                                help_text="As registered with ops.duties.registry.",
                                max_length=30,
                                verbose_name="regime",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        ("paused", models.BooleanField(default=False, verbose_name="paused")),
                        (
                            "effective_from",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="in effect from"),
                        ),
                        (
                            "adapted",
                            models.BooleanField(default=False, editable=False, verbose_name="changed by the facility"),
                        ),
                        ("standard_key", models.CharField(blank=True, editable=False, max_length=40)),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="responsible person",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        (
                            "template_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.plantemplateversion",
                                verbose_name="version of the template",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical duty plan",
                        "verbose_name_plural": "historical duty plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_dutyplan_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_dutyplan_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EscalationPolicy",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("key", models.SlugField(max_length=40, unique=True, verbose_name="key")),
                        (
                            "concerns",
                            models.CharField(
                                choices=[
                                    ("duties", "Duties whose plan names it"),
                                    ("corrective", "Corrective actions of this severity"),
                                ],
                                default="duties",
                                editable=False,
                                max_length=10,
                                verbose_name="concerns",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=100, verbose_name="English name")),
                        (
                            "urgent",
                            models.BooleanField(
                                default=False, help_text="Quiet hours do not hold its reminders.", verbose_name="urgent"
                            ),
                        ),
                        (
                            "before_minutes",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="When the responsible are reminded beforehand; empty: not at all.",
                                null=True,
                                verbose_name="minutes before it is due",
                            ),
                        ),
                        (
                            "quiet_from",
                            models.TimeField(default=datetime.time(22, 0), verbose_name="quiet hours begin"),
                        ),
                        ("quiet_until", models.TimeField(default=datetime.time(7, 0), verbose_name="quiet hours end")),
                        (
                            "retired_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retired at"),
                        ),
                    ],
                    options={
                        "verbose_name": "escalation policy",
                        "verbose_name_plural": "escalation policies",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEscalationPolicy",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.SlugField(db_index=False, max_length=40, verbose_name="key")),
                        (
                            "concerns",
                            models.CharField(
                                choices=[
                                    ("duties", "Duties whose plan names it"),
                                    ("corrective", "Corrective actions of this severity"),
                                ],
                                default="duties",
                                editable=False,
                                max_length=10,
                                verbose_name="concerns",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=100, verbose_name="English name")),
                        (
                            "urgent",
                            models.BooleanField(
                                default=False, help_text="Quiet hours do not hold its reminders.", verbose_name="urgent"
                            ),
                        ),
                        (
                            "before_minutes",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="When the responsible are reminded beforehand; empty: not at all.",
                                null=True,
                                verbose_name="minutes before it is due",
                            ),
                        ),
                        (
                            "quiet_from",
                            models.TimeField(default=datetime.time(22, 0), verbose_name="quiet hours begin"),
                        ),
                        ("quiet_until", models.TimeField(default=datetime.time(7, 0), verbose_name="quiet hours end")),
                        (
                            "retired_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retired at"),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical escalation policy",
                        "verbose_name_plural": "historical escalation policies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_escalationpolicy_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EscalationStep",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                        ("after_minutes", models.PositiveIntegerField(verbose_name="minutes after it is overdue")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("facility", "At the facility"),
                                    ("union", "At the supervising union"),
                                    ("city", "At the city federation"),
                                ],
                                max_length=10,
                                verbose_name="reach",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                help_text="Empty: the role responsible for the duty.",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("channels", models.JSONField(blank=True, default=list, verbose_name="channels")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
                        ),
                    ],
                    options={
                        "verbose_name": "escalation step",
                        "verbose_name_plural": "escalation steps",
                        "ordering": ("level", "after_minutes"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("policy", "level", "reach", "role"),
                                name="step_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEscalationStep",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                        ("after_minutes", models.PositiveIntegerField(verbose_name="minutes after it is overdue")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("facility", "At the facility"),
                                    ("union", "At the supervising union"),
                                    ("city", "At the city federation"),
                                ],
                                max_length=10,
                                verbose_name="reach",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                help_text="Empty: the role responsible for the duty.",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("channels", models.JSONField(blank=True, default=list, verbose_name="channels")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical escalation step",
                        "verbose_name_plural": "historical escalation steps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_escalationstep_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[("xlsx", "Spreadsheet (.xlsx)"), ("csv", "Text table (.csv)")],
                                max_length=4,
                                verbose_name="kind of file",
                            ),
                        ),
                        ("filters", models.JSONField(blank=True, default=dict, verbose_name="filter")),
                        ("filter_text", models.CharField(blank=True, max_length=300, verbose_name="what was chosen")),
                        ("rows", models.PositiveIntegerField(verbose_name="rows")),
                        (
                            "exported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="exported by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "export of the history",
                        "verbose_name_plural": "exports of the history",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExport",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "format",
                            models.CharField(
                                choices=[("xlsx", "Spreadsheet (.xlsx)"), ("csv", "Text table (.csv)")],
                                max_length=4,
                                verbose_name="kind of file",
                            ),
                        ),
                        ("filters", models.JSONField(blank=True, default=dict, verbose_name="filter")),
                        ("filter_text", models.CharField(blank=True, max_length=300, verbose_name="what was chosen")),
                        ("rows", models.PositiveIntegerField(verbose_name="rows")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "exported_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="exported by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical export of the history",
                        "verbose_name_plural": "historical exports of the history",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_export_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_export_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Facility",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "kind",
                            models.CharField(
                                help_text="As registered by the upper floors: station, room.",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="facilities",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("union_path", models.CharField(db_index=True, editable=False, max_length=255)),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        (
                            "code",
                            models.CharField(
                                default=ops.facilities.models.new_code,
                                editable=False,
                                max_length=8,
                                unique=True,
                                verbose_name="code",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "Preparing"),
                                    ("open", "Open"),
                                    ("suspended", "Suspended"),
                                    ("closed", "Closed for good"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                blank=True,
                                help_text="As on the application form.",
                                max_length=100,
                                verbose_name="host unit",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        (
                            "postcode",
                            models.CharField(
                                blank=True,
                                max_length=6,
                                validators=[django.core.validators.RegexValidator("^\\d{6}$", "Six digits.")],
                                verbose_name="postcode",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("manager_name", models.CharField(blank=True, max_length=60, verbose_name="manager")),
                        ("manager_phone", models.CharField(blank=True, max_length=20, verbose_name="manager's phone")),
                        ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="contact")),
                        ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="contact's phone")),
                        ("equipment_note", models.TextField(blank=True, verbose_name="equipment and furnishing")),
                        (
                            "emergency_phone",
                            models.CharField(blank=True, max_length=20, verbose_name="emergency phone"),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Asia/Shanghai",
                                max_length=40,
                                validators=[ops.facilities.models.valid_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                        (
                            "search",
                            ops.records.search.SearchField(
                                blank=True,
                                default="",
                                editable=False,
                                max_length=600,
                                sources=("name", "name_en", "host", "code"),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "facility",
                        "verbose_name_plural": "facilities",
                        "indexes": [models.Index(fields=["union_path", "kind", "name"], name="facility_by_union")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFacility",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "kind",
                            models.CharField(
                                help_text="As registered by the upper floors: station, room.",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("union_path", models.CharField(editable=False, max_length=255)),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        (
                            "code",
                            models.CharField(
                                default=ops.facilities.models.new_code,
                                editable=False,
                                max_length=8,
                                verbose_name="code",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "Preparing"),
                                    ("open", "Open"),
                                    ("suspended", "Suspended"),
                                    ("closed", "Closed for good"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                blank=True,
                                help_text="As on the application form.",
                                max_length=100,
                                verbose_name="host unit",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        (
                            "postcode",
                            models.CharField(
                                blank=True,
                                max_length=6,
                                validators=[django.core.validators.RegexValidator("^\\d{6}$", "Six digits.")],
                                verbose_name="postcode",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("manager_name", models.CharField(blank=True, max_length=60, verbose_name="manager")),
                        ("manager_phone", models.CharField(blank=True, max_length=20, verbose_name="manager's phone")),
                        ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="contact")),
                        ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="contact's phone")),
                        ("equipment_note", models.TextField(blank=True, verbose_name="equipment and furnishing")),
                        (
                            "emergency_phone",
                            models.CharField(blank=True, max_length=20, verbose_name="emergency phone"),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Asia/Shanghai",
                                max_length=40,
                                validators=[ops.facilities.models.valid_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical facility",
                        "verbose_name_plural": "historical facilities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_facility_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FacilityImport",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="sent at"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="file")),
                        ("lines", models.JSONField(default=dict)),
                        ("checked", models.JSONField(blank=True, null=True)),
                        ("confirmed", models.BooleanField(default=False, verbose_name="taken over")),
                        ("unions", models.PositiveIntegerField(default=0, verbose_name="unions entered")),
                        ("entered", models.PositiveIntegerField(default=0, verbose_name="facilities entered")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="facilities updated")),
                    ],
                    options={
                        "verbose_name": "import of facilities",
                        "verbose_name_plural": "imports of facilities",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFacilityImport",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="sent at"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="file")),
                        ("confirmed", models.BooleanField(default=False, verbose_name="taken over")),
                        ("unions", models.PositiveIntegerField(default=0, verbose_name="unions entered")),
                        ("entered", models.PositiveIntegerField(default=0, verbose_name="facilities entered")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="facilities updated")),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical import of facilities",
                        "verbose_name_plural": "historical imports of facilities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_facilityimport_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Failure",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="failures",
                                to="ops.correctiveaction",
                                verbose_name="corrective action",
                            ),
                        ),
                        ("source_kind", models.CharField(max_length=20, verbose_name="source")),
                        ("source_id", models.UUIDField()),
                        ("subject", models.CharField(max_length=150)),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                    ],
                    options={
                        "verbose_name": "failure",
                        "verbose_name_plural": "failures",
                        "indexes": [
                            models.Index(fields=["facility", "subject", "-found_at"], name="failure_by_subject")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("source_kind", "source_id"), name="failure_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="findings",
                                to="ops.checklistrun",
                                verbose_name="completed checklist",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.checklistitem",
                                verbose_name="checklist item",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                        ("settlement", models.CharField(blank=True, max_length=300, verbose_name="how it was settled")),
                    ],
                    options={
                        "verbose_name": "finding",
                        "verbose_name_plural": "findings",
                        "indexes": [models.Index(fields=["facility", "settled_at"], name="finding_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFinding",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                        ("settlement", models.CharField(blank=True, max_length=300, verbose_name="how it was settled")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklistrun",
                                verbose_name="completed checklist",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklistitem",
                                verbose_name="checklist item",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical finding",
                        "verbose_name_plural": "historical findings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_finding_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_finding_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        (
                            "started_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="started by",
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("title", models.CharField(blank=True, max_length=160, verbose_name="what it is about")),
                        ("object_id", models.UUIDField(blank=True, null=True)),
                        ("params", models.JSONField(blank=True, default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "In the queue"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="total")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                        ("message", models.CharField(blank=True, max_length=300, verbose_name="message")),
                        ("errors", models.JSONField(blank=True, default=list)),
                        ("trouble", models.CharField(blank=True, max_length=300)),
                        ("outcome", models.JSONField(blank=True, default=dict)),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="", verbose_name="file")),
                        ("file_name", models.CharField(blank=True, max_length=120)),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="created at"),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started at")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                        ("claim", models.UUIDField(blank=True, editable=False, null=True)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "job",
                        "verbose_name_plural": "jobs",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["waiting", "running"])),
                                fields=["created_at"],
                                name="job_to_run",
                            ),
                            models.Index(fields=["started_by", "-created_at"], name="job_by_person"),
                            models.Index(fields=["object_id", "-created_at"], name="job_by_object"),
                            models.Index(fields=["state", "-created_at"], name="job_by_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("object_id__isnull", False), ("state__in", ["waiting", "running"])),
                                fields=("kind", "object_id"),
                                name="job_one_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "indexes": [models.Index(fields=["user", "until"], name="membership_by_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("facility__isnull", False),
                                        (
                                            "role__in",
                                            [
                                                "facility_manager",
                                                "guardian",
                                                "inspector",
                                                "room_manager",
                                                "station_staff",
                                            ],
                                        ),
                                        ("union", None),
                                    ),
                                    models.Q(
                                        ("facility", None),
                                        ("role__in", ["administrator", "union_auditor", "union_officer"]),
                                        ("union__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_at_union_or_facility",
                                violation_error_message="This role is held at a union, or at a facility, not at the other.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="membership_ends_after_it_begins",
                                violation_error_message="The end lies before the beginning.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_membership_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_membership_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OneTimeLink",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="one_time_links",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField(verbose_name="expires at")),
                        ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "one-time link",
                        "verbose_name_plural": "one-time links",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOneTimeLink",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("expires_at", models.DateTimeField(verbose_name="expires at")),
                        ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical one-time link",
                        "verbose_name_plural": "historical one-time links",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_onetimelink_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.", verbose_name="weekday")),
                        ("opens", models.TimeField(verbose_name="opens")),
                        ("closes", models.TimeField(verbose_name="closes")),
                        ("first_day", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                    ],
                    options={
                        "verbose_name": "opening hours",
                        "verbose_name_plural": "opening hours",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="opening_weekday"),
                            models.CheckConstraint(
                                condition=models.Q(("closes__gt", models.F("opens"))),
                                name="opening_span",
                                violation_error_message="Closing lies before opening.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("last_day", None)),
                                fields=("facility", "weekday", "opens"),
                                name="opening_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOpeningHours",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.", verbose_name="weekday")),
                        ("opens", models.TimeField(verbose_name="opens")),
                        ("closes", models.TimeField(verbose_name="closes")),
                        ("first_day", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical opening hours",
                        "verbose_name_plural": "historical opening hours",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_openinghours_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_openinghours_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Parameter",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("key", models.CharField(max_length=60, verbose_name="parameter")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="value")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("source_text", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "mark",
                            models.CharField(
                                choices=[
                                    ("V", "Read in a stored source"),
                                    ("V2", "Secondary or undated text"),
                                    ("R", "Unverified: check against the official text"),
                                    ("H", "Our own default: no rule says it"),
                                ],
                                max_length=2,
                                verbose_name="how well the source is known",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "regulatory parameter",
                        "verbose_name_plural": "regulatory parameters",
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "union", "valid_from"), name="parameter_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalParameter",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.CharField(max_length=60, verbose_name="parameter")),
                        ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="value")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("source_text", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "mark",
                            models.CharField(
                                choices=[
                                    ("V", "Read in a stored source"),
                                    ("V2", "Secondary or undated text"),
                                    ("R", "Unverified: check against the official text"),
                                    ("H", "Our own default: no rule says it"),
                                ],
                                max_length=2,
                                verbose_name="how well the source is known",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical regulatory parameter",
                        "verbose_name_plural": "historical regulatory parameters",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_parameter_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PhoneCode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("phone_hash", models.CharField(max_length=64)),
                        ("purpose", models.CharField(max_length=20, verbose_name="what it is for")),
                        ("code_hash", models.CharField(max_length=64)),
                        ("expires_at", models.DateTimeField(verbose_name="expires at")),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(null=True, verbose_name="used at")),
                    ],
                    options={
                        "verbose_name": "code to a phone",
                        "verbose_name_plural": "codes to phones",
                        "indexes": [
                            models.Index(fields=["phone_hash", "purpose"], name="code_by_phone"),
                            models.Index(fields=["expires_at"], name="code_by_end"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhoneText",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="phone number")),
                        ("text", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="text")),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("sent", "Sent"), ("dead", "Given up")],
                                default="waiting",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="created at"),
                        ),
                        ("not_before", models.DateTimeField(verbose_name="not before")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                    ],
                    options={
                        "verbose_name": "text message",
                        "verbose_name_plural": "text messages",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["not_before"], name="text_to_send"
                            ),
                            models.Index(fields=["created_at"], name="text_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("image", models.FileField(upload_to=ops.checklists.models.photo_path, verbose_name="photo")),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("look", models.CharField(blank=True, db_index=True, max_length=64)),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "photo",
                        "verbose_name_plural": "photos",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPhoto",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        ("image", models.TextField(max_length=100, verbose_name="photo")),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("look", models.CharField(blank=True, max_length=64)),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical photo",
                        "verbose_name_plural": "historical photos",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_photo_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_photo_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PhotoUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="ops.photo"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ops.checklistrun"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("photo", "run"), name="photo_use_once")],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTemplate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("key", models.SlugField(max_length=40, verbose_name="key")),
                        ("facility_kinds", models.JSONField(default=list, verbose_name="kinds of facility")),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                    ],
                    options={
                        "verbose_name": "plan template",
                        "verbose_name_plural": "plan templates",
                        "constraints": [
                            models.UniqueConstraint(fields=("union", "key"), name="plan_template_key_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanTemplate",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.SlugField(db_index=False, max_length=40, verbose_name="key")),
                        ("facility_kinds", models.JSONField(default=list, verbose_name="kinds of facility")),
                        ("regime", models.CharField(max_length=30, verbose_name="regime")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan template",
                        "verbose_name_plural": "historical plan templates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_plantemplate_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanTemplateReach",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "template",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reach",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reach of a plan template",
                        "verbose_name_plural": "reach of plan templates",
                        "constraints": [
                            models.UniqueConstraint(fields=("template", "union"), name="plan_template_reach_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanTemplateReach",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.tradeunion",
                                verbose_name="trade union",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reach of a plan template",
                        "verbose_name_plural": "historical reach of plan templates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_plantemplatereach_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanTemplateVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "rrule",
                            models.CharField(
                                default="FREQ=DAILY",
                                help_text="An RFC 5545 rule (RRULE), counted from the first day on the facility's clock.",
                                max_length=300,
                                verbose_name="recurrence",
                            ),
                        ),
                        (
                            "calendar",
                            models.CharField(
                                choices=[
                                    ("every_day", "Every day"),
                                    ("working_days", "Working days"),
                                    ("opening_days", "Opening days"),
                                    ("term_days", "Term days"),
                                ],
                                default="opening_days",
                                max_length=14,
                                verbose_name="calendar",
                            ),
                        ),
                        ("opens", models.TimeField(default=datetime.time(0, 0), verbose_name="may be done from")),
                        ("due", models.TimeField(verbose_name="due at")),
                        ("also_due", models.JSONField(blank=True, default=list, verbose_name="also due at")),
                        (
                            "every_opening_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many opening hours"
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="may be done so many minutes before"
                            ),
                        ),
                        ("grace_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes of grace")),
                        (
                            "late_minutes",
                            models.PositiveIntegerField(
                                default=1440, verbose_name="minutes in which it may still be done late"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "completed_by",
                            models.CharField(
                                choices=[
                                    ("checklist", "A completed checklist"),
                                    ("record", "A record of another kind"),
                                    ("condition", "A condition becoming true"),
                                ],
                                default="checklist",
                                max_length=10,
                                verbose_name="completed by",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("presence", models.BooleanField(default=False, verbose_name="proof of presence")),
                        (
                            "template",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("from_day", models.DateField(verbose_name="holds from")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "version of a plan template",
                        "verbose_name_plural": "versions of plan templates",
                        "ordering": ("number",),
                        "constraints": [
                            models.UniqueConstraint(fields=("template", "number"), name="plan_template_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checklist__isnull", False), ("completed_by", "checklist")),
                                    models.Q(
                                        models.Q(("completed_by", "checklist"), _negated=True),
                                        models.Q(("trigger", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="template_says_what_completes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanTemplateVersion",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "rrule",
                            models.CharField(
                                default="FREQ=DAILY",
                                help_text="An RFC 5545 rule (RRULE), counted from the first day on the facility's clock.",
                                max_length=300,
                                verbose_name="recurrence",
                            ),
                        ),
                        (
                            "calendar",
                            models.CharField(
                                choices=[
                                    ("every_day", "Every day"),
                                    ("working_days", "Working days"),
                                    ("opening_days", "Opening days"),
                                    ("term_days", "Term days"),
                                ],
                                default="opening_days",
                                max_length=14,
                                verbose_name="calendar",
                            ),
                        ),
                        ("opens", models.TimeField(default=datetime.time(0, 0), verbose_name="may be done from")),
                        ("due", models.TimeField(verbose_name="due at")),
                        ("also_due", models.JSONField(blank=True, default=list, verbose_name="also due at")),
                        (
                            "every_opening_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many opening hours"
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="may be done so many minutes before"
                            ),
                        ),
                        ("grace_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes of grace")),
                        (
                            "late_minutes",
                            models.PositiveIntegerField(
                                default=1440, verbose_name="minutes in which it may still be done late"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("station_staff", "Station staff"),
                                    ("room_manager", "Room manager"),
                                    ("facility_manager", "Facility manager"),
                                    ("union_officer", "Union officer"),
                                    ("union_auditor", "Union auditor"),
                                    ("inspector", "Inspector"),
                                    ("guardian", "Guardian"),
                                    ("administrator", "System administrator"),
                                ],
                                max_length=20,
                                verbose_name="responsible role",
                            ),
                        ),
                        (
                            "completed_by",
                            models.CharField(
                                choices=[
                                    ("checklist", "A completed checklist"),
                                    ("record", "A record of another kind"),
                                    ("condition", "A condition becoming true"),
                                ],
                                default="checklist",
                                max_length=10,
                                verbose_name="completed by",
                            ),
                        ),
                        ("trigger", models.CharField(blank=True, max_length=40, verbose_name="record or condition")),
                        ("presence", models.BooleanField(default=False, verbose_name="proof of presence")),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("from_day", models.DateField(verbose_name="holds from")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "policy",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.escalationpolicy",
                                verbose_name="escalation policy",
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.checklisttemplate",
                                verbose_name="checklist",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.plantemplate",
                                verbose_name="plan template",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical version of a plan template",
                        "verbose_name_plural": "historical versions of plan templates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_plantemplateversion_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminder_preference",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "ordinary",
                            models.JSONField(
                                blank=True,
                                default=ops.reminders.models.usual_channels,
                                verbose_name="ordinary reminders",
                            ),
                        ),
                        (
                            "urgent",
                            models.JSONField(
                                blank=True, default=ops.reminders.models.usual_channels, verbose_name="urgent reminders"
                            ),
                        ),
                        (
                            "digest_at",
                            models.TimeField(blank=True, null=True, verbose_name="all together once a day at"),
                        ),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet hours begin")),
                        ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet hours end")),
                    ],
                    options={
                        "verbose_name": "choice of reminders",
                        "verbose_name_plural": "choices of reminders",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="quiet_hours_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPreference",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "ordinary",
                            models.JSONField(
                                blank=True,
                                default=ops.reminders.models.usual_channels,
                                verbose_name="ordinary reminders",
                            ),
                        ),
                        (
                            "urgent",
                            models.JSONField(
                                blank=True, default=ops.reminders.models.usual_channels, verbose_name="urgent reminders"
                            ),
                        ),
                        (
                            "digest_at",
                            models.TimeField(blank=True, null=True, verbose_name="all together once a day at"),
                        ),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet hours begin")),
                        ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet hours end")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical choice of reminders",
                        "verbose_name_plural": "historical choices of reminders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_preference_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="ops.duty",
                                verbose_name="duty",
                            ),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("params", models.JSONField(blank=True, default=dict)),
                        ("level", models.PositiveSmallIntegerField(default=0, verbose_name="level")),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipient",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="ops.contactpoint",
                                verbose_name="address",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_app", "In the app"),
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("wecom", "WeCom"),
                                    ("dingtalk", "DingTalk"),
                                    ("feishu", "Feishu"),
                                    ("webhook", "Webhook"),
                                    ("push", "Browser notification"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sending", "Being sent"),
                                    ("sent", "Sent"),
                                    ("failed", "Failed, will be retried"),
                                    ("dead", "Given up"),
                                    ("settled", "No longer needed"),
                                    ("carried", "In a summary"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("urgent", models.BooleanField(default=False, verbose_name="urgent")),
                        ("created_at", models.DateTimeField(verbose_name="created at")),
                        ("not_before", models.DateTimeField(verbose_name="not before")),
                        ("batch", models.UUIDField(blank=True, editable=False, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("error", models.CharField(blank=True, max_length=300, verbose_name="error")),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                        ("snoozed_until", models.DateTimeField(blank=True, null=True, verbose_name="put off until")),
                        (
                            "carried_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carries",
                                to="ops.reminder",
                                verbose_name="in the summary",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["waiting", "failed", "sending"])),
                                fields=["not_before"],
                                name="reminder_to_send",
                            ),
                            models.Index(fields=["recipient", "-created_at"], name="reminder_by_recipient"),
                            models.Index(
                                condition=models.Q(("duty__isnull", False)), fields=["duty"], name="reminder_by_duty"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["failed", "dead"])),
                                fields=["-created_at"],
                                name="reminder_stuck",
                            ),
                            models.Index(
                                condition=models.Q(("carried_by", None), ("channel", "in_app"), ("read_at", None)),
                                fields=["created_at"],
                                name="reminder_fresh",
                            ),
                            models.Index(
                                condition=models.Q(("carried_by__isnull", False)),
                                fields=["carried_by"],
                                name="reminder_carried",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recipient__isnull", False), ("point__isnull", False), _connector="OR"
                                ),
                                name="reminder_has_an_address",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("point", None), ("subject", "")),
                                fields=("duty", "level", "recipient", "channel"),
                                name="reminder_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("point__isnull", False), ("subject", "")),
                                fields=("duty", "level", "point"),
                                name="reminder_once_by_point",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(models.Q(("subject", ""), _negated=True), ("point", None)),
                                fields=("subject", "level", "recipient", "channel"),
                                name="reminder_once_by_subject",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(models.Q(("subject", ""), _negated=True), ("point__isnull", False)),
                                fields=("subject", "level", "point"),
                                name="reminder_once_subject_point",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderAnswer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminder_answers",
                                to="ops.duty",
                                verbose_name="duty",
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("level", models.PositiveSmallIntegerField(default=0, verbose_name="level")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("on_it", "I'm on it"), ("snooze", "Put off")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered at"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="put off until")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken back at"),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was taken back"),
                        ),
                    ],
                    options={
                        "verbose_name": "answer to a reminder",
                        "verbose_name_plural": "answers to reminders",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("subject", ""), _negated=True),
                                fields=["subject"],
                                name="answer_by_subject",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "on_it"), ("subject", ""), ("withdrawn_at", None)),
                                fields=("duty", "level"),
                                name="on_it_once_duty",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", "on_it"), ("withdrawn_at", None), models.Q(("subject", ""), _negated=True)
                                ),
                                fields=("subject", "level"),
                                name="on_it_once_subject",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalReminderAnswer",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("level", models.PositiveSmallIntegerField(default=0, verbose_name="level")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("on_it", "I'm on it"), ("snooze", "Put off")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered at"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="put off until")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken back at"),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was taken back"),
                        ),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.duty",
                                verbose_name="duty",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical answer to a reminder",
                        "verbose_name_plural": "historical answers to reminders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_reminderanswer_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_reminderanswer_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RunDraft",
                    fields=[
                        ("subject", models.UUIDField(primary_key=True, serialize=False)),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ops.facility"
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ops.checklistversion"
                            ),
                        ),
                        ("run_id", models.UUIDField(db_index=True)),
                        ("answers", models.JSONField(default=dict)),
                        ("started_at", models.DateTimeField()),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                ),
                migrations.CreateModel(
                    name="TaskFailure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("task", models.CharField(max_length=100, verbose_name="task")),
                        ("error", models.CharField(max_length=300, verbose_name="error")),
                        ("worker", models.CharField(blank=True, max_length=100)),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField(verbose_name="last time")),
                        ("times", models.PositiveIntegerField(default=1, verbose_name="how often")),
                    ],
                    options={
                        "verbose_name": "failure of a task",
                        "verbose_name_plural": "failures of tasks",
                        "indexes": [models.Index(fields=["-last_at"], name="task_failure_newest")],
                        "constraints": [models.UniqueConstraint(fields=("task", "error"), name="task_failure_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TaskPulse",
                    fields=[
                        ("task", models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ("last_at", models.DateTimeField(null=True)),
                        ("last_seconds", models.FloatField(default=0)),
                        ("last_failed", models.BooleanField(default=False)),
                        ("runs", models.PositiveBigIntegerField(default=0)),
                        ("failures", models.PositiveBigIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                    ],
                    options={
                        "verbose_name": "task that runs by itself",
                        "verbose_name_plural": "tasks that run by themselves",
                    },
                ),
                migrations.CreateModel(
                    name="TradeUnion",
                    fields=[
                        ("path", models.CharField(max_length=255, unique=True)),
                        ("depth", models.PositiveIntegerField()),
                        ("numchild", models.PositiveIntegerField(default=0)),
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("city", "City federation"),
                                    ("district", "District federation"),
                                    ("municipal", "Municipal-direct union"),
                                    ("central", "Central or provincial union"),
                                    ("grassroots", "Grassroots union"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "division_code",
                            models.CharField(
                                blank=True,
                                help_text="GB/T 2260, six digits.",
                                max_length=12,
                                verbose_name="administrative division code",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trade union",
                        "verbose_name_plural": "trade unions",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTradeUnion",
                    fields=[
                        ("path", models.CharField(max_length=255)),
                        ("depth", models.PositiveIntegerField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=150, verbose_name="English name")),
                        ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("city", "City federation"),
                                    ("district", "District federation"),
                                    ("municipal", "Municipal-direct union"),
                                    ("central", "Central or provincial union"),
                                    ("grassroots", "Grassroots union"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "division_code",
                            models.CharField(
                                blank=True,
                                help_text="GB/T 2260, six digits.",
                                max_length=12,
                                verbose_name="administrative division code",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical trade union",
                        "verbose_name_plural": "historical trade unions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_tradeunion_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Urging",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        (
                            "facility",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="urgings",
                                to="ops.duty",
                                verbose_name="duty",
                            ),
                        ),
                        (
                            "urged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="urged by",
                            ),
                        ),
                        ("told", models.PositiveSmallIntegerField(verbose_name="people told")),
                    ],
                    options={
                        "verbose_name": "urging",
                        "verbose_name_plural": "urgings",
                        "indexes": [models.Index(fields=["duty", "-occurred_at"], name="urging_by_duty")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUrging",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "occurred_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="recorded at"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                        ("told", models.PositiveSmallIntegerField(verbose_name="people told")),
                        (
                            "facility",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.duty",
                                verbose_name="duty",
                            ),
                        ),
                        (
                            "urged_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="urged by",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical urging",
                        "verbose_name_plural": "historical urgings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="op_urging_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="op_urging_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "id",
                            models.UUIDField(
                                default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "username",
                            models.CharField(
                                default=ops.organization.models.new_username,
                                max_length=60,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(?!1\\d{10}$)[a-z0-9][a-z0-9._-]{1,59}$",
                                        "2 to 60 small letters, digits, dots or hyphens, and not a phone number.",
                                    )
                                ],
                                verbose_name="user name",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                null=True,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^1[3-9]\\d{9}$", "Enter an 11-digit mobile number."
                                    )
                                ],
                                verbose_name="phone number",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "is_staff",
                            models.BooleanField(default=False, verbose_name="may use the administration site"),
                        ),
                        ("is_superuser", models.BooleanField(default=False, verbose_name="system administrator")),
                        (
                            "session_stamp",
                            models.CharField(default=ops.organization.models.new_stamp, editable=False, max_length=16),
                        ),
                        (
                            "search",
                            ops.records.search.SearchField(
                                blank=True, default="", editable=False, max_length=300, sources=("name", "username")
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUser",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("web", "Web page"),
                                    ("api", "API"),
                                    ("offline", "Sent later from an offline device"),
                                    ("import", "Import"),
                                    ("system", "System"),
                                    ("command", "Command line"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("request_id", models.CharField(blank=True, max_length=36)),
                        ("ip", models.GenericIPAddressField(null=True)),
                        ("actor_name", models.CharField(blank=True, max_length=80)),
                        ("id", models.UUIDField(default=ops.records.ids.uuid7, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        ("history_change_reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "username",
                            models.CharField(
                                default=ops.organization.models.new_username,
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(?!1\\d{10}$)[a-z0-9][a-z0-9._-]{1,59}$",
                                        "2 to 60 small letters, digits, dots or hyphens, and not a phone number.",
                                    )
                                ],
                                verbose_name="user name",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                null=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^1[3-9]\\d{9}$", "Enter an 11-digit mobile number."
                                    )
                                ],
                                verbose_name="phone number",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "is_staff",
                            models.BooleanField(default=False, verbose_name="may use the administration site"),
                        ),
                        ("is_superuser", models.BooleanField(default=False, verbose_name="system administrator")),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical person",
                        "verbose_name_plural": "historical people",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="op_user_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WorkerPulse",
                    fields=[
                        ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "worker",
                        "verbose_name_plural": "workers",
                    },
                ),
            ],
        ),
    ]
