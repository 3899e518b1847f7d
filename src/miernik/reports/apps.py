"""Django application of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.reports"
    label = "reports"
    verbose_name = "Sprawozdania"
    default_auto_field = "django.db.models.BigAutoField"
