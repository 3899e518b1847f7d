"""Django application of the room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.cases"
    label = "cases"
    verbose_name = "Rejestr pomocy"
    default_auto_field = "django.db.models.BigAutoField"
