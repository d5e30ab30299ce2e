"""Taking up changed content while running: only after a clean check, and then looking for drift."""

import logging
from datetime import datetime

from scheduler.config import Config
from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.library import Unclean, fingerprint, load, require_real
from scheduler.publish.kinds import KINDS
from scheduler.publish.notices import place
from scheduler.publish.worker import Worker
from scheduler.store import drift
from scheduler.store.changes import changed
from scheduler.store.notices import News, raise_notice, resolve

log = logging.getLogger("bhxh.uptake")

CONTENT = "content"
"""The kind of the notice about content that was changed and cannot be taken up."""


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
            require_real(content, self._config.mode)
        except Unclean as error:
            log.error("content changed but is not clean, so it was not taken up: %s", error)
            self._tell(error, now)
            return None
        resolve(CONTENT, CONTENT, now)
        renderer = Renderer(content, self._style)
        names = changed(self._worker.content, content)
        self._worker.take_up(content, renderer)
        found_drift = drift.check_all(content, renderer, self._worker.zone, now, names)
        log.info("content taken up: %d posts looked at, %d changed", found_drift.looked, len(found_drift.changed))
        return found_drift

    def _tell(self, error: Unclean, now: datetime) -> None:
        faults = [problem for problem in error.problems if problem.level == "error"]
        reason = f"Nội dung vừa sửa có {len(faults)} lỗi nên chưa được nhận, máy vẫn chạy bản cũ. Lỗi đầu: {faults[0]}"
        remedy = "xem từng lỗi: bhxh check; sửa xong máy tự nhận"
        link = place.link(self._config.public_url, CONTENT, CONTENT)
        news = News(CONTENT, CONTENT, reason, remedy, link)
        raise_notice(news, now)
