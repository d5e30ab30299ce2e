"""The entry that granian serves: stations' pull and, behind it, Django, over the configuration of this machine."""

from datetime import UTC, datetime

from scheduler.config import Config
from scheduler.web.pull.assembling import front
from scheduler.web.wsgi import application as desk

application = front(Config.load(), desk, lambda: datetime.now(UTC))
