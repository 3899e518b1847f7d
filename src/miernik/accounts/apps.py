"""Django application of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.accounts"
    label = "accounts"
    verbose_name = "Konta i instytucje"
    default_auto_field = "django.db.models.BigAutoField"
