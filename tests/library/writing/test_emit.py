"""A message written as YAML reads as the same message."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.library import load
from scheduler.library.source import decode
from scheduler.library.translate import parse
from scheduler.library.writing.emit import message_yaml, scalar
from scheduler.library.writing.save import _tidy
from scheduler.library.yamltree import read_tree

ROOT = Path(__file__).parents[3]

words = st.text("aăđộ B0129:#-'\"{}[]()|>&*!%@`\\,?=~_./\u200b😀", max_size=30)
texts = st.lists(words, max_size=5).map("\n".join).filter(str.strip)


@pytest.fixture(scope="module")
def shipped() -> Content:
    return load(ROOT / "content")


def read(text: str) -> Message | None:
    problems: list[Any] = []
    tree, found = read_tree(text, "m.yaml")
    assert (found, problems) == ([], [])
    assert tree is not None
    message = parse(tree, Message, problems)
    assert problems == []
    return message


def message(text: str, **more: Any) -> Message:
    base = {
        "id": "mot", "topic": "bhxh", "title": "Một", "audience": ["Mọi người"], "legal_basis": ["Luật"],
        "valid_from": "2021-01-01", "texts": {"facebook": {"vi": {"text": text}}},
    }  # fmt: skip
    return Message.model_validate(base | more)


def test_every_message_of_the_product_survives_being_written(shipped: Content) -> None:
    assert shipped.messages
    for one in shipped.messages.values():
        assert read(message_yaml(_tidy(one))) == _tidy(one)


@settings(deadline=None)
@given(texts)
def test_any_text_survives_being_written(text: str) -> None:
    one = _tidy(message(text))
    assert read(message_yaml(one)) == one


@settings(deadline=None)
@given(words.filter(str.strip))
def test_any_title_survives_being_written(title: str) -> None:
    one = _tidy(message("Chào", title=title, note=title, audience=[title, "0216"]))
    assert read(message_yaml(one)) == one


@pytest.mark.parametrize(
    "text", ["no", "19:30", "0237", "1_000", "~", "null", "- a", "a: b", "a #b", "@x", "{a}", "'", "# a", "x:", "=", ""]
)
def test_what_yaml_would_misread_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert yaml.safe_load(scalar(text)) == text


def test_a_text_is_written_as_a_person_writes_it() -> None:
    written = message_yaml(message("Kính thưa bà con!\n\nMời bà con đến xã.\n", tone="service"))
    assert decode(written.encode(), "m.yaml")[1] == []
    assert written.endswith(
        "valid_from: 2021-01-01\ntone: service\ntexts:\n  facebook:\n    vi:\n      text: |\n"
        "        Kính thưa bà con!\n\n        Mời bà con đến xã.\n"
    )
