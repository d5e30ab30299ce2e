"""Recall: what is out is taken back, with a name and a reason; at once, or by the clock where a person asked for it.

Channels side by side, for it may be urgent.
"""

import threading
from collections.abc import Iterable
from datetime import datetime

from scheduler.core.approval import Person, out_of_reach
from scheduler.core.outcome import Again, ChannelDown, Outcome, Prepared
from scheduler.core.retry import back_off
from scheduler.core.states import State
from scheduler.publish.lanes import in_lanes
from scheduler.publish.stopwatch import Watch
from scheduler.publish.worker import Worker
from scheduler.store.models import Attempt, Post, Recall
from scheduler.store.pace import note_call
from scheduler.store.queue import act
from scheduler.store.queue.finish import close_attempt
from scheduler.store.queue.move import Overtaken
from scheduler.store.recalls import claim_recall, recall_done, recall_later, recalls_due

_UNSAID = "kênh chưa xác nhận đã gỡ"
_UNTRIED = "máy gặp lỗi khi gỡ, xem nhật ký máy; bài có thể vẫn còn trên kênh: chạy lại lệnh này"


def recall_posts(worker: Worker, posts: Iterable[Post], person: Person, *, now: datetime, why: str) -> act.Done:
    """Take back published posts; each is `recalled` only when its channel says that it is gone there."""
    wanted, done, lock = list(posts), act.Done(), threading.Lock()
    open_ = {post.pk: post.key for post in wanted}

    def lane(of_channel: list[Post]) -> None:
        for post in of_channel:
            reason = _refusal(post, person) or _recall(worker, post, person.name, now, why)[1]
            with lock:
                del open_[post.pk]
                done.moved += not reason
                done.left += [(post.key, reason)] if reason else []

    in_lanes(wanted, lane, worker.threads)
    done.left += [(key, _UNTRIED) for key in open_.values()]
    return done


def _refusal(post: Post, person: Person) -> str | None:
    if reason := out_of_reach(person, post.unit, post.due):
        return reason
    return None if post.state == State.PUBLISHED else act.in_state(post)


def recall_wanted(worker: Worker, watch: Watch) -> int:
    """Take back what people at the desk asked for; how many posts are gone now."""
    wanted = {recall.post_id: recall for recall in recalls_due(watch())}
    gone, lock = 0, threading.Lock()

    def lane(of_channel: list[Post]) -> None:
        nonlocal gone
        for post in of_channel:
            if worker.stopping.is_set():
                return
            recall = wanted[post.pk]
            if claim_recall(recall, watch()) and _try(worker, recall, watch):
                with lock:
                    gone += 1

    in_lanes([recall.post for recall in wanted.values()], lane, worker.threads)
    return gone


def _try(worker: Worker, recall: Recall, watch: Watch) -> bool:
    post, now = recall.post, watch()
    if post.state == State.RECALLED:
        recall_done(recall, now=now)
        return False
    if not worker.known([post]):
        recall_later(recall, f'không còn kênh "{post.channel}" trong content', now + back_off(recall.tries))
        return False
    outcome, trouble = _recall(worker, post, recall.by, now, recall.why, recall.at)
    if trouble:
        recall_later(recall, trouble, _next(outcome) or watch() + back_off(recall.tries))
        return False
    recall_done(recall, now=watch())
    return True


def _recall(
    worker: Worker, post: Post, by: str, now: datetime, why: str, asked: datetime | None = None
) -> tuple[Outcome, str]:
    """What the channel said, and what is in the way where the post is not recalled now. The attempt is committed
    before the call, as for any call."""
    attempt = Attempt.objects.create(post=post, step="recall", started_at=now, payload_sha=post.payload.sha256)
    answer = worker.carriers[post.kind].recall(worker.job(post), now)
    close_attempt(attempt, answer.outcome, answer.call, now)
    note_call(post.channel, post.kind, answer.call, now)
    if not isinstance(answer.outcome, Prepared):
        return answer.outcome, str(getattr(answer.outcome, "why", _UNSAID))
    try:
        act.recall(post, by, now=now, why=why, asked=asked)
    except Overtaken as error:
        return answer.outcome, str(error)
    return answer.outcome, ""


def _next(outcome: Outcome) -> datetime | None:
    return outcome.at if isinstance(outcome, Again) else outcome.until if isinstance(outcome, ChannelDown) else None
