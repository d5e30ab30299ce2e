"""An office with stations, their scripts and links, and the pull served over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction

from scheduler.config import Config
from scheduler.core.approval import Person, Role
from scheduler.core.outcome import Call, Sent
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.store import accounts, database
from scheduler.store.models import Post
from scheduler.store.payloads import Shelf
from scheduler.store.queue import act, claim
from scheduler.store.queue.approve import approve
from scheduler.store.queue.insert import Numbers, insert_posts
from scheduler.store.queue.revise import Revising, revise
from scheduler.store.radio import links

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 26, 4, 50, tzinfo=ZONE)
"""When tests begin, unless they say otherwise: the station's people come to read at five."""
DUE = datetime(2026, 11, 26, 5, 30, tzinfo=ZONE)
EVE = MORNING - timedelta(hours=12)
MINH = Person("minh", Role.APPROVER)
TEXT = (
    "Kính thưa bà con.\nMức đóng bảo hiểm y tế là 1.263.600 đồng một năm.\n"
    "Xin nhắc lại: càng đông càng giảm.\nXin trân trọng cảm ơn bà con."
)
READING = TEXT.replace("1.263.600", "một triệu hai trăm sáu mươi ba nghìn sáu trăm")


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the line."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class House:
    """One office: content with as many stations as tests need, a database, a clock."""

    def __init__(self, folder: Path, url: str, stations: int = 60) -> None:
        self.folder, self.clock = folder, folder / "clock"
        self._next = iter(range(stations))
        _content(folder / "content", stations)
        config = {"mode": "rehearsal", "database": url, "web": {"behind_proxy": True}}
        (folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        self.config = Config.load(folder / "config.yaml", env={})
        self.at(MORNING)
        database.use(url)
        accounts.ensure("lan", Role.AUTHOR)
        accounts.ensure("minh", Role.APPROVER)

    def at(self, now: datetime) -> datetime:
        """Let it be so late."""
        part = self.clock.with_suffix(".part")
        part.write_text(now.astimezone(UTC).isoformat(), encoding="ascii")
        part.replace(self.clock)
        return now

    def station(self) -> str:
        """A station that no other test knows."""
        return f"dai-{next(self._next)}"

    def link(self, station: str) -> str:
        """The path of a new link."""
        _, secret = links.make(station, by="lan", now=EVE)
        return f"/radio/{station}/{secret}/"

    def approved(self, station: str, due: datetime = DUE, text: str = TEXT, title: str = "Bảo hiểm y tế") -> Post:
        """A script that waits for its release."""
        key = slot_key("tay", station, "vi", due, 1)
        slot = Slot(key, "tay", "", "bhxh-thu", station, "radio", "vi", due, 60, Reason("", due, Turn(1, 1, 1)))
        reading = READING if text == TEXT else text
        payload = Payload("radio", "vi", text, reading, title=title, notes="Đọc chậm số tiền.")
        with transaction.atomic():
            rendered = Rendered(payload, Uses("bhxh-thu", "BHXH cơ sở Thử"), 60)
            insert_posts([(slot, rendered, 0)], Shelf(), Numbers(), by="lan", now=EVE - timedelta(days=1))
        post = Post.objects.select_related("payload", "uses").get(key=key)
        verdict = approve([post], MINH, now=EVE - timedelta(hours=1), author_may_approve=False, word="đúng")
        assert verdict.approved == 1, verdict.refused
        return fresh(post)

    def script(self, station: str, due: datetime = DUE, text: str = TEXT, title: str = "Bảo hiểm y tế") -> Post:
        """A script that is out."""
        return release(self.approved(station, due, text, title), min(EVE, due - timedelta(hours=12)))


def release(post: Post, now: datetime) -> Post:
    """Put a script out, as the radio carrier's answer does."""
    attempt = claim.begin(fresh(post), "release", "may-1", now, timedelta(minutes=2), visible=True)
    assert attempt is not None
    name = f"{post.channel}/{post.number}/{post.year}/{post.issue}"
    claim.finish(fresh(post), attempt, Sent(name, f"{name}.txt", now), Call(), "may-1", now)
    return fresh(post)


def revised(house: House, post: Post, now: datetime, *, text: tuple[str, str], reading: tuple[str, str]) -> Post:
    """A newer issue of a script, approved and not yet out: what is to stand for what, as written and as read."""
    payload = Payload("radio", "vi", TEXT.replace(*text), READING.replace(*reading), title="Bảo hiểm y tế")
    rendered = Rendered(payload, Uses("bhxh-thu", "BHXH cơ sở Thử"), 60)
    done = revise(Revising(lambda _: rendered, "lan", now, "ghi nhầm mức đóng"), fresh(post))
    assert len(done.made) == 1, done.left
    verdict = approve([fresh(done.made[0])], MINH, now=now, author_may_approve=False, word="đúng")
    assert verdict.approved == 1, verdict.refused
    return fresh(done.made[0])


def recall(post: Post, now: datetime, why: str = "sai mức đóng") -> Post:
    """Take a script back."""
    act.recall(fresh(post), "minh", now=now, why=why)
    return fresh(post)


def fresh(post: Post) -> Post:
    return Post.objects.select_related("payload", "uses").get(pk=post.pk)


@dataclass
class Served:
    """The house's pull, served by a process of its own."""

    house: House
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """One request on a connection of its own. `if_none_match` stands for `If-None-Match`."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            got = line.getresponse()
            return Reply(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            line.close()

    def tell(self, link: str, post: Post, what: str, **fields: str) -> Reply:
        """Send a form of the station's page."""
        known = {"number": str(post.number), "year": str(post.year), "rev": str(post.rev), "what": what}
        form = urlencode(known | {"day": f"{post.due.astimezone(ZONE):%Y-%m-%d}"} | fields)
        return self.ask(f"{link}told", "POST", form.encode(), content_type="application/x-www-form-urlencoded")

    def kill(self) -> None:
        """A power cut, as far as the process knows."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """The office goes home."""
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            if self.process.poll() is None:
                self.kill()


def start(house: House) -> Served:
    """Serve, and wait until somebody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.web.pull.serving", house.folder / "config.yaml", house.clock, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    served = Served(house, port, process)
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if served.ask("/radio/").status:
                return served
        except OSError:
            time.sleep(0.1)
    served.kill()
    raise RuntimeError("the pull did not start")


@contextmanager
def serving(house: House) -> Iterator[Served]:
    """Serve for a while."""
    served = start(house)
    try:
        yield served
    finally:
        served.stop()


def _content(folder: Path, stations: int) -> None:
    period = {"from": "2020-01-01", "name": "Bảo hiểm xã hội cơ sở Thử", "short_name": "BHXH Thử"}
    period |= {"phone": "0216 000 0099"}
    owners = [{"unit": "bhxh-thu", "from": "2020-01-01"}]
    slots = [{"id": "sang", "time": "05:30", "seconds": 600}]
    channels = [
        {"id": f"dai-{n}", "name": f"Đài truyền thanh xã Thử {n}", "area": f"Xã Thử {n}", "phone": "0216 000 1001",
         "owners": owners, "slots": slots} for n in range(stations)
    ]  # fmt: skip
    (folder / "channels").mkdir(parents=True)
    units = {"units": [{"id": "bhxh-thu", "level": "co_so", "periods": [period]}]}
    (folder / "units.yaml").write_text(yaml.safe_dump(units, allow_unicode=True), encoding="utf-8")
    (folder / "channels" / "stations.yaml").write_text(
        yaml.safe_dump({"stations": channels}, allow_unicode=True), encoding="utf-8"
    )
