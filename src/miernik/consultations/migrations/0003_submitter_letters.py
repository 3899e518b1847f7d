import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters about opinions, for submitters who asked for them."""

    dependencies = [
        ("consultations", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="submitterperson",
            name="wants_letters",
            field=models.BooleanField(default=False, verbose_name="prosi o wiadomości"),
        ),
        migrations.CreateModel(
            name="SubmitterLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "czeka"),
                            ("sent", "wysłana"),
                            ("failed", "nie wysłano"),
                            ("passed_over", "pominięta"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="stan",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="próby")),
                ("next_try_at", models.DateTimeField(verbose_name="następna próba")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="wysłano")),
                (
                    "error",
                    models.CharField(blank=True, max_length=300, verbose_name="ostatni błąd"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("receipt", "potwierdzenie"), ("outcome", "wiadomość o wyniku")],
                        max_length=10,
                        verbose_name="rodzaj",
                    ),
                ),
                ("queued_at", models.DateTimeField(verbose_name="w kolejce od")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="consultations.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "wiadomość do składającego",
                "verbose_name_plural": "wiadomości do składających",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["state", "next_try_at"], name="submitter_letter_queue")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "kind"),
                        name="submitter_letter_once",
                        violation_error_message="Ta wiadomość o opinii już jest w kolejce.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="submitter_letter_says_when",
                        violation_error_message="Wysłana wiadomość musi mieć datę.",
                    ),
                ],
            },
        ),
    ]
