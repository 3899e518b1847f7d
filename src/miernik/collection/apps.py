"""Django application of the room."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Registers the room under a short label."""

    name = "miernik.collection"
    label = "collection"
    verbose_name = "Roczne zbieranie wartości"
    default_auto_field = "django.db.models.BigAutoField"
