"""Accounts at the command line: the first password, links, and each unit's people on their own posts."""

import re
from datetime import date, timedelta

import pytest

from scheduler.cli.office import Office
from scheduler.store import accounts, deputies, invitations
from scheduler.store.models import Approval
from tests.cli.conftest import Terminal


def test_a_password_is_read_from_stdin_and_never_from_the_command_line(terminal: Terminal) -> None:
    terminal.good("account", "add", "minh", "--role", "admin")
    answer = terminal.spawn("account", "password", "minh", "--stdin", text="trời xanh mây trắng 21\n")
    assert (answer.code, answer.out) == (0, "")
    assert terminal.bhxh("account", "password", "minh", "trời").code == 1
    terminal.good("account", "list")
    assert accounts.get("minh").check_password("trời xanh mây trắng 21")


def test_a_weak_password_is_refused_with_every_reason(terminal: Terminal) -> None:
    terminal.good("account", "add", "minh", "--role", "admin")
    answer = terminal.spawn("account", "password", "minh", "--stdin", text="12345\n")
    assert answer.code == 1
    assert "mật khẩu" in answer.err.lower()
    assert answer.err.count("\n") == 1


def test_an_administrator_prints_a_link_and_others_do_not(terminal: Terminal) -> None:
    terminal.staff()
    terminal.good("account", "add", "goc", "--role", "admin")
    terminal.good("account", "add", "goc-b", "--role", "admin", "--unit", "u-b")
    terminal.good("account", "add", "hoa", "--role", "author", "--unit", "u-a")
    link = terminal.good("account", "invite", "hoa", "--by", "goc").out.strip()
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/join/([\w-]{43})", link)
    assert found
    assert invitations.opened(found[1], Office(str(terminal.config)).started)
    for by in ("lan", "minh", "goc-b"):
        assert terminal.bhxh("account", "invite", "hoa", "--by", by).code == 1


@pytest.fixture
def split(queued: Terminal) -> Terminal:
    """Posts of u-tinh, u-a and u-b, and people of u-a."""
    for name, role in (("hoa", "author"), ("tuan", "approver")):
        queued.good("account", "add", name, "--role", role, "--unit", "u-a")
    return queued


def test_an_approver_of_a_unit_approves_that_unit_and_is_told_of_the_rest(split: Terminal) -> None:
    answer = split.bhxh("approve", "thu", "--by", "tuan", "--word", "đúng", "--json")
    (said,) = answer.rows
    assert answer.code == 1
    assert said["approved"] == len(split.keys("--unit", "u-a"))
    assert {"không thuộc đơn vị" in row["why"] for row in said["refused"]} == {True}


def test_an_author_of_a_unit_stops_and_queues_nothing_of_another(split: Terminal) -> None:
    split.good("approve", "thu", "--by", "minh", "--word", "đúng")
    key = split.keys("--unit", "u-b")[0]
    assert "không thuộc đơn vị" in split.bhxh("hold", key, "--by", "hoa", "--why", "thử").err
    assert "ngoài phạm vi" in split.bhxh("queue", "thu", "--by", "hoa").err
    split.good("hold", split.keys("--unit", "u-a")[0], "--by", "hoa", "--why", "thử")


def test_posts_can_be_stopped_by_their_own_unit_while_content_is_broken(split: Terminal) -> None:
    split.good("approve", "thu", "--by", "minh", "--word", "đúng")
    key = split.keys("--unit", "u-a")[0]
    split.folder.write("units.yaml", "units: [")
    split.good("hold", key, "--by", "hoa", "--why", "thử")


def test_a_deputy_approves_under_both_names(split: Terminal) -> None:
    today = date.today()  # noqa: DTZ011  # as the command sees it, in whatever zone this machine is; a day either side
    deputies.hand_over(
        accounts.get("tuan"), accounts.get("thanh"), today - timedelta(days=2), today + timedelta(days=2), by="tuan",
        now=Office(str(split.config)).started,
    )  # fmt: skip
    key = split.keys("--unit", "u-a")[0]
    assert "dành cho" in split.bhxh("approve", key, "--by", "thanh", "--word", "đúng").err
    assert "không làm thay" in split.bhxh("approve", key, "--by", "thanh", "--for", "minh", "--word", "đúng").err
    split.good("approve", key, "--by", "thanh", "--for", "tuan", "--word", "đúng")
    assert Approval.objects.values_list("by", "on_behalf").get() == ("thanh", "tuan")
