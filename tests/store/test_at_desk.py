"""What the store refuses is read in two places: where its remedy is a command, it says what to do at the desk too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

STORE = Path(__file__).resolve().parents[2] / "scheduler" / "store"
_COMMAND = re.compile(r"\bbhxh [a-z]|(?<![\w-])--[a-z]")

BY_COMMAND_ALONE = {"accounts.person"}
"""Functions that only the command line calls: the desk knows who is logged in."""


def refusals(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each error made in a module, with the function that makes it."""
    for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and any(word.arg == "fix" for word in node.keywords):
                    yield f"{file.stem}.{function.name}", node


def test_a_remedy_that_is_a_command_says_what_to_do_at_the_desk_too() -> None:
    bare = []
    for file in sorted(STORE.rglob("*.py")):
        for function, call in refusals(file):
            told = {word.arg: ast.unparse(word.value) for word in call.keywords}
            if _COMMAND.search(told["fix"]) and "at_desk" not in told and function not in BY_COMMAND_ALONE:
                bare.append(f"{function}: {told['fix']}")
            assert not _COMMAND.search(told.get("at_desk", "")), function
            assert not call.args or not _COMMAND.search(ast.unparse(call.args[0])), function
    assert bare == []
