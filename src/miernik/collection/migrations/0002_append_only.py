from django.db import migrations

from miernik.audit.triggers import allow, append_only

SENTENCES = {
    "collection_submission": (
        "Przekazanego formularza nie zmienia się ani nie usuwa: instytucja przekazuje go ponownie."
    ),
    "collection_correction": "Poprawki urzędu nie zmienia się ani nie usuwa: zapisz następną.",
    "collection_rulesetting": (
        "Zmiany reguły kontroli nie poprawia się ani nie usuwa: zapisz następną."
    ),
    "collection_messagetemplate": (
        "Szablonu wiadomości nie zmienia się ani nie usuwa: zapisz następną wersję."
    ),
}


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial")]

    operations = [
        migrations.RunPython(append_only(table, sentence), allow(table))
        for table, sentence in SENTENCES.items()
    ]
