"""`bhxh token` and `bhxh notices` as a person uses them."""

import json
import os
import stat
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.cli.main import bhxh
from scheduler.core.approval import Role
from scheduler.publish.practice import USER_TOKEN, PracticeToken, seed
from scheduler.store import accounts
from scheduler.store.models import Notice, Pause
from scheduler.store.notices import News, raise_notice
from scheduler.store.pace import pause
from tests.pages import APP_SECRET, NOW, user_token


def run(house: Any, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(bhxh, ["--config", str(house.file), *words], input=given)


def test_a_user_token_from_standard_input_renews_every_page_and_lets_it_run_again(new_house: Any) -> None:
    house = new_house(2)
    paused = house.channels[1]
    house.set_token(paused, state=460)
    pause(paused, None, "mật khẩu đã đổi", NOW)
    result = run(house, "token", given=user_token(house) + "\n")
    assert result.exit_code == 0, result.output
    assert result.output.count("✔ đã cất") == 2 and result.output.count("trang chạy tiếp") == 1
    assert not Pause.objects.exists()
    assert run(house, "doctor").exit_code == 0


def test_no_token_is_ever_printed(new_house: Any) -> None:
    house = new_house()
    shown = run(house, "token", given=user_token(house)).output
    shown += run(house, "token", "--json", given=user_token(house)).output
    new = house.token_file(house.channels[0]).read_text().strip()
    for secret in (new, user_token(house), house.token(house.channels[0]), APP_SECRET):
        assert secret not in shown


@pytest.mark.parametrize("source", ["env", "file"])
def test_the_token_may_lie_in_a_variable_or_a_file(
    new_house: Any, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = new_house()
    monkeypatch.setenv("FB_USER", user_token(house))
    (house.folder / "user").write_text(user_token(house))
    where = {"env": "env:FB_USER", "file": f"file:{house.folder / 'user'}"}[source]
    assert run(house, "token", "--from", where).exit_code == 0


@pytest.mark.parametrize("words", [("EAABsecret0123456789",), ("--from", "EAABsecret0123456789")])
def test_a_token_on_the_command_line_is_refused_and_not_repeated(new_house: Any, words: tuple[str, ...]) -> None:
    house = new_house()
    command = [sys.executable, "-m", "scheduler", "--config", str(house.file), "token", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ | {"PYTHONUTF8": "1"})
    assert done.returncode == 1 and "secret" not in done.stderr + done.stdout
    assert done.stderr.startswith("bhxh: ") and "→" in done.stderr


def test_what_is_no_single_line_is_refused(new_house: Any) -> None:
    house = new_house()
    for given in ("", "EAAone\nEAAtwo\n"):
        result = run(house, "token", given=given)
        assert result.exit_code == 1 and "EAA" not in result.output


def test_without_the_app_s_secret_it_says_what_to_set_before_asking_for_anything(new_house: Any) -> None:
    house = new_house()
    house.file.write_text(house.file.read_text("utf-8").replace("app_secret: file:app.secret", "app_secret: null"))
    result = run(house, "token", given=user_token(house))
    assert result.exit_code == 1 and "chưa có mã và khóa của ứng dụng" in str(result.exception)


def test_a_dry_run_says_what_it_would_do(new_house: Any) -> None:
    house = new_house()
    result = run(house, "token", "--dry-run", given=user_token(house))
    assert result.exit_code == 0 and "sẽ cất" in result.output
    assert house.token_file(house.channels[0]).read_text() == house.token(house.channels[0])


def test_the_line_that_config_needs_is_printed(new_house: Any) -> None:
    house = new_house(1, channels={})
    channel = house.channels[0]
    result = run(house, "token", given=user_token(house))
    place = house.config.var / "rehearsal" / "secrets" / f"{channel}.token"
    assert result.exit_code == 1 and f'{channel}: {{token: "file:{place}"}}' in result.output
    house.file.write_text(house.file.read_text("utf-8").replace("channels: {}", result_lines(result.output)))
    assert run(house, "doctor").exit_code == 0


def result_lines(output: str) -> str:
    lines = output.splitlines()
    begin = lines.index("channels:")
    return "\n".join(lines[begin : begin + 2])


def test_json_names_each_page_and_what_became_of_it(new_house: Any) -> None:
    house = new_house(2)
    rows = [json.loads(line) for line in run(house, "token", "--json", given=user_token(house)).output.splitlines()]
    assert [(row["channel"], row["result"], row["resumed"]) for row in rows] == [
        (channel, "stored", False) for channel in house.channels
    ]


def test_in_a_rehearsal_with_the_sandbox_the_practice_user_renews_practice_tokens(new_house: Any) -> None:
    house = new_house(2)
    port = house.world.url.rsplit(":", 1)[1].strip("/")
    text = house.file.read_text("utf-8").replace("app_id: '777'", "app_id: '1'")
    house.file.write_text(f"{text}sandbox: {{port: {port}}}\n".replace(f"graph_url: {house.world.url}", "threads: 2"))
    house.world.ask("pages", seed(house.content.channels.values()))
    dead = house.channels[0]
    house.world.ask("tokens", {"token": PracticeToken(house.page_id(dead)).resolve(), "state": "expired"})
    assert run(house, "doctor").exit_code == 1
    result = run(house, "token", given=USER_TOKEN)
    assert "✔ đã cất" in result.output, result.output
    kept = house.config.var / "rehearsal" / "secrets" / f"{dead}.token"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert run(house, "doctor").exit_code == 0, run(house, "doctor").output
    kept.write_text("EAAreal-token-that-strayed-here")
    assert PracticeToken(house.page_id(dead), kept).resolve().startswith("tap-duot-")


def test_notices_are_listed_and_acknowledged_by_name(new_house: Any) -> None:
    house = new_house()
    accounts.ensure("lan", Role.AUTHOR)
    assert "Không có việc gì" in run(house, "notices").output
    raise_notice(News("paused", "fb-a", "Trang A tạm dừng", "bhxh token"), NOW)
    number = str(Notice.objects.get().pk)
    assert "Trang A tạm dừng" in run(house, "notices").output
    assert "cần biết ai" in str(run(house, "notices", "--ack", number).exception)
    assert run(house, "notices", "--ack", number, "--by", "lan").exit_code == 0
    row = json.loads(run(house, "notices", "--json").output)
    assert row["acked_by"] == "lan" and row["subject"] == "fb-a"
