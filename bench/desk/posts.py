"""A database of posts as a province has them after a while: most are out, some wait, some are in trouble."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from scheduler.core.channel import Channel
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.states import State
from scheduler.store.bulk import insert, instant, reserve_ids
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf

BATCH, TEXTS = 20_000, 2_000
_COLUMNS = (
    "id", "key", "message", "unit", "channel", "kind", "planned", "due", "state", "payload_id", "uses_id", "number",
    "remote_id", "published_at", "permalink",
)  # fmt: skip
_SAME: dict[str, Any] = {
    "rev": 0, "campaign": "thang-5-2021", "lang": "vi", "seconds": 60, "author": "lan", "phase": "",
    "prepared_sha": "", "media": "[]", "lease_by": "", "why": "",
}  # fmt: skip
_WORDS = [
    "hỗ", "trợ", "đóng", "bảo", "hiểm", "xã", "hội", "tự", "nguyện", "hộ", "nghèo", "cận", "nghèo", "học", "sinh",
    "sinh", "viên", "người", "dân", "tộc", "thiểu", "số", "mức", "lương", "cơ", "sở", "chuẩn", "nghèo", "nông",
    "thôn", "trợ", "cấp", "thất", "nghiệp", "thẻ", "bảo", "hiểm", "y", "tế", "hộ", "gia", "đình", "điểm", "thu",
    "bà", "con", "đăng", "ký", "lương", "hưu", "tuổi", "già",
]  # fmt: skip


def fill(
    posts: int, channels: Sequence[Channel], messages: Sequence[str], now: datetime, tell: Callable[[int], None]
) -> None:
    """Insert the posts, past the queue, spread over the channels and over the days around `now`."""
    with transaction.atomic():
        places = list(_places(now))
    done = 0
    while done < posts:
        size = min(BATCH, posts - done)
        with transaction.atomic():
            ids = reserve_ids(Post, size)
            rows = [
                (pk, *_row(done + n, posts, channels, messages, places, now)) for n, pk in enumerate(ids)
            ]  # fmt: skip
            insert(Post, _COLUMNS, rows, same={**_SAME, "year": now.year})
        done += size
        tell(done)


def _places(now: datetime) -> Iterator[tuple[int, int]]:
    """Ids of different texts; every one holds `bảo hiểm`, a twentieth `học sinh`, one the words `từ rất hiếm`."""
    shelf = Shelf()
    uses = Uses("bhxh-yen-bai", "BHXH tỉnh Yên Bái")
    for n in range(TEXTS):
        words = [_WORDS[(n * 7 + k * (n % 11 + 1)) % len(_WORDS)] for k in range(120)]
        rare = " từ rất hiếm" if n == 77 else ""
        rendered = Rendered(Payload("facebook", "vi", f"Bài {n}: bảo hiểm {' '.join(words)}{rare}"), uses)
        yield shelf.payload(rendered), shelf.uses(uses)


def _row(
    n: int, posts: int, channels: Sequence[Channel], messages: Sequence[str], places: Sequence[tuple[int, int]],
    now: datetime,
) -> tuple[Any, ...]:  # fmt: skip
    channel = channels[n % len(channels)]
    # A year back and a month ahead, evenly.
    due = now + timedelta(days=30) - timedelta(days=395) * (n / posts)
    state = _state(n, due < now)
    out = state in (State.PUBLISHED, State.RECALLED)
    at = instant(due)
    payload, uses = places[n * 31 % len(places)]
    return (
        f"thang-5-2021/{channel.id}/vi/{n}", messages[n % len(messages)], channel.owner_on(now.date()) or "",
        channel.id, channel.kind, at, at, state.value, payload, uses, None, f"1_{n}" if out else "",
        at if out else None, f"https://www.facebook.com/1_{n}" if out else "",
    )  # fmt: skip


def _state(n: int, past: bool) -> State:
    if not past:
        return State.PENDING if n % 3 else State.APPROVED
    return {1: State.FAILED, 2: State.MISSED, 3: State.HELD, 4: State.RECALLED, 5: State.UNKNOWN}.get(
        n % 500, State.PUBLISHED
    )
