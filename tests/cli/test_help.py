"""Every command explains itself."""

import click
import pytest

from scheduler.cli.main import COMMANDS, bhxh
from tests.cli.conftest import Terminal

WITH_JSON = {
    "check", "facts", "plan", "queue", "post", "approve", "return", "reschedule", "hold", "cancel", "retry", "recall",
    "publish", "rehearse", "log", "doctor",
}  # fmt: skip


def command(name: str) -> click.Command:
    found = bhxh.get_command(click.Context(bhxh), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_what_it_does_with_an_example_in_both_languages(terminal: Terminal, name: str) -> None:
    answer = terminal.good(name, "--help")
    assert "Ví dụ · example:" in answer.out
    assert f"  bhxh {name}" in answer.out or f"| bhxh {name}" in answer.out
    assert answer.err == ""


@pytest.mark.parametrize("name", sorted(WITH_JSON))
def test_what_a_program_reads_comes_as_json(name: str) -> None:
    assert any("--json" in option.opts for option in command(name).params)


def test_every_option_says_what_it_is_for() -> None:
    for name in COMMANDS:
        found = command(name)
        subs = list(found.commands.values()) if isinstance(found, click.Group) else [found]
        for sub in subs:
            for option in sub.params:
                if isinstance(option, click.Option) and not option.hidden:
                    assert option.help, f"{name} {option.opts}"


def test_the_list_of_commands_is_in_the_order_of_the_work(terminal: Terminal) -> None:
    out = terminal.good("--help").out
    places = [out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert terminal.good("--version").out.startswith("bhxh")


def test_help_comes_without_waiting_for_django_or_a_database(terminal: Terminal) -> None:
    answer = terminal.spawn("--help")
    assert answer.code == 0
    assert not (terminal.path / "var").exists()
