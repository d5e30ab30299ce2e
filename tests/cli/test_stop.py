"""Stopping, handing in and putting right at the command line."""

import pytest

from tests.cli.conftest import Terminal


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """An office whose campaign is approved."""
    terminal.staff()
    terminal.good("queue", "thu", "--by", "lan")
    terminal.good("approve", "thu", "--by", "minh", "--word", "đúng")
    return terminal


def states(terminal: Terminal, *which: str) -> set[str]:
    return {row["state"] for row in terminal.good("log", "--all", "--json", *which).rows}


def test_a_word_to_stop_holds_until_it_is_lifted(office: Terminal) -> None:
    (done,) = office.good("stop", "--unit", "u-a", "--by", "lan", "--why", "sai số liệu", "--json").rows
    assert done["moved"] > 0
    assert (states(office, "--unit", "u-a"), states(office, "--unit", "u-b")) == ({"held"}, {"approved"})
    office.good("stop", "--lift", "1", "--by", "minh")
    assert states(office) == {"approved"}


def test_service_notices_go_through_on_days_of_mourning(office: Terminal) -> None:
    office.folder.replace("messages/bhtn/lien-he.yaml", "valid_from", "tone: service\nvalid_from")
    office.good("stop", "--mourning", "--by", "lan", "--why", "quốc tang")
    assert (states(office, "--message", "lien-he"), states(office, "--message", "muc")) == ({"approved"}, {"held"})


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--by", "lan"), "lý do"),
        (("không-có", "--by", "lan", "--why", "x"), 'không có "không-có"'),
        (("--unit", "u-x", "--by", "lan", "--why", "x"), 'không có đơn vị "u-x"'),
        (("--since", "mai", "--by", "lan", "--why", "x"), "không phải là ngày"),
        (("--lift", "9", "--by", "minh"), "không có lệnh dừng số 9"),
    ],
)
def test_what_cannot_be_stopped_or_lifted_is_told(office: Terminal, args: tuple[str, ...], why: str) -> None:
    answer = office.bhxh("stop", *args)
    assert answer.code == 1
    assert why in answer.err
    assert states(office) == {"approved"}


def test_what_was_returned_is_handed_in_again(terminal: Terminal) -> None:
    terminal.staff()
    terminal.good("queue", "thu", "--by", "lan")
    terminal.good("return", "thu", "--by", "minh", "--why", "chờ ảnh")
    assert states(terminal) == {"draft"}
    terminal.good("submit", "thu", "--by", "lan")
    assert states(terminal) == {"pending"}


def test_a_post_that_is_not_out_needs_no_correction(office: Terminal) -> None:
    key = office.good("log", "--all", "--json").rows[0]["key"]
    words = ("--wrong", "a", "--right", "b", "--source", "c", "--at", "2030-01-01T08:00")
    told = office.bhxh("correct", key, *words, "--by", "lan")
    assert told.code == 1
    assert "chưa đăng" in told.err
