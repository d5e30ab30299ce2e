"""`bhxh doctor`: what it looks at, what it says, and what it leaves alone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.cli.main import bhxh
from scheduler.core.states import State
from scheduler.store import clock, ways
from scheduler.store.models import Health, Notice, Post
from scheduler.store.pace import pause
from tests.pages import APP_SECRET, DAY, NOW


def run(house: Any, *words: str) -> Result:
    return CliRunner().invoke(bhxh, ["--config", str(house.file), *words], catch_exceptions=False)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.output.splitlines()]


def configure(house: Any, old: str, new: str) -> None:
    house.file.write_text(house.file.read_text("utf-8").replace(old, new), "utf-8")


def test_a_machine_whose_pages_are_well_is_ready(new_house: Any) -> None:
    house = new_house(3)
    result = run(house, "doctor")
    assert result.exit_code == 0
    for words in ("Cấu hình", "Nội dung", "Cơ sở dữ liệu", "Ổ đĩa", "Đồng hồ", "Hàng đợi"):
        assert words in result.output
    assert result.output.count("mã truy cập dùng được") == 3
    assert Health.objects.filter(well=True).count() == 3


def test_each_finding_names_the_page_the_reason_and_the_step_in_both_languages(new_house: Any) -> None:
    house = new_house(2)
    dead = house.channels[0]
    house.set_token(dead, state=460)
    result = run(house, "doctor")
    assert result.exit_code == 1
    why = ("mật khẩu của tài khoản quản trị trang đã đổi (190/460)", "password was changed")
    step = ("→ lấy lại mã truy cập: bhxh token", "get a new token: bhxh token")
    for words in (f"Trang {dead} ({dead})", *why, *step):
        assert words in result.output
    assert Notice.objects.get(kind="token").subject == dead


def test_json_gives_a_line_for_each_finding(new_house: Any) -> None:
    house = new_house()
    house.set_token(house.channels[0], scopes=[])
    found = rows(run(house, "doctor", "--json"))
    bad = [row for row in found if not row["well"]]
    assert [(row["code"], row["level"]) for row in bad] == [("scope", "bad")]
    assert {"what", "well", "seen", "step", "seen_en", "step_en", "level", "code"} <= bad[0].keys()


def test_it_asks_facebook_two_things_of_each_page_and_changes_nothing(new_house: Any) -> None:
    house = new_house(2)
    before = len(house.world.ask("journal")["calls"])
    run(house, "doctor")
    calls = house.world.ask("journal")["calls"][before:]
    assert sorted(call["edge"] for call in calls) == ["debug_token", "debug_token", "page", "page"]
    assert {call["method"] for call in calls} == {"GET"}


def test_without_the_app_secret_it_says_what_it_could_not_ask(new_house: Any) -> None:
    house = new_house()
    configure(house, "app_secret: file:app.secret", "app_secret: null")
    result = run(house, "doctor")
    assert result.exit_code == 0 and "chỉ kiểm được mã là của trang nào" in result.output


def test_a_sandbox_that_is_not_running_is_said_so_and_is_no_failure(new_house: Any) -> None:
    house = new_house(4)
    configure(house, f"graph_url: {house.world.url}", "graph_url: http://127.0.0.1:9/")
    house.file.write_text(house.file.read_text("utf-8") + "sandbox: {port: 9}\n", "utf-8")
    result = run(house, "doctor")
    assert result.exit_code == 0 and "bhxh sandbox" in result.output and "is not running" in result.output
    assert not Health.objects.exists()


def test_a_network_that_is_down_is_one_finding_and_not_one_for_each_page(new_house: Any) -> None:
    house = new_house(4)
    configure(house, f"graph_url: {house.world.url}", "graph_url: http://127.0.0.1:9/")
    found = [row for row in rows(run(house, "doctor", "--json")) if row["code"] == "unreached"]
    assert len(found) == 1 and not found[0]["well"]


def test_the_queue_s_trouble_is_counted_with_the_command_that_shows_it(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    for n, state in enumerate((State.FAILED, State.FAILED, State.MISSED, State.UNKNOWN, State.APPROVED), 1):
        key = house.post(channel, NOW - 9 * DAY, f"Bài {n}.", n)
        Post.objects.filter(key=key).update(state=state)
    output = run(house, "doctor").output
    for words in ("2 bài không đăng được", "1 bài lỡ giờ", "1 bài chưa rõ", "1 bài quá giờ mà chưa gửi",
                  "bhxh log --state failed", "bhxh log --state unknown", "bhxh log --state missed"):  # fmt: skip
        assert words in output


def test_a_paused_page_is_shown_with_its_reason_and_the_remedy(new_house: Any) -> None:
    house = new_house()
    pause(house.channels[0], None, "mã hết hạn (190/463)", NOW)
    result = run(house, "doctor")
    assert result.exit_code == 1
    assert "mã hết hạn (190/463)" in result.output and f"bhxh retry --channel {house.channels[0]}" in result.output


def test_live_mode_refuses_examples_and_says_when_nobody_is_told(new_house: Any) -> None:
    house = new_house()
    configure(house, "mode: rehearsal", "mode: live")
    configure(house, "sqlite3", "live.sqlite3")
    units = house.config.content / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("- from:", "- example: true\n    from:"), "utf-8")
    result = run(house, "doctor")
    assert result.exit_code == 1
    assert "còn là ví dụ" in result.output and "không ai được báo" in result.output


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://truyenthong.example.vn", True),
        ("https://truyenthong.example.vn", False),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
    ],
)
def test_passwords_over_an_open_line_are_no_way_to_go_live(new_house: Any, address: str, told: bool) -> None:
    house = new_house(0)
    configure(house, "mode: rehearsal", f"mode: live\npublic_url: {address}")
    configure(house, "sqlite3", "live.sqlite3")
    result = run(house, "doctor")
    assert ("mật khẩu đi qua mạng không mã hóa" in result.output) is told
    assert ("không tự mở https được" in result.output) is address.startswith("https")
    assert "chưa ai đăng nhập được" in result.output and "bhxh account password" in result.output


@pytest.mark.parametrize(
    ("mode", "ahead", "words"),
    [
        ("live", 1, "sau giờ của máy này"),
        ("rehearsal", 1, "đồng hồ mô phỏng"),
        ("live", -1, "đang không chạy: bhxh run"),
    ],
)
def test_a_clock_that_stands_or_is_wrong_shows(new_house: Any, mode: str, ahead: int, words: str) -> None:
    house = new_house(0)
    configure(house, "mode: rehearsal", f"mode: {mode}")
    configure(house, "sqlite3", f"{mode}.sqlite3")
    run(house, "doctor")
    clock.beat(datetime.now(UTC) + ahead * DAY)
    assert words in run(house, "doctor").output


def test_a_mail_server_that_fails_shows(new_house: Any) -> None:
    house = new_house()
    ways.take("folder", NOW, DAY)
    ways.failed("folder", "không ghi được vào thư mục", NOW)
    assert "danh sách chung: không ghi được vào thư mục, hỏng 1 lần liền" in run(house, "doctor").output


def test_a_probe_says_what_holds_prints_the_line_and_keeps_it_for_the_desk(new_house: Any) -> None:
    house = new_house()
    channel = house.channels[0]
    result = run(house, "doctor", "--probe", channel)
    assert result.exit_code == 0
    assert "protocol: two-phase" in result.output and "protocol: handover" in result.output
    assert "không thử, vì sẽ hiện bài" in result.output
    kept = Health.objects.get(channel=channel)
    assert kept.probe["recommended"] == "two-phase" and kept.probe["clean"] and kept.probed_at
    assert house.seen(channel) == []


def test_a_probe_that_leaves_something_says_what_and_fails(new_house: Any) -> None:
    house = new_house()
    house.fails("error", house.channels[0], code=2, edge="post", method="DELETE")
    result = run(house, "doctor", "--probe", house.channels[0])
    assert result.exit_code == 1 and "Meta Business Suite" in result.output
    assert Notice.objects.get(kind="probe").resolved_at is None


def test_a_probe_of_no_page_names_the_nearest(new_house: Any) -> None:
    house = new_house()
    wrong = house.channels[0][:-1] + "x"
    result = CliRunner().invoke(bhxh, ["--config", str(house.file), "doctor", "--probe", wrong])
    assert house.channels[0] in str(result.exception)


@pytest.mark.parametrize("words", [("doctor",), ("doctor", "--json")])
def test_no_secret_is_ever_shown(new_house: Any, words: tuple[str, ...]) -> None:
    house = new_house()
    house.set_token(house.channels[0], state=467)
    output = run(house, *words).output
    assert house.token(house.channels[0]) not in output and APP_SECRET not in output
