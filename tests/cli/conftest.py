"""An office at the command line: its own content, configuration and database, nothing of the repository's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from scheduler.cli.main import main
from tests.store.content import Folder

CONFIG = """\
content: content
var: var
sandbox: {{port: {sandbox}}}
web: {{port: {port}}}
publishing: {{tick: 1s}}
{more}
"""


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines of stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal:
    """A terminal in the office's folder."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str] | None = None) -> None:
        path.mkdir(exist_ok=True)
        self.path, self._capsys = path, capsys
        self.folder = Folder(path / "content")
        self.database = ""
        self.configure()

    @property
    def config(self) -> Path:
        return self.path / "config.yaml"

    def configure(self, more: str = "", *, port: int = 0, sandbox: int = 0) -> None:
        self.config.write_text(CONFIG.format(port=port, sandbox=sandbox, more=more), encoding="utf-8")

    def bhxh(self, *args: str) -> Answer:
        """Run a command in this process, which is quick; all but the start of Python is real."""
        assert self._capsys is not None, "only a test that captures output runs commands in its own process"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["bhxh", "--config", str(self.config), *args])
            patch.chdir(self.path)
            if self.database:
                patch.setenv("BHXH_DATABASE_URL", self.database)
            self._capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        said = self._capsys.readouterr()
        return Answer(int(ended.value.code or 0), said.out, said.err)

    def good(self, *args: str) -> Answer:
        """The same, for a command that must go through."""
        answer = self.bhxh(*args)
        assert answer.code == 0, answer.err + answer.out
        return answer

    @property
    def environment(self) -> dict[str, str]:
        own = {"BHXH_DATABASE_URL": self.database} if self.database else {}
        return {**{k: v for k, v in os.environ.items() if not k.startswith("BHXH_")}, **own}

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "scheduler", "--config", str(self.config), *args]

    def spawn(self, *args: str, text: str = "", env: dict[str, str] | None = None) -> Answer:
        """Run a command in a process of its own."""
        done = subprocess.run(
            self.command(*args), cwd=self.path, env={**self.environment, **(env or {})}, input=text,
            capture_output=True, text=True, encoding="utf-8", timeout=300,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    def pipe(self, command: str, data: bytes) -> Answer:
        """Run a command in a process of its own with these bytes on its standard input."""
        done = subprocess.run(
            self.command(command), cwd=self.path, env=self.environment, input=data, capture_output=True, timeout=300
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def staff(self) -> None:
        """Lan writes, Minh approves, Thanh looks."""
        for name, role in (("lan", "author"), ("minh", "approver"), ("thanh", "auditor")):
            self.good("account", "add", name, "--role", role)

    def queued(self) -> None:
        self.staff()
        self.good("queue", "thu", "--by", "lan")

    def approved(self) -> None:
        self.queued()
        self.good("approve", "thu", "--by", "minh", "--word", "đúng")

    def keys(self, *args: str) -> list[str]:
        return [row["key"] for row in self.good("log", "--all", "--json", *args).rows]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    yield Terminal(tmp_path, capsys)
    connections.close_all()


@pytest.fixture
def queued(terminal: Terminal) -> Terminal:
    terminal.queued()
    return terminal


@pytest.fixture
def approved(terminal: Terminal) -> Terminal:
    terminal.approved()
    return terminal
