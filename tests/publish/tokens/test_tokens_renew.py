"""`bhxh token`'s work: from a user's token to Page tokens in files, and the Pages run again."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.publish.answer import Answer
from scheduler.publish.tokens.exchange import managed_pages, user_token
from scheduler.publish.tokens.keep import store
from scheduler.publish.tokens.renew import Renewed, Row, renew
from scheduler.store.models import Attempt, Health, Pause, Post
from scheduler.store.pace import pause
from tests import pages
from tests.pages import NOW

MINUTE = timedelta(minutes=1)
LINK = "https://desk.example.vn"


def renewed(house: Any, at: Any = NOW, **more: Any) -> dict[str, Row]:
    rows = renew(house.reach(), pages.user_token(house), at, LINK, **more)
    return {row.page.id: row for row in rows}


def test_one_dead_token_among_a_hundred_pages_delays_nobody_and_loses_nothing(new_house: Any) -> None:
    """The other 99 publish on time; the dead one's posts go out after the renewal, each once, within the grace.

    One of its posts had its draft made before the token died: that draft is released, not made anew.
    """
    house = new_house(100)
    dead, due = house.channels[41], NOW + 30 * MINUTE
    for channel in house.channels:
        house.post(channel, due)
    house.post(dead, due + 10 * MINUTE, "Bài thứ hai.", ordinal=2)
    ticker = house.ticker()
    ticker.tick(due - 15 * MINUTE)  # all drafts lie at Facebook
    house.set_token(dead, state=460)
    for minute in range(0, 31, 5):
        ticker.tick(due + minute * MINUTE)
    published = Post.objects.filter(state=State.PUBLISHED)
    assert published.count() == 99 and not published.filter(channel=dead).exists()
    assert all(post.published_at == due for post in published)
    assert Pause.objects.get().channel == dead and house.seen(dead) == []

    rows = renewed(house, due + 31 * MINUTE)
    assert (rows[dead].result, rows[dead].resumed) == (Renewed.STORED, True)
    assert sum(row.resumed for row in rows.values()) == 1
    back = due + 32 * MINUTE
    ticker.tick(back)
    ticker.tick(back + 5 * MINUTE)
    assert Post.objects.exclude(state=State.PUBLISHED).count() == 0
    for channel in house.channels:
        seen = house.seen(channel)
        assert len(seen) == (2 if channel == dead else 1), channel
        assert len({post["id"] for post in seen}) == len({post["message"] for post in seen}) == len(seen)
    creations = [call for call in house.calls(dead) if call["edge"] == "feed" and call["method"] == "POST"]
    assert sum(call["executed"] for call in creations) == 2


def test_posts_whose_grace_is_over_are_not_sent_by_a_renewal(new_house: Any) -> None:
    house = new_house()
    channel, due = house.channels[0], NOW + 30 * MINUTE
    house.post(channel, due)
    house.set_token(channel, state=460)
    ticker = house.ticker()
    ticker.tick(due)
    late = due + house.config.publishing.grace + MINUTE
    renewed(house, late)
    ticker.tick(late)
    assert Post.objects.get().state == State.MISSED and house.seen(channel) == []


def test_files_are_for_their_owner_alone_and_hold_the_new_token(new_house: Any) -> None:
    house = new_house(2)
    renewed(house)
    for channel in house.channels:
        file = house.token_file(channel)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.read_text().strip() not in ("", house.token(channel))
    assert list(house.token_file("x").parent.glob(".*")) == []


def test_what_was_found_is_kept_and_says_when_it_ends(new_house: Any) -> None:
    house = new_house()
    renewed(house)
    kept = Health.objects.get(channel=house.channels[0])
    assert kept.well and "CREATE_CONTENT" in kept.report["tasks"] and kept.report["expires_at"] == 0


@pytest.mark.parametrize("short", [False, True])
def test_all_pages_of_a_user_are_found_through_every_list(new_house: Any, short: bool) -> None:
    house = new_house(250)
    if short:
        house.world.ask("faults", {"fault": "short-page", "edge": "accounts", "times": 2, "after": 0})
    reach = house.reach()
    found = [page.page_id for page in managed_pages(reach, pages.user_token(house), NOW)]
    assert sorted(found) == sorted(house.page_id(channel) for channel in house.channels)


def test_a_list_that_turns_in_a_circle_is_told_and_not_taken_for_its_end(new_house: Any) -> None:
    class Circle:
        def get_connections(self, *path: str, **args: Any) -> Answer:
            paging = {"cursors": {"after": "QVFI"}, "next": "https://graph.facebook.com/v26.0/me/accounts?after=QVFI"}
            return Answer(200, {"data": [], "paging": paging})

    reach = new_house().reach()
    reach.speak = lambda *_, **__: Circle()
    with pytest.raises(BhxhError, match="không có hồi kết"):
        list(managed_pages(reach, "EAAcircle", NOW))


def test_a_dry_run_changes_nothing(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    pause(channel, None, "mã hết hạn", NOW)
    rows = renewed(house, dry_run=True)
    assert rows[channel].result == Renewed.STORED and not rows[channel].resumed
    assert house.token_file(channel).read_text() == house.token(channel)
    assert Pause.objects.exists() and not Health.objects.exists()


def test_a_page_whose_secret_is_an_environment_variable_gets_a_file_and_a_line(new_house: Any) -> None:
    house = new_house(1, channels={})
    channel = house.channels[0]
    pause(channel, None, "chưa có mã", NOW)
    row = renewed(house)[channel]
    assert row.result == Renewed.NEEDS_LINE and row.place == house.config.var / "rehearsal/secrets" / f"{channel}.token"
    assert row.place is not None
    assert stat.S_IMODE(row.place.stat().st_mode) == 0o600 and stat.S_IMODE(row.place.parent.stat().st_mode) == 0o700
    assert Pause.objects.exists()  # config.yaml does not point there yet: it would only fail again


def test_a_page_that_the_user_does_not_manage_is_said_so(new_house: Any) -> None:
    house = new_house(2)
    stranger = "EAAsandboxstranger0123456789abcdefghijkl"
    mine = {"token": stranger, "user": "499"}
    house.world.ask("pages", {"id": house.page_id(house.channels[0]), "name": "x", "app": "777", "user_tokens": [mine]})
    rows = {row.page.id: row.result for row in renew(house.reach(), stranger, NOW, LINK)}
    assert rows == {house.channels[0]: Renewed.STORED, house.channels[1]: Renewed.NOT_MANAGED}


def test_a_user_who_may_not_create_content_gives_no_token(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    weak = "EAAsandboxanalyst0123456789abcdefghijklm"
    mine = {"token": weak, "user": "498", "tasks": ["ANALYZE"]}
    house.world.ask("pages", {"id": house.page_id(channel), "name": "x", "app": "777", "user_tokens": [mine]})
    (row,) = renew(house.reach(), weak, NOW, LINK)
    assert row.result == Renewed.BAD and row.report and row.report.findings[0].code == "task"
    assert house.token_file(channel).read_text() == house.token(channel)


def test_a_page_that_facebook_objects_to_stays_paused(new_house: Any) -> None:
    house = new_house()
    channel, due = house.channels[0], NOW + 30 * MINUTE
    house.post(channel, due)
    house.fails("error", channel, code=368, edge="feed", method="POST")
    house.ticker().tick(due)
    assert Attempt.objects.get(outcome="channeldown").code == 368
    row = renewed(house, due + MINUTE)[channel]
    assert row.result == Renewed.STORED and not row.resumed and Pause.objects.filter(channel=channel).exists()


def test_a_pause_that_ends_by_itself_is_left_alone(new_house: Any) -> None:
    house = new_house()
    pause(house.channels[0], NOW + 4 * 60 * MINUTE, "đăng quá nhanh", NOW)
    assert not renewed(house)[house.channels[0]].resumed and Pause.objects.exists()


@pytest.mark.parametrize("state", [{"state": "expired"}, {"state": 460}])
def test_a_dead_user_token_is_refused_in_words(new_house: Any, state: dict[str, Any]) -> None:
    house = new_house()
    house.world.ask("tokens", {"token": pages.user_token(house), **state})
    with pytest.raises(BhxhError) as refused:
        user_token(house.reach(), pages.user_token(house), NOW)
    assert "không dùng được" in refused.value.what and refused.value.fix
    assert pages.user_token(house) not in str(refused.value)


def test_a_page_token_is_not_taken_for_a_users(new_house: Any) -> None:
    house = new_house()
    with pytest.raises(BhxhError, match="mã của một trang"):
        user_token(house.reach(), house.token(house.channels[0]), NOW)


def test_a_system_users_token_needs_no_exchange(new_house: Any) -> None:
    house = new_house()
    system = "EAAsandboxsystem0123456789abcdefghijklmn"
    mine = {"token": system, "user": "497", "kind": "SYSTEM_USER"}
    house.world.ask("pages", {"id": house.page_id(house.channels[0]), "name": "x", "app": "777", "user_tokens": [mine]})
    assert user_token(house.reach(), system, NOW) == system
    assert [row.result for row in renew(house.reach(), system, NOW, LINK)] == [Renewed.STORED]


def test_neither_rows_nor_logs_hold_a_token(new_house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    house = new_house()
    rows = renewed(house)
    new = house.token_file(house.channels[0]).read_text().strip()
    for secret in (new, pages.user_token(house), pages.APP_SECRET, house.token(house.channels[0])):
        assert secret not in f"{rows!r} {caplog.text}"
    assert "fb_exchange_token=***" in caplog.text


def test_a_failed_write_leaves_the_old_token_whole(tmp_path: Path) -> None:
    place = tmp_path / "x.token"
    place.mkdir()  # nothing can be renamed onto a folder
    with pytest.raises(BhxhError, match="không ghi được"):
        store(place, "EAAnew")
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_to_the_real_file_is_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    store(tmp_path / "link", "EAAnew")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "EAAnew\n"
