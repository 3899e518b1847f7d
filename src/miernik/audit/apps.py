"""Django application of the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.audit"
    label = "audit"
    verbose_name = "Dziennik zdarzeń"
    default_auto_field = "django.db.models.BigAutoField"
