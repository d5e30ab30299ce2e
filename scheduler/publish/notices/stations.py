"""What needs a call to a station: scripts it did not fetch in time, recalls it did not acknowledge, words that were
read although they did not hold; and scripts that are withheld until somebody decides."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.channel import Channel, Station
from scheduler.publish.notices import place
from scheduler.store.models import Post
from scheduler.store.notices import News, is_of_many, of_many, raise_notice, settle, standing
from scheduler.store.radio import waiting
from scheduler.store.radio.waiting import Late, ReadOutdated, Unanswered, Unfetched

UNFETCHED, RECALL, OUTDATED, WITHHELD = "unfetched", "recall", "outdated", "withheld"

EVERY = timedelta(minutes=5)
_ALONE, _STILL_MANY = 20, 10
"""Stations that are each told of. When more are late at once, the cause lies here, and those of each unit are told of
together, until few are left: whoever answers for a unit must hear of its stations whatever the others do."""


@dataclass
class StationSurvey:
    """Looks over the stations for one machine. `now` may be simulated.

    `rehearsing`: only stations that were given a link are expected to fetch.
    """

    channels: Callable[[], Mapping[str, Channel]]
    zone: ZoneInfo
    public_url: str
    rehearsing: bool = True
    _looked: datetime | None = field(default=None, init=False)

    def look(self, now: datetime) -> None:
        """Raise and close notices, at most once in five minutes."""
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        self._looked = now
        self._unfetched(now)
        self._recalls(now)
        self._outdated(now)
        self._withheld(now)

    def _unfetched(self, now: datetime) -> None:
        expected = waiting.expected(self.channels(), now, rehearsing=self.rehearsing)
        late = waiting.unfetched(expected, self.zone, now) if expected else []
        open_ones = standing(UNFETCHED)
        many = len(late) > (_STILL_MANY if any(map(is_of_many, open_ones)) else _ALONE)
        together = self._by_owner(late, open_ones, now) if many else {}
        told = {one.station.id for some in together.values() for one in some}
        hint = _SERVER.format(n=len(late)) if many else ""
        for subject, some in together.items():
            stage = _stage(some, open_ones.get(subject, ""))
            self._tell(UNFETCHED, subject, self._many(some, now), f"{hint}{_LIST}", now, stage)
        alone = [one for one in late if one.station.id not in told]
        for one in alone:
            stage = _stage([one], open_ones.get(one.station.id, ""))
            self._tell(UNFETCHED, one.station.id, self._late(one), f"{hint}{_FETCH}", now, stage)
        settle(UNFETCHED, {*together, *(one.station.id for one in alone)}, now)

    def _by_owner(
        self, late: Iterable[Unfetched], open_ones: Collection[str], now: datetime
    ) -> dict[str, list[Unfetched]]:
        """Those of which a unit has several, or had when it was told. The subject names the unit's first station, late
        or not, so that it stays the same while some of them fetch."""
        day = now.astimezone(self.zone).date()
        first: dict[str, str] = {}
        for channel in sorted(self.channels().values(), key=lambda channel: channel.id):
            if isinstance(channel, Station):
                first.setdefault(channel.owner_on(day) or "", channel.id)
        found: dict[str, list[Unfetched]] = {}
        for one in late:
            found.setdefault(of_many(first[one.station.owner_on(day) or ""]), []).append(one)
        return {subject: some for subject, some in found.items() if len(some) > 1 or subject in open_ones}

    def _late(self, one: Unfetched) -> str:
        first = one.posts[0].due.astimezone(self.zone)
        after = [post for post in one.posts if post.published_at and post.published_at > one.cutoff]
        told = f"; {len(after)} kịch bản phát hành sau giờ chốt" if after else ""
        return (
            f"{_called(one.station)} chưa tải {_numbers(one.posts)}, sớm nhất phát lúc {first:%H:%M %d/%m}; "
            f"giờ chốt {one.cutoff:%H:%M %d/%m} đã qua{told}"
        )

    def _many(self, late: Sequence[Unfetched], now: datetime) -> str:
        unit = late[0].station.owner_on(now.astimezone(self.zone).date()) or "không đơn vị nào"
        some = "; ".join(_called(one.station) for one in late[:_ALONE]) + ("; …" if len(late) > _ALONE else "")
        return f"{len(late)} đài của {unit} chưa tải kịch bản dù đã qua giờ chốt: {some}"

    def _recalls(self, now: datetime) -> None:
        overdue = [one for one in waiting.unanswered(now, since=now - waiting.BACK) if one.overdue]
        for one in overdue:
            self._tell(RECALL, _subject(one.post), self._recall(one), _RECALL, now)
        settle(RECALL, {_subject(one.post) for one in overdue}, now)

    def _recall(self, one: Unanswered) -> str:
        due, at = (moment.astimezone(self.zone) for moment in (one.post.due, one.recalled.at))
        had = "đài đã có kịch bản" if one.chain.fetched_at or one.chain.said else "đài chưa tải kịch bản này"
        return (
            f"{self._named(one.post)} chưa xác nhận thu hồi {_number(one.post)} (phát lúc {due:%H:%M %d/%m}, "
            f"thu hồi lúc {at:%H:%M %d/%m}; {had}). Lý do thu hồi: {_first(one.recalled.why)}"
        )

    def _outdated(self, now: datetime) -> None:
        found = waiting.read_outdated(now)
        for one in found:
            self._tell(OUTDATED, _subject(one.post), self._read(one), _CORRECT, now, str(one.airing.pk))
        settle(OUTDATED, {_subject(one.post) for one in found}, now)

    def _read(self, one: ReadOutdated) -> str:
        at = (one.airing.aired_at or one.airing.entered_at).astimezone(self.zone)
        what = "bản đã hủy" if one.after else "bản nay đã hủy"
        return f"{self._named(one.post)} đã phát {what} {_number(one.post)} lúc {at:%H:%M %d/%m}: {_first(one.why)}"

    def _withheld(self, now: datetime) -> None:
        found = list(waiting.withheld(now))
        for post in found:
            due = post.due.astimezone(self.zone)
            reason = f"{self._named(post)}: {_number(post)} (phát lúc {due:%H:%M %d/%m}) đang tạm ngừng đọc: {post.why}"
            self._tell(WITHHELD, _subject(post), reason, _DECIDE, now)
        settle(WITHHELD, {_subject(post) for post in found}, now)

    def _tell(self, kind: str, subject: str, reason: str, remedy: str, now: datetime, stage: str = "") -> None:
        raise_notice(News(kind, subject, reason, remedy, place.link(self.public_url, kind, subject), stage), now)

    def _named(self, post: Post) -> str:
        known = self.channels().get(post.channel)
        return _called(known) if isinstance(known, Station) else f'Đài "{post.channel}"'


def _called(station: Station) -> str:
    return f'Đài "{station.name}" ({station.id}, điện thoại {station.phone})'


def _numbers(posts: Iterable[Late]) -> str:
    return "kịch bản số " + ", ".join(str(post.number) for post in posts)


def _number(post: Post) -> str:
    issue = f", lần ban hành {post.issue}" if post.issue > 1 else ""
    return f"kịch bản số {post.number}{issue}"


def _first(why: str) -> str:
    return why.strip().partition("\n")[0]


def _subject(post: Post) -> str:
    """The script's key may be as long as a subject: the row's number tells issues apart and is short."""
    return f"{post.channel}#{post.pk}"


def _stage(late: Iterable[Unfetched], told: str) -> str:
    """When the last of them became late. A further one is news again; one that was fetched meanwhile is none."""
    told = told if "T" in told else ""  # it was a number once
    return max(told, max(f"{one.since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}" for one in late))


_SERVER = "{n} đài cùng lúc thường do máy chủ: mở thử trang của đài, xem bhxh doctor; "
_LIST = "cả danh sách: bhxh station list --late"
_FETCH = (
    "gọi cho đài; đài nói đã có thì ghi: bhxh station received MÃ_BÀI --person TÊN --way phone --by TÊN; "
    "đài chưa có đường dẫn: bhxh station link add MÃ_ĐÀI --by TÊN"
)
_RECALL = (
    "gọi ngay cho đài; đài đã biết thì ghi: bhxh station received MÃ_BÀI --recall --person TÊN --way phone --by TÊN; "
    "danh sách: bhxh station recalls"
)
_CORRECT = "lập tin đính chính để đài phát: bhxh correct MÃ_BÀI --wrong … --right … --source … --at GIỜ --by TÊN"
_DECIDE = "duyệt bản thay thế (bhxh approve), cho đọc lại (bhxh station withhold MÃ_BÀI --lift), hoặc bhxh recall"
