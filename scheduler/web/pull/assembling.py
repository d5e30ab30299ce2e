"""Putting the pull together: what it reads, what it writes, and the desk behind it."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.store.radio.glance import glances
from scheduler.store.radio.spool import Spool
from scheduler.web.pull.baking import Baker
from scheduler.web.pull.bridge import Bridge, Wsgi
from scheduler.web.pull.cache import Cache
from scheduler.web.pull.content import Watched
from scheduler.web.pull.front import Front
from scheduler.web.pull.making import Pages
from scheduler.web.pull.recorder import Recorder
from scheduler.web.pull.visit import Parts, Pull


def front(config: Config, desk: Wsgi, clock: Callable[[], datetime]) -> Front:
    """The application over a configuration, whose database Django uses already."""
    return Front(lambda: open_pull(config, clock), Bridge(desk), behind_proxy=config.web.behind_proxy)


def open_pull(config: Config, clock: Callable[[], datetime]) -> tuple[Pull, Callable[[], None]]:
    """The pull, and what closes it. To be called on the event loop that it will serve."""
    zone, cache = ZoneInfo(config.zone), Cache()
    content = Watched(config)
    pages = Pages(content, zone, config.database)
    recorder = Recorder(Spool(config.var / config.mode / "pulls"))
    baker = Baker(config, cache, content, clock)
    baker.start()

    def close() -> None:
        with ExitStack() as stack:  # each is closed, whatever becomes of the others; the last one first
            for part in (content, recorder, pages, baker):
                stack.callback(part.close)

    return Pull(Parts(glances(config.database), recorder, pages, cache, clock, zone)), close
