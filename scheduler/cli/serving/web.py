"""The web child: granian serving stations' pull and Django behind it, in one process."""

import os

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from scheduler.cli.serving.stop import ANSWERS_WITHIN
from scheduler.config import Config
from scheduler.web.health import LATE_AFTER, LATE_VARIABLE
from scheduler.web.secure import key_of

BACKLOG = 4096
"""Connections that may wait: at 05:00 every station comes at once."""


def serve_web(config: Config, config_path: str | None = None) -> None:
    """Serve until SIGTERM or SIGINT. `config_path` is that of the configuration's file, where one was named."""
    os.environ["BHXH_DATABASE_URL"] = config.database
    os.environ["BHXH_MODE"] = config.mode
    if config_path:
        os.environ["BHXH_CONFIG"] = config_path
    os.environ[LATE_VARIABLE] = str(max(LATE_AFTER, 3 * config.publishing.tick.total_seconds()))
    key_of(config)  # made before the server starts its own process, where it could only fall again and again
    Server(
        "scheduler.web.rsgi:application",
        address=config.web.host,
        port=config.web.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        backlog=BACKLOG,
        log_access=False,
        workers_kill_timeout=ANSWERS_WITHIN,
    ).serve()
