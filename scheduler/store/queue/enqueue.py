"""Queueing a campaign: the plan becomes stored posts, as often as one likes.

Day by day the plan is compared with what is stored: new slots are added, draft and pending posts are
replaced where their text changed, approved ones only when asked, and what was sent is never touched.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import chain, groupby
from zoneinfo import ZoneInfo

from django.db import transaction

from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.phrase import phrase
from scheduler.core.plan import Planner, parts, plan
from scheduler.core.post import Rendered
from scheduler.core.reach import ALL, Reach
from scheduler.core.render import CannotRender, Place, Renderer
from scheduler.core.slot import Gap, Slot
from scheduler.core.states import REPLACEABLE, State
from scheduler.errors import BhxhError
from scheduler.store.bookings import bookings
from scheduler.store.bulk import Behind, few_collections
from scheduler.store.find import each
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue.insert import Fresh, Numbers, insert_posts
from scheduler.store.queue.move import move_many
from scheduler.store.queue.renew import moved_by_hand, replace_text, shift

FRESH = 4000
"""New posts that are planned and rendered, then handed over and stored in a transaction: a tenth of a second.

In it a page of an index is written once. Five times as many cost an eighth more of the processor: by the time that
they are stored, they have left its cache.
"""

TEXTS = 2000
"""Different texts among them at most: a page's text names its day, and a country's are 100 MB."""

STATIONS = 400
"""Stations to a part: each part works out anew when the cadence fires."""

Stores = tuple[Shelf, Numbers]

GONE = "không còn trong lịch của chiến dịch"
CHANGED = "nội dung đã soạn lại"
SHIFTED = "lịch của chiến dịch đổi giờ"
_STOPPABLE = REPLACEABLE | {State.APPROVED, State.HELD}


@dataclass
class Tally:
    """What queueing did. `silences` count gaps by cause; `leftover` left the plan, are approved and still go out."""

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    withdrawn: int = 0
    left: int = 0
    differing: list[str] = field(default_factory=list)
    leftover: list[str] = field(default_factory=list)
    unrendered: list[tuple[str, str]] = field(default_factory=list)
    gaps: int = 0
    silences: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Slots looked at."""
        return self.added + self.unchanged + self.replaced + self.left + len(self.differing) + len(self.unrendered)


@dataclass(frozen=True)
class Queueing:
    """Who queues what, how, and when."""

    content: Content
    campaign: Campaign
    renderer: Renderer
    zone: ZoneInfo
    by: str
    now: datetime
    replace_approved: bool = False
    reach: Reach = ALL


def enqueue(job: Queueing, progress: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """Store the campaign's plan. Idempotent: a second run adds nothing.

    While some posts are stored, the next are planned and rendered. Not for use inside a transaction. Raises BhxhError
    where a unit that speaks in the campaign is out of reach: a part of a campaign is not queued.
    """
    _require_reach(job)
    tally, stores = Tally(), (Shelf(), Numbers())
    stored = Post.objects.filter(campaign=job.campaign.id).exists()
    with Behind() as behind, few_collections():
        for storing in (_days if stored else _parts)(job, stores, tally):
            behind.do(storing)
            progress(tally)
    progress(tally)
    return tally


def _require_reach(job: Queueing) -> None:
    for day in [] if job.reach.everything else job.campaign.days():
        start = datetime.combine(day, time(), job.zone)
        if beyond := [unit for unit in job.content.units_of(job.campaign, day) if not job.reach.holds(unit, start)]:
            what = phrase("chiến dịch có đơn vị ngoài phạm vi của bạn: {beyond}", beyond=", ".join(beyond[:5]))
            raise BhxhError(
                what, where=job.campaign.id, fix=phrase("hãy nhờ cấp trên của các đơn vị ấy đưa vào hàng đợi")
            )


def _parts(job: Queueing, stores: Stores, tally: Tally) -> Iterator[Callable[[], None]]:
    """Where nothing is stored yet: the plan by parts of the channels, each through all its days.

    So the posts of a channel lie together in every index of the database, and few pages are written.
    """
    planner = Planner(job.content, job.campaign, job.zone, job.renderer)
    for part in parts(job.content, job.campaign, STATIONS):
        booked = bookings(job.zone, job.campaign.id, part.channels(job.content))
        items = chain.from_iterable(day.items() for day in planner.days(part, booked))
        rest = ((slot, rendered, 0) for slot, rendered in _rendered(job, items, tally))
        for sheaf in _sheaves(rest):
            yield partial(_add, job, sheaf, stores, tally)
        job.renderer.forget()  # the next part is of other offices


def _sheaves(rest: Iterable[Fresh]) -> Iterator[list[Fresh]]:
    """The posts by sheaves, in their order. Neither many posts nor many different texts are held at a time."""
    sheaf: list[Fresh] = []
    texts: set[int] = set()
    for fresh in rest:
        sheaf.append(fresh)
        texts.add(id(fresh[1]))
        if len(sheaf) == FRESH or len(texts) == TEXTS:
            yield sheaf
            sheaf, texts = [], set()
    if sheaf:
        yield sheaf


def _days(job: Queueing, stores: Stores, tally: Tally) -> Iterator[Callable[[], None]]:
    """Where something is stored: the plan by days, each compared with what is stored of it; then the other days."""
    days = set(job.campaign.days())
    booked = bookings(job.zone, job.campaign.id)
    slots = plan(job.content, job.campaign, zone=job.zone, renderer=job.renderer, booked=booked)
    for day, items in groupby(slots, key=_day_of):
        days.discard(day)
        yield partial(_store_day, job, day, list(_rendered(job, items, tally)), stores, tally)
    yield partial(_withdraw_days, job, days, tally)


def _day_of(item: Slot | Gap) -> date:
    return item.reason.planned.date() if isinstance(item, Slot) else item.day


def _store_day(
    job: Queueing, day: date, items: Iterable[tuple[Slot, Rendered]], stores: Stores, tally: Tally
) -> None:  # fmt: skip
    existing = _existing(job, day)
    fresh: list[Fresh] = []
    for slot, rendered in items:
        post = existing.pop(slot.key, None)
        if post is None:
            fresh.append((slot, rendered, 0))
        elif post.state == State.CANCELLED and post.why == GONE:
            fresh.append((slot, rendered, post.rev + 1))
        else:
            _compare(job, post, slot, rendered, stores[0], tally)
    _add(job, fresh, stores, tally)
    _withdraw(job, existing.values(), tally)


def _add(job: Queueing, fresh: list[Fresh], stores: Stores, tally: Tally) -> None:
    fresh.sort(key=_channel)
    for start in range(0, len(fresh), FRESH):
        tally.added += _insert(job, fresh[start : start + FRESH], *stores)


def _channel(fresh: Fresh) -> str:
    # Ordered by channel, a batch touches few pages of the indexes. Each channel keeps its order.
    return fresh[0].channel


def _existing(job: Queueing, day: date) -> dict[str, Post]:
    start = datetime.combine(day, time(), job.zone)
    rows = Post.objects.filter(
        campaign=job.campaign.id, planned__gte=start, planned__lt=start + timedelta(days=1)
    ).select_related("payload")
    newest: dict[str, Post] = {}
    for post in rows.order_by("rev"):
        newest[post.key] = post
    return newest


def _rendered(job: Queueing, items: Iterable[Slot | Gap], tally: Tally) -> Iterator[tuple[Slot, Rendered]]:
    channels, messages = job.content.channels, job.content.messages
    for item in items:
        if isinstance(item, Gap):
            tally.gaps += 1
            tally.silences[item.why.partition(": ")[2] if item.why.startswith("lượt ") else item.why] += 1
            continue
        place = Place(channels[item.channel], item.unit, item.lang, item.due, job.campaign)
        try:
            yield item, job.renderer.render(messages[item.message], place)
        except CannotRender as error:
            tally.unrendered.append((item.key, str(error)))


def _insert(job: Queueing, batch: list[Fresh], shelf: Shelf, numbers: Numbers) -> int:
    try:
        with transaction.atomic():
            insert_posts(batch, shelf, numbers, by=job.by, now=job.now)
    except BaseException:
        shelf.forget()
        numbers.forget()
        raise
    return len(batch)


def _compare(job: Queueing, post: Post, slot: Slot, rendered: Rendered, shelf: Shelf, tally: Tally) -> None:
    if post.issue > 1:
        tally.left += 1  # a newer issue of what is out: whoever made it goes on with it, or drift does
        return
    state = State(post.state)
    same_text = post.own or (post.payload.sha256 == rendered.payload.sha256 and post.message == slot.message)
    same_time = post.due == slot.due or moved_by_hand(post)
    if same_text and same_time:
        tally.unchanged += 1
    elif state in REPLACEABLE or (state in (State.APPROVED, State.HELD) and job.replace_approved):
        _replace(job, post, post.due if same_time else slot.due, None if same_text else rendered, slot.message, shelf)
        tally.replaced += 1
    elif state in (State.APPROVED, State.HELD):
        tally.differing.append(post.key)
    else:
        tally.left += 1


def _replace(job: Queueing, post: Post, due: datetime, rendered: Rendered | None, message: str, shelf: Shelf) -> None:
    """Bring a post to what the plan now says. With the same text it keeps its approval, whatever its time."""
    with transaction.atomic():
        if due != post.due:
            shift(post, due, by=job.by, now=job.now, why=SHIFTED)
        if rendered is not None:
            replace_text(post, rendered, shelf, by=job.by, now=job.now, why=CHANGED, message=message)


def _withdraw_days(job: Queueing, days: set[date], tally: Tally) -> None:
    for day in sorted(days):
        _withdraw(job, _existing(job, day).values(), tally)
    first = datetime.combine(job.campaign.from_, time(), job.zone).astimezone(UTC)
    after = datetime.combine(job.campaign.to + timedelta(days=1), time(), job.zone).astimezone(UTC)
    outside = Post.objects.filter(campaign=job.campaign.id, state__in=_STOPPABLE).select_related("payload")
    _withdraw(job, each(outside.filter(planned__lt=first)), tally)
    _withdraw(job, each(outside.filter(planned__gte=after)), tally)


def _withdraw(job: Queueing, posts: Iterable[Post], tally: Tally) -> None:
    allowed = _STOPPABLE if job.replace_approved else REPLACEABLE
    gone = [post for post in posts if State(post.state) in _STOPPABLE]
    tally.leftover += [post.key for post in gone if State(post.state) not in allowed]
    doomed = [post for post in gone if State(post.state) in allowed]
    tally.withdrawn += move_many(doomed, State.CANCELLED, by=job.by, now=job.now, why=GONE)
