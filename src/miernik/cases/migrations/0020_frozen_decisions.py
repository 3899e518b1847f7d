from django.db import migrations, models

from miernik.audit.triggers import allow, forbid

DECISION = (
    "Wydanej decyzji nie zmienia się ani nie usuwa: wydaj decyzję zmieniającą albo uchylającą."
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=10, verbose_name="seria")),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="ostatni numer")),
            ],
            options={
                "verbose_name": "licznik numerów",
                "verbose_name_plural": "liczniki numerów",
                "ordering": ["series", "year"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="counter_once_a_year")
                ],
            },
        ),
        migrations.RunPython(
            forbid(
                "cases_decision",
                DECISION,
                verbs=("UPDATE", "DELETE"),
                condition="{row}.state = 'issued'",
            ),
            allow("cases_decision"),
        ),
    ]
