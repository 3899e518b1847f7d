import uuid

from django.db import migrations, models

from miernik.audit.triggers import allow, append_only

TABLE = "collection_rulesetting"
SENTENCE = "Zmiany reguły kontroli nie poprawia się ani nie usuwa: zapisz następną."


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=60, verbose_name="kod reguły")),
                ("version", models.PositiveIntegerField(verbose_name="która zmiana")),
                ("rule", models.JSONField(blank=True, null=True, verbose_name="reguła")),
                ("changed_at", models.DateTimeField(verbose_name="zmieniono")),
                ("changed_by", models.CharField(max_length=150, verbose_name="kto zmienił")),
                ("reason", models.CharField(max_length=500, verbose_name="powód")),
            ],
            options={
                "verbose_name": "zmiana reguły kontroli",
                "verbose_name_plural": "zmiany reguł kontroli",
                "ordering": ["code", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"),
                        name="rule_version_once",
                        violation_error_message="Ktoś zmienił tę regułę w międzyczasie.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="rule_change_has_a_reason",
                        violation_error_message="Zmiana reguły musi mieć powód.",
                    ),
                ],
            },
        ),
        migrations.RunPython(append_only(TABLE, SENTENCE), allow(TABLE)),
    ]
