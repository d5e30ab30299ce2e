"""An office of the country's stations: three scripts each that are out, a link each, and posts for Pages that wait."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import connections, transaction

from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.store import accounts, database
from scheduler.store.bulk import few_collections, insert, instant
from scheduler.store.find import Choice, find
from scheduler.store.models import Post, Pull, StationLink
from scheduler.store.payloads import Shelf
from scheduler.store.queue.approve import approve
from scheduler.store.queue.insert import Numbers, insert_posts
from scheduler.store.radio import links
from scheduler.store.radio.links import digest

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PAGES = 70
_WRITTEN = """\
Kính thưa bà con, mời bà con nghe thông tin về bảo hiểm y tế hộ gia đình.
Mức đóng tính theo mức lương cơ sở, hiện nay là 2.340.000 đồng một tháng. Từ người thứ hai trở đi, mức đóng giảm dần.
Bà con tham gia liên tục 5 năm thì càng có thêm quyền lợi khi khám bệnh, chữa bệnh đúng tuyến.
Cách tham gia: đến đại lý thu gần nhà, hoặc bưu điện văn hóa xã, mang theo thẻ căn cước. Cơ quan bảo hiểm xã hội trả
lời mọi câu hỏi của bà con trong giờ làm việc.
Xin nhắc lại: tham gia bảo hiểm y tế hộ gia đình, càng đông càng giảm mức đóng.
Xin trân trọng cảm ơn bà con đã chú ý lắng nghe."""
_SPOKEN = _WRITTEN.replace("2.340.000", "hai triệu ba trăm bốn mươi nghìn").replace(" 5 năm", " năm năm")


@dataclass(frozen=True)
class Office:
    """Where it is, and the paths of its links, one for each station."""

    file: Path
    config: Config
    paths: tuple[str, ...]


def build(folder: Path, stations: int, posts: int, graph: str) -> Office:
    """Make it all: content, database, scripts that are out, links, and posts due in two hours."""
    _content(folder, stations)
    config = Config.load(folder / "config.yaml", env={"BHXH_GRAPH_URL": graph})
    database.prepare(config.database, config.mode)
    now = datetime.now(UTC)
    try:
        with few_collections():
            _scripts(stations, now)
        _posts(posts, now)
        return Office(folder / "config.yaml", config, tuple(_links(stations, now)))
    finally:
        connections.close_all()


def make_due(now: datetime) -> None:
    """Let the posts for the Pages be due."""
    Post.objects.filter(kind="facebook").update(due=now)
    connections.close_all()


def _content(folder: Path, stations: int) -> None:
    period = {
        "from": "2020-01-01",
        "name": "Bảo hiểm xã hội cơ sở Đo",
        "short_name": "BHXH Đo",
        "phone": "0216 000 0001",
    }
    owners = [{"unit": "bhxh-do", "from": "2020-01-01"}]
    slots = [{"id": "sang", "time": "05:30", "seconds": 600}]
    radio = [
        {"id": f"dai-{n}", "name": f"Đài truyền thanh xã Đo {n}", "area": f"Xã Đo {n}", "phone": "0216 000 0002",
         "owners": owners, "slots": slots} for n in range(stations)
    ]  # fmt: skip
    pages = [{"id": f"fb-{n}", "name": f"Đo {n}", "page_id": f"99900000{n:07}", "owners": owners} for n in range(PAGES)]
    _write(folder / "content" / "units.yaml", {"units": [{"id": "bhxh-do", "level": "co_so", "periods": [period]}]})
    _write(folder / "content" / "channels" / "pages.yaml", {"pages": pages})
    for first in range(0, stations, 1000):  # no content file may be larger than 1 MB
        some = {"stations": radio[first : first + 1000]}
        _write(folder / "content" / "channels" / f"stations-{first}.yaml", some)
    (folder / "token").write_text(f"EAAbench{'0' * 60}")
    (folder / "token").chmod(0o600)
    channels = {page["id"]: {"token": "file:token"} for page in pages}
    lines = ("mode: live", f"channels: {json.dumps(channels)}", "")
    (folder / "config.yaml").write_text("\n".join(lines), encoding="utf-8")


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")  # which is YAML too


def _scripts(stations: int, now: datetime) -> None:
    """Three scripts for today of each station, out since an hour ago."""
    shelf, numbers, today = Shelf(), Numbers(), now.astimezone(ZONE).date()
    for first in range(0, stations, 500):
        rows = [row for n in range(first, min(first + 500, stations)) for row in _three(f"dai-{n}", today)]
        with transaction.atomic():
            insert_posts(rows, shelf, numbers, by="lan", now=now - timedelta(hours=2))
    out = now - timedelta(hours=1)
    Post.objects.filter(kind="radio").update(state="published", published_at=out, remote_id="x")


def _three(station: str, day: date) -> Iterator[tuple[Slot, Rendered, int]]:
    for n in range(3):
        due = datetime.combine(day, time(5, 30 + n), ZONE)
        key = slot_key("tay", station, "vi", due, 1)
        slot = Slot(key, "tay", "", "bhxh-do", station, "radio", "vi", due, 60, Reason("", due, Turn(1, 1, 1)))
        payload = Payload("radio", "vi", f"{_WRITTEN}\nBài số {n}.", f"{_SPOKEN}\nBài số {n}.", title=f"BHYT, bài {n}")
        yield slot, Rendered(payload, Uses("bhxh-do", "Bảo hiểm xã hội cơ sở Đo"), 60), 0


def _links(stations: int, now: datetime) -> Iterator[str]:
    secrets = [f"{n:032}" for n in range(stations)]
    rows = [(f"dai-{n}", digest(secret), "", instant(now), "lan", "") for n, secret in enumerate(secrets)]
    insert(StationLink, ("station", "secret_sha", "label", "made_at", "made_by", "revoked_by"), rows)
    return (f"/radio/dai-{n}/{secret}/" for n, secret in enumerate(secrets))


def _posts(count: int, now: datetime) -> None:
    accounts.ensure("lan", Role.AUTHOR)
    accounts.ensure("minh", Role.APPROVER)
    rows: list[tuple[Slot, Rendered, int]] = []
    for n in range(count):
        due = now + timedelta(hours=2)
        channel = f"fb-{n % PAGES}"
        key = slot_key("tay", channel, "vi", due, n)
        slot = Slot(key, "tay", "", "bhxh-do", channel, "facebook", "vi", due, 0, Reason("", due, Turn(1, 1, 1)))
        rows.append((slot, Rendered(Payload("facebook", "vi", f"Bà con nhớ gia hạn thẻ BHYT. {n}"), _USES, 0), 0))
    with transaction.atomic():
        insert_posts(rows, Shelf(), Numbers(), by="lan", now=now)
    verdict = approve(find(Choice(kind="facebook"), ZONE), accounts.person("minh"), now=now, author_may_approve=False)
    if verdict.approved != count:
        raise RuntimeError(f"{verdict.approved} of {count} posts were approved")


_USES = Uses("bhxh-do", "Bảo hiểm xã hội cơ sở Đo")


def published() -> int:
    """How many of the posts for the Pages are out."""
    count = Post.objects.filter(kind="facebook", state="published").count()
    connections.close_all()
    return count


def pulls() -> int:
    """How many pulls the journal has."""
    count = Pull.objects.count()
    connections.close_all()
    return count


def stations_that_pulled() -> int:
    """How many stations are in the journal."""
    count = Pull.objects.values("station").distinct().count()
    connections.close_all()
    return count


def stopped_link(station: str) -> str:
    """The path of a link that was good once."""
    now = datetime.now(UTC)
    row, secret = links.make(station, by="lan", now=now)
    links.revoke(row.pk, by="lan", now=now)
    connections.close_all()
    return f"/radio/{station}/{secret}/"
