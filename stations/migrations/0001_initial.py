import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import ops.records.encryption
import ops.records.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ops", "0001_initial"),
        ("ops", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                ("pinyin", models.CharField(blank=True, editable=False, max_length=120)),
                ("initials", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "sex",
                    models.CharField(choices=[("female", "Girl"), ("male", "Boy")], max_length=6, verbose_name="sex"),
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
                ("medication", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="medication")),
                ("may_leave_alone", models.BooleanField(default=False, editable=False, verbose_name="may leave alone")),
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
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="stations.child",
                        verbose_name="child",
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
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "indexes": [models.Index(fields=["child", "kind"], name="consent_by_child")],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ops.facility",
                        verbose_name="facility",
                    ),
                ),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="since")),
                ("from_day", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="stations.group",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("phone", ops.records.encryption.EncryptedTextField(verbose_name="phone number")),
                ("phone_hash", models.CharField(editable=False, max_length=64)),
                ("phone_masked", models.CharField(editable=False, max_length=20)),
                ("employer", models.CharField(blank=True, max_length=100, verbose_name="employer")),
                ("employer_union", models.CharField(blank=True, max_length=100, verbose_name="employer's trade union")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ops.facility",
                        verbose_name="facility",
                    ),
                ),
            ],
            options={
                "verbose_name": "guardian",
                "verbose_name_plural": "guardians",
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "indexes": [models.Index(fields=["facility", "local_date"], name="absence_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("child", "local_date"), name="absence_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardianships",
                        to="stations.child",
                        verbose_name="child",
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
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardianships",
                        to="stations.guardian",
                        verbose_name="guardian",
                    ),
                ),
            ],
            options={
                "verbose_name": "guardianship",
                "verbose_name_plural": "guardianships",
                "ordering": ("position",),
                "constraints": [models.UniqueConstraint(fields=("child", "guardian"), name="guardianship_once")],
            },
        ),
        migrations.AddField(
            model_name="guardian",
            name="children",
            field=models.ManyToManyField(
                related_name="guardians", through="stations.Guardianship", to="stations.child"
            ),
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
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    models.CharField(choices=[("female", "Girl"), ("male", "Boy")], max_length=6, verbose_name="sex"),
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
                ("medication", ops.records.encryption.EncryptedTextField(blank=True, verbose_name="medication")),
                ("may_leave_alone", models.BooleanField(default=False, editable=False, verbose_name="may leave alone")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("given", models.BooleanField(verbose_name="agreed")),
                ("text_version", models.CharField(max_length=20, verbose_name="version of the text")),
                ("given_by", models.CharField(max_length=40, verbose_name="by")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("employer_union", models.CharField(blank=True, max_length=100, verbose_name="employer's trade union")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                ("flags_confirmed", models.BooleanField(default=False, verbose_name="flagged children checked")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("barred_note", models.CharField(blank=True, max_length=200, verbose_name="why, and what to do")),
                ("position", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        blank=True, help_text="隶属具体单位 of 附件1.", max_length=100, verbose_name="parent unit"
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        default=40, validators=[django.core.validators.MinValueValidator(1)], verbose_name="places"
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
                ("fee_note", models.CharField(blank=True, max_length=100, verbose_name="fees")),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
            name="MealRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                ("flags_confirmed", models.BooleanField(default=False, verbose_name="flagged children checked")),
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
                    models.CheckConstraint(condition=models.Q(("ate__lte", models.F("present"))), name="meal_counts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PickupPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                ("barred_note", models.CharField(blank=True, max_length=200, verbose_name="why, and what to do")),
                ("position", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at")),
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
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ops.facility",
                        verbose_name="facility",
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
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
                ),
                ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                (
                    "kind",
                    models.CharField(
                        choices=[("drop_off", "Drop-off"), ("pick_up", "Pick-up")], max_length=8, verbose_name="kind"
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
                ("override_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of the release")),
                (
                    "clock_skew",
                    models.IntegerField(default=0, editable=False, verbose_name="difference of the device's clock (s)"),
                ),
                ("undone", models.BooleanField(default=False, editable=False, verbose_name="undone at once")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
                ),
                ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="voided at")),
                (
                    "kind",
                    models.CharField(
                        choices=[("drop_off", "Drop-off"), ("pick_up", "Pick-up")], max_length=8, verbose_name="kind"
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
                ("override_reason", models.CharField(blank=True, max_length=200, verbose_name="reason of the release")),
                (
                    "clock_skew",
                    models.IntegerField(default=0, editable=False, verbose_name="difference of the device's clock (s)"),
                ),
                ("undone", models.BooleanField(default=False, editable=False, verbose_name="undone at once")),
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
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ops.facility",
                        verbose_name="facility",
                    ),
                ),
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
                                ("kind", "pick_up"), ("left_alone", True), ("override_by", None), ("person", None)
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
            name="SensitiveView",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="happened at")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stations.child",
                        verbose_name="child",
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
            name="Station",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                        blank=True, help_text="隶属具体单位 of 附件1.", max_length=100, verbose_name="parent unit"
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="station",
                        to="ops.facility",
                        verbose_name="facility",
                    ),
                ),
            ],
            options={
                "verbose_name": "station",
                "verbose_name_plural": "stations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area", None), ("area__gt", 0), _connector="OR"), name="station_area"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                        default=40, validators=[django.core.validators.MinValueValidator(1)], verbose_name="places"
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
                ("fee_note", models.CharField(blank=True, max_length=100, verbose_name="fees")),
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
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ops.facility",
                        verbose_name="facility",
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
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="term_capacity"),
                ],
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("state_since", models.DateTimeField(verbose_name="since")),
                ("from_day", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        migrations.AddField(
            model_name="group",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="stations.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="stations.term",
                verbose_name="term",
            ),
        ),
        migrations.CreateModel(
            name="TermClosure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ops.records.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("date", models.DateField(verbose_name="day")),
                ("note", models.CharField(max_length=100, verbose_name="why")),
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
            ],
            options={
                "verbose_name": "cancelled day",
                "verbose_name_plural": "cancelled days",
                "constraints": [models.UniqueConstraint(fields=("term", "date"), name="term_closure_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="guardian",
            constraint=models.UniqueConstraint(fields=("facility", "phone_hash"), name="guardian_once"),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(fields=("term", "name"), name="group_name_once"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["term", "state"], name="enrolment_by_term"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["facility", "state"], name="enrolment_by_facility"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("child", "term"),
                name="enrolment_once",
                violation_error_message="The child already has a place in this term.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_day", None), ("until_day", None), ("until_day__gte", models.F("from_day")), _connector="OR"
                ),
                name="enrolment_span",
                violation_error_message="The last day lies before the first.",
            ),
        ),
    ]
