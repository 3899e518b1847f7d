from django.db import migrations

from miernik.audit.triggers import allow, append_only

SENTENCES = {
    "observations_observation": (
        "Zapisanej wartości nie zmienia się ani nie usuwa: popraw ją sprostowaniem."
    ),
    "observations_note": "Zapisanej uwagi nie zmienia się ani nie usuwa: popraw ją sprostowaniem.",
    "observations_source": "Zapisanego źródła nie zmienia się ani nie usuwa.",
}


class Migration(migrations.Migration):
    dependencies = [("observations", "0001_initial")]

    operations = [
        migrations.RunPython(append_only(table, sentence), allow(table))
        for table, sentence in SENTENCES.items()
    ]
