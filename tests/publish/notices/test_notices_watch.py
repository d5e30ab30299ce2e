"""From the queue to a letter: what raises a notice, what closes it, and that no server holds up a tick."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.core.states import State
from scheduler.publish.machine import assemble
from scheduler.publish.notices import wake
from scheduler.publish.notices.carry import courier_of
from scheduler.publish.uptake import Uptake
from scheduler.store import clock, health, ways
from scheduler.store.models import Notice, Post, Seal
from scheduler.store.notices import acknowledge, open_notices
from scheduler.store.pace import pause, resume
from tests.pages import DAY, NOW, ZONE, House

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def kinds() -> list[tuple[str, str]]:
    return [(notice.kind, notice.subject) for notice in open_notices().exclude(kind="daily")]


def letters(made: House) -> list[str]:
    return [file.read_text("utf-8") for file in sorted((made.config.var / "rehearsal/notices").glob("*.txt"))]


def watch(made: House) -> Any:
    return assemble(made.config, made.content, Renderer(made.content, Style()), simulated=True).notices


def set_state(key: str, state: State, **more: Any) -> None:
    Post.objects.filter(key=key).update(state=state, why="Facebook không nhận nội dung này", **more)


@pytest.mark.parametrize(
    ("state", "more"),
    [(State.FAILED, {}), (State.MISSED, {}), (State.UNKNOWN, {"next_try": None}),
     (State.UNKNOWN, {"next_try": NOW, "unsure_since": NOW - HOUR})],
)  # fmt: skip
def test_a_post_that_needs_a_person_is_told_with_its_page_reason_remedy_and_link(
    new_house: Any, state: State, more: Any
) -> None:
    made = new_house()
    channel = made.channels[0]
    set_state(made.post(channel, NOW + 5 * HOUR), state, **more)
    watch(made).look(NOW)
    assert kinds() == [(state.value, channel)]
    (letter,) = letters(made)
    for words in (f"Trang {channel}", "Facebook không nhận nội dung này", "bhxh ", made.config.public_url):
        assert words in letter


def test_a_post_whose_doubt_is_young_is_left_to_the_machine_first(new_house: Any) -> None:
    made = new_house()
    set_state(made.post(made.channels[0], NOW), State.UNKNOWN, next_try=NOW, unsure_since=NOW - MINUTE)
    watch(made).look(NOW)
    assert kinds() == []


def test_many_posts_of_a_page_are_one_notice_and_a_further_one_is_news(new_house: Any) -> None:
    made, first = new_house(), None
    channel, looking = made.channels[0], watch(made)
    for n in range(1, 4):
        set_state(made.post(channel, NOW + DAY, f"Bài {n}.", n), State.FAILED)
        looking.look(NOW + n * HOUR)
        first = first or Notice.objects.get(kind="failed")
    assert Notice.objects.filter(kind="failed").count() == 1 and "3 bài" in Notice.objects.get(kind="failed").reason
    assert len(letters(made)) == 3 and first is not None and first.stage != Notice.objects.get(kind="failed").stage


def test_what_was_mended_is_closed(new_house: Any) -> None:
    made = new_house()
    key = made.post(made.channels[0], NOW + DAY)
    looking = watch(made)
    set_state(key, State.FAILED)
    looking.look(NOW)
    set_state(key, State.APPROVED)
    looking.look(NOW + MINUTE)
    assert kinds() == []


def test_a_paused_page_is_told_with_why_and_a_short_rest_is_not(new_house: Any) -> None:
    made = new_house(3)
    dead, spent, short = made.channels
    pause(dead, None, "mã hết hạn (190/463)", NOW)
    pause(spent, NOW + 4 * HOUR, "đăng quá nhanh", NOW)
    pause(short, NOW + 10 * MINUTE, "nghỉ một lát", NOW)
    looking = watch(made)
    looking.look(NOW)
    assert kinds() == [("paused", dead), ("paused", spent)]
    assert "mã hết hạn (190/463)" in letters(made)[0] and "bhxh token" in letters(made)[0]
    resume(dead)
    looking.look(NOW + 5 * HOUR)
    assert kinds() == []


def test_a_page_that_cannot_publish_is_told_within_the_hour_before_its_post(new_house: Any) -> None:
    made = new_house(3)
    paused, unwell, _fine = made.channels
    for channel in made.channels:
        made.post(channel, NOW + 3 * HOUR)
    pause(paused, None, "mã hết hạn", NOW - DAY)
    health.record(unwell, well=False, report={"why": "thiếu quyền pages_manage_posts"}, now=NOW)
    looking = watch(made)
    looking.look(NOW + HOUR)
    assert ("waiting", paused) not in kinds()
    looking.look(NOW + 2 * HOUR)
    assert [name for kind, name in kinds() if kind == "waiting"] == [paused, unwell]
    assert "thiếu quyền pages_manage_posts" in Notice.objects.get(kind="waiting", subject=unwell).reason


def test_a_limit_of_the_whole_app_is_told_for_the_pages_that_wait(new_house: Any) -> None:
    made = new_house()
    made.post(made.channels[0], NOW + 30 * MINUTE)
    pause("*facebook", NOW + 4 * HOUR, "ứng dụng đã gọi quá nhiều", NOW)
    watch(made).look(NOW)
    assert kinds() == [("paused", "*facebook"), ("waiting", made.channels[0])]


def test_unclean_content_is_told_until_it_is_clean(new_house: Any) -> None:
    made = new_house()
    worker = assemble(made.config, made.content, Renderer(made.content, Style())).worker
    uptake = Uptake(made.config, worker, Style())
    units = made.config.content / "units.yaml"
    clean = units.read_text("utf-8")
    units.write_text(clean.replace("level: co_so", "level: khong_co"), "utf-8")
    uptake.look(NOW)
    notice = open_notices().get()
    assert notice.kind == "content" and "units.yaml" in notice.reason and "bhxh check" in notice.remedy
    units.write_text(clean + "\n", "utf-8")
    uptake.look(NOW + MINUTE)
    assert not open_notices().exists()


def test_a_clock_that_stood_still_or_went_back_is_told_when_it_runs_again(new_house: Any) -> None:
    new_house()
    clock.beat(NOW)
    assert not wake.look(NOW + 5 * MINUTE, ZONE, "link")
    assert wake.look(NOW + 7 * HOUR, ZONE, "link")
    assert "10:00 23/11/2026 đến 17:00 23/11/2026" in open_notices().get().reason
    assert wake.look(NOW - HOUR, ZONE, "link") is True
    acknowledge(open_notices().earliest("pk").pk, "lan", NOW)
    assert "lùi" in Notice.objects.latest("pk").reason


def test_the_daily_notice_comes_once_a_day_and_carries_the_last_seal(new_house: Any) -> None:
    made = new_house()
    made.post(made.channels[0], NOW)
    ticker = made.ticker()
    seven = datetime(2026, 11, 24, 7, 0, tzinfo=ZONE)
    for minutes in (-60, -1, 0, 1, 600, 24 * 60):
        ticker.tick(seven + minutes * MINUTE)
    daily = list(Notice.objects.filter(kind="daily").order_by("pk"))
    assert [notice.subject for notice in daily] == ["2026-11-24", "2026-11-25"]
    first = daily[0]
    assert Seal.objects.filter(at__lte=seven).latest("id").hash in first.reason
    assert any(first.reason in letter for letter in letters(made))


def live(made: House, **notices: Any) -> Any:
    settings = made.config.notices.model_validate(notices | {"timeout": "1s"})
    return made.config.model_copy(update={"mode": "live", "notices": settings})


def test_a_failing_mail_server_is_tried_again_and_does_not_keep_the_webhook_from_its_letter(
    new_house: Any, mail_server: Any, hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_house()
    monkeypatch.setenv("HOOK", hook.url)
    server = mail_server("hangs-up")
    smtp = {"host": "127.0.0.1", "port": server.port, "from": "may@a.vn", "to": ["lan@a.vn"]}
    config = live(made, smtp=smtp, webhook="env:HOOK")
    pause(made.channels[0], None, "mã hết hạn", NOW)
    watch(made).survey.look(NOW)
    courier = courier_of(config, lambda: made.content)
    assert courier.carry(NOW) == 1 and len(hook.got) == 1
    assert courier.carry(NOW + 30 * timedelta(seconds=1)) == 0
    assert ways.state("smtp").fails == 1 and "máy chủ thư" in ways.state("smtp").error
    server.manner = "well"
    assert courier.carry(NOW + MINUTE) == 1 and len(server.letters) == 1 and len(hook.got) == 1
    assert ways.state("smtp").error == "" and courier.carry(NOW + 2 * MINUTE) == 0
    assert courier.carry(NOW + 5 * HOUR) == 2  # nobody acknowledged


def test_in_live_mode_a_tick_talks_to_no_mail_server(new_house: Any, mail_server: Any) -> None:
    made = new_house()
    server = mail_server("silent")
    smtp = {"host": "127.0.0.1", "port": server.port, "from": "may@a.vn", "to": ["lan@a.vn"]}
    config = live(made, smtp=smtp)
    pause(made.channels[0], None, "mã hết hạn", NOW)
    assemble(config, made.content, Renderer(made.content, Style()), simulated=True).tick(NOW)
    assert kinds() == [("paused", made.channels[0])] and ways.state("smtp") == ways.WayState()


def test_in_a_rehearsal_nothing_leaves_the_machine(
    new_house: Any, mail_server: Any, hook: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("HOOK", hook.url)
    server = mail_server()
    smtp = {"host": "127.0.0.1", "port": server.port, "from": "may@a.vn", "to": ["lan@a.vn"]}
    made = new_house(notices={"smtp": smtp, "webhook": "env:HOOK"})
    pause(made.channels[0], None, "mã hết hạn", NOW)
    made.ticker().tick(NOW)
    assert len(letters(made)) == 1 and server.heard == [] and hook.got == []
