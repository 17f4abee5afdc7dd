import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import ops.records.founding
import ops.records.ids
import simple_history.models
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
                    name="Feedback",
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
                                    ("dirty", "Not clean"),
                                    ("supplies", "Supplies missing"),
                                    ("broken", "Something broken"),
                                    ("locked", "Door locked"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with at")),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="dealt with by",
                            ),
                        ),
                        ("handling", models.CharField(blank=True, max_length=200, verbose_name="what was done")),
                    ],
                    options={
                        "verbose_name": "feedback",
                        "verbose_name_plural": "feedback",
                        "indexes": [models.Index(fields=["facility", "handled_at"], name="feedback_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFeedback",
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
                                    ("dirty", "Not clean"),
                                    ("supplies", "Supplies missing"),
                                    ("broken", "Something broken"),
                                    ("locked", "Door locked"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with at")),
                        ("handling", models.CharField(blank=True, max_length=200, verbose_name="what was done")),
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
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="dealt with by",
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
                        "verbose_name": "historical feedback",
                        "verbose_name_plural": "historical feedback",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="ro_feedback_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="ro_feedback_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Room",
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
                                related_name="room",
                                to="ops.facility",
                                verbose_name="facility",
                            ),
                        ),
                        (
                            "location",
                            models.CharField(
                                choices=[
                                    ("office", "In a public authority"),
                                    ("institution", "In a public institution"),
                                    ("enterprise", "In an enterprise"),
                                    ("building", "In an office building"),
                                    ("public", "In a public place"),
                                ],
                                default="public",
                                max_length=12,
                                verbose_name="location",
                            ),
                        ),
                        (
                            "managing_body",
                            models.CharField(
                                choices=[
                                    ("unit", "The unit itself"),
                                    ("property", "Property management"),
                                    ("union", "The trade union"),
                                    ("volunteers", "Volunteers"),
                                    ("other", "Others"),
                                ],
                                default="unit",
                                max_length=12,
                                verbose_name="managed by",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("staff", "Staff of the unit"),
                                    ("building", "People who work in the building"),
                                    ("public", "Open to everyone"),
                                ],
                                default="public",
                                max_length=10,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "edition",
                            models.CharField(
                                choices=[("enterprise", "Enterprise edition"), ("public", "Public edition")],
                                default="public",
                                max_length=10,
                                verbose_name="edition",
                            ),
                        ),
                        (
                            "area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="area (m²)",
                            ),
                        ),
                        (
                            "places",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="How many can use it at the same time.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        ("wayfinding", models.CharField(blank=True, max_length=100, verbose_name="way to it")),
                        (
                            "wayfinding_en",
                            models.CharField(blank=True, max_length=150, verbose_name="way to it, in English"),
                        ),
                        ("furnishing", models.JSONField(blank=True, default=list, verbose_name="furnishing")),
                        ("pin", models.CharField(blank=True, editable=False, max_length=128)),
                    ],
                    options={
                        "verbose_name": "room",
                        "verbose_name_plural": "rooms",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="room_has_places")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRoom",
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
                            "location",
                            models.CharField(
                                choices=[
                                    ("office", "In a public authority"),
                                    ("institution", "In a public institution"),
                                    ("enterprise", "In an enterprise"),
                                    ("building", "In an office building"),
                                    ("public", "In a public place"),
                                ],
                                default="public",
                                max_length=12,
                                verbose_name="location",
                            ),
                        ),
                        (
                            "managing_body",
                            models.CharField(
                                choices=[
                                    ("unit", "The unit itself"),
                                    ("property", "Property management"),
                                    ("union", "The trade union"),
                                    ("volunteers", "Volunteers"),
                                    ("other", "Others"),
                                ],
                                default="unit",
                                max_length=12,
                                verbose_name="managed by",
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("staff", "Staff of the unit"),
                                    ("building", "People who work in the building"),
                                    ("public", "Open to everyone"),
                                ],
                                default="public",
                                max_length=10,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "edition",
                            models.CharField(
                                choices=[("enterprise", "Enterprise edition"), ("public", "Public edition")],
                                default="public",
                                max_length=10,
                                verbose_name="edition",
                            ),
                        ),
                        (
                            "area",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="area (m²)",
                            ),
                        ),
                        (
                            "places",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="How many can use it at the same time.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        ("wayfinding", models.CharField(blank=True, max_length=100, verbose_name="way to it")),
                        (
                            "wayfinding_en",
                            models.CharField(blank=True, max_length=150, verbose_name="way to it, in English"),
                        ),
                        ("furnishing", models.JSONField(blank=True, default=list, verbose_name="furnishing")),
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
                        "verbose_name": "historical room",
                        "verbose_name_plural": "historical rooms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="ro_room_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="ro_room_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SuspensionOrder",
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
                                related_name="+",
                                to="ops.facility",
                                verbose_name="room",
                            ),
                        ),
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
                            "mode",
                            models.CharField(
                                choices=[("closed", "Closed"), ("scan_only", "Entry only by scanning")],
                                default="closed",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
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
                                default="epidemic",
                                max_length=10,
                                verbose_name="cause",
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("first_day", models.DateField(verbose_name="from")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True, help_text="Empty: until it is lifted.", null=True, verbose_name="until"
                            ),
                        ),
                        (
                            "lifted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lifted at"),
                        ),
                        (
                            "closure",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.closure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "suspension order",
                        "verbose_name_plural": "suspension orders",
                        "indexes": [models.Index(fields=["lifted_at", "first_day"], name="suspension_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("facility", None), ("union__isnull", False)),
                                    models.Q(("facility__isnull", False), ("union", None)),
                                    _connector="OR",
                                ),
                                name="suspension_of_room_or_union",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"
                                ),
                                name="suspension_span",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSuspensionOrder",
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
                            "mode",
                            models.CharField(
                                choices=[("closed", "Closed"), ("scan_only", "Entry only by scanning")],
                                default="closed",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
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
                                default="epidemic",
                                max_length=10,
                                verbose_name="cause",
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("first_day", models.DateField(verbose_name="from")),
                        (
                            "last_day",
                            models.DateField(
                                blank=True, help_text="Empty: until it is lifted.", null=True, verbose_name="until"
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
                                verbose_name="room",
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
                            "closure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ops.closure",
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
                        "verbose_name": "historical suspension order",
                        "verbose_name_plural": "historical suspension orders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="ro_suspensionorder_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="ro_suspensionorder_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Visit",
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
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left at")),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("user", "By the user"),
                                    ("next", "By the next user"),
                                    ("time", "By the program"),
                                ],
                                max_length=6,
                                verbose_name="ended",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "visit",
                        "verbose_name_plural": "visits",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="visit_by_facility"),
                            models.Index(
                                condition=models.Q(("left_at", None)), fields=["occurred_at"], name="visit_open"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None), ("left_at__gte", models.F("occurred_at")), _connector="OR"
                                ),
                                name="visit_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalVisit",
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
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left at")),
                        ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("user", "By the user"),
                                    ("next", "By the next user"),
                                    ("time", "By the program"),
                                ],
                                max_length=6,
                                verbose_name="ended",
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
                        "verbose_name": "historical visit",
                        "verbose_name_plural": "historical visits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="ro_visit_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="ro_visit_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
