"""Django application of the room."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.observations"
    label = "observations"
    verbose_name = "Wartości wskaźników"
    default_auto_field = "django.db.models.BigAutoField"
