from django.db import migrations

from miernik.audit.triggers import allow, forbid

DECISION = (
    "Wydanej decyzji nie zmienia się ani nie usuwa: wydaj decyzję zmieniającą albo uchylającą."
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
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
