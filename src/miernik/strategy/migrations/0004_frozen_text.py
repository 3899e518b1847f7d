from django.db import migrations

from miernik.audit.triggers import allow, forbid

SENTENCE = "Zamrożonej wersji nie zmienia się: utwórz nową wersję."

OF_VERSION = (
    "EXISTS (SELECT 1 FROM strategy_version v WHERE v.id = {row}.version_id AND v.state = 'frozen')"
)
OF_PLACEMENT = (
    "EXISTS (SELECT 1 FROM strategy_version v JOIN strategy_placement p ON p.version_id = v.id "
    "WHERE p.id = {row}.placement_id AND v.state = 'frozen')"
)
TABLES = {
    "strategy_placement": OF_VERSION,
    "strategy_indicatordefinition": OF_VERSION,
    "strategy_passage": OF_VERSION,
    "strategy_implementation": OF_PLACEMENT,
    "strategy_funding": OF_PLACEMENT,
}


class Migration(migrations.Migration):
    """Forbid again what 0003 had to allow while it rebuilt the tables, and the text as well."""

    dependencies = [("strategy", "0003_text")]

    operations = [
        migrations.RunPython(
            forbid(
                "strategy_version",
                SENTENCE,
                verbs=("UPDATE", "DELETE"),
                condition="{row}.state = 'frozen'",
            ),
            allow("strategy_version"),
        ),
        *(
            migrations.RunPython(forbid(table, SENTENCE, condition=condition), allow(table))
            for table, condition in TABLES.items()
        ),
    ]
