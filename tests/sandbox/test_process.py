"""The process: what it promises about its data, its port and its end."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from scheduler.sandbox.app import create_app
from scheduler.sandbox.database import WrongFileError
from scheduler.sandbox.process import NotStartedError, SandboxProcess, running, start


def kill_after(process: SandboxProcess, enough: threading.Event) -> None:
    enough.wait(20)
    process.kill()


def test_what_was_answered_survives_sigkill(tmp_path: Path, plant: Any) -> None:
    data, answered = tmp_path / "s.sqlite3", list[str]()
    process = start(data)
    with requests.Session() as session:
        page = plant(process.url, session, "51")
        enough = threading.Event()
        killer = threading.Thread(target=kill_after, args=(process, enough))
        killer.start()
        with pytest.raises(requests.ConnectionError):
            for number in range(100_000):
                answered.append(page.feed(f"bài {number}"))
                if number == 150:
                    enough.set()
        killer.join()
        with running(data) as again:
            journal = plant(again.url, session, "51").journal()
    kept = [post["id"] for post in journal["posts"]]
    assert [call["result_id"] for call in journal["calls"]] == kept
    assert len(answered) > 150
    # One more may be there: it was committed, and the answer died with the process.
    assert kept[: len(answered)] == answered
    assert len(kept) <= len(answered) + 1


def test_the_data_goes_on_after_a_restart(tmp_path: Path, plant: Any) -> None:
    with requests.Session() as session:
        for number in (1, 2):
            with running(tmp_path / "s.sqlite3") as process:
                assert plant(process.url, session, "52").feed(f"bài {number}") == f"52_{number}"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_asked_even_while_a_client_is_kept_waiting(
    tmp_path: Path, plant: Any, number: signal.Signals
) -> None:
    process = start(tmp_path / "s.sqlite3")
    with requests.Session() as session:
        page = plant(process.url, session, "53")
        page.fault("hang", seconds=600)
        with pytest.raises(requests.ReadTimeout):
            page.call("GET", "me", timeout=0.3)
        process.process.send_signal(number)
        assert process.process.wait(10) == 0


def command(*options: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "scheduler.sandbox", *options]
    root = Path(__file__).parents[2]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=20, cwd=root, check=False)


def test_a_port_that_somebody_serves_is_refused_not_shared(tmp_path: Path) -> None:
    with running(tmp_path / "a.sqlite3") as process:
        port = process.url.rstrip("/").rpartition(":")[2]
        rival = command("--port", port, "--data", str(tmp_path / "b.sqlite3"))
    assert (rival.returncode, rival.stdout) == (1, "")
    assert f"127.0.0.1:{port}" in rival.stderr
    assert "Traceback" not in rival.stderr


def test_a_seed_file_that_cannot_be_read_stops_the_start_with_its_name(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text('{"pages": [{"id": "abc"}]}', encoding="utf-8")
    answer = command("--data", str(tmp_path / "s.sqlite3"), "--seed", str(seed))
    assert answer.returncode == 1
    assert "seed.json" in answer.stderr


def test_a_start_that_fails_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(NotStartedError):
        start(tmp_path / "s.sqlite3")


def test_somebody_elses_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite3"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE post (id)")
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(WrongFileError, match="live"):
        create_app(path)
    assert path.read_bytes() == before
