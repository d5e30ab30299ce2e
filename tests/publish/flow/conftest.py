"""The machine as a whole: a real database, a real sandbox over HTTP, the tick that `run` calls; only `now` is ours."""

import hashlib
import io
import itertools
import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from scheduler.config import Config, Facebook, Publishing
from scheduler.core.approval import Person, Role
from scheduler.core.channel import Page
from scheduler.core.content import Content
from scheduler.core.post import Payload, Picture, Rendered, Uses
from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.core.states import State
from scheduler.library import load
from scheduler.publish.machine import assemble
from scheduler.publish.practice import PracticeToken
from scheduler.publish.tick import Ticker
from scheduler.publish.worker import Pass
from scheduler.sandbox.process import SandboxProcess, running
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.store.queue.by_hand import write_by_hand
from scheduler.store.queue.claim import next_event

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
EVE = DUE - timedelta(days=2)
MINUTE = timedelta(minutes=1)
MINH = Person("minh", Role.APPROVER)
LAN = Person("lan", Role.AUTHOR)
_PAGES = itertools.count(71550000000001)

UNIT = """
units:
  - id: bhxh-thu
    level: huyen
    periods:
      - {from: 2020-01-01, name: Bảo hiểm xã hội huyện Thử, short_name: BHXH Thử, phone: "0216 000 0099"}
"""


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with running(tmp_path_factory.mktemp("graph") / "data") as process:
        yield process


@pytest.fixture(scope="session")
def plain_content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    folder = tmp_path_factory.mktemp("content")
    (folder / "units.yaml").write_text(UNIT, encoding="utf-8")
    return load(folder)


@dataclass
class House:
    """A machine that carries posts to a few Pages of the sandbox."""

    url: str
    config: Config
    content: Content
    pages: list[str]
    ticker: Ticker = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """As after a crash: nothing is known but what the database and the Pages hold."""
        self.ticker = assemble(self.config, self.content, Renderer(self.content, Style()), simulated=True)

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}_sandbox/{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def page_id(self, page: int = 0) -> str:
        channel = self.content.channels[self.pages[page]]
        assert isinstance(channel, Page)
        return channel.page_id

    def fails(self, fault: str, page: int = 0, **rule: Any) -> None:
        """Let calls of a Page fail; `times=1` unless said otherwise."""
        self.ask("faults", {"fault": fault, "page": self.page_id(page), "times": 1} | rule)

    def token_state(self, state: Any, page: int = 0) -> None:
        self.ask("tokens", {"token": PracticeToken(self.page_id(page)).resolve(), "state": state})

    def graph(self, path: str, now: datetime, method: str = "POST", page: int = 0, **data: str) -> Any:
        """A call by somebody else than our machine: a person at the Page."""
        headers = {"Authorization": f"Bearer {PracticeToken(self.page_id(page)).resolve()}"}
        headers |= {"X-Sandbox-Now": now.isoformat(), "Content-Type": "application/json"}
        body = json.dumps(data).encode() if method == "POST" else None
        request = urllib.request.Request(f"{self.url}v26.0/{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def calls(self, page: int = 0) -> list[str]:
        told = self.ask(f"journal?page={self.page_id(page)}")["calls"]
        return [f"{call['method']} {call['edge']}" for call in told]

    def seen(self, page: int = 0) -> list[dict[str, Any]]:
        """Every post that a fan of the Page could ever see."""
        return cast("list[dict[str, Any]]", self.ask(f"journal?page={self.page_id(page)}")["posts"])

    def shown(self, page: int = 0) -> list[tuple[str, str]]:
        """What fans of the Page saw: words, and minutes and seconds from DUE."""
        ahead = [datetime.fromisoformat(post["visible_at"]) - DUE for post in self.seen(page)]
        return [(post["message"], str(late)) for post, late in zip(self.seen(page), ahead, strict=True)]

    def drafts(self, page: int = 0) -> int:
        return int({one["id"]: one for one in self.ask("state")["pages"]}[self.page_id(page)]["drafts"])

    def photo(self, name: str, colour: str = "red", size: int = 8, **save: Any) -> Picture:
        content = io.BytesIO()
        Image.new("RGB", (size, size), colour).save(content, "JPEG", **save)
        media = self.config.content / "media"
        media.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(content.getvalue())
        return Picture(name, hashlib.sha256(content.getvalue()).hexdigest(), f"ảnh {name}")

    def post(self, text: str = "Bà con nhớ gia hạn thẻ BHYT.", *photos: Picture, page: int = 0, late: int = 0,
             link: str = "", state: State = State.APPROVED) -> str:  # fmt: skip
        """A post for a Page, due `late` minutes after DUE; its key."""
        payload = Payload("facebook", "vi", text, link=link, photos=photos)
        channel, due = self.content.channels[self.pages[page]], DUE + late * MINUTE
        rendered = Rendered(payload, Uses("bhxh-thu", "BHXH huyện Thử"))
        key = write_by_hand(self.content, channel, due, rendered, person=LAN, now=EVE, zone=ZONE)
        if state == State.APPROVED:
            approve([get(key)], MINH, now=EVE, author_may_approve=False)
        return key

    def tick(self, now: datetime) -> Pass:
        return self.ticker.tick(now)

    def play(self, since: datetime = DUE - 15 * MINUTE, until: datetime = DUE + timedelta(hours=3)) -> None:
        """Tick as `run` does, every half minute, but only at instants at which something can happen."""
        now: datetime | None = since
        while now is not None and now <= until:
            self.tick(now)
            event = next_event(now, self.ticker.worker.leads)
            now = max(event, now + MINUTE / 2) if event else None


def get(key: str) -> Post:
    return Post.objects.select_related("payload", "uses").get(key=key)


@pytest.fixture
def house_of(graph: SandboxProcess, plain_content: Content, tmp_path: Path, db: str) -> Callable[..., House]:
    def make(protocol: Any = "two-phase", pages: int = 1, **changes: Any) -> House:
        names = [f"trang-{number}" for number in range(pages)]
        owners = [{"unit": "bhxh-thu", "from": "2020-01-01"}]
        channels = {
            name: Page.model_validate({"id": name, "name": name, "page_id": str(next(_PAGES)), "owners": owners})
            for name in names
        }
        content = Content(
            digest="thu", units=plain_content.units, channels=channels, facts=plain_content.facts, messages={},
            campaigns={}, calendar=plain_content.calendar,
        )  # fmt: skip
        seconds = timedelta(seconds=1)
        told = {"protocol": protocol, "connect_timeout": 2 * seconds, "read_timeout": seconds * 0.4, "threads": 4}
        config = Config(
            content=tmp_path / "content", var=tmp_path / "var", database=db,
            facebook=Facebook(**(told | changes)), publishing=Publishing(),
        ).at_sandbox(graph.url)  # fmt: skip
        house = House(graph.url, config, content, names)
        for name, page in channels.items():
            token = PracticeToken(page.page_id).resolve()
            house.ask("pages", {"id": page.page_id, "name": name, "token": token})
        return house

    return make


@pytest.fixture
def house(house_of: Callable[..., House]) -> House:
    return house_of()
