"""A whole campaign on a simulated clock, in processes of their own, over real HTTP into the sandbox."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Terminal

REPOSITORY = Path(__file__).parents[2]


def rehearsed(path: Path, capsys: pytest.CaptureFixture[str], database: str = "") -> Terminal:
    terminal = Terminal(path, capsys)
    terminal.database = database
    answer = terminal.spawn("rehearse", "thu", "--json")
    assert answer.code == 0, answer.err
    said = json.loads(answer.out)
    assert (said["published_now"], said["whole"]) == (12, True)
    return terminal


def log_of(terminal: Terminal) -> str:
    answer = terminal.spawn("log", "thu", "--json")
    assert answer.code == 0, answer.err
    return answer.out


def test_the_log_of_a_rehearsal_is_the_same_twice_and_on_both_databases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], postgres_url: str
) -> None:
    logs = [
        log_of(rehearsed(tmp_path / "một", capsys)),
        log_of(rehearsed(tmp_path / "hai", capsys)),
        log_of(rehearsed(tmp_path / "ba", capsys, postgres_url)),
    ]
    assert len(logs[0].splitlines()) == 12
    assert logs[0] == logs[1] == logs[2]


def test_a_second_rehearsal_publishes_nothing_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = rehearsed(tmp_path, capsys)
    before = log_of(terminal)
    again = terminal.spawn("rehearse", "thu")
    assert again.code == 0, again.err
    assert "Lần này đăng và phát hành 0 bài; thêm 0 bài vào hàng đợi." in again.out
    assert "Nhật ký nguyên vẹn." in again.out
    assert log_of(terminal) == before
    assert terminal.good("log", "--verify").code == 0


def test_a_campaign_that_is_live_is_not_rehearsed(terminal: Terminal) -> None:
    terminal.configure("mode: live")
    answer = terminal.bhxh("rehearse", "thu")
    assert answer.code == 1
    assert answer.err.startswith("bhxh: ")


def test_the_founding_campaign_goes_out_whole(terminal: Terminal) -> None:
    terminal.config.write_text(f"content: {REPOSITORY / 'content'}\nvar: var\nsandbox: {{port: 0}}\n", encoding="utf-8")
    answer = terminal.spawn("rehearse", "thang-5-2021", "--json")
    assert answer.code == 0, answer.err
    said = json.loads(answer.out)
    planned = sum(unit["planned"] for unit in said["units"])
    assert planned == said["added"] == said["approved"] == said["published_now"] > 500
    assert (said["unrendered"], said["refused"], said["faults"], said["whole"]) == ([], [], [], True)
    assert len(said["units"]) == 10
    assert all(unit["published"] == 25 and unit["failed"] == 0 for unit in said["units"])
    rows = terminal.good("log", "thang-5-2021", "--json").rows
    assert len(rows) == planned
    assert len({row["key"] for row in rows}) == len({(row["channel"], row["remote_id"]) for row in rows}) == planned
    assert all(row["approved_by"] and row["remote_id"] and row["published_at"] for row in rows)


def test_two_terminals_that_queue_at_the_same_moment_end_with_one_set_of_posts(
    terminal: Terminal, postgres_url: str
) -> None:
    terminal.database = postgres_url
    terminal.staff()
    both = [
        subprocess.Popen(
            terminal.command("queue", "thu", "--by", "lan", "--json"), cwd=terminal.path, env=terminal.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate(timeout=60) for process in both]
    answers = [Answer(process.returncode, *words) for process, words in zip(both, said, strict=True)]
    assert [answer.code for answer in answers] == [0, 0], answers
    assert not any("Traceback" in answer.err for answer in answers)
    assert len(terminal.keys()) == len(set(terminal.keys())) == 12
