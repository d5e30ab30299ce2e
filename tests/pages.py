"""A machine with so many Pages, and a sandbox that knows them: for tests of tokens, doctor and notices."""

import json
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.db import connections, transaction

from scheduler.cli.office import kind_rules
from scheduler.config import Config
from scheduler.core.approval import Person, Role
from scheduler.core.content import Content
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.render import Renderer
from scheduler.core.slot import Reason, Slot, Turn, slot_key
from scheduler.core.speech import Style
from scheduler.library import load
from scheduler.publish.machine import assemble
from scheduler.publish.tick import Ticker
from scheduler.publish.tokens.reach import Reach
from scheduler.sandbox.process import running
from scheduler.store import accounts, database
from scheduler.store.find import Choice, find
from scheduler.store.payloads import Shelf
from scheduler.store.queue.approve import approve
from scheduler.store.queue.insert import Numbers, insert_posts

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
APP_ID, APP_SECRET = "777", "sandbox-app-secret-0123456789abcdef"
USER_TOKEN = "EAAsandboxuser0123456789abcdefghijklmnop"
MINH = Person("minh", Role.APPROVER)


@dataclass
class World:
    """A sandbox process; each test brings Pages of its own."""

    url: str
    pages: int = 0

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}_sandbox/{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A sandbox with our app in it."""
    seed = {"apps": [{"id": APP_ID, "secret": APP_SECRET}], "pages": []}
    (folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    with running(folder / "data", seed=folder / "seed.json") as process:
        yield World(process.url)


@dataclass
class House:
    """A machine: its configuration, its content and, in the world's sandbox, its Pages."""

    world: World
    folder: Path
    config: Config
    content: Content

    @property
    def file(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def channels(self) -> list[str]:
        return sorted(self.content.channels)

    def page_id(self, channel: str) -> str:
        return str(self.content.channels[channel].page_id)  # type: ignore[attr-defined]  # all are Pages here

    def token(self, channel: str) -> str:
        return f"EAAsandboxfirst{self.page_id(channel)}0123456789"

    def token_file(self, channel: str) -> Path:
        return self.folder / "tokens" / f"{channel}.token"

    def reach(self, **changes: Any) -> Reach:
        config = self.config.model_copy(update={"facebook": self.config.facebook.model_copy(update=changes)})
        return Reach(config, dict(self.content.channels), simulated=True)

    def set_token(self, channel: str, **state: Any) -> None:
        self.world.ask("tokens", {"token": self.token(channel), **state})

    def fails(self, fault: str, channel: str, **rule: Any) -> None:
        self.world.ask("faults", {"fault": fault, "page": self.page_id(channel), **rule})

    def calls(self, channel: str) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self.journal(channel)["calls"])

    def seen(self, channel: str) -> list[dict[str, Any]]:
        """Every post that a fan of this Page could ever see."""
        return cast("list[dict[str, Any]]", self.journal(channel)["posts"])

    def journal(self, channel: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self.world.ask(f"journal?page={self.page_id(channel)}"))

    def ticker(self) -> Ticker:
        return assemble(self.config, self.content, Renderer(self.content, Style()), simulated=True)

    def post(self, channel: str, due: datetime, text: str = "Bà con nhớ gia hạn thẻ BHYT.", ordinal: int = 1) -> str:
        """An approved post, written by Lan."""
        accounts.ensure("lan", Role.AUTHOR)
        accounts.ensure("minh", Role.APPROVER)
        key = slot_key("tay", channel, "vi", due, ordinal)
        turn = Reason("", due, Turn(1, 1, 1))
        slot = Slot(key, "tay", "", "bhxh-thu", channel, "facebook", "vi", due, 0, turn)
        rendered = Rendered(Payload("facebook", "vi", text), Uses("bhxh-thu", "BHXH Thử"))
        with transaction.atomic():
            insert_posts([(slot, rendered, 0)], Shelf(), Numbers(), by="lan", now=due - DAY)
        approve(list(find(Choice(keys=(key,)), ZONE)), MINH, now=due - DAY, author_may_approve=False, word="đúng")
        return key


def house(world: World, folder: Path, count: int, **settings: Any) -> House:
    """A rehearsing machine with `count` Pages whose tokens lie in files; `settings` go over its configuration."""
    first = world.pages
    world.pages += count
    numbers = range(first, first + count)
    channels = [(f"fb-{number:05}", f"99{number:08}") for number in numbers]
    _content(folder / "content", channels)
    sections = {
        "mode": "rehearsal", "content": "content", "var": "var",
        "facebook": {
            "graph_url": world.url, "app_id": APP_ID, "app_secret": "file:app.secret", "prepare_ahead": "15m",
            "connect_timeout": "2s", "read_timeout": "2s",
        },
        "channels": {channel: {"token": f"file:tokens/{channel}.token"} for channel, _ in channels},
    } | settings  # fmt: skip
    (folder / "config.yaml").write_text(yaml.safe_dump(sections, allow_unicode=True), encoding="utf-8")
    (folder / "app.secret").write_text(APP_SECRET, encoding="utf-8")
    (folder / "app.secret").chmod(0o600)
    config = Config.load(folder / "config.yaml", env={})
    content = load(folder / "content", kinds=kind_rules(), zone=ZONE, cache=folder / "cache")
    made = House(world, folder, config, content)
    _tokens(made)
    _plant(made, world)
    return made


def _content(folder: Path, channels: Sequence[tuple[str, str]]) -> None:
    period = {"from": "2020-01-01", "name": "Bảo hiểm xã hội cơ sở Thử", "short_name": "BHXH Thử"}
    owners = [{"unit": "bhxh-thu", "from": "2020-01-01"}]
    pages = [
        {"id": channel, "name": f"Trang {channel}", "page_id": page, "owners": owners} for channel, page in channels
    ]
    (folder / "channels").mkdir(parents=True)
    units = {"units": [{"id": "bhxh-thu", "level": "co_so", "periods": [period]}]}
    (folder / "units.yaml").write_text(yaml.safe_dump(units, allow_unicode=True), encoding="utf-8")
    (folder / "channels" / "pages.yaml").write_text(yaml.safe_dump({"pages": pages}), encoding="utf-8")


def _tokens(made: House) -> None:
    (made.folder / "tokens").mkdir()
    for channel in made.channels:
        made.token_file(channel).write_text(made.token(channel), encoding="utf-8")
        made.token_file(channel).chmod(0o600)


def _plant(made: House, world: World) -> None:
    """Each Page with a token of its own, managed by one user: `user_token(made)`."""
    pages = [
        {
            "id": made.page_id(channel), "name": f"Trang {channel}", "app": APP_ID, "token": made.token(channel),
            "user_tokens": [{"token": user_token(made), "user": f"3{made.page_id(channel)}"}],
        }
        for channel in made.channels
    ]  # fmt: skip
    world.ask("pages", pages)


def user_token(made: House) -> str:
    """The token of the user who manages this house's Pages."""
    return f"{USER_TOKEN}{made.page_id(made.channels[0])}"


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One sandbox for all tests; each has Pages of its own in it."""
    with world(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def new_house(sandbox: World, tmp_path: Path, sqlite_url: str) -> Iterator[Callable[..., House]]:
    """Make a machine with so many Pages, its database open."""

    def make(count: int = 1, **settings: object) -> House:
        made = house(sandbox, tmp_path / "house", count, **{"database": sqlite_url, **settings})
        database.use(made.config.database)
        return made

    (tmp_path / "house").mkdir()
    yield make
    connections.close_all()
