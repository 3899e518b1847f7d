"""Django application of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.web"
    label = "web"
    verbose_name = "Strony"
    default_auto_field = "django.db.models.BigAutoField"
