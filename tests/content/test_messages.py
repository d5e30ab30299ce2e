"""The shipped messages: enough of them, of one law each, with figures from facts and texts fit for their channel."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from scheduler.core.content import Content
from scheduler.core.message import Message

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
DATE = re.compile(r"\b\d{2}/\d{1,2}/\d{4}\b")
MONTH_NAME = re.compile(r"\btháng (5|11)\b(?! trở)", re.IGNORECASE)
AMOUNT_IN_WORDS = re.compile(r"phần trăm|(nghìn|ngàn|triệu) đồng")
MAY_2021 = [date(2021, 5, day) for day in range(7, 32)]
QUARTER = [date(2026, month, day) for month in (10, 11, 12) for day in (1, 15, 30)]


def _valid(content: Content, days: list[date]) -> list[Message]:
    return [message for message in content.messages.values() if all(message.holds(day) for day in days)]


def _texts(content: Content) -> Iterator[tuple[str, str, str]]:
    for message in content.messages.values():
        for kind, bodies in message.texts.items():
            for body in bodies.values():
                yield message.id, kind, body.text


def test_six_messages_of_each_topic_are_valid_all_through_may_2021(content: Content) -> None:
    topics = Counter(message.topic for message in _valid(content, MAY_2021))
    assert all(topics[topic] >= 6 for topic in ("bhxh", "bhyt", "bhtn")), topics


def test_four_messages_of_each_topic_are_valid_all_through_the_last_quarter_of_2026(content: Content) -> None:
    topics = Counter(message.topic for message in _valid(content, QUARTER))
    assert all(topics[topic] >= 4 for topic in ("bhxh", "bhyt", "bhtn")), topics


def test_no_message_of_2021_may_go_out_in_2026(content: Content) -> None:
    assert not {m.id for m in _valid(content, MAY_2021)} & {m.id for m in _valid(content, QUARTER)}


@pytest.mark.parametrize("topic", ["bhxh", "bhyt"])
def test_no_message_outlives_the_laws_of_social_and_health_insurance_that_ended_in_june_2025(
    content: Content, topic: str
) -> None:
    both = (date(2025, 6, 30), date(2025, 7, 1))
    assert not [m.id for m in content.messages.values() if m.topic == topic and all(m.holds(day) for day in both)]


def test_no_message_outlives_the_employment_law_that_ended_in_2025(content: Content) -> None:
    both = (date(2025, 12, 31), date(2026, 1, 1))
    assert not [m.id for m in content.messages.values() if m.topic == "bhtn" and all(m.holds(day) for day in both)]


def test_the_rate_of_unemployment_insurance_is_silent_while_employers_paid_nothing(content: Content) -> None:
    exempt = (date(2021, 10, 1), date(2022, 9, 30))
    for message in content.messages.values():
        if any("bhtn_ty_le_dong" in body.text for bodies in message.texts.values() for body in bodies.values()):
            assert not any(message.holds(day) for day in exempt), message.id


def test_nothing_that_rests_on_the_poverty_line_reaches_2027_unread(content: Content) -> None:
    for message in content.messages.values():
        if any("bhxh_tn_" in body.text for bodies in message.texts.values() for body in bodies.values()):
            assert not message.holds(date(2027, 1, 1)), message.id


def test_every_message_has_a_text_for_fanpages_and_another_for_stations(content: Content) -> None:
    for message in content.messages.values():
        page, station = message.body("facebook", "vi"), message.body("radio", "vi")
        assert page and station and page.text != station.text, message.id


def test_no_text_in_another_language_ships_without_a_translator(content: Content) -> None:
    for message in content.messages.values():
        for bodies in message.texts.values():
            assert all(body.translator for lang, body in bodies.items() if lang != "vi"), message.id


def test_money_percentages_and_spans_are_never_typed(content: Content) -> None:
    for message, kind, text in _texts(content):
        prose = MONTH_NAME.sub("", DATE.sub("", TAG.sub("", text)))
        assert not re.findall(r".{0,20}\d.{0,20}", prose), (message, kind)
        assert not AMOUNT_IN_WORDS.search(prose), (message, kind)


def test_support_for_voluntary_insurance_says_what_it_is_a_share_of(content: Content) -> None:
    for message, kind, text in _texts(content):
        if "bhxh_tn_tien_ho_tro" in text or "ho-tro-bhxh" in text:
            assert "tính trên mức đóng thấp nhất" in text and "chuẩn hộ nghèo" in text, (message, kind)


def test_each_time_has_a_festive_message_and_several_service_notices(content: Content) -> None:
    for days in (MAY_2021[:1], [date(2026, 11, 10)]):
        tones = Counter(message.tone for message in _valid(content, days))
        assert tones["festive"] >= 1 and tones["service"] >= 3, days


def test_files_name_their_schema_and_hold_composed_text(folder: Path) -> None:
    for path in folder.rglob("*.yaml"):
        if path.is_relative_to(folder / "lexicon"):
            continue
        text = path.read_text(encoding="utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named and (path.parent / named[1]).resolve().parent == folder / "schemas", path
        assert unicodedata.is_normalized("NFC", text), path


def test_a_message_file_bears_the_name_and_topic_of_its_message(folder: Path) -> None:
    for path in (folder / "messages").rglob("*.yaml"):
        head = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert (head["id"], head["topic"]) == (path.stem, path.parent.name)


def test_every_photo_is_there_and_described(content: Content) -> None:
    used = [
        photo
        for message in content.messages.values()
        for bodies in message.texts.values()
        for body in bodies.values()
        for photo in body.photos
    ]
    assert {photo.file for photo in used} == set(content.media)
    assert all(len(photo.alt.split()) >= 10 for photo in used)
