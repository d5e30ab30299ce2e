"""`python -m django check --deploy`, over the settings with which the desk answers."""

from typing import Any

from django.core.management.commands import check

from scheduler.config import Config
from scheduler.web import secure


class Command(check.Command):
    """Django's own check; without config.yaml it would look at settings with which nobody is served."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Check. Raises Unclean where config.yaml is not in order."""
        secure.apply(Config.load())
        super().handle(*app_labels, **options)
