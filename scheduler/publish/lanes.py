"""Channels side by side: the posts of one channel in order, those of different channels at the same time."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable

from django.db import connections

from scheduler.store.models import Post

log = logging.getLogger("bhxh.publish")

Work = Callable[[list[Post]], object]


def in_lanes(posts: Iterable[Post], work: Work, threads: int) -> None:
    """Do `work` for the posts of each channel. A bug that one channel strikes is logged and leaves the others alone.

    Each thread has a database connection of its own and takes channels until none is left.
    """
    lanes: dict[str, list[Post]] = {}
    for post in posts:
        lanes.setdefault(post.channel, []).append(post)
    waiting = deque(lanes.values())
    if len(lanes) <= 1 or threads == 1:
        _take(waiting, work)
        return
    crew = [
        threading.Thread(target=_in_thread, args=(waiting, work), name=f"publish-{number}")
        for number in range(min(threads, len(lanes)))
    ]
    for one in crew:
        one.start()
    for one in crew:
        one.join()


def _in_thread(waiting: deque[list[Post]], work: Work) -> None:
    try:
        _take(waiting, work)
    finally:
        connections.close_all()


def _take(waiting: deque[list[Post]], work: Work) -> None:
    while waiting:
        try:
            lane = waiting.popleft()
        except IndexError:
            return
        try:
            work(lane)
        except Exception:
            # What was being sent stays `sending` until its lease ends, and is then looked at.
            log.exception("channel %s: a step failed", lane[0].channel)
