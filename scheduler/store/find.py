"""Choosing posts: by key, campaign, channel, unit, kind, message, state and day."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from scheduler.core.near import meant
from scheduler.core.phrase import phrase
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post


@dataclass(frozen=True)
class Choice:
    """Which posts. Empty fields choose all; at least one must be given for an act on many.

    A key may have several revisions: `prefer` are the states of those that are meant where there are any; else the
    newest is. Without it all of them are.
    """

    keys: tuple[str, ...] = ()
    campaign: str = ""
    channel: str = ""
    unit: str = ""
    kind: str = ""
    message: str = ""
    lang: str = ""
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    prefer: tuple[str, ...] = ()

    def narrow(self) -> bool:
        """Whether the choice names anything but states."""
        return any((self.keys, self.campaign, self.channel, self.unit, self.kind, self.message, self.since, self.until))


def find(choice: Choice, zone: ZoneInfo) -> QuerySet[Post]:
    """The posts of a choice, by time. Days are of the configured zone and of the due time."""
    rows = Post.objects.select_related("payload", "uses")
    for name in ("campaign", "channel", "unit", "kind", "message", "lang"):
        if value := getattr(choice, name):
            rows = rows.filter(**{name: value})
    if choice.keys:
        rows = rows.filter(key__in=choice.keys)
        rows = rows.filter(pk__in=_meant(choice)) if choice.prefer else rows
    if choice.states:
        rows = rows.filter(state__in=choice.states)
    if choice.since:
        rows = rows.filter(due__gte=start_of(choice.since, zone))
    if choice.until:
        rows = rows.filter(due__lt=start_of(choice.until + timedelta(days=1), zone))
    return rows.order_by("due", "key", "rev")


def _meant(choice: Choice) -> list[int]:
    """Of each key the revisions in one of the states, or the newest one."""
    revisions: dict[str, list[tuple[int, str]]] = {}
    rows = Post.objects.filter(key__in=choice.keys).order_by("rev").values_list("key", "pk", "state")
    for key, pk, state in rows:
        revisions.setdefault(key, []).append((pk, state))
    return [
        pk for every in revisions.values() for pk, _ in [one for one in every if one[1] in choice.prefer] or every[-1:]
    ]


def each(rows: QuerySet[Post]) -> Iterator[Post]:
    """The posts one after the other, read anew a thousand at a time, so that whoever gets them may write meanwhile.

    An open `iterator()` would not do: on SQLite it holds a snapshot, and a write after another program's write
    is then refused at once.
    """
    ids = array("q", rows.values_list("pk", flat=True))
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        found = Post.objects.select_related("payload", "uses").in_bulk(some.tolist())
        yield from (found[pk] for pk in some if pk in found)


def due_between(rows: QuerySet[Post], first: datetime, after: datetime) -> QuerySet[Post]:
    """Those due from an instant to just before another. Every state is named, so that `post_due` finds them: an
    index of the time alone would cost a country's queue more than it is worth."""
    return rows.filter(state__in=[state.value for state in State], due__gte=first, due__lt=after)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which the day begins here."""
    return datetime.combine(day, time(), zone)


def require_known(choice: Choice) -> None:
    """Raise BhxhError, with the nearest names, where something that the choice names is not in the queue."""
    known = set(Post.objects.filter(key__in=choice.keys).values_list("key", flat=True))
    for key in (key for key in choice.keys if key not in known):
        hint = meant(key, _keys_like(key)) or _SEE
        raise BhxhError(phrase("không có bài này trong hàng đợi"), where=key, fix=hint)
    for name, (word, option) in _WORDS.items():
        value = getattr(choice, name)
        if value and not Post.objects.filter(**{name: value}).exists():
            hint = meant(value, Post.objects.values_list(name, flat=True).distinct())
            what = phrase('{word} "{value}" chưa có bài nào trong hàng đợi', word=word, value=value)
            raise BhxhError(what, where=option, fix=hint or _otherwise(name, value))
    if choice.since and choice.until and choice.until < choice.since:
        what = phrase(
            "ngày cuối {until:%d/%m/%Y} đứng trước ngày đầu {since:%d/%m/%Y}", until=choice.until, since=choice.since
        )
        raise BhxhError(what, where="--until", fix=phrase("hãy sửa một trong hai ngày"))


_WORDS = {
    "campaign": (phrase("chiến dịch"), phrase("tên chiến dịch")),
    "channel": (phrase("kênh"), "--channel"),
    "unit": (phrase("đơn vị"), "--unit"),
    "kind": (phrase("loại kênh"), "--kind"),
    "message": (phrase("thông điệp"), "--message"),
}
"""What a choice may name: the word on the screen, and where on the command line it stands."""


def _keys_like(key: str) -> Sequence[str]:
    head = key.rsplit("/", 2)[0]
    return list(Post.objects.filter(key__startswith=head).values_list("key", flat=True)[:2000])


_SEE = phrase("hãy xem mã bài bằng: bhxh log --all")


def _otherwise(name: str, value: str) -> str:
    return (
        phrase("hãy đưa vào hàng đợi trước: bhxh queue {value} --by TÊN", value=value) if name == "campaign" else _SEE
    )
