"""Django application of the room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.intake"
    label = "intake"
    verbose_name = "Wczytywanie dokumentów"
    default_auto_field = "django.db.models.BigAutoField"
