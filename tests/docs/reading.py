"""Reading the documentation and the command line, for the tests that hold one against the other.

`python -m tests.docs.reading` writes the help texts of today into docs/commands.md.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from scheduler.cli.main import COMMANDS, bhxh

ROOT = Path(__file__).resolve().parents[2]
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
WIDTH = 100
"""Columns of a help text in the documentation."""

_HELP = re.compile(r"(?P<head><!-- help: (?P<name>[a-z ]+) -->\n)```text\n(?P<text>.*?)\n```\n", re.DOTALL)
_CALL = re.compile(r"bhxh [a-z]")
_CONTINUED = re.compile(r"(?<=\S)\n +--(?=[a-z]+ \")")
"""An example of two lines: the second begins with an option and its value in quotes."""
_FENCE = re.compile(r"^ *```(?P<language>\w*)\n(?P<body>.*?)^ *```$", re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """Every page of documentation."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def help_of(name: str) -> str:
    """What `bhxh NAME --help` prints; the name of a command, or of a group and its command."""
    result = CliRunner().invoke(
        bhxh, [*name.split(), "--help"], prog_name="bhxh", terminal_width=WIDTH, catch_exceptions=False
    )
    if result.exit_code:
        raise AssertionError(f"bhxh {name} --help ended with {result.exit_code}: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def command_of(name: str) -> click.Command:
    """The command of that name; with its groups before it, as `station link add`, where it is in one."""
    first, *inner = name.split()
    command = bhxh.get_command(click.Context(bhxh), first)
    for word in inner:
        command = command.commands.get(word) if isinstance(command, click.Group) else None
    if command is None:
        raise AssertionError(f"no command {name}")
    return command


def subcommands(name: str) -> list[str]:
    """The commands of a group as `account add`, and those of groups within; none where the command is no group."""
    command = command_of(name)
    if not isinstance(command, click.Group):
        return []
    return [each for inner in command.commands for each in (f"{name} {inner}", *subcommands(f"{name} {inner}"))]


def documented_help() -> dict[str, str]:
    """The help texts in docs/commands.md by the name of the command."""
    return {match["name"]: match["text"] for match in _HELP.finditer(COMMANDS_PAGE.read_text(encoding="utf-8"))}


def fences(page: Path, *languages: str) -> Iterator[str]:
    """The code blocks of a page in the languages."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if match["language"] in languages:
            yield match["body"]


def calls(page: Path) -> Iterator[str]:
    """Every call of bhxh in a page's code blocks, from `bhxh` to the end of its words, over several lines too."""
    for block in fences(page, "", "sh", "text", "console"):
        for line in _CONTINUED.sub(" --", block).splitlines():
            for part in re.split(r"\s(?:&&|\|)\s", line.split("  #")[0]):
                words = part.strip().removeprefix("$ ").removeprefix(".venv/bin/")
                if _CALL.match(words):
                    yield re.split(r"\s(?:>|<|2>)\s?", words)[0]


def write_help() -> None:
    """Put today's help texts into docs/commands.md."""
    page = COMMANDS_PAGE.read_text(encoding="utf-8")
    page = _HELP.sub(lambda match: f"{match['head']}```text\n{help_of(match['name'])}\n```\n", page)
    COMMANDS_PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write_help()
    print(f"{len(COMMANDS)} commands, {COMMANDS_PAGE.relative_to(ROOT)}")  # noqa: T201 — the answer of this script
