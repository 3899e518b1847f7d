from django.db import migrations

from miernik.audit.triggers import allow, append_only

TABLES = {
    "consultations_submission": "Zarejestrowanej opinii nie zmienia się ani nie usuwa.",
    "consultations_change": "Zarejestrowanej propozycji nie zmienia się ani nie usuwa.",
    "consultations_eligibilityruling": "Oceny uprawnienia nie zmienia się: zapisz nową.",
    "consultations_publicwording": "Treści do publikacji nie zmienia się: zapisz nową.",
    "consultations_evidence": "Dowodu nie zmienia się ani nie usuwa.",
    "consultations_alarm": "Ostrzeżenia nie zmienia się ani nie usuwa.",
}


class Migration(migrations.Migration):
    """What came in and what proves the procedure is never rewritten."""

    dependencies = [("consultations", "0001_initial")]

    operations = [
        migrations.RunPython(append_only(table, sentence), allow(table))
        for table, sentence in TABLES.items()
    ]
