"""What is approved is the payload, to the letter."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.post import Payload, Picture, UsedFact, Uses

PLAIN = Payload(
    "facebook", "vi", "Chào bà con", "chào", "https://example.vn", (Picture("a.png", "0", "ảnh"),), "n", "m", "t"
)


@pytest.mark.parametrize("name", [field.name for field in fields(Payload)])
def test_every_field_of_a_payload_counts_towards_its_hash(name: str) -> None:
    changed: dict[str, Any] = {name: (Picture("b.png", "0", "ảnh"),) if name == "photos" else "khác"}
    other = replace(PLAIN, **changed)
    assert other.sha256 != PLAIN.sha256


@pytest.mark.parametrize(
    "picture", [Picture("a.png", "1", "ảnh"), Picture("a.png", "0", "hình"), Picture("b.png", "0", "ảnh")]
)
def test_other_bytes_or_words_of_a_photo_are_another_payload(picture: Picture) -> None:
    assert replace(PLAIN, photos=(picture,)).sha256 != PLAIN.sha256


@given(st.text(), st.text(), st.text(), st.text())
def test_two_payloads_have_one_hash_only_where_they_are_equal(
    text: str, reading: str, text2: str, reading2: str
) -> None:
    one, two = Payload("radio", "vi", text, reading), Payload("radio", "vi", text2, reading2)
    assert (one.sha256 == two.sha256) == (one == two)


def test_the_hash_does_not_change_from_one_version_of_the_program_to_the_next() -> None:
    assert Payload("facebook", "vi", "Chào").canonical == (
        '{"kind":"facebook","lang":"vi","link":"","music":"","notes":"","photos":[],"reading":"","text":"Chào","title":""}'
    )


def test_uses_are_told_apart_by_what_they_name() -> None:
    fact = UsedFact("ty_le", "22%", ("ty_le@2014-01-01",), "Luật")
    uses = Uses("u-a", "BHXH An", (fact,), ("lien-he.j2",))
    others = [
        replace(uses, unit="u-b"), replace(uses, unit_name="BHXH Bình"), replace(uses, templates=()),
        replace(uses, facts=(replace(fact, text="23%"),)), replace(uses, facts=(replace(fact, source="Nghị định"),)),
    ]  # fmt: skip
    assert len({uses.sha256, *(other.sha256 for other in others)}) == 6
