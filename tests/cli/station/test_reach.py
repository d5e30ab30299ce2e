"""A person of one unit touches no station and no script of another, by whatever command."""

import pytest

from tests.cli.conftest import Terminal
from tests.cli.station.test_outputs import released

__all__ = ["released"]

FOREIGN = "không thuộc đơn vị"


@pytest.fixture
def stranger(released: Terminal) -> Terminal:
    """The same office, and Hoa, an approver of the other unit, with a file of what the station said."""
    released.good("account", "add", "hoa", "--role", "approver", "--unit", "u-b")
    (released.path / "noi.txt").write_text("DAI: dai-a\nNGUOI: Bà Tâm\nNHAN 1/2021\n", encoding="utf-8")
    return released


@pytest.mark.parametrize(
    "words",
    [
        ("link", "add", "dai-a"),
        ("link", "rotate", "dai-a"),
        ("received", "{script}", "--person", "Bà Tâm"),
        ("aired", "{script}", "--not", "--why", "mất điện"),
        ("revise", "{script}", "--why", "sai số", "--text", "Kính thưa bà con."),
        ("withhold", "{script}", "--why", "chờ"),
        ("receipts", "noi.txt"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_belongs_to_another_unit_is_refused(stranger: Terminal, words: tuple[str, ...]) -> None:
    script = stranger.good("log", "--json", "--kind", "radio").rows[0]["key"]
    answer = stranger.bhxh("station", *(word.format(script=script) for word in words), "--by", "hoa")
    assert answer.code == 1
    assert FOREIGN in answer.err


def test_a_link_of_another_units_station_is_not_stopped(stranger: Terminal) -> None:
    stranger.good("station", "link", "add", "dai-a", "--by", "minh")
    refused = stranger.bhxh("station", "link", "revoke", "1", "--by", "hoa")
    assert refused.code == 1
    assert FOREIGN in refused.err
    stranger.good("station", "link", "revoke", "1", "--by", "minh")
