"""The lexicon: what editors may write, and which entry wins."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from pydantic import ValidationError

from scheduler.core.speech import Lexicon, LexiconEntry, LexiconFile, read_aloud

FOLDER = Path(__file__).parents[3] / "content" / "lexicon"


def entry(written: str, spoken: str, **more: object) -> LexiconEntry:
    return LexiconEntry.model_validate({"written": written, "spoken": spoken, **more})


def say(text: str, *entries: LexiconEntry, area: str | None = None) -> str:
    return read_aloud(text, Lexicon.from_entries(entries, area)).spoken


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_a_lexicon_file_names_its_schema_and_is_composed(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../schemas/lexicon.schema.json"
    assert text == unicodedata.normalize("NFC", text)


def test_each_reading_of_the_lexicon_is_readable_itself(entries: list[LexiconEntry], lexicon: Lexicon) -> None:
    for one in entries:
        again = read_aloud(f"rằng {one.spoken}", lexicon)
        assert (again.spoken, again.unread) == (f"rằng {one.spoken}", ()), one.written


def test_no_two_entries_read_one_writing_differently_in_one_context(entries: list[LexiconEntry]) -> None:
    assert Lexicon.from_entries(entries).words


def test_the_reading_of_an_area_wins_there_and_only_there() -> None:
    everywhere, here = entry("Hmông", "Mông"), entry("Hmông", "Hơ Mông", area="yb-mu-cang-chai")
    assert say("người Hmông", everywhere, here) == "người Mông"
    assert say("người Hmông", everywhere, here, area="yb-mu-cang-chai") == "người Hơ Mông"
    assert say("người Hmông", everywhere, here, area="yb-luc-yen") == "người Mông"


def test_an_entry_bound_to_its_neighbours_is_silent_elsewhere() -> None:
    bound = entry("CN", "chủ nhật", before=["thứ bảy và"])
    assert say("thứ bảy và CN", bound) == "thứ bảy và chủ nhật"
    reading = read_aloud("trừ CN", Lexicon.from_entries([bound]))
    assert [token.token for token in reading.unread] == ["CN"]


def test_the_longest_writing_wins() -> None:
    assert say("BHXH TN", entry("BHXH", "bảo hiểm"), entry("BHXH TN", "tự nguyện")) == "Tự nguyện"


def test_an_entry_never_reads_a_part_of_a_word() -> None:
    reading = read_aloud("BHXHX", Lexicon.from_entries([entry("BHXH", "bảo hiểm xã hội")]))
    assert [token.token for token in reading.unread] == ["BHXHX"]


def test_two_readings_in_one_context_are_refused_with_both_named() -> None:
    with pytest.raises(ValueError, match="“TT” có hai cách đọc: “thông tư” và “thị trấn”"):
        Lexicon.from_entries([entry("TT", "thông tư"), entry("TT", "thị trấn")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"written": "A4", "spoken": "a 4"},
        {"written": "", "spoken": "x"},
        {"written": "A", "spoken": " "},
        {"written": "A", "spoken": "a", "kind": "verb"},
        {"written": "A", "spoken": "a", "comment": "?"},
    ],
)
def test_an_entry_that_cannot_be_spoken_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        LexiconFile.model_validate({"entries": [wrong]})


def test_an_unknown_part_refuses_the_whole_document_number(lexicon: Lexicon) -> None:
    reading = read_aloud("Quyết định 12/QĐ-XYZ", lexicon)
    assert [token.token for token in reading.unread] == ["12/QĐ-XYZ"]


@pytest.mark.parametrize(
    ("written", "spoken", "text", "said"),
    [
        ("1900 9068", "một chín không không, chín không sáu tám nhé", "gọi 1900 9068.", "gọi {}."),
        ("baohiemxahoi.gov.vn", "trang bảo hiểm xã hội", "xem baohiemxahoi.gov.vn.", "xem {}."),
        ("a.b@c.vn", "thư điện tử của xã", "gửi a.b@c.vn", "gửi {}"),
        ("24/7", "suốt ngày đêm", "mở 24/7", "mở {}"),
        ("12/QĐ-ABC", "mười hai", "theo 12/QĐ-ABC", "theo {}"),
    ],
)
def test_an_entry_with_figures_or_an_address_comes_before_every_rule(
    written: str, spoken: str, text: str, said: str
) -> None:
    assert say(text, entry(written, spoken)) == said.format(spoken)


@pytest.mark.parametrize("text", ["12/24/7", "24/7/2025", "124/7"])
def test_an_entry_with_figures_is_no_part_of_a_longer_number(text: str) -> None:
    assert "suốt" not in say(text, entry("24/7", "suốt ngày đêm"))
