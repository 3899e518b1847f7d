from django.db import migrations

from miernik.audit.triggers import allow, append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            append_only("audit_event", "Wpisów dziennika zdarzeń nie zmienia się ani nie usuwa."),
            allow("audit_event"),
        )
    ]
