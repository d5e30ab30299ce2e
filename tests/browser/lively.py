"""A week in the life of an office, around today: out, failed, waiting, released, taken back, not fetched, paused."""

from datetime import timedelta

from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Said, Way
from scheduler.core.states import State
from scheduler.store import clock, health, pace
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.store.queue.move import move
from scheduler.store.radio import links, pulls
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.tell import air, receive
from tests.browser.conftest import Served
from tests.store.campaigns import ZONE, set_state
from tests.store.conftest import MINH

STATION = Teller("Bà Tâm", Way.PHONE, "lan")


def fill(served: Served) -> None:
    """Put a campaign of some weeks around today into the office, and let its first days come."""
    today = served.now.astimezone(ZONE).date()
    folder = served.staff.folder
    folder.replace("campaigns/thu.yaml", "from: 2021-05-07", f"from: {today - timedelta(days=2)}")
    folder.replace("campaigns/thu.yaml", "to: 2021-05-10", f"to: {today + timedelta(days=20)}")
    served.queue()
    approve(list(Post.objects.exclude(unit="u-b")), MINH, now=served.now, author_may_approve=False, word="đúng")
    _publish(served)
    _broadcast(served)
    clock.beat(served.now - timedelta(seconds=3))
    pace.pause("fb-b", None, "mã truy cập đã hết hạn", served.now)
    found = {"code": "dead", "level": "bad", "seen": "mã truy cập đã hết hạn", "step": "lấy lại: bhxh token",
             "seen_en": "the token has expired", "step_en": "get a new one: bhxh token"}  # fmt: skip
    health.record("fb-b", well=False, report={"why": found["seen"], "findings": [found]}, now=served.now)
    health.record("fb-a", well=True, report={"deadline": "2027-02-01T00:00:00+00:00", "findings": []}, now=served.now)


def _publish(served: Served) -> None:
    past = Post.objects.filter(kind="facebook", unit="u-a", due__lt=served.now).order_by("due")
    for n, post in enumerate(past):
        set_state(post, State.PUBLISHED, remote_id=f"1_{n}", published_at=post.due,
                  permalink=f"https://www.facebook.com/1_{n}")  # fmt: skip
    failed = Post.objects.filter(kind="facebook", unit="u-a", due__gt=served.now).order_by("due")[0]
    set_state(failed, State.FAILED, why="Facebook từ chối ảnh (mã 100)")


def _broadcast(served: Served) -> None:
    links.make("dai-a", by="minh", now=served.now - timedelta(days=3), label="máy ở xã")
    rows = Post.objects.filter(kind="radio").select_related("payload").order_by("due")
    for post in rows:
        set_state(post, State.PUBLISHED, remote_id=f"dai-a/{post.number}/{post.year}",
                  published_at=min(post.due, served.now) - timedelta(days=1))  # fmt: skip
    first, second, *rest = rows.all()
    pulls.record(
        [Pulled("dai-a", "html", post.due - timedelta(hours=10), posts=(post.pk,)) for post in (first, second)]
    )
    receive(first, Said.RECEIVED, STATION, now=served.now, at=first.due - timedelta(hours=9))
    air(first, Reading(1, True, first.due, 58, "Bà Tâm"), STATION, now=served.now)
    air(second, Reading(1, aired=False, reason="mất điện"), STATION, now=served.now)
    # Whatever the hour, the cut-off for a broadcast in half an hour has passed.
    set_state(rest[-1], State.PUBLISHED, due=served.now + timedelta(minutes=30))
    coming = next(post for post in rest if post.due > served.now)
    pulls.record([Pulled("dai-a", "txt", served.now - timedelta(hours=1), posts=(coming.pk,))])
    move(
        Post.objects.select_related("payload").get(pk=coming.pk),
        State.RECALLED,
        by="minh",
        now=served.now,
        why="sai mức đóng, đợi bản thay thế",
    )
