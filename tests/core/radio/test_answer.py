"""What a station sends back is read to the letter, or named as unclear; nothing is guessed."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.radio.answer import Answer, Verb, codes, read_answers, script_code
from tests.sheets import sheet


def one(line: str) -> Answer:
    found = read_answers(line)
    assert not found.unclear, found.unclear
    (answer,) = found.answers
    return answer


@pytest.mark.parametrize("line", ["NHAN 14/2026", "nhận 14/2026", "Nhận số 14 / 2026.", "  NHẬN   14/2026  # đã in"])
def test_received_is_understood_however_it_is_typed(line: str) -> None:
    assert one(line) == Answer(1, Verb.RECEIVED, 14, 2026)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("DUYET 14/2026", Answer(1, Verb.ACCEPTED, 14, 2026)),
        ("THU HỒI 14/2026-2", Answer(1, Verb.RECALL_SEEN, 14, 2026, 2)),
        ("PHAT 14/2026 05:32", Answer(1, Verb.AIRED, 14, 2026, at=time(5, 32))),
        ("Phát 14/2026 lúc 5h32 65 giây, Nguyễn Văn A",
         Answer(1, Verb.AIRED, 14, 2026, at=time(5, 32), seconds=65, reader="Nguyễn Văn A")),
        ("PHAT 14/2026 24/11/2026 05:32 1 phút 5 giây",
         Answer(1, Verb.AIRED, 14, 2026, day=date(2026, 11, 24), at=time(5, 32), seconds=65)),
        ("PHAT 14/2026 05:32, Lò Thị Inh", Answer(1, Verb.AIRED, 14, 2026, at=time(5, 32), reader="Lò Thị Inh")),
        ("KHONG PHAT 14/2026: mất điện", Answer(1, Verb.NOT_AIRED, 14, 2026, reason="mất điện")),
        ("Không phát 14/2026 vì hết giờ", Answer(1, Verb.NOT_AIRED, 14, 2026, reason="vì hết giờ")),
    ],
)  # fmt: skip
def test_every_answer_is_read_with_all_that_it_says(line: str, expected: Answer) -> None:
    assert one(line) == expected


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("14/2026 đã phát", "không hiểu"),
        ("NHAN", "thiếu số bản tin"),
        ("NHAN 14", "thiếu số bản tin"),
        ("NHAN 14/2026 05:30", "thừa chữ"),
        ("PHAT 14/2026", "thiếu giờ phát"),
        ("PHAT 14/2026 25:00", "không có thật"),
        ("PHAT 14/2026 31/02/2026 05:30", "không có thật"),
        ("KHONG PHAT 14/2026", "cần lý do"),
        ("PHATT 14/2026 05:30", "không hiểu"),
    ],
)
def test_what_is_unclear_is_named_with_its_line_and_taken_for_nothing(line: str, why: str) -> None:
    found = read_answers(f"# đầu\n{line}")
    assert found.answers == []
    assert [(unclear.line, unclear.text) for unclear in found.unclear] == [(2, line)]
    assert why in found.unclear[0].why


def test_station_and_person_are_named_once_for_all_lines() -> None:
    found = read_answers("\ufeffĐÀI: dai-a\r\nNgười: Lò Thị Inh\r\nNHAN 1/2026\r\n# NHAN 2/2026\r\n")
    assert (found.station, found.person, [a.number for a in found.answers]) == ("dai-a", "Lò Thị Inh", [1])


def test_the_lines_that_a_sheet_gives_are_understood_when_filled_in() -> None:
    received, aired, not_aired = codes(sheet(rev=3, issue=2))
    assert one(received) == Answer(1, Verb.RECEIVED, 14, 2026, 2)
    filled = aired.replace("__:__ __", "05:32 65") + "Lan"
    assert one(filled) == Answer(1, Verb.AIRED, 14, 2026, 2, at=time(5, 32), seconds=65, reader="Lan")
    assert one(aired.replace("__:__", "05:32")) == Answer(1, Verb.AIRED, 14, 2026, 2, at=time(5, 32))
    assert "thiếu giờ phát" in read_answers(aired).unclear[0].why
    assert one(not_aired + "mất điện").reason == "mất điện"
    assert codes(sheet(status="canceled")) == ("THU HOI 14/2026",)
    assert script_code(sheet()) == "14/2026"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_every_line_is_read_or_named(text: str) -> None:
    found = read_answers(text)
    for answer in found.answers:
        assert answer.number >= 0
    assert len(found.answers) + len(found.unclear) <= len(text.splitlines())


def test_a_file_that_is_no_answer_is_not_read_without_end() -> None:
    found = read_answers("x" * 10_000 + "\n" + "NHAN 1/2026\n" * 3000)
    assert len(found.unclear[0].text) == 500
    assert len(found.answers) == 1999 and "2000 dòng" in found.unclear[-1].why
