"""Django's name for this package."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The only app with tables."""

    name = "scheduler.store"
    label = "store"
