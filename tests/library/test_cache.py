"""What a check remembers may only make the next one faster, never different."""

import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.core.kind import KINDS_BUILT_IN, KindRules
from scheduler.core.phrase import Phrase
from scheduler.library import cache, check
from scheduler.library.problem import Problem
from scheduler.library.yamltree import read_tree

from .conftest import Folder

MESSAGE = "messages/bhyt/mot.yaml"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_the_second_check_gives_the_same_problems_and_content(content: Folder, kept: Path) -> None:
    content.change(MESSAGE, "Gọi {{", "Chỉ 50.000 đồng, gọi {{")
    first, second = check(content.path, cache=kept), check(content.path, cache=kept)
    assert first.problems == second.problems != []
    assert second.content is not None
    assert first.content is not None
    assert second.content.digest == first.content.digest
    assert second.content.messages == first.content.messages


def test_what_a_check_remembers_can_still_be_told_in_english(content: Folder, kept: Path) -> None:
    content.change(MESSAGE, "unit.phone", "unit.fone")
    first, second = check(content.path, cache=kept).problems, check(content.path, cache=kept).problems
    assert [_told(problem) for problem in second] == [_told(problem) for problem in first] != []


def _told(problem: Problem) -> str:
    assert isinstance(problem.message, Phrase)
    return problem.message.told(lambda pattern: f"<{pattern}>")


def test_a_second_check_loads_neither_pydantic_nor_jinja2(content: Folder, kept: Path) -> None:
    check(content.path, cache=kept)
    program = (
        "import sys; from pathlib import Path; from scheduler.library import check\n"
        f"report = check({str(content.path)!r}, cache=Path({str(kept)!r}))\n"
        "print(report.problems, [name for name in ('pydantic', 'jinja2', 'yaml') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[] []"


def test_a_changed_letter_is_noticed(content: Folder, kept: Path) -> None:
    check(content.path, cache=kept)
    content.change(MESSAGE, "unit.phone", "unit.fone")
    assert len(check(content.path, cache=kept).problems) == 1
    content.change(MESSAGE, "unit.fone", "unit.phone")
    assert check(content.path, cache=kept).problems == []


def test_other_rules_are_another_check(content: Folder, kept: Path) -> None:
    check(content.path, cache=kept)
    assert check(content.path, cache=kept, kinds={**KINDS_BUILT_IN, "facebook": KindRules(10, False)}).problems


def test_another_version_of_the_program_checks_anew(
    content: Folder, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(content.path, cache=kept)
    _forge(kept / "check.json")
    assert check(content.path, cache=kept).problems != [], "the forged answer is taken while the version holds"
    monkeypatch.setattr(cache, "version", lambda: "another")
    assert check(content.path, cache=kept).problems == []


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"null", b'{"key": 1}', b"\xff\xfe"])
def test_a_broken_cache_is_as_good_as_none(content: Folder, kept: Path, junk: bytes) -> None:
    check(content.path, cache=kept)
    for file in kept.iterdir():
        file.write_bytes(junk)
    assert check(content.path, cache=kept).problems == []


@pytest.mark.parametrize("name", ["check.json", "trees.json"])
@pytest.mark.parametrize("at", [0, 70, 140, -1])
def test_a_cache_with_one_byte_changed_is_as_good_as_none(content: Folder, kept: Path, name: str, at: int) -> None:
    check(content.path, cache=kept)
    data = bytearray((kept / name).read_bytes())
    data[at] ^= 1
    (kept / name).write_bytes(data)
    assert cache.read(kept / name) is None
    assert check(content.path, cache=kept).problems == []


def test_what_no_file_uses_any_more_is_forgotten(content: Folder, kept: Path) -> None:
    content.write("facts/them.yaml", "facts: []")
    check(content.path, cache=kept)
    before = len(cache.read(kept / "trees.json"))
    (content.path / "facts/them.yaml").unlink()
    check(content.path, cache=kept)
    assert len(cache.read(kept / "trees.json")) == before - 1


def test_a_cache_folder_that_cannot_be_written_does_no_harm(content: Folder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert check(content.path, cache=tmp_path / "file" / "cache").problems == []


def test_a_tree_comes_back_from_the_cache_as_it_went_in(kept: Path) -> None:
    tree, _ = read_tree("a: 19:30\n'': {x: [no, ~, 'b']}\nc: {'': ''}", "x")
    assert tree is not None
    trees = cache.Trees(kept)
    trees.keep("hash", tree)
    trees.save()
    again = cache.Trees(kept).get("hash", "y")
    assert again is not None
    assert again.data == tree.data
    assert type(again.data["a"]) is type(tree.data["a"])
    assert again.marks == tree.marks
    assert again.path == "y"


def _forge(file: Path) -> None:
    stored = cache.read(file)
    cache.write(file, stored | {"problems": [["x", 1, 1, "forged", "error"]]})
