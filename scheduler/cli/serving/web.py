"""The web child: granian serving Django."""

import os

from granian.constants import Interfaces
from granian.server import Server

from scheduler.config import Config
from scheduler.web.health import LATE_AFTER, LATE_VARIABLE
from scheduler.web.secure import key_of


def serve_web(config: Config, config_path: str | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    if config_path:
        os.environ["BHXH_CONFIG"] = config_path
    os.environ["BHXH_DATABASE_URL"] = config.database
    os.environ["BHXH_MODE"] = config.mode
    os.environ[LATE_VARIABLE] = str(max(LATE_AFTER, 3 * config.publishing.tick.total_seconds()))
    key_of(config)  # made before the server starts its own process, where it could only fall again and again
    Server(
        "scheduler.web.wsgi:application",
        address=config.web.host,
        port=config.web.port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_access=False,
    ).serve()
