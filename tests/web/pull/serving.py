"""The pull over real HTTP, as granian serves it, with a clock that a test sets: a file with the time in it."""

import os
import sys
from datetime import datetime
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

_CONFIG, _CLOCK = "PULL_CONFIG", "PULL_CLOCK"


def clock() -> datetime:
    return datetime.fromisoformat(Path(os.environ[_CLOCK]).read_text(encoding="ascii"))


def application() -> object:
    from scheduler.config import Config
    from scheduler.store import database

    config = Config.load(Path(os.environ[_CONFIG]), env={})
    database.use(config.database)
    from django.core.wsgi import get_wsgi_application

    from scheduler.web.pull.assembling import front

    return front(config, get_wsgi_application(), clock)


if __name__ == "__main__":
    os.environ[_CONFIG], os.environ[_CLOCK], port = sys.argv[1:4]
    Server(
        "tests.web.pull.serving:application",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        factory=True,
        log_enabled=False,
    ).serve()
