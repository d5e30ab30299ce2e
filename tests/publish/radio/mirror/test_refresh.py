"""The mirror of an office, from the queue to a web host: in its turn, and at once where something was taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.states import State
from scheduler.publish.radio.mirror.refresh import MirrorClock, _in_order, home, names_of
from scheduler.store.models import Notice, Post
from scheduler.store.queue.move import move
from scheduler.store.queue.withhold import withhold
from tests.sheets import STATION
from tests.store.campaigns import Desk, posts
from tests.store.radio.office import release

if TYPE_CHECKING:
    from tests.publish.radio.mirror.conftest import WebHost

FIRST_DAY = datetime(2021, 5, 6, 17, 30, tzinfo=UTC)
"""Half past midnight here, on the day of the first script."""


@pytest.fixture
def content(desk: Desk) -> Content:
    """The campaign's first two scripts, of two days, released the day before."""
    desk.queue()
    desk.approve()
    for post in posts(kind="radio")[:2]:
        release(post, FIRST_DAY - timedelta(hours=12))
    return desk.content


@pytest.fixture
def office(web_host: "WebHost", tmp_path: Path) -> Config:
    """A live office whose mirror lies on a web host."""
    config = Config.model_validate({"mode": "live", "var": tmp_path / "var", "content": tmp_path / "content"})
    return config.model_copy(update={"radio": config.radio.model_copy(update={"mirror": web_host.settings()})})


@pytest.fixture
def clock(office: Config) -> MirrorClock:
    settings = office.radio.mirror
    assert settings is not None
    return MirrorClock(office, settings, lambda: False)


def seen(web_host: "WebHost", office: Config) -> dict[str, str]:
    folder = web_host.root / "site" / names_of(office).current("dai-a")
    return {str(p.relative_to(folder)): p.read_text("utf-8-sig") for p in sorted(folder.rglob("*.txt"))}


def test_scripts_reach_the_web_host_under_the_stations_name(
    web_host: "WebHost", office: Config, clock: MirrorClock, content: Content
) -> None:
    report = clock.look(FIRST_DAY, content)
    assert report is not None and report.problem == "" and report.left == 0
    texts = seen(web_host, office)
    assert [name for name in texts if name.endswith("-vi.txt")] == [
        "2021-05-07/0600-1-vi.txt",
        "2021-05-08/0600-2-vi.txt",
    ]
    assert not list(web_host.root.rglob("*.part"))
    assert "dai-a" not in {path.name for path in (web_host.root / "site").iterdir()}


def test_it_waits_for_its_turn_unless_something_changed(
    office: Config, clock: MirrorClock, content: Content, web_host: "WebHost"
) -> None:
    minute = timedelta(minutes=1)
    assert clock.look(FIRST_DAY, content) is not None
    assert clock.look(FIRST_DAY + minute, content) is None
    move(posts(kind="radio")[0], State.RECALLED, by="minh", now=FIRST_DAY + minute, why="Sai số")
    assert clock.look(FIRST_DAY + 2 * minute, content) is not None
    assert "ĐỌC =" not in seen(web_host, office)["2021-05-07/0600-1-vi.txt"]
    withhold(posts(kind="radio")[1], by="minh", now=FIRST_DAY + 3 * minute, why="Chờ bản thay thế")
    assert clock.look(FIRST_DAY + 3 * minute, content) is not None
    assert "TẠM GIỮ" in seen(web_host, office)["2021-05-08/0600-2-vi.txt"]
    assert clock.look(FIRST_DAY + 4 * minute, content) is None
    assert clock.look(FIRST_DAY + 30 * minute, content) is not None


def test_a_script_past_its_day_is_gone_with_the_next_upload(
    web_host: "WebHost", office: Config, clock: MirrorClock, content: Content
) -> None:
    clock.look(FIRST_DAY, content)
    clock.look(FIRST_DAY + timedelta(days=1), content)
    assert not [name for name in seen(web_host, office) if name.startswith("2021-05-07")]


def test_what_is_not_released_never_reaches_the_host(
    web_host: "WebHost", office: Config, clock: MirrorClock, content: Content
) -> None:
    clock.look(FIRST_DAY, content)
    third = posts(kind="radio")[2]
    assert third.state == State.APPROVED
    everything = b"".join(path.read_bytes() for path in web_host.root.rglob("*") if path.is_file())
    assert third.key.encode() not in everything


def test_a_host_that_is_down_is_told_and_tried_again(
    web_host: "WebHost", office: Config, clock: MirrorClock, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = web_host.known_hosts.read_text()
    web_host.known_hosts.write_text("")
    report = clock.look(FIRST_DAY, content)
    assert report is not None and "known_hosts" in report.problem
    assert Notice.objects.get(kind="mirror").resolved_at is None
    web_host.known_hosts.write_text(known)
    assert clock.look(FIRST_DAY + timedelta(minutes=1), content) is None
    report = clock.look(FIRST_DAY + timedelta(minutes=20), content)
    assert report is not None and report.problem == "" and seen(web_host, office)
    assert Notice.objects.get(kind="mirror").resolved_at is not None


def test_another_posts_news_does_not_wake_the_mirror(clock: MirrorClock, content: Content) -> None:
    clock.look(FIRST_DAY, content)
    page: Post = posts(kind="facebook")[0]
    move(page, State.HELD, by="minh", now=FIRST_DAY, why="Chờ")
    assert clock.look(FIRST_DAY + timedelta(minutes=1), content) is None


def test_no_secret_of_the_mirror_is_logged_or_stored_in_the_open(
    office: Config, clock: MirrorClock, content: Content, caplog: Any
) -> None:
    clock.look(FIRST_DAY, content)
    key = (home(office) / "key.json").read_text()
    name = names_of(office).current("dai-a")
    assert name not in caplog.text and name not in key


def test_what_was_taken_back_comes_first_and_then_whoever_waits_longest() -> None:
    stations = [STATION.model_copy(update={"id": f"dai-{letter}"}) for letter in "cadb"]
    order = [station.id for station in _in_order(stations, {"dai-d"}, "dai-b")]
    assert order == ["dai-d", "dai-b", "dai-c", "dai-a"]
