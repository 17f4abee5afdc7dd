import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import ops.records.encryption
import ops.records.founding
import ops.records.ids
import ops.records.search
import simple_history.models
import stations.enrolment.allergens
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ops", "0001_initial"),
    ]

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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("illness", "Ill"),
                                    ("family", "Family matters"),
                                    ("travel", "Travelling"),
                                    ("lesson", "Other lessons"),
                                    ("unreached", "Guardian not reached"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="announced by",
                            ),
                        ),
                        ("announced_by_name", models.CharField(blank=True, max_length=40, verbose_name="announced by")),
                        (
                            "announcement",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="stations.absenceannouncement",
                                verbose_name="announcement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "absence",
                        "verbose_name_plural": "absences",
                        "indexes": [models.Index(fields=["facility", "local_date"], name="absence_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("child", "local_date"),
                                name="absence_once",
                            )
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
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("illness", "Ill"),
                                    ("family", "Family matters"),
                                    ("travel", "Travelling"),
                                    ("lesson", "Other lessons"),
                                    ("unreached", "Guardian not reached"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        ("announced_by_name", models.CharField(blank=True, max_length=40, verbose_name="announced by")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="announced by",
                            ),
                        ),
                        (
                            "announcement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.absenceannouncement",
                                verbose_name="announcement",
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
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_absence_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_absence_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AbsenceAnnouncement",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("illness", "Ill"),
                                    ("family", "Family matters"),
                                    ("travel", "Travelling"),
                                    ("lesson", "Other lessons"),
                                    ("unreached", "Guardian not reached"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="announced by",
                            ),
                        ),
                        ("announced_by_name", models.CharField(blank=True, max_length=40, verbose_name="announced by")),
                    ],
                    options={
                        "verbose_name": "announced absence",
                        "verbose_name_plural": "announced absences",
                        "indexes": [
                            models.Index(fields=["child", "first_day"], name="announcement_by_child"),
                            models.Index(fields=["facility", "last_day"], name="announcement_by_facility"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="announcement_span",
                                violation_error_message="The last day lies before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAbsenceAnnouncement",
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
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("illness", "Ill"),
                                    ("family", "Family matters"),
                                    ("travel", "Travelling"),
                                    ("lesson", "Other lessons"),
                                    ("unreached", "Guardian not reached"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        ("announced_by_name", models.CharField(blank=True, max_length=40, verbose_name="announced by")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="announced by",
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
                        "verbose_name": "historical announced absence",
                        "verbose_name_plural": "historical announced absences",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_absenceannouncement_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_absenceannouncement_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AccompaniedMeal",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("person_name", models.CharField(max_length=40, verbose_name="who ate along")),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("in_charge", "Person in charge"),
                                    ("staff", "Staff"),
                                    ("guardian", "Guardian"),
                                    ("union", "Trade union"),
                                ],
                                default="in_charge",
                                max_length=10,
                                verbose_name="in what capacity",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("good", "All was well"), ("problem", "Something was wrong")],
                                default="good",
                                max_length=8,
                                verbose_name="how it was",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "accompanied meal",
                        "verbose_name_plural": "accompanied meals",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("facility", "local_date", "kind", "person_name"),
                                name="accompanied_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verdict", "problem"), _negated=True),
                                    models.Q(("remark", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="accompanied_problem_says_what",
                                violation_error_message="Say what was wrong.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAccompaniedMeal",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("person_name", models.CharField(max_length=40, verbose_name="who ate along")),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("in_charge", "Person in charge"),
                                    ("staff", "Staff"),
                                    ("guardian", "Guardian"),
                                    ("union", "Trade union"),
                                ],
                                default="in_charge",
                                max_length=10,
                                verbose_name="in what capacity",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("good", "All was well"), ("problem", "Something was wrong")],
                                default="good",
                                max_length=8,
                                verbose_name="how it was",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
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
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                        "verbose_name": "historical accompanied meal",
                        "verbose_name_plural": "historical accompanied meals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_accompaniedmeal_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_accompaniedmeal_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AllergyRequest",
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
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allergy_requests",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("confirm", "What is kept is right"), ("change", "Change of what is kept")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("allergens", models.JSONField(blank=True, default=list, verbose_name="must not eat")),
                        (
                            "words",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, verbose_name="in the guardian's words"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "word about allergies",
                        "verbose_name_plural": "words about allergies",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answer", "open")), fields=["facility"], name="allergy_request_open"
                            ),
                            models.Index(fields=["child", "-occurred_at"], name="allergy_request_by_child"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "open"), ("voided_at", None)),
                                fields=("child",),
                                name="allergy_request_once",
                                violation_error_message="You already asked for this. Staff will see it.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAllergyRequest",
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
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("confirm", "What is kept is right"), ("change", "Change of what is kept")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("allergens", models.JSONField(blank=True, default=list, verbose_name="must not eat")),
                        (
                            "words",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, verbose_name="in the guardian's words"
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
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
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
                        "verbose_name": "historical word about allergies",
                        "verbose_name_plural": "historical words about allergies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_allergyrequest_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_allergyrequest_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Application",
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
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_hash", models.CharField(editable=False, max_length=64)),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("signed_by", models.CharField(max_length=40, verbose_name="signed by")),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
                            ),
                        ),
                        ("secret", ops.records.encryption.EncryptedTextField(editable=False)),
                        ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                    ],
                    options={
                        "verbose_name": "application",
                        "verbose_name_plural": "applications",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="application_by_facility"),
                            models.Index(fields=["term", "phone_hash"], name="application_by_phone"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplication",
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
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_hash", models.CharField(editable=False, max_length=64)),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("language", models.CharField(blank=True, max_length=10)),
                        ("signed_by", models.CharField(max_length=40, verbose_name="signed by")),
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
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
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
                        "verbose_name": "historical application",
                        "verbose_name_plural": "historical applications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_application_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_application_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AppliedChild",
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
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="stations.application",
                                verbose_name="application",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        (
                            "enrolment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applied",
                                to="stations.enrolment",
                                verbose_name="enrolment",
                            ),
                        ),
                        (
                            "doubt",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "child",
                                        "A child of this name and birth date is registered here; this phone is not a guardian's",
                                    ),
                                    ("guardian", "A phone number of this form is known here under another name"),
                                    ("elsewhere", "The child seems to have a place elsewhere at the same time"),
                                ],
                                max_length=9,
                                verbose_name="to be asked",
                            ),
                        ),
                        ("entered", ops.records.encryption.EncryptedTextField(blank=True, editable=False)),
                        ("name_masked", models.CharField(max_length=40, verbose_name="name")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "withdrawn",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="withdrawn by the guardian"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "child of an application",
                        "verbose_name_plural": "children of applications",
                        "ordering": ("position",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None), ("enrolment", None)),
                                fields=["facility"],
                                name="applied_child_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "position"), name="applied_child_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppliedChild",
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
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        (
                            "doubt",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "child",
                                        "A child of this name and birth date is registered here; this phone is not a guardian's",
                                    ),
                                    ("guardian", "A phone number of this form is known here under another name"),
                                    ("elsewhere", "The child seems to have a place elsewhere at the same time"),
                                ],
                                max_length=9,
                                verbose_name="to be asked",
                            ),
                        ),
                        ("name_masked", models.CharField(max_length=40, verbose_name="name")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "withdrawn",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="withdrawn by the guardian"
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
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.application",
                                verbose_name="application",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.enrolment",
                                verbose_name="enrolment",
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
                        "verbose_name": "historical child of an application",
                        "verbose_name_plural": "historical children of applications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_appliedchild_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_appliedchild_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CallRecord",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "guardian",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        ("guardian_name", models.CharField(max_length=40, verbose_name="who was called")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("coming", "Is on the way"),
                                    ("away", "Does not come today"),
                                    ("no_answer", "No answer"),
                                ],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        (
                            "called_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="called by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "call to a guardian",
                        "verbose_name_plural": "calls to guardians",
                        "indexes": [models.Index(fields=["facility", "local_date"], name="call_by_day")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCallRecord",
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
                        ("local_date", models.DateField(verbose_name="day")),
                        ("guardian_name", models.CharField(max_length=40, verbose_name="who was called")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("coming", "Is on the way"),
                                    ("away", "Does not come today"),
                                    ("no_answer", "No answer"),
                                ],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        (
                            "called_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="called by",
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
                        "verbose_name": "historical call to a guardian",
                        "verbose_name_plural": "historical calls to guardians",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_callrecord_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_callrecord_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Child",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("pinyin", models.CharField(blank=True, editable=False, max_length=120)),
                        ("initials", models.CharField(blank=True, editable=False, max_length=20)),
                        (
                            "sex",
                            models.CharField(
                                choices=[("female", "Girl"), ("male", "Boy")], max_length=6, verbose_name="sex"
                            ),
                        ),
                        ("birth_date", models.DateField(verbose_name="birth date")),
                        (
                            "grade",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="grade",
                            ),
                        ),
                        ("school", models.CharField(blank=True, max_length=60, verbose_name="school")),
                        (
                            "identity_number",
                            ops.records.encryption.EncryptedTextField(blank=True, verbose_name="identity number"),
                        ),
                        ("identity_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "identity_known",
                            models.BooleanField(default=False, editable=False, verbose_name="identity number given"),
                        ),
                        ("flag", models.CharField(blank=True, max_length=12, verbose_name="flag on the tile")),
                        ("allergies", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="allergies")),
                        ("health_note", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="health")),
                        (
                            "medication",
                            ops.records.encryption.EncryptedTextField(blank=True, verbose_name="medication"),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "may_leave_alone",
                            models.BooleanField(default=False, editable=False, verbose_name="may leave alone"),
                        ),
                        ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased at")),
                    ],
                    options={
                        "verbose_name": "child",
                        "verbose_name_plural": "children",
                        "indexes": [
                            models.Index(fields=["facility", "pinyin"], name="child_by_pinyin"),
                            models.Index(
                                condition=models.Q(("identity_hash", ""), _negated=True),
                                fields=["identity_hash"],
                                name="child_by_identity",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("identity_hash", ""), _negated=True),
                                fields=("facility", "identity_hash"),
                                name="child_once",
                                violation_error_message="A child with this identity number is already registered here.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChild",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("pinyin", models.CharField(blank=True, editable=False, max_length=120)),
                        ("initials", models.CharField(blank=True, editable=False, max_length=20)),
                        (
                            "sex",
                            models.CharField(
                                choices=[("female", "Girl"), ("male", "Boy")], max_length=6, verbose_name="sex"
                            ),
                        ),
                        ("birth_date", models.DateField(verbose_name="birth date")),
                        (
                            "grade",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="grade",
                            ),
                        ),
                        ("school", models.CharField(blank=True, max_length=60, verbose_name="school")),
                        (
                            "identity_known",
                            models.BooleanField(default=False, editable=False, verbose_name="identity number given"),
                        ),
                        ("flag", models.CharField(blank=True, max_length=12, verbose_name="flag on the tile")),
                        ("allergies", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="allergies")),
                        ("health_note", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="health")),
                        (
                            "medication",
                            ops.records.encryption.EncryptedTextField(blank=True, verbose_name="medication"),
                        ),
                        (
                            "may_leave_alone",
                            models.BooleanField(default=False, editable=False, verbose_name="may leave alone"),
                        ),
                        ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="erased at")),
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
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
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
                        "verbose_name": "historical child",
                        "verbose_name_plural": "historical children",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_child_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_child_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChildAllergen",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="avoided",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "allergen",
                            models.CharField(
                                choices=stations.enrolment.allergens.choices, max_length=20, verbose_name="allergen"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "allergen of a child",
                        "verbose_name_plural": "allergens of children",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["facility"],
                                name="child_allergen_standing",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("child", "allergen"),
                                name="child_allergen_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChildAllergen",
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
                            "allergen",
                            models.CharField(
                                choices=stations.enrolment.allergens.choices, max_length=20, verbose_name="allergen"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
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
                        "verbose_name": "historical allergen of a child",
                        "verbose_name_plural": "historical allergens of children",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_childallergen_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_childallergen_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("personal_data", "Personal data of a child under 14"),
                                    ("leave_alone", "Leaving alone (signed promise)"),
                                    ("photo", "Photo for recognition at the door"),
                                    ("sharing", "Passing names on to the supervising union"),
                                    ("health", "Allergies, health and medicine"),
                                    ("emergency_care", "Medical help in an emergency"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("given", models.BooleanField(verbose_name="agreed")),
                        ("text_version", models.CharField(max_length=20, verbose_name="version of the text")),
                        (
                            "text",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.consenttext",
                                verbose_name="text",
                            ),
                        ),
                        ("given_by", models.CharField(max_length=40, verbose_name="by")),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "consent",
                        "verbose_name_plural": "consents",
                        "indexes": [models.Index(fields=["child", "kind"], name="consent_by_child")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsent",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("personal_data", "Personal data of a child under 14"),
                                    ("leave_alone", "Leaving alone (signed promise)"),
                                    ("photo", "Photo for recognition at the door"),
                                    ("sharing", "Passing names on to the supervising union"),
                                    ("health", "Allergies, health and medicine"),
                                    ("emergency_care", "Medical help in an emergency"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("given", models.BooleanField(verbose_name="agreed")),
                        ("text_version", models.CharField(max_length=20, verbose_name="version of the text")),
                        ("given_by", models.CharField(max_length=40, verbose_name="by")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.consenttext",
                                verbose_name="text",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
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
                        "verbose_name": "historical consent",
                        "verbose_name_plural": "historical consents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_consent_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_consent_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ConsentText",
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
                        ("kind", models.CharField(max_length=14, verbose_name="kind")),
                        ("edition", models.CharField(max_length=20, verbose_name="version of the text")),
                        ("valid_from", models.DateField(verbose_name="holds from")),
                        ("body", models.TextField(verbose_name="text")),
                        ("body_en", models.TextField(blank=True, verbose_name="text in English")),
                    ],
                    options={
                        "verbose_name": "text of an agreement",
                        "verbose_name_plural": "texts of agreements",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "kind", "valid_from"),
                                name="consent_text_once",
                                violation_error_message="A text holds from that day already. Choose a later day.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConsentText",
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
                        ("kind", models.CharField(max_length=14, verbose_name="kind")),
                        ("edition", models.CharField(max_length=20, verbose_name="version of the text")),
                        ("valid_from", models.DateField(verbose_name="holds from")),
                        ("body", models.TextField(verbose_name="text")),
                        ("body_en", models.TextField(blank=True, verbose_name="text in English")),
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
                        "verbose_name": "historical text of an agreement",
                        "verbose_name_plural": "historical texts of agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="st_consenttext_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DataRequest",
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
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("copy", "Copy of the data"),
                                    ("erasure", "Erasure of the data"),
                                    ("health", "Erasure of the health data"),
                                ],
                                max_length=7,
                                verbose_name="kind",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "request about personal data",
                        "verbose_name_plural": "requests about personal data",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answer", "open")), fields=["facility"], name="data_request_open"
                            ),
                            models.Index(fields=["child", "-occurred_at"], name="data_request_by_child"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "open"), ("voided_at", None)),
                                fields=("child", "kind"),
                                name="data_request_once",
                                violation_error_message="You already asked for this. Staff will see it.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDataRequest",
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
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("copy", "Copy of the data"),
                                    ("erasure", "Erasure of the data"),
                                    ("health", "Erasure of the health data"),
                                ],
                                max_length=7,
                                verbose_name="kind",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
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
                        "verbose_name": "historical request about personal data",
                        "verbose_name_plural": "historical requests about personal data",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_datarequest_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_datarequest_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Dish",
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
                        ("name", models.CharField(max_length=40, verbose_name="name of the dish")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("ingredients", models.CharField(blank=True, max_length=300, verbose_name="ingredients")),
                        ("allergens", models.JSONField(blank=True, default=list, verbose_name="contains")),
                        ("allergens_checked", models.BooleanField(default=False, verbose_name="allergens checked")),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "retired_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="no longer cooked since"),
                        ),
                        (
                            "search",
                            ops.records.search.SearchField(
                                blank=True,
                                default="",
                                editable=False,
                                max_length=600,
                                sources=("name", "name_en", "ingredients"),
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dish",
                        "verbose_name_plural": "dishes",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at", None)),
                                fields=("facility", "name"),
                                name="dish_name_once",
                                violation_error_message="There is already a dish of this name.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDish",
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
                        ("name", models.CharField(max_length=40, verbose_name="name of the dish")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("ingredients", models.CharField(blank=True, max_length=300, verbose_name="ingredients")),
                        ("allergens", models.JSONField(blank=True, default=list, verbose_name="contains")),
                        ("allergens_checked", models.BooleanField(default=False, verbose_name="allergens checked")),
                        (
                            "retired_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="no longer cooked since"),
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
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
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
                        "verbose_name": "historical dish",
                        "verbose_name_plural": "historical dishes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_dish_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_dish_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EmergencyContact",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="emergency_contacts",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order of calling")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "emergency contact",
                        "verbose_name_plural": "emergency contacts",
                        "ordering": ("position", "id"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["child", "position"],
                                name="contact_by_child",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEmergencyContact",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order of calling")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
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
                        "verbose_name": "historical emergency contact",
                        "verbose_name_plural": "historical emergency contacts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_emergencycontact_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_emergencycontact_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="stations.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "Applied"),
                                    ("waiting", "On the waiting list"),
                                    ("admitted", "Admitted"),
                                    ("attending", "Attending"),
                                    ("withdrawn", "Withdrawn"),
                                    ("finished", "Finished"),
                                    ("refused", "Not admitted"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("state_since", models.DateTimeField(verbose_name="since")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied at")),
                        ("from_day", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "enrolment",
                        "verbose_name_plural": "enrolments",
                        "indexes": [
                            models.Index(fields=["term", "state"], name="enrolment_by_term"),
                            models.Index(fields=["facility", "state"], name="enrolment_by_facility"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                                fields=("child", "term"),
                                name="enrolment_once",
                                violation_error_message="The child already has a place in this term.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_day", None),
                                    ("until_day", None),
                                    ("until_day__gte", models.F("from_day")),
                                    _connector="OR",
                                ),
                                name="enrolment_span",
                                violation_error_message="The last day lies before the first.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEnrolment",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "Applied"),
                                    ("waiting", "On the waiting list"),
                                    ("admitted", "Admitted"),
                                    ("attending", "Attending"),
                                    ("withdrawn", "Withdrawn"),
                                    ("finished", "Finished"),
                                    ("refused", "Not admitted"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("state_since", models.DateTimeField(verbose_name="since")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied at")),
                        ("from_day", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.group",
                                verbose_name="group",
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
                        "verbose_name": "historical enrolment",
                        "verbose_name_plural": "historical enrolments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_enrolment_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_enrolment_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Erasure",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.datarequest",
                                verbose_name="request",
                            ),
                        ),
                        ("ground", models.CharField(max_length=200, verbose_name="ground")),
                        ("rows", models.PositiveIntegerField(verbose_name="records")),
                    ],
                    options={
                        "verbose_name": "erasure",
                        "verbose_name_plural": "erasures",
                        "constraints": [models.UniqueConstraint(fields=("child",), name="erasure_once")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalErasure",
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
                        ("ground", models.CharField(max_length=200, verbose_name="ground")),
                        ("rows", models.PositiveIntegerField(verbose_name="records")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.datarequest",
                                verbose_name="request",
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
                        "verbose_name": "historical erasure",
                        "verbose_name_plural": "historical erasures",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_erasure_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_erasure_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Group",
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
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "group",
                        "verbose_name_plural": "groups",
                        "ordering": ("position",),
                        "constraints": [models.UniqueConstraint(fields=("term", "name"), name="group_name_once")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGroup",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
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
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
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
                        "verbose_name": "historical group",
                        "verbose_name_plural": "historical groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_group_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_group_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GroupStaff",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to="stations.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[("tutor", "Tutor"), ("carer", "Carer"), ("volunteer", "Volunteer")],
                                default="tutor",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "staff of a group",
                        "verbose_name_plural": "staff of groups",
                        "ordering": ("group", "function", "id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)), fields=("group", "person"), name="group_staff_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="group_staff_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGroupStaff",
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
                            "function",
                            models.CharField(
                                choices=[("tutor", "Tutor"), ("carer", "Carer"), ("volunteer", "Volunteer")],
                                default="tutor",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
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
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.group",
                                verbose_name="group",
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
                        "verbose_name": "historical staff of a group",
                        "verbose_name_plural": "historical staff of groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_groupstaff_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_groupstaff_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Guardian",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_hash", models.CharField(editable=False, max_length=64)),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("employer", models.CharField(blank=True, max_length=100, verbose_name="employer")),
                        (
                            "employer_union",
                            models.CharField(blank=True, max_length=100, verbose_name="employer's trade union"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guardian_rows",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "tells_arrivals",
                            models.BooleanField(default=False, editable=False, verbose_name="is told of arrivals"),
                        ),
                        (
                            "tells_departures",
                            models.BooleanField(default=False, editable=False, verbose_name="is told of departures"),
                        ),
                        (
                            "children",
                            models.ManyToManyField(
                                related_name="guardians", through="stations.Guardianship", to="stations.child"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "guardian",
                        "verbose_name_plural": "guardians",
                        "constraints": [
                            models.UniqueConstraint(fields=("facility", "phone_hash"), name="guardian_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGuardian",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                        ("phone_hash", models.CharField(editable=False, max_length=64)),
                        ("phone_masked", models.CharField(editable=False, max_length=20)),
                        ("employer", models.CharField(blank=True, max_length=100, verbose_name="employer")),
                        (
                            "employer_union",
                            models.CharField(blank=True, max_length=100, verbose_name="employer's trade union"),
                        ),
                        (
                            "tells_arrivals",
                            models.BooleanField(default=False, editable=False, verbose_name="is told of arrivals"),
                        ),
                        (
                            "tells_departures",
                            models.BooleanField(default=False, editable=False, verbose_name="is told of departures"),
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
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
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
                        "verbose_name": "historical guardian",
                        "verbose_name_plural": "historical guardians",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_guardian_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_guardian_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Guardianship",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guardianships",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guardianships",
                                to="stations.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order of calling")),
                    ],
                    options={
                        "verbose_name": "guardianship",
                        "verbose_name_plural": "guardianships",
                        "ordering": ("position",),
                        "constraints": [
                            models.UniqueConstraint(fields=("child", "guardian"), name="guardianship_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGuardianship",
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
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order of calling")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="guardian",
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
                        "verbose_name": "historical guardianship",
                        "verbose_name_plural": "historical guardianships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_guardianship_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_guardianship_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Handover",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="stations.enrolment",
                                verbose_name="enrolment",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("drop_off", "Drop-off"), ("pick_up", "Pick-up")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("sequence", models.PositiveSmallIntegerField(editable=False)),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        ("person_name", models.CharField(blank=True, max_length=40, verbose_name="name of the person")),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("left_alone", models.BooleanField(default=False, verbose_name="left alone")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=3, null=True, verbose_name="temperature (°C)"
                            ),
                        ),
                        ("observation", models.CharField(blank=True, max_length=100, verbose_name="observation")),
                        (
                            "measure",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("isolated", "Isolated, guardian called"),
                                    ("sent_home", "Sent home with the guardian"),
                                    ("rechecked", "Measured again, normal"),
                                ],
                                max_length=10,
                                verbose_name="what was done",
                            ),
                        ),
                        ("feverish", models.BooleanField(default=False, editable=False, verbose_name="fever")),
                        (
                            "override_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                        (
                            "override_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason of the release"),
                        ),
                        (
                            "code",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="stations.pickupcode",
                                verbose_name="pick-up code",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "clock_skew",
                            models.IntegerField(
                                default=0, editable=False, verbose_name="difference of the device's clock (s)"
                            ),
                        ),
                        ("undone", models.BooleanField(default=False, editable=False, verbose_name="undone at once")),
                    ],
                    options={
                        "verbose_name": "hand-over",
                        "verbose_name_plural": "hand-overs",
                        "indexes": [models.Index(fields=["facility", "local_date"], name="handover_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("child", "local_date", "sequence"),
                                name="handover_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "drop_off"), ("sequence__in", (1, 3, 5, 7, 9, 11, 13, 15))),
                                    models.Q(("kind", "pick_up"), ("sequence__in", (2, 4, 6, 8, 10, 12, 14, 16))),
                                    _connector="OR",
                                ),
                                name="handover_sequence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "drop_off"), ("left_alone", False), ("override_by", None)),
                                    models.Q(
                                        ("kind", "pick_up"),
                                        ("left_alone", True),
                                        ("override_by", None),
                                        ("person", None),
                                    ),
                                    models.Q(
                                        ("kind", "pick_up"),
                                        ("left_alone", False),
                                        ("override_by", None),
                                        ("person__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind", "pick_up"),
                                        ("left_alone", False),
                                        ("override_by__isnull", False),
                                        models.Q(("override_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="handover_left_with_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHandover",
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
                            "kind",
                            models.CharField(
                                choices=[("drop_off", "Drop-off"), ("pick_up", "Pick-up")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("sequence", models.PositiveSmallIntegerField(editable=False)),
                        ("person_name", models.CharField(blank=True, max_length=40, verbose_name="name of the person")),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("left_alone", models.BooleanField(default=False, verbose_name="left alone")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=3, null=True, verbose_name="temperature (°C)"
                            ),
                        ),
                        ("observation", models.CharField(blank=True, max_length=100, verbose_name="observation")),
                        (
                            "measure",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("isolated", "Isolated, guardian called"),
                                    ("sent_home", "Sent home with the guardian"),
                                    ("rechecked", "Measured again, normal"),
                                ],
                                max_length=10,
                                verbose_name="what was done",
                            ),
                        ),
                        ("feverish", models.BooleanField(default=False, editable=False, verbose_name="fever")),
                        (
                            "override_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason of the release"),
                        ),
                        (
                            "clock_skew",
                            models.IntegerField(
                                default=0, editable=False, verbose_name="difference of the device's clock (s)"
                            ),
                        ),
                        ("undone", models.BooleanField(default=False, editable=False, verbose_name="undone at once")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.enrolment",
                                verbose_name="enrolment",
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
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "override_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                        (
                            "code",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.pickupcode",
                                verbose_name="pick-up code",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                        "verbose_name": "historical hand-over",
                        "verbose_name_plural": "historical hand-overs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_handover_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_handover_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Kiosk",
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
                        ("name", models.CharField(max_length=40, verbose_name="name of the tablet")),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="started at"
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="started by",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
                        ("seen_at", models.DateTimeField(editable=False, null=True, verbose_name="last seen")),
                    ],
                    options={
                        "verbose_name": "kiosk",
                        "verbose_name_plural": "kiosks",
                        "indexes": [models.Index(fields=["facility", "-started_at"], name="kiosk_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKiosk",
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
                        ("name", models.CharField(max_length=40, verbose_name="name of the tablet")),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="started at"
                            ),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
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
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="started by",
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
                        "verbose_name": "historical kiosk",
                        "verbose_name_plural": "historical kiosks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_kiosk_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_kiosk_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="KitchenLink",
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
                        ("until", models.DateTimeField(verbose_name="until")),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="first opened at")),
                    ],
                    options={
                        "verbose_name": "link for the kitchen's phone",
                        "verbose_name_plural": "links for the kitchen's phone",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("voided_at", None)),
                                fields=["facility", "until"],
                                name="kitchen_link_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKitchenLink",
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
                        ("until", models.DateTimeField(verbose_name="until")),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="first opened at")),
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
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
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
                        "verbose_name": "historical link for the kitchen's phone",
                        "verbose_name_plural": "historical links for the kitchen's phone",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_kitchenlink_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_kitchenlink_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="KitchenOrder",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("children", models.PositiveSmallIntegerField(verbose_name="portions for children")),
                        ("staff", models.PositiveSmallIntegerField(default=0, verbose_name="portions for staff")),
                        ("extra", models.PositiveSmallIntegerField(default=0, verbose_name="spare portions")),
                        ("groups", models.JSONField(default=list, verbose_name="by group")),
                        ("specials", models.JSONField(default=list, verbose_name="special diets")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note for the kitchen")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        (
                            "seen_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="read by the kitchen at"),
                        ),
                    ],
                    options={
                        "verbose_name": "count for the kitchen",
                        "verbose_name_plural": "counts for the kitchen",
                        "indexes": [
                            models.Index(
                                fields=["facility", "local_date", "kind", "-occurred_at"], name="kitchen_order_by_meal"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKitchenOrder",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("children", models.PositiveSmallIntegerField(verbose_name="portions for children")),
                        ("staff", models.PositiveSmallIntegerField(default=0, verbose_name="portions for staff")),
                        ("extra", models.PositiveSmallIntegerField(default=0, verbose_name="spare portions")),
                        ("groups", models.JSONField(default=list, verbose_name="by group")),
                        ("specials", models.JSONField(default=list, verbose_name="special diets")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note for the kitchen")),
                        (
                            "seen_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="read by the kitchen at"),
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
                            "sent_by",
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
                        "verbose_name": "historical count for the kitchen",
                        "verbose_name_plural": "historical counts for the kitchen",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_kitchenorder_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_kitchenorder_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LoosePhoto",
                    fields=[
                        (
                            "photo",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "since",
                            models.DateTimeField(
                                db_index=True, default=django.utils.timezone.now, verbose_name="since"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "photo of no application",
                        "verbose_name_plural": "photos of no application",
                    },
                ),
                migrations.CreateModel(
                    name="MealPhoto",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "photo",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "photo of a meal",
                        "verbose_name_plural": "photos of meals",
                        "indexes": [models.Index(fields=["facility", "local_date", "kind"], name="meal_photo_by_meal")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMealPhoto",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
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
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
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
                        "verbose_name": "historical photo of a meal",
                        "verbose_name_plural": "historical photos of meals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_mealphoto_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_mealphoto_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MealRecord",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("menu", models.CharField(blank=True, max_length=200, verbose_name="menu")),
                        ("exceptions", models.JSONField(blank=True, default=dict, verbose_name="exceptions")),
                        ("present", models.PositiveSmallIntegerField(verbose_name="present")),
                        ("ate", models.PositiveSmallIntegerField(verbose_name="ate")),
                        ("accompanied_by", models.CharField(blank=True, max_length=40, verbose_name="accompanied by")),
                        (
                            "flags_confirmed",
                            models.BooleanField(default=False, verbose_name="flagged children checked"),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meal",
                        "verbose_name_plural": "meals",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("facility", "local_date", "kind"),
                                name="meal_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ate__lte", models.F("present"))), name="meal_counts"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMealRecord",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("menu", models.CharField(blank=True, max_length=200, verbose_name="menu")),
                        ("exceptions", models.JSONField(blank=True, default=dict, verbose_name="exceptions")),
                        ("present", models.PositiveSmallIntegerField(verbose_name="present")),
                        ("ate", models.PositiveSmallIntegerField(verbose_name="ate")),
                        ("accompanied_by", models.CharField(blank=True, max_length=40, verbose_name="accompanied by")),
                        (
                            "flags_confirmed",
                            models.BooleanField(default=False, verbose_name="flagged children checked"),
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
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                        "verbose_name": "historical meal",
                        "verbose_name_plural": "historical meals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_mealrecord_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_mealrecord_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MedicationOrder",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="medication_orders",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        ("medicine", ops.records.encryption.EncryptedTextField(verbose_name="medicine")),
                        ("dose", ops.records.encryption.EncryptedTextField(verbose_name="how much each time")),
                        ("manner", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="how")),
                        (
                            "times",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^([01]\\d|2[0-3]):[0-5]\\d(,([01]\\d|2[0-3]):[0-5]\\d){0,5}$",
                                        "Times such as 08:30, 12:00; at most six.",
                                    )
                                ],
                                verbose_name="at what times",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="from")),
                        ("last_day", models.DateField(verbose_name="until")),
                        ("signed_by", models.CharField(max_length=40, verbose_name="signed by")),
                        (
                            "signed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed at"),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "order to give medicine",
                        "verbose_name_plural": "orders to give medicine",
                        "ordering": ("first_day", "id"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["facility", "last_day"],
                                name="medication_standing",
                            ),
                            models.Index(fields=["child", "first_day"], name="medication_by_child"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="medication_span",
                                violation_error_message="The last day lies before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMedicationOrder",
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
                        ("medicine", ops.records.encryption.EncryptedTextField(verbose_name="medicine")),
                        ("dose", ops.records.encryption.EncryptedTextField(verbose_name="how much each time")),
                        ("manner", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="how")),
                        (
                            "times",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^([01]\\d|2[0-3]):[0-5]\\d(,([01]\\d|2[0-3]):[0-5]\\d){0,5}$",
                                        "Times such as 08:30, 12:00; at most six.",
                                    )
                                ],
                                verbose_name="at what times",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="from")),
                        ("last_day", models.DateField(verbose_name="until")),
                        ("signed_by", models.CharField(max_length=40, verbose_name="signed by")),
                        (
                            "signed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed at"),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="signature",
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
                        "verbose_name": "historical order to give medicine",
                        "verbose_name_plural": "historical orders to give medicine",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_medicationorder_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_medicationorder_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MedicineGiving",
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
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="givings",
                                to="stations.medicationorder",
                                verbose_name="order",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("clock", models.CharField(max_length=5, verbose_name="time")),
                        ("given", models.BooleanField(default=True, verbose_name="given")),
                        ("note", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="note")),
                        (
                            "given_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "giving of medicine",
                        "verbose_name_plural": "givings of medicine",
                        "indexes": [models.Index(fields=["facility", "local_date"], name="giving_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("order", "local_date", "clock"),
                                name="giving_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMedicineGiving",
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
                        ("local_date", models.DateField(verbose_name="day")),
                        ("clock", models.CharField(max_length=5, verbose_name="time")),
                        ("given", models.BooleanField(default=True, verbose_name="given")),
                        ("note", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="note")),
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
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.medicationorder",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
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
                        "verbose_name": "historical giving of medicine",
                        "verbose_name_plural": "historical givings of medicine",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_medicinegiving_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_medicinegiving_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MenuDish",
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
                            "menu",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dishes",
                                to="stations.weekmenu",
                                verbose_name="weekly menu",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        (
                            "dish",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.dish",
                                verbose_name="dish",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                        ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="taken off at")),
                    ],
                    options={
                        "verbose_name": "dish on the menu",
                        "verbose_name_plural": "dishes on the menu",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("removed_at", None)),
                                fields=["facility", "day"],
                                name="menu_dish_by_day",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("facility", "day", "kind", "dish"),
                                name="menu_dish_once",
                                violation_error_message="This dish is already on the menu of this meal.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMenuDish",
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
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("dinner", "Dinner"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                        ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="taken off at")),
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
                            "menu",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.weekmenu",
                                verbose_name="weekly menu",
                            ),
                        ),
                        (
                            "dish",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.dish",
                                verbose_name="dish",
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
                        "verbose_name": "historical dish on the menu",
                        "verbose_name_plural": "historical dishes on the menu",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_menudish_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_menudish_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MenuEdition",
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
                            "menu",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="stations.weekmenu",
                                verbose_name="weekly menu",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                        ("content", models.JSONField(blank=True, default=list, verbose_name="content")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it was changed")),
                        ("published_at", models.DateTimeField(verbose_name="published at")),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "published menu",
                        "verbose_name_plural": "published menus",
                        "constraints": [
                            models.UniqueConstraint(fields=("menu", "number"), name="menu_edition_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="menu_edition_change_says_why",
                                violation_error_message="Say what changed: guardians read it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMenuEdition",
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
                        ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                        ("content", models.JSONField(blank=True, default=list, verbose_name="content")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it was changed")),
                        ("published_at", models.DateTimeField(verbose_name="published at")),
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
                            "menu",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.weekmenu",
                                verbose_name="weekly menu",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
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
                        "verbose_name": "historical published menu",
                        "verbose_name_plural": "historical published menus",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_menuedition_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_menuedition_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NoticeMark",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PersonRequest",
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
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person_requests",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("add", "Add a person"),
                                    ("change", "Change a person"),
                                    ("withdraw", "Withdraw a person"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="phone number")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=20)),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        ("valid_on", models.DateField(blank=True, null=True, verbose_name="only on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
                    ],
                    options={
                        "verbose_name": "request about a pick-up person",
                        "verbose_name_plural": "requests about pick-up persons",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answer", "open")), fields=["facility"], name="person_request_open"
                            ),
                            models.Index(fields=["child", "-occurred_at"], name="person_request_by_child"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", "add"), ("person__isnull", False), _connector="OR"),
                                name="person_request_of_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_on", None), ("until", None), _connector="OR"),
                                name="person_request_day_or_span",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "open"), ("person__isnull", False), ("voided_at", None)),
                                fields=("person", "kind"),
                                name="person_request_once",
                                violation_error_message="You already asked for this. Staff will see it.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPersonRequest",
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
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "Not yet seen by staff"),
                                    ("agreed", "Done"),
                                    ("declined", "Declined"),
                                    ("taken_back", "Taken back"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered at")),
                        (
                            "answer_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason of the answer"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("add", "Add a person"),
                                    ("change", "Change a person"),
                                    ("withdraw", "Withdraw a person"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="phone number")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=20)),
                        ("valid_on", models.DateField(blank=True, null=True, verbose_name="only on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="why")),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
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
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
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
                        "verbose_name": "historical request about a pick-up person",
                        "verbose_name_plural": "historical requests about pick-up persons",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_personrequest_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_personrequest_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PickupCode",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codes",
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        ("local_date", models.DateField(verbose_name="day")),
                        ("code_hash", models.CharField(editable=False, max_length=64)),
                        (
                            "issued_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="issued at"
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued by",
                            ),
                        ),
                        ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="used at")),
                        ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked at")),
                    ],
                    options={
                        "verbose_name": "pick-up code",
                        "verbose_name_plural": "pick-up codes",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("facility", "local_date", "code_hash"), name="pickup_code_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None), ("used_at", None)),
                                fields=("person", "local_date"),
                                name="pickup_code_standing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("used_at", None), ("revoked_at", None), _connector="OR"),
                                name="pickup_code_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPickupCode",
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
                        ("local_date", models.DateField(verbose_name="day")),
                        (
                            "issued_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="issued at"
                            ),
                        ),
                        ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="used at")),
                        ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked at")),
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.pickupperson",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued by",
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
                        "verbose_name": "historical pick-up code",
                        "verbose_name_plural": "historical pick-up codes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_pickupcode_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_pickupcode_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PickupPerson",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pickup_persons",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="phone number")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=20)),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        ("valid_on", models.DateField(blank=True, null=True, verbose_name="only on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("barred", models.BooleanField(default=False, verbose_name="must not collect")),
                        (
                            "barred_note",
                            models.CharField(blank=True, max_length=200, verbose_name="why, and what to do"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, editable=False)),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                        (
                            "withdrawal_asked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="withdrawal asked at"),
                        ),
                    ],
                    options={
                        "verbose_name": "authorised pick-up person",
                        "verbose_name_plural": "authorised pick-up persons",
                        "ordering": ("position", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("barred", False), models.Q(("barred_note", ""), _negated=True), _connector="OR"
                                ),
                                name="pickup_barred_says_why",
                                violation_error_message="Say why, and what staff should do.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_on", None), ("until", None), _connector="OR"),
                                name="pickup_one_day_or_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPickupPerson",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("father", "Father"),
                                    ("mother", "Mother"),
                                    ("grandfather", "Grandfather"),
                                    ("grandmother", "Grandmother"),
                                    ("maternal_grandfather", "Mother's father"),
                                    ("maternal_grandmother", "Mother's mother"),
                                    ("sibling", "Elder brother or sister"),
                                    ("relative", "Relative"),
                                    ("nanny", "Nanny"),
                                    ("other", "Other"),
                                ],
                                max_length=22,
                                verbose_name="relation",
                            ),
                        ),
                        ("phone", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="phone number")),
                        ("phone_masked", models.CharField(blank=True, editable=False, max_length=20)),
                        ("valid_on", models.DateField(blank=True, null=True, verbose_name="only on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("barred", models.BooleanField(default=False, verbose_name="must not collect")),
                        (
                            "barred_note",
                            models.CharField(blank=True, max_length=200, verbose_name="why, and what to do"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, editable=False)),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                        (
                            "withdrawal_asked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="withdrawal asked at"),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.guardian",
                                verbose_name="guardian",
                            ),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
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
                        "verbose_name": "historical authorised pick-up person",
                        "verbose_name_plural": "historical authorised pick-up persons",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_pickupperson_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_pickupperson_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RatioBreach",
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
                        ("local_date", models.DateField(verbose_name="day")),
                        ("children", models.PositiveSmallIntegerField(verbose_name="children present")),
                        ("on_duty", models.PositiveSmallIntegerField(verbose_name="grown-ups on duty")),
                        (
                            "limit",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="children for each grown-up"
                            ),
                        ),
                        (
                            "calm_since",
                            models.DateTimeField(editable=False, null=True, verbose_name="right again since"),
                        ),
                        ("resolved_at", models.DateTimeField(editable=False, null=True, verbose_name="over at")),
                    ],
                    options={
                        "verbose_name": "breach of the staff-to-child ratio",
                        "verbose_name_plural": "breaches of the staff-to-child ratio",
                        "indexes": [models.Index(fields=["facility", "-occurred_at"], name="ratio_breach_by_time")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("resolved_at", None)),
                                fields=("facility",),
                                name="ratio_breach_running",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRatioBreach",
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
                        ("local_date", models.DateField(verbose_name="day")),
                        ("children", models.PositiveSmallIntegerField(verbose_name="children present")),
                        ("on_duty", models.PositiveSmallIntegerField(verbose_name="grown-ups on duty")),
                        (
                            "limit",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="children for each grown-up"
                            ),
                        ),
                        (
                            "calm_since",
                            models.DateTimeField(editable=False, null=True, verbose_name="right again since"),
                        ),
                        ("resolved_at", models.DateTimeField(editable=False, null=True, verbose_name="over at")),
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
                        "verbose_name": "historical breach of the staff-to-child ratio",
                        "verbose_name_plural": "historical breaches of the staff-to-child ratio",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_ratiobreach_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_ratiobreach_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RosterImport",
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
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        ("lines", ops.records.encryption.EncryptedTextField(blank=True)),
                        ("checked", ops.records.encryption.EncryptedTextField(blank=True)),
                        ("confirmed", models.BooleanField(default=False, verbose_name="taken over")),
                        ("entered", models.PositiveIntegerField(default=0, verbose_name="children entered")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="children updated")),
                        ("waiting", models.PositiveIntegerField(default=0, verbose_name="put on the waiting list")),
                    ],
                    options={
                        "verbose_name": "import of children",
                        "verbose_name_plural": "imports of children",
                        "indexes": [models.Index(fields=["facility", "-made_at"], name="roster_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRosterImport",
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
                        ("entered", models.PositiveIntegerField(default=0, verbose_name="children entered")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="children updated")),
                        ("waiting", models.PositiveIntegerField(default=0, verbose_name="put on the waiting list")),
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
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
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
                        "verbose_name": "historical import of children",
                        "verbose_name_plural": "historical imports of children",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_rosterimport_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_rosterimport_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SensitiveView",
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
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("identity_number", "Identity number"),
                                    ("health", "Allergies, health and medication"),
                                    ("phone", "Phone number"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        ("whose", models.CharField(blank=True, max_length=40, verbose_name="whose")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        (
                            "viewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="seen by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opening of a masked field",
                        "verbose_name_plural": "openings of masked fields",
                        "indexes": [models.Index(fields=["child", "-occurred_at"], name="view_by_child")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSensitiveView",
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
                            "what",
                            models.CharField(
                                choices=[
                                    ("identity_number", "Identity number"),
                                    ("health", "Allergies, health and medication"),
                                    ("phone", "Phone number"),
                                ],
                                max_length=16,
                                verbose_name="what",
                            ),
                        ),
                        ("whose", models.CharField(blank=True, max_length=40, verbose_name="whose")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
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
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "viewed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="seen by",
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
                        "verbose_name": "historical opening of a masked field",
                        "verbose_name_plural": "historical openings of masked fields",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_sensitiveview_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_sensitiveview_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Serving",
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
                            "meal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="servings",
                                to="stations.mealrecord",
                                verbose_name="meal",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="servings",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "portion",
                            models.CharField(
                                choices=[
                                    ("full", "Ate"),
                                    ("extra", "Second helping"),
                                    ("half", "Half"),
                                    ("none", "Did not eat"),
                                    ("refused", "Refused"),
                                    ("brought", "Brought from home"),
                                    ("special", "Special diet"),
                                ],
                                default="full",
                                max_length=8,
                                verbose_name="portion",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        ("clashes", models.JSONField(blank=True, default=list, verbose_name="conflicts")),
                        ("has_clash", models.BooleanField(default=False, verbose_name="conflict with an allergy")),
                        (
                            "settled",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("checked", "Looked at: may eat all of it"),
                                    ("left_out", "Without that dish"),
                                    ("replaced", "Another dish instead"),
                                    ("allowed", "The guardian allows it"),
                                ],
                                max_length=8,
                                verbose_name="what was done",
                            ),
                        ),
                        (
                            "instead",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="what instead, or who allowed it"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "serving",
                        "verbose_name_plural": "servings",
                        "indexes": [models.Index(fields=["child", "-occurred_at"], name="serving_by_child")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)), fields=("meal", "child"), name="serving_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("has_clash", False),
                                    ("settled__in", ["left_out", "replaced", "allowed"]),
                                    models.Q(("portion__in", ["extra", "full", "half", "special"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="serving_clash_is_settled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalServing",
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
                            "portion",
                            models.CharField(
                                choices=[
                                    ("full", "Ate"),
                                    ("extra", "Second helping"),
                                    ("half", "Half"),
                                    ("none", "Did not eat"),
                                    ("refused", "Refused"),
                                    ("brought", "Brought from home"),
                                    ("special", "Special diet"),
                                ],
                                default="full",
                                max_length=8,
                                verbose_name="portion",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        ("clashes", models.JSONField(blank=True, default=list, verbose_name="conflicts")),
                        ("has_clash", models.BooleanField(default=False, verbose_name="conflict with an allergy")),
                        (
                            "settled",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("checked", "Looked at: may eat all of it"),
                                    ("left_out", "Without that dish"),
                                    ("replaced", "Another dish instead"),
                                    ("allowed", "The guardian allows it"),
                                ],
                                max_length=8,
                                verbose_name="what was done",
                            ),
                        ),
                        (
                            "instead",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="what instead, or who allowed it"
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
                        (
                            "meal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.mealrecord",
                                verbose_name="meal",
                            ),
                        ),
                        (
                            "child",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.child",
                                verbose_name="child",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                        "verbose_name": "historical serving",
                        "verbose_name_plural": "historical servings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_serving_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_serving_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Shift",
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
                        ("date", models.DateField(verbose_name="day")),
                        ("starts", models.TimeField(verbose_name="from")),
                        ("ends", models.TimeField(verbose_name="until")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "function",
                            models.CharField(
                                choices=[("tutor", "Tutor"), ("carer", "Carer"), ("volunteer", "Volunteer")],
                                default="tutor",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="cancelled at")),
                    ],
                    options={
                        "verbose_name": "shift",
                        "verbose_name_plural": "shifts",
                        "ordering": ("date", "starts", "name"),
                        "indexes": [models.Index(fields=["facility", "date"], name="shift_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends__gt", models.F("starts"))),
                                name="shift_span",
                                violation_error_message="The shift ends before it begins.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None)),
                                fields=("facility", "date", "name", "starts"),
                                name="shift_once",
                                violation_error_message="This person already has this shift.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalShift",
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
                        ("date", models.DateField(verbose_name="day")),
                        ("starts", models.TimeField(verbose_name="from")),
                        ("ends", models.TimeField(verbose_name="until")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "function",
                            models.CharField(
                                choices=[("tutor", "Tutor"), ("carer", "Carer"), ("volunteer", "Volunteer")],
                                default="tutor",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="cancelled at")),
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
                            "person",
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
                        "verbose_name": "historical shift",
                        "verbose_name_plural": "historical shifts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_shift_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_shift_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Station",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="station",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "running_mode",
                            models.CharField(
                                choices=[
                                    ("union", "Run by the union"),
                                    ("joint", "Run jointly"),
                                    ("purchased", "Purchased service"),
                                ],
                                default="union",
                                max_length=10,
                                verbose_name="running mode",
                            ),
                        ),
                        (
                            "unit_nature",
                            models.CharField(
                                choices=[
                                    ("agency", "Government agency"),
                                    ("institution", "Public institution"),
                                    ("state_owned", "State-owned enterprise"),
                                    ("private", "Private enterprise"),
                                    ("social", "Social organisation"),
                                    ("community", "Community"),
                                    ("other", "Other"),
                                ],
                                default="institution",
                                max_length=12,
                                verbose_name="nature of the unit",
                            ),
                        ),
                        (
                            "parent_unit",
                            models.CharField(
                                blank=True,
                                help_text="隶属具体单位 of 附件1.",
                                max_length=100,
                                verbose_name="parent unit",
                            ),
                        ),
                        (
                            "meal_supply",
                            models.CharField(
                                choices=[
                                    ("kitchen", "Own kitchen"),
                                    ("canteen", "Staff canteen"),
                                    ("delivery", "Delivered meals"),
                                    ("none", "No meals"),
                                ],
                                default="canteen",
                                max_length=10,
                                verbose_name="meal supply",
                            ),
                        ),
                        ("service_content", models.TextField(blank=True, verbose_name="service content")),
                        ("service_effect", models.TextField(blank=True, verbose_name="service effect")),
                        (
                            "area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="area (m²)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "station",
                        "verbose_name_plural": "stations",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("area", None), ("area__gt", 0), _connector="OR"),
                                name="station_area",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStation",
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
                            "running_mode",
                            models.CharField(
                                choices=[
                                    ("union", "Run by the union"),
                                    ("joint", "Run jointly"),
                                    ("purchased", "Purchased service"),
                                ],
                                default="union",
                                max_length=10,
                                verbose_name="running mode",
                            ),
                        ),
                        (
                            "unit_nature",
                            models.CharField(
                                choices=[
                                    ("agency", "Government agency"),
                                    ("institution", "Public institution"),
                                    ("state_owned", "State-owned enterprise"),
                                    ("private", "Private enterprise"),
                                    ("social", "Social organisation"),
                                    ("community", "Community"),
                                    ("other", "Other"),
                                ],
                                default="institution",
                                max_length=12,
                                verbose_name="nature of the unit",
                            ),
                        ),
                        (
                            "parent_unit",
                            models.CharField(
                                blank=True,
                                help_text="隶属具体单位 of 附件1.",
                                max_length=100,
                                verbose_name="parent unit",
                            ),
                        ),
                        (
                            "meal_supply",
                            models.CharField(
                                choices=[
                                    ("kitchen", "Own kitchen"),
                                    ("canteen", "Staff canteen"),
                                    ("delivery", "Delivered meals"),
                                    ("none", "No meals"),
                                ],
                                default="canteen",
                                max_length=10,
                                verbose_name="meal supply",
                            ),
                        ),
                        ("service_content", models.TextField(blank=True, verbose_name="service content")),
                        ("service_effect", models.TextField(blank=True, verbose_name="service effect")),
                        (
                            "area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="area (m²)",
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
                        "verbose_name": "historical station",
                        "verbose_name_plural": "historical stations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_station_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_station_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SubsidyRule",
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
                        ("name", models.CharField(max_length=60, verbose_name="name of the campaign")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "children_min",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="children at least",
                            ),
                        ),
                        (
                            "days_min",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="days at least"
                            ),
                        ),
                        (
                            "attendance_min",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="attendance rate at least (%)",
                            ),
                        ),
                        (
                            "running_mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("union", "Run by the union"),
                                    ("joint", "Run jointly"),
                                    ("purchased", "Purchased service"),
                                ],
                                help_text="Empty: every station of the union.",
                                max_length=10,
                                verbose_name="only stations that are",
                            ),
                        ),
                        (
                            "source_text",
                            models.CharField(
                                blank=True,
                                help_text="Document and number, so that others find it.",
                                max_length=200,
                                verbose_name="where it is written",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                    ],
                    options={
                        "verbose_name": "rule of a subsidy",
                        "verbose_name_plural": "rules of subsidies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="subsidy_rule_span",
                                violation_error_message="The last day lies before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("attendance_min__gte", 0),
                                    ("attendance_min__lte", 100),
                                    ("children_min__gte", 1),
                                    ("days_min__gte", 1),
                                ),
                                name="subsidy_rule_demands",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSubsidyRule",
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
                        ("name", models.CharField(max_length=60, verbose_name="name of the campaign")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "children_min",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="children at least",
                            ),
                        ),
                        (
                            "days_min",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="days at least"
                            ),
                        ),
                        (
                            "attendance_min",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="attendance rate at least (%)",
                            ),
                        ),
                        (
                            "running_mode",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("union", "Run by the union"),
                                    ("joint", "Run jointly"),
                                    ("purchased", "Purchased service"),
                                ],
                                help_text="Empty: every station of the union.",
                                max_length=10,
                                verbose_name="only stations that are",
                            ),
                        ),
                        (
                            "source_text",
                            models.CharField(
                                blank=True,
                                help_text="Document and number, so that others find it.",
                                max_length=200,
                                verbose_name="where it is written",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                        "verbose_name": "historical rule of a subsidy",
                        "verbose_name_plural": "historical rules of subsidies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [models.Index(fields=["id", "-history_date"], name="st_subsidyrule_h_id")],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Term",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=90, verbose_name="English name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("opens", models.TimeField(default=datetime.time(8, 0), verbose_name="opens")),
                        ("closes", models.TimeField(default=datetime.time(17, 30), verbose_name="closes")),
                        (
                            "arrive_by",
                            models.TimeField(
                                default=datetime.time(8, 30),
                                help_text="A child not here by then counts as missing.",
                                verbose_name="arrive by",
                            ),
                        ),
                        (
                            "weekdays",
                            models.CharField(
                                default="01234",
                                max_length=7,
                                validators=[django.core.validators.RegexValidator("^[0-6]+$", "Choose weekdays.")],
                                verbose_name="weekdays",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                default=40,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "grade_from",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="from grade",
                            ),
                        ),
                        (
                            "grade_to",
                            models.PositiveSmallIntegerField(
                                default=6,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="to grade",
                            ),
                        ),
                        (
                            "age_from",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(17),
                                ],
                                verbose_name="from age",
                            ),
                        ),
                        (
                            "age_to",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(17),
                                ],
                                verbose_name="to age",
                            ),
                        ),
                        ("fee_note", models.CharField(blank=True, max_length=100, verbose_name="fees")),
                        (
                            "health_check",
                            models.BooleanField(
                                default=False,
                                help_text="Temperature and health are asked at each drop-off.",
                                verbose_name="epidemic mode",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("open", "Running"),
                                    ("finished", "Finished"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "applications_from",
                            models.DateTimeField(blank=True, null=True, verbose_name="applications open"),
                        ),
                        (
                            "applications_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="applications close"),
                        ),
                        (
                            "waiting_rule",
                            models.CharField(
                                choices=[
                                    (
                                        "siblings",
                                        "Brothers and sisters of children with a place first, then by time of application",
                                    ),
                                    ("members", "Children of trade union members first, then by time of application"),
                                    ("time", "By time of application"),
                                ],
                                default="siblings",
                                max_length=8,
                                verbose_name="order of the waiting list",
                            ),
                        ),
                        (
                            "filling",
                            models.CharField(
                                choices=[
                                    ("staff", "The facility manager confirms the next on the list"),
                                    ("auto", "The next on the list gets it at once"),
                                ],
                                default="staff",
                                max_length=5,
                                verbose_name="when a place becomes free",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "term",
                        "verbose_name_plural": "terms",
                        "indexes": [models.Index(fields=["facility", "first_day"], name="term_by_facility")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="term_days",
                                violation_error_message="The last day lies before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("arrive_by__gte", models.F("opens")),
                                    ("arrive_by__lte", models.F("closes")),
                                    ("closes__gt", models.F("opens")),
                                ),
                                name="term_hours",
                                violation_error_message="The hours must follow one another: opens, arrive by, closes.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grade_to__gte", models.F("grade_from"))),
                                name="term_grades",
                                violation_error_message="The last grade lies before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age_from", None),
                                    ("age_to", None),
                                    ("age_to__gte", models.F("age_from")),
                                    _connector="OR",
                                ),
                                name="term_ages",
                                violation_error_message="The last age lies before the first.",
                            ),
                            models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="term_capacity"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applications_from", None),
                                    ("applications_until", None),
                                    ("applications_until__gt", models.F("applications_from")),
                                    _connector="OR",
                                ),
                                name="term_applications",
                                violation_error_message="Applications close before they open.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTerm",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=90, verbose_name="English name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("opens", models.TimeField(default=datetime.time(8, 0), verbose_name="opens")),
                        ("closes", models.TimeField(default=datetime.time(17, 30), verbose_name="closes")),
                        (
                            "arrive_by",
                            models.TimeField(
                                default=datetime.time(8, 30),
                                help_text="A child not here by then counts as missing.",
                                verbose_name="arrive by",
                            ),
                        ),
                        (
                            "weekdays",
                            models.CharField(
                                default="01234",
                                max_length=7,
                                validators=[django.core.validators.RegexValidator("^[0-6]+$", "Choose weekdays.")],
                                verbose_name="weekdays",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                default=40,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "grade_from",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="from grade",
                            ),
                        ),
                        (
                            "grade_to",
                            models.PositiveSmallIntegerField(
                                default=6,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="to grade",
                            ),
                        ),
                        (
                            "age_from",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(17),
                                ],
                                verbose_name="from age",
                            ),
                        ),
                        (
                            "age_to",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(17),
                                ],
                                verbose_name="to age",
                            ),
                        ),
                        ("fee_note", models.CharField(blank=True, max_length=100, verbose_name="fees")),
                        (
                            "health_check",
                            models.BooleanField(
                                default=False,
                                help_text="Temperature and health are asked at each drop-off.",
                                verbose_name="epidemic mode",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("open", "Running"),
                                    ("finished", "Finished"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "applications_from",
                            models.DateTimeField(blank=True, null=True, verbose_name="applications open"),
                        ),
                        (
                            "applications_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="applications close"),
                        ),
                        (
                            "waiting_rule",
                            models.CharField(
                                choices=[
                                    (
                                        "siblings",
                                        "Brothers and sisters of children with a place first, then by time of application",
                                    ),
                                    ("members", "Children of trade union members first, then by time of application"),
                                    ("time", "By time of application"),
                                ],
                                default="siblings",
                                max_length=8,
                                verbose_name="order of the waiting list",
                            ),
                        ),
                        (
                            "filling",
                            models.CharField(
                                choices=[
                                    ("staff", "The facility manager confirms the next on the list"),
                                    ("auto", "The next on the list gets it at once"),
                                ],
                                default="staff",
                                max_length=5,
                                verbose_name="when a place becomes free",
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
                        "verbose_name": "historical term",
                        "verbose_name_plural": "historical terms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_term_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_term_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TermClosure",
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
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closures",
                                to="stations.term",
                                verbose_name="term",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="day")),
                        ("note", models.CharField(max_length=100, verbose_name="why")),
                    ],
                    options={
                        "verbose_name": "cancelled day",
                        "verbose_name_plural": "cancelled days",
                        "constraints": [models.UniqueConstraint(fields=("term", "date"), name="term_closure_once")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTermClosure",
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
                        ("date", models.DateField(verbose_name="day")),
                        ("note", models.CharField(max_length=100, verbose_name="why")),
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
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="stations.term",
                                verbose_name="term",
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
                        "verbose_name": "historical cancelled day",
                        "verbose_name_plural": "historical cancelled days",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_termclosure_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_termclosure_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WeekMenu",
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
                        ("monday", models.DateField(verbose_name="week from")),
                    ],
                    options={
                        "verbose_name": "weekly menu",
                        "verbose_name_plural": "weekly menus",
                        "constraints": [models.UniqueConstraint(fields=("facility", "monday"), name="week_menu_once")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWeekMenu",
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
                        ("monday", models.DateField(verbose_name="week from")),
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
                        "verbose_name": "historical weekly menu",
                        "verbose_name_plural": "historical weekly menus",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="st_weekmenu_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="st_weekmenu_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
