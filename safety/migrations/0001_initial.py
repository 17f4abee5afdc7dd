import django.db.models.deletion
import django.utils.timezone
import ops.records.encryption
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
                    name="Drill",
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
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drills",
                                to="safety.emergencyplan",
                                verbose_name="emergency plan",
                            ),
                        ),
                        ("children", models.PositiveSmallIntegerField(default=0, verbose_name="children")),
                        ("adults", models.PositiveSmallIntegerField(default=0, verbose_name="adults")),
                        (
                            "seconds",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="seconds until all were out"
                            ),
                        ),
                        ("summary", models.CharField(max_length=500, verbose_name="how it went")),
                        (
                            "to_improve",
                            models.CharField(blank=True, max_length=500, verbose_name="what must be better"),
                        ),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "drill",
                        "verbose_name_plural": "drills",
                        "indexes": [models.Index(fields=["facility", "-occurred_at"], name="drill_by_facility")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDrill",
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
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("children", models.PositiveSmallIntegerField(default=0, verbose_name="children")),
                        ("adults", models.PositiveSmallIntegerField(default=0, verbose_name="adults")),
                        (
                            "seconds",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="seconds until all were out"
                            ),
                        ),
                        ("summary", models.CharField(max_length=500, verbose_name="how it went")),
                        (
                            "to_improve",
                            models.CharField(blank=True, max_length=500, verbose_name="what must be better"),
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
                                to="safety.emergencyplan",
                                verbose_name="emergency plan",
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
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
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
                        "verbose_name": "historical drill",
                        "verbose_name_plural": "historical drills",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_drill_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_drill_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EmergencyPlan",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("steps", models.TextField(help_text="One step a line.", verbose_name="steps")),
                        (
                            "contacts",
                            models.TextField(
                                blank=True, help_text="One a line: name, phone.", verbose_name="whom to call"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                    ],
                    options={
                        "verbose_name": "emergency plan",
                        "verbose_name_plural": "emergency plans",
                        "indexes": [models.Index(fields=["facility", "kind"], name="emergency_plan_by_facility")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="emergency_plan_span",
                                violation_error_message="The end lies before the beginning.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEmergencyPlan",
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
                                choices=[
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=80, verbose_name="title")),
                        ("steps", models.TextField(help_text="One step a line.", verbose_name="steps")),
                        (
                            "contacts",
                            models.TextField(
                                blank=True, help_text="One a line: name, phone.", verbose_name="whom to call"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
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
                        "verbose_name": "historical emergency plan",
                        "verbose_name_plural": "historical emergency plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_emergencyplan_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_emergencyplan_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Equipment",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("furniture", "Furniture"),
                                    ("nursing", "Nursing and changing"),
                                    ("cold", "Refrigerator or freezer"),
                                    ("kitchen", "Kitchen and water"),
                                    ("climate", "Heating, cooling, air"),
                                    ("fire", "Fire protection"),
                                    ("first_aid", "First aid"),
                                    ("security", "Doors, locks, cameras"),
                                    ("play", "Toys and teaching"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("serial", models.CharField(blank=True, max_length=60, verbose_name="serial number")),
                        ("location", models.CharField(blank=True, max_length=60, verbose_name="location")),
                        ("quantity", models.PositiveSmallIntegerField(default=1, verbose_name="quantity")),
                        ("bought_on", models.DateField(blank=True, null=True, verbose_name="bought on")),
                        (
                            "interval_days",
                            models.PositiveSmallIntegerField(default=30, verbose_name="inspected every … days"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("in_use", "In use"), ("broken", "Broken"), ("retired", "Retired")],
                                default="in_use",
                                editable=False,
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("inspected_on", models.DateField(editable=False, null=True, verbose_name="last inspected on")),
                        ("next_due", models.DateField(editable=False, null=True, verbose_name="next inspection")),
                    ],
                    options={
                        "verbose_name": "equipment",
                        "verbose_name_plural": "equipment",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "retired"), _negated=True),
                                fields=["facility", "next_due"],
                                name="equipment_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("interval_days__gte", 1)),
                                name="equipment_interval",
                                violation_error_message="At least one day.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEquipment",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("furniture", "Furniture"),
                                    ("nursing", "Nursing and changing"),
                                    ("cold", "Refrigerator or freezer"),
                                    ("kitchen", "Kitchen and water"),
                                    ("climate", "Heating, cooling, air"),
                                    ("fire", "Fire protection"),
                                    ("first_aid", "First aid"),
                                    ("security", "Doors, locks, cameras"),
                                    ("play", "Toys and teaching"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("serial", models.CharField(blank=True, max_length=60, verbose_name="serial number")),
                        ("location", models.CharField(blank=True, max_length=60, verbose_name="location")),
                        ("quantity", models.PositiveSmallIntegerField(default=1, verbose_name="quantity")),
                        ("bought_on", models.DateField(blank=True, null=True, verbose_name="bought on")),
                        (
                            "interval_days",
                            models.PositiveSmallIntegerField(default=30, verbose_name="inspected every … days"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("in_use", "In use"), ("broken", "Broken"), ("retired", "Retired")],
                                default="in_use",
                                editable=False,
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("inspected_on", models.DateField(editable=False, null=True, verbose_name="last inspected on")),
                        ("next_due", models.DateField(editable=False, null=True, verbose_name="next inspection")),
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
                        "verbose_name": "historical equipment",
                        "verbose_name_plural": "historical equipment",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_equipment_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_equipment_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="EquipmentInspection",
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
                            "equipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="safety.equipment",
                                verbose_name="equipment",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("ok", "In order"),
                                    ("defect", "Defect, usable"),
                                    ("broken", "Defect, out of use"),
                                    ("repaired", "Repaired"),
                                ],
                                max_length=8,
                                verbose_name="result",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "inspected_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="inspected by",
                            ),
                        ),
                        ("inspector_name", models.CharField(blank=True, max_length=40, verbose_name="inspected by")),
                    ],
                    options={
                        "verbose_name": "equipment inspection",
                        "verbose_name_plural": "equipment inspections",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="inspection_by_facility"),
                            models.Index(fields=["equipment", "-occurred_at"], name="inspection_by_equipment"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEquipmentInspection",
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
                            "result",
                            models.CharField(
                                choices=[
                                    ("ok", "In order"),
                                    ("defect", "Defect, usable"),
                                    ("broken", "Defect, out of use"),
                                    ("repaired", "Repaired"),
                                ],
                                max_length=8,
                                verbose_name="result",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("inspector_name", models.CharField(blank=True, max_length=40, verbose_name="inspected by")),
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
                            "equipment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="safety.equipment",
                                verbose_name="equipment",
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
                        (
                            "inspected_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="inspected by",
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
                        "verbose_name": "historical equipment inspection",
                        "verbose_name_plural": "historical equipment inspections",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_equipmentinspection_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_equipmentinspection_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FoodDelivery",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("hot", "Hot meal"), ("cold", "Cold meal"), ("goods", "Ingredients")],
                                default="goods",
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        ("supplier", models.CharField(max_length=80, verbose_name="supplier")),
                        ("licence_no", models.CharField(blank=True, max_length=40, verbose_name="licence number")),
                        ("receipt_no", models.CharField(blank=True, max_length=40, verbose_name="receipt number")),
                        ("items", models.CharField(max_length=300, verbose_name="what arrived")),
                        ("accepted", models.BooleanField(default=True, verbose_name="accepted on inspection")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        ("cooked_at", models.DateTimeField(blank=True, null=True, verbose_name="cooked at")),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo of the receipt",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "food delivery",
                        "verbose_name_plural": "food deliveries",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="delivery_by_facility"),
                            models.Index(
                                condition=models.Q(("passed", False), ("settled_at", None), ("voided_at", None)),
                                fields=["facility"],
                                name="delivery_unsettled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFoodDelivery",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("hot", "Hot meal"), ("cold", "Cold meal"), ("goods", "Ingredients")],
                                default="goods",
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        ("supplier", models.CharField(max_length=80, verbose_name="supplier")),
                        ("licence_no", models.CharField(blank=True, max_length=40, verbose_name="licence number")),
                        ("receipt_no", models.CharField(blank=True, max_length=40, verbose_name="receipt number")),
                        ("items", models.CharField(max_length=300, verbose_name="what arrived")),
                        ("accepted", models.BooleanField(default=True, verbose_name="accepted on inspection")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        ("cooked_at", models.DateTimeField(blank=True, null=True, verbose_name="cooked at")),
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
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                                verbose_name="photo of the receipt",
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
                        "verbose_name": "historical food delivery",
                        "verbose_name_plural": "historical food deliveries",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_fooddelivery_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_fooddelivery_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FridgeReading",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fridge", "Refrigerator"),
                                    ("freezer", "Freezer"),
                                    ("samples", "Sample cabinet"),
                                ],
                                default="fridge",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("appliance", models.CharField(max_length=40, verbose_name="appliance")),
                        (
                            "temperature",
                            models.DecimalField(decimal_places=1, max_digits=4, verbose_name="temperature, °C"),
                        ),
                    ],
                    options={
                        "verbose_name": "fridge reading",
                        "verbose_name_plural": "fridge readings",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="reading_by_facility"),
                            models.Index(
                                condition=models.Q(("passed", False), ("settled_at", None), ("voided_at", None)),
                                fields=["facility"],
                                name="reading_unsettled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFridgeReading",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fridge", "Refrigerator"),
                                    ("freezer", "Freezer"),
                                    ("samples", "Sample cabinet"),
                                ],
                                default="fridge",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("appliance", models.CharField(max_length=40, verbose_name="appliance")),
                        (
                            "temperature",
                            models.DecimalField(decimal_places=1, max_digits=4, verbose_name="temperature, °C"),
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
                                editable=False,
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
                        "verbose_name": "historical fridge reading",
                        "verbose_name_plural": "historical fridge readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_fridgereading_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_fridgereading_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HealthCertificate",
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
                        ("person_name", models.CharField(max_length=40, verbose_name="name")),
                        ("number", models.CharField(blank=True, max_length=40, verbose_name="certificate number")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("expires_on", models.DateField(verbose_name="expires on")),
                        ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "health certificate",
                        "verbose_name_plural": "health certificates",
                        "indexes": [models.Index(fields=["facility", "expires_on"], name="certificate_by_facility")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gt", models.F("issued_on"))),
                                name="certificate_span",
                                violation_error_message="It expires before it was issued.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHealthCertificate",
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
                        ("person_name", models.CharField(max_length=40, verbose_name="name")),
                        ("number", models.CharField(blank=True, max_length=40, verbose_name="certificate number")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("expires_on", models.DateField(verbose_name="expires on")),
                        ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
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
                        "verbose_name": "historical health certificate",
                        "verbose_name_plural": "historical health certificates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_healthcertificate_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_healthcertificate_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Incident",
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
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("minor", "Minor"), ("serious", "Serious"), ("grave", "Grave")],
                                default="serious",
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "what",
                            ops.records.encryption.EncryptedTextField(
                                blank=True,
                                default="",
                                help_text="No names here: write them in their own field.",
                                verbose_name="what happened",
                            ),
                        ),
                        (
                            "people",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, default="", verbose_name="names of those concerned"
                            ),
                        ),
                        ("affected", models.PositiveSmallIntegerField(default=0, verbose_name="people affected")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                        ("reporter_name", models.CharField(blank=True, max_length=40, verbose_name="reported by")),
                        (
                            "reported_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Running"), ("contained", "Contained"), ("closed", "Closed")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("contained_at", models.DateTimeField(editable=False, null=True, verbose_name="contained at")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "conclusion",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="conclusion"),
                        ),
                        (
                            "report_due_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="to be reported until"),
                        ),
                    ],
                    options={
                        "verbose_name": "incident",
                        "verbose_name_plural": "incidents",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="incident_by_facility"),
                            models.Index(
                                condition=models.Q(models.Q(("state", "closed"), _negated=True), ("voided_at", None)),
                                fields=["facility"],
                                name="incident_running",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(("conclusion", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="incident_closed_with_conclusion",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIncident",
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
                                    ("injury", "Injury"),
                                    ("illness", "Fever or illness"),
                                    ("food", "Suspected food poisoning"),
                                    ("missing", "Missing child"),
                                    ("stranger", "Stranger, or pick-up refused"),
                                    ("fire", "Fire or evacuation"),
                                    ("damage", "Damage to the premises"),
                                    ("abuse", "Suspected abuse"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("minor", "Minor"), ("serious", "Serious"), ("grave", "Grave")],
                                default="serious",
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "what",
                            ops.records.encryption.EncryptedTextField(
                                blank=True,
                                default="",
                                help_text="No names here: write them in their own field.",
                                verbose_name="what happened",
                            ),
                        ),
                        (
                            "people",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, default="", verbose_name="names of those concerned"
                            ),
                        ),
                        ("affected", models.PositiveSmallIntegerField(default=0, verbose_name="people affected")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                        ("reporter_name", models.CharField(blank=True, max_length=40, verbose_name="reported by")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Running"), ("contained", "Contained"), ("closed", "Closed")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("contained_at", models.DateTimeField(editable=False, null=True, verbose_name="contained at")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed at")),
                        (
                            "conclusion",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="conclusion"),
                        ),
                        (
                            "report_due_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="to be reported until"),
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
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
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
                        "verbose_name": "historical incident",
                        "verbose_name_plural": "historical incidents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_incident_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_incident_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="IncidentEntry",
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="safety.incident",
                                verbose_name="incident",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("note", "Note"),
                                    ("call", "Call made"),
                                    ("informed", "Informed"),
                                    ("measure", "Measure taken"),
                                    ("photo", "Photo"),
                                    ("state", "State"),
                                ],
                                default="note",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "text",
                            ops.records.encryption.EncryptedTextField(blank=True, default="", verbose_name="text"),
                        ),
                        ("whom", models.CharField(blank=True, max_length=60, verbose_name="who")),
                        (
                            "photo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ops.photo",
                                verbose_name="photo",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "incident entry",
                        "verbose_name_plural": "incident entries",
                        "indexes": [
                            models.Index(fields=["incident", "occurred_at"], name="entry_by_incident"),
                            models.Index(fields=["facility", "-occurred_at"], name="entry_by_facility"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIncidentEntry",
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
                                    ("note", "Note"),
                                    ("call", "Call made"),
                                    ("informed", "Informed"),
                                    ("measure", "Measure taken"),
                                    ("photo", "Photo"),
                                    ("state", "State"),
                                ],
                                default="note",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "text",
                            ops.records.encryption.EncryptedTextField(blank=True, default="", verbose_name="text"),
                        ),
                        ("whom", models.CharField(blank=True, max_length=60, verbose_name="who")),
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
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="safety.incident",
                                verbose_name="incident",
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
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
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
                        "verbose_name": "historical incident entry",
                        "verbose_name_plural": "historical incident entries",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_incidententry_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_incidententry_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RetainedSample",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "meal",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("supper", "Supper"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("dish", models.CharField(max_length=60, verbose_name="dish")),
                        ("grams", models.PositiveSmallIntegerField(verbose_name="grams")),
                        ("cabinet", models.CharField(blank=True, max_length=40, verbose_name="cabinet")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        ("kept_by", models.CharField(blank=True, max_length=40, verbose_name="kept by")),
                        ("kept_until", models.DateTimeField(editable=False, verbose_name="kept until")),
                        ("discarded_at", models.DateTimeField(editable=False, null=True, verbose_name="discarded at")),
                        (
                            "discarded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="discarded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "retained sample",
                        "verbose_name_plural": "retained samples",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="sample_by_facility"),
                            models.Index(
                                condition=models.Q(("passed", False), ("settled_at", None), ("voided_at", None)),
                                fields=["facility"],
                                name="sample_unsettled",
                            ),
                            models.Index(
                                condition=models.Q(("discarded_at", None), ("voided_at", None)),
                                fields=["facility", "kept_until"],
                                name="sample_in_cabinet",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRetainedSample",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "meal",
                            models.CharField(
                                choices=[
                                    ("breakfast", "Breakfast"),
                                    ("lunch", "Lunch"),
                                    ("snack", "Snack"),
                                    ("supper", "Supper"),
                                ],
                                max_length=10,
                                verbose_name="meal",
                            ),
                        ),
                        ("dish", models.CharField(max_length=60, verbose_name="dish")),
                        ("grams", models.PositiveSmallIntegerField(verbose_name="grams")),
                        ("cabinet", models.CharField(blank=True, max_length=40, verbose_name="cabinet")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                        ("kept_by", models.CharField(blank=True, max_length=40, verbose_name="kept by")),
                        ("kept_until", models.DateTimeField(editable=False, verbose_name="kept until")),
                        ("discarded_at", models.DateTimeField(editable=False, null=True, verbose_name="discarded at")),
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
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "discarded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="discarded by",
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
                        "verbose_name": "historical retained sample",
                        "verbose_name_plural": "historical retained samples",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_retainedsample_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_retainedsample_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StaffHealthCheck",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        ("person_name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("fit", "Fit"), ("unfit", "Unwell"), ("off", "Not on duty")],
                                max_length=6,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "symptom",
                            ops.records.encryption.EncryptedTextField(blank=True, default="", verbose_name="symptom"),
                        ),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "staff health check",
                        "verbose_name_plural": "staff health checks",
                        "indexes": [
                            models.Index(fields=["facility", "-occurred_at"], name="healthcheck_by_facility"),
                            models.Index(
                                condition=models.Q(("passed", False), ("settled_at", None), ("voided_at", None)),
                                fields=["facility"],
                                name="healthcheck_unsettled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStaffHealthCheck",
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
                        ("passed", models.BooleanField(default=True, editable=False, verbose_name="within the rules")),
                        ("failures", models.JSONField(default=list, editable=False, verbose_name="what failed")),
                        ("limits", models.JSONField(default=dict, editable=False, verbose_name="rules in force")),
                        ("remedy", models.CharField(blank=True, max_length=300, verbose_name="what was done about it")),
                        ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                        ("person_name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("fit", "Fit"), ("unfit", "Unwell"), ("off", "Not on duty")],
                                max_length=6,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "symptom",
                            ops.records.encryption.EncryptedTextField(blank=True, default="", verbose_name="symptom"),
                        ),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="temperature, °C"
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
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
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
                        "verbose_name": "historical staff health check",
                        "verbose_name_plural": "historical staff health checks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_staffhealthcheck_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_staffhealthcheck_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StatutoryReport",
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
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="safety.incident",
                                verbose_name="incident",
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(
                                choices=[
                                    ("health", "County health authority"),
                                    ("regulator", "Market regulator"),
                                    ("police", "Police"),
                                    ("education", "Education authority"),
                                    ("union", "Supervising union"),
                                    ("other", "Another authority"),
                                ],
                                max_length=10,
                                verbose_name="authority",
                            ),
                        ),
                        (
                            "reported_to",
                            models.CharField(blank=True, max_length=80, verbose_name="who took the report"),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60, verbose_name="reference number")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="place told")),
                        ("affected", models.PositiveSmallIntegerField(verbose_name="number of people told")),
                        (
                            "text",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, default="", verbose_name="what was said"
                            ),
                        ),
                        (
                            "supplement",
                            models.BooleanField(default=False, verbose_name="supplements an earlier report"),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "statutory report",
                        "verbose_name_plural": "statutory reports",
                        "indexes": [models.Index(fields=["incident", "occurred_at"], name="report_by_incident")],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStatutoryReport",
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
                            "authority",
                            models.CharField(
                                choices=[
                                    ("health", "County health authority"),
                                    ("regulator", "Market regulator"),
                                    ("police", "Police"),
                                    ("education", "Education authority"),
                                    ("union", "Supervising union"),
                                    ("other", "Another authority"),
                                ],
                                max_length=10,
                                verbose_name="authority",
                            ),
                        ),
                        (
                            "reported_to",
                            models.CharField(blank=True, max_length=80, verbose_name="who took the report"),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60, verbose_name="reference number")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="place told")),
                        ("affected", models.PositiveSmallIntegerField(verbose_name="number of people told")),
                        (
                            "text",
                            ops.records.encryption.EncryptedTextField(
                                blank=True, default="", verbose_name="what was said"
                            ),
                        ),
                        (
                            "supplement",
                            models.BooleanField(default=False, verbose_name="supplements an earlier report"),
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
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="safety.incident",
                                verbose_name="incident",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
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
                        "verbose_name": "historical statutory report",
                        "verbose_name_plural": "historical statutory reports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [
                            models.Index(fields=["id", "-history_date"], name="sa_statutoryreport_h_id"),
                            models.Index(fields=["facility", "-history_date"], name="sa_statutoryreport_h_fa"),
                        ],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
