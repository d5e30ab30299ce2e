"""Django's name for this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and words; no tables."""

    name = "scheduler.web"
    label = "web"

    def ready(self) -> None:
        """Have the words in both languages at hand."""
        from scheduler.web.catalog import compile_stale

        compile_stale()
