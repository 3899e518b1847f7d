from django.db import migrations

from miernik.audit.triggers import allow, append_only, forbid

EDITION = "Opublikowanego wydania nie zmienia się: popraw wartość i wydaj sprostowanie."
FILES = "Plików opublikowanego wydania nie zmienia się ani nie dodaje."
ERRATUM = "Wydanego sprostowania nie zmienia się ani nie usuwa."

PUBLISHED = (
    "EXISTS (SELECT 1 FROM reports_edition e WHERE e.id = {row}.edition_id "
    "AND e.state = 'published')"
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RunPython(
            forbid(
                "reports_edition",
                EDITION,
                verbs=("UPDATE", "DELETE"),
                condition="{row}.state = 'published'",
            ),
            allow("reports_edition"),
        ),
        migrations.RunPython(
            forbid("reports_editionfile", FILES, condition=PUBLISHED),
            allow("reports_editionfile"),
        ),
        migrations.RunPython(append_only("reports_erratum", ERRATUM), allow("reports_erratum")),
    ]
