"""Pairs of what is written and what an announcer says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.speech import Reading

HERE = Path(__file__).parent


def pairs(name: str) -> list[Any]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["written"][:60]) for line in lines]


@pytest.mark.parametrize("pair", [*pairs("gold.jsonl"), *pairs("gold_own.jsonl"), *pairs("gold_sentences.jsonl")])
def test_a_pair_is_read_as_an_announcer_says_it(
    pair: dict[str, Any], read: Callable[[str], Reading], folded: Callable[[str], str]
) -> None:
    reading = read(pair["written"])
    assert reading.unread == ()
    assert folded(reading.spoken) in {folded(said) for said in (pair["spoken"], *pair["accept"])}


@pytest.mark.parametrize("case", pairs("unresolved.jsonl"))
def test_what_has_two_meanings_or_none_is_refused_by_name(case: dict[str, Any], read: Callable[[str], Reading]) -> None:
    reading = read(case["written"])
    assert [token.token for token in reading.unread] == case["unread"]
    assert all(token in reading.spoken for token in case["unread"]), "stays visible as written"


@pytest.mark.parametrize("pair", [*pairs("gold.jsonl"), *pairs("gold_own.jsonl"), *pairs("gold_sentences.jsonl")])
def test_reading_a_spoken_text_again_changes_nothing(pair: dict[str, Any], read: Callable[[str], Reading]) -> None:
    spoken = read(pair["written"]).spoken
    again = read(spoken)
    assert (again.spoken, again.unread) == (spoken, ())
