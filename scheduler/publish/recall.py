"""Recall: what is out is taken back, with a name and a reason; channels side by side, for it may be urgent."""

import threading
from collections.abc import Iterable
from datetime import datetime

from scheduler.core.approval import Person, out_of_reach
from scheduler.core.outcome import Prepared
from scheduler.core.states import SCREEN, State
from scheduler.publish.lanes import in_lanes
from scheduler.publish.worker import Worker
from scheduler.store.models import Attempt, Post
from scheduler.store.queue import act
from scheduler.store.queue.finish import close_attempt
from scheduler.store.queue.move import Overtaken

_UNTRIED = "máy gặp lỗi khi gỡ, xem nhật ký máy; bài có thể vẫn còn trên kênh: chạy lại lệnh này"


def recall_posts(worker: Worker, posts: Iterable[Post], person: Person, *, now: datetime, why: str) -> act.Done:
    """Take back published posts; each is `recalled` only when its channel says that it is gone there."""
    wanted, done, lock = list(posts), act.Done(), threading.Lock()
    open_ = {post.pk: post.key for post in wanted}

    def lane(of_channel: list[Post]) -> None:
        for post in of_channel:
            reason = _recall(worker, post, person, now, why)
            with lock:
                del open_[post.pk]
                done.moved += not reason
                done.left += [(post.key, reason)] if reason else []

    in_lanes(wanted, lane, worker.threads)
    done.left += [(key, _UNTRIED) for key in open_.values()]
    return done


def _recall(worker: Worker, post: Post, person: Person, now: datetime, why: str) -> str:
    """Take back one post; why it was left, or nothing. The attempt is committed before the call, as for any call."""
    if reason := out_of_reach(person, post.unit, post.due):
        return reason
    if post.state != State.PUBLISHED:
        return f'bài đang "{SCREEN[State(post.state)]}"'
    attempt = Attempt.objects.create(post=post, step="recall", started_at=now, payload_sha=post.payload.sha256)
    answer = worker.carriers[post.kind].recall(worker.job(post), now)
    close_attempt(attempt, answer.outcome, answer.call, now)
    if not isinstance(answer.outcome, Prepared):
        return getattr(answer.outcome, "why", "kênh chưa xác nhận đã gỡ")
    try:
        act.recall(post, person.name, now=now, why=why)
    except Overtaken as error:
        return str(error)
    return ""
