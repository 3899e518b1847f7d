"""Django application of the room."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.consultations"
    label = "consultations"
    verbose_name = "Konsultacje"
    default_auto_field = "django.db.models.BigAutoField"
