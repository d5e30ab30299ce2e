"""Recall: what is out is taken back, with a name and a reason."""

from collections.abc import Iterable
from datetime import datetime

from scheduler.core.approval import Person
from scheduler.core.outcome import Prepared
from scheduler.core.states import SCREEN, State
from scheduler.publish.worker import Worker
from scheduler.store.models import Post
from scheduler.store.queue import act
from scheduler.store.queue.move import Overtaken


def recall_posts(worker: Worker, posts: Iterable[Post], person: Person, *, now: datetime, why: str) -> act.Done:
    """Take back published posts; each is `recalled` only when its channel says that it is gone there."""
    done = act.Done()
    for post in posts:
        if post.state != State.PUBLISHED:
            done.left.append((post.key, f'bài đang "{SCREEN[State(post.state)]}"'))
            continue
        answer = worker.carriers[post.kind].recall(worker.job(post), now)
        if not isinstance(answer.outcome, Prepared):
            done.left.append((post.key, getattr(answer.outcome, "why", "kênh chưa xác nhận đã gỡ")))
            continue
        try:
            act.recall(post, person.name, now=now, why=why)
            done.moved += 1
        except Overtaken as error:
            done.left.append((post.key, str(error)))
    return done
