"""Taking up changed content while running: only after a clean check, and then looking for drift."""

import logging
from datetime import datetime

from scheduler.config import Config
from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.library import Unclean, fingerprint, load
from scheduler.publish.kinds import KINDS
from scheduler.publish.worker import Worker
from scheduler.store import drift

log = logging.getLogger("bhxh.uptake")


class Uptake:
    """Watches `content/` for a worker. Unclean content is not taken up: the old goes on, and the log says so."""

    def __init__(self, config: Config, worker: Worker, style: Style) -> None:
        self._config, self._worker, self._style = config, worker, style
        self._seen = fingerprint(config.content)

    def look(self, now: datetime) -> drift.Drift | None:
        """Take up content that changed since the last look; what drifted, or None where nothing was taken up."""
        found = fingerprint(self._config.content)
        if found == self._seen:
            return None
        self._seen = found
        rules = {name: kind.rules for name, kind in KINDS.items()}
        try:
            content = load(self._config.content, kinds=rules, zone=self._worker.zone, cache=self._config.var / "cache")
        except Unclean as error:
            log.error("content changed but is not clean, so it was not taken up: %s", error)
            return None
        renderer = Renderer(content, self._style)
        self._worker.take_up(content, renderer)
        found_drift = drift.check_all(content, renderer, self._worker.zone, now)
        log.info("content taken up: %d posts looked at, %d changed", found_drift.looked, len(found_drift.changed))
        return found_drift
