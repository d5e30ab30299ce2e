"""Whatever the bytes: problems, never a traceback."""

import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.config import Config
from scheduler.errors import BhxhError
from scheduler.library import check
from scheduler.library.source import decode
from scheduler.library.yamltree import read_tree

from .conftest import FILES, build

_PIECES = [
    "{{", "}}", "{%", "%}", "{#", "[", "]", "{", "}", ":", "- ", "&a ", "*a", "!!", "|", ">", "'", '"', "#", "~", "\n",
    "\t", "  ", "0", "-1", "1.5", "9" * 5000, "2021-02-30", "9999-12-31", "0001-01-01", "25:61", "null", "true", "no",
    "{{ fact.luong }}", "{{ fact }}", "{{ fact.ho_tro }}", "{{ unit }}", "{{ 1/0 }}", "{{ 'x'*99999999 }}",
    "{% for a in 'abc' %}", "{% endfor %}", "{% if", "{{ a.b.c|upper }}", "{{ loop.index }}", "{{ fact['luong'] }}",
    "luong * luong", "luong / 0", "each", "huyen", "tinh", "bhyt-mot", "facebook", "radio", "vi", "hmn",
    "\u200b", "e\u0301",
    "B¶o hiÓm x· héi", "đ", "\x00", "\ufeff", "😀", "https://[::1", "999999999999999999d", "*/0", "mon-xyz",
]  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FILES)), st.integers(0, 2**32), st.integers(1, 4))
def test_a_good_file_spoiled_anywhere_gives_problems_and_no_traceback(name: str, seed: int, times: int) -> None:
    chance = random.Random(seed)
    text = FILES[name]
    for _ in range(times):
        text = _spoiled(text, chance)
    _check_with(name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([*sorted(FILES), "templates/a.j2", "media/a.png", "lexicon/a.yaml", "calendar.yaml"]),
    st.binary(max_size=300),
)
def test_any_bytes_give_problems_and_no_traceback(name: str, data: bytes) -> None:
    _check_with(name, data)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_as_yaml_or_refused(text: str) -> None:
    read_tree(text, "x")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    decode(data, "x")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_any_config_is_read_or_refused(seed: int) -> None:
    shipped = (Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_text(_spoiled(shipped, random.Random(seed)), encoding="utf-8")
        try:
            Config.load(file, {})
        except BhxhError as error:
            assert str(error)


ENGLISH = re.compile(r"\b(input|should|valid|error|expected|field|required|unexpected|while|found|cannot|must)\b", re.I)


@pytest.mark.parametrize("seed", range(60))
def test_no_message_is_english(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = build(tmp_path)
    for name in FILES:
        folder.write(name, _spoiled(FILES[name], chance))
    for problem in folder.check().problems:
        words = re.sub(r'"[^"]*"|content/\S+|\{[{%].*?[}%]\}', "", problem.message)
        assert not ENGLISH.search(words), str(problem)


def _spoiled(text: str, chance: random.Random) -> str:
    """The text with one piece cut, doubled, replaced or put in somewhere."""
    a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    b = min(b, a + 40)
    piece = chance.choice(_PIECES)
    return chance.choice([
        text[:a] + text[b:], text[:a] + piece + text[a:], text[:a] + piece + text[b:], text[:b] + text[a:],
        text[:a] + piece * 30 + text[a:], _value(text, piece, chance),
    ])  # fmt: skip


def _value(text: str, piece: str, chance: random.Random) -> str:
    """The text with the value of one key replaced."""
    values = list(re.finditer(r"(?<=: )[^,{}\[\]\n]+", text))
    if not values:
        return piece
    value = chance.choice(values)
    return text[: value.start()] + piece + text[value.end() :]


def _check_with(name: str, data: bytes) -> None:
    with TemporaryDirectory() as path:
        folder = build(Path(path))
        folder.write(name, data)
        report = check(folder.path)
        for problem in report.problems:
            assert problem.line >= 1
            assert problem.col >= 1
            assert str(problem).encode("utf-8")
