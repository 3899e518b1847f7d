"""Django application of the room."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.strategy"
    label = "strategy"
    verbose_name = "Strategie i programy"
    default_auto_field = "django.db.models.BigAutoField"
