"""Accounts and their ways in, on both databases: tries, links, sessions, deputies, the second step."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from scheduler.core.approval import Person, Role
from scheduler.core.reach import Reach
from scheduler.core.totp import code, step_of
from scheduler.errors import BhxhError
from scheduler.store import accounts, deputies, invitations, logins, people, second_step, visits
from scheduler.store.models import Account, Approval, Deputy, Invitation
from scheduler.store.queue.approve import approve
from scheduler.store.verify import verify
from tests.store.conftest import NOW, MakePost, get

HERE, THERE = "10.0.0.1", "10.9.9.9"
WORDS = "trời xanh mây trắng 21"
DAY = NOW.date()


def wrong(name: str, address: str, times: int) -> int:
    """Try a wrong password so often; how many tries were looked at."""
    looked = 0
    for _ in range(times):
        if row := logins.begin_try(name, now=NOW, address=address):
            logins.failed(row)
            looked += 1
    return looked


def test_a_name_is_tried_five_times_from_one_place_and_then_no_more_for_a_while(db: str) -> None:
    accounts.add("minh", Role.ADMIN)
    assert wrong("minh", HERE, 20) == logins.PER_NAME_HERE
    assert logins.begin_try("minh", now=NOW + logins.WITHIN - timedelta(seconds=1), address=HERE) is None
    assert logins.begin_try("minh", now=NOW + 2 * logins.WITHIN, address=HERE) is not None


def test_a_name_that_does_not_exist_is_braked_just_the_same(db: str) -> None:
    assert wrong("khong-co", HERE, 20) == logins.PER_NAME_HERE


def test_one_place_cannot_try_many_names_nor_many_places_one_name(db: str) -> None:
    assert sum(wrong(f"ten-{n}", HERE, 1) for n in range(100)) == logins.PER_ADDRESS
    assert sum(wrong("minh", f"10.1.0.{n}", 1) for n in range(100)) == logins.PER_NAME


def test_nobody_is_locked_out_of_a_place_from_which_he_got_in_before(db: str) -> None:
    account = accounts.add("minh", Role.ADMIN)
    row = logins.begin_try("minh", now=NOW, address=HERE)
    assert row
    logins.succeeded(row, account)
    wrong("minh", THERE, 50)
    for n in range(60):
        wrong("minh", f"10.1.0.{n}", 1)
    assert logins.begin_try("minh", now=NOW, address=HERE) is not None


def test_getting_in_wipes_the_slate_for_that_place(db: str) -> None:
    account = accounts.add("minh", Role.ADMIN)
    for _ in range(3):
        wrong("minh", HERE, logins.PER_NAME_HERE - 1)
        row = logins.begin_try("minh", now=NOW, address=HERE)
        assert row
        logins.succeeded(row, account)


def test_tries_that_are_still_looked_at_count_so_that_many_at_once_gain_nothing(db: str) -> None:
    started = [logins.begin_try("minh", now=NOW, address=HERE) for _ in range(50)]
    assert sum(row is not None for row in started) == logins.PER_NAME_HERE


def test_a_link_gives_a_password_once(db: str) -> None:
    account = accounts.add("hoa", Role.AUTHOR)
    token = invitations.invite(account, by="minh", now=NOW)
    assert token not in str(list(Invitation.objects.values()))
    assert invitations.accept(token, WORDS, NOW).check_password(WORDS)
    with pytest.raises(BhxhError, match="đã dùng hoặc hết hạn"):
        invitations.accept(token, WORDS, NOW)


def test_a_weak_password_leaves_the_link_good(db: str) -> None:
    account = accounts.add("hoa", Role.AUTHOR)
    token = invitations.invite(account, by="minh", now=NOW)
    for weak in ("ngan", "1234567890123", "password123"):
        with pytest.raises(BhxhError):
            invitations.accept(token, weak, NOW)
    assert not accounts.get("hoa").has_usable_password()
    assert invitations.opened(token, NOW)


def test_a_link_ends_with_time_with_a_newer_link_and_with_its_account(db: str) -> None:
    account = accounts.add("hoa", Role.AUTHOR)
    first = invitations.invite(account, by="minh", now=NOW)
    assert invitations.opened(first, NOW + invitations.LASTS - timedelta(seconds=1))
    assert invitations.opened(first, NOW + invitations.LASTS) is None
    second = invitations.invite(account, by="minh", now=NOW)
    assert invitations.opened(first, NOW) is None
    accounts.set_active("hoa", False)
    assert invitations.opened(second, NOW) is None
    with pytest.raises(BhxhError, match="đã khóa"):
        invitations.invite(accounts.get("hoa"), by="minh", now=NOW)


def test_the_second_step_is_on_once_its_first_code_was_right(db: str) -> None:
    account, secret = accounts.add("minh", Role.ADMIN), second_step.new_secret()
    assert second_step.passes(account, "", NOW)
    assert second_step.turn_on(account, secret, "000000", NOW) is None
    assert not accounts.get("minh").totp_secret
    papers = second_step.turn_on(account, secret, code(secret, step_of(NOW)), NOW)
    assert papers is not None
    assert len(set(papers)) == second_step.CODES
    assert not any(paper in str(accounts.get("minh").recovery) for paper in papers)


def test_a_code_opens_once_and_so_does_each_paper(db: str) -> None:
    account, secret = accounts.add("minh", Role.ADMIN), second_step.new_secret()
    papers = second_step.turn_on(account, secret, code(secret, step_of(NOW)), NOW)
    assert papers
    later = NOW + timedelta(minutes=5)
    typed = code(secret, step_of(later))

    def passes(typed: str) -> bool:
        return second_step.passes(accounts.get("minh"), typed, later)

    assert [passes(typed), passes(typed), passes(""), passes("000000")] == [True, False, False, False]
    assert [passes(papers[0].upper()), passes(papers[0]), passes(papers[1])] == [True, False, True]
    second_step.turn_off(account)
    assert passes("")


def test_of_two_who_show_the_same_code_at_once_one_gets_in(db: str) -> None:
    account, secret = accounts.add("minh", Role.ADMIN), second_step.new_secret()
    second_step.turn_on(account, secret, code(secret, step_of(NOW)), NOW)
    later = NOW + timedelta(minutes=5)
    one, other = accounts.get("minh"), accounts.get("minh")  # both read before either writes
    typed = code(secret, step_of(later))
    assert [second_step.passes(one, typed, later), second_step.passes(other, typed, later)] == [True, False]


def staff() -> tuple[Account, Account]:
    minh = accounts.add("minh", Role.APPROVER, unit="u")
    return minh, accounts.add("hoa", Role.AUTHOR, unit="u")


def test_a_deputy_stands_in_on_his_days_alone(db: str) -> None:
    minh, hoa = staff()
    row = deputies.hand_over(minh, hoa, DAY, DAY + timedelta(days=2), by="minh", now=NOW)

    def stands(days: int) -> bool:
        return deputies.standing_in(hoa, "minh", DAY + timedelta(days=days)) is not None

    assert [stands(days) for days in (-1, 0, 2, 3)] == [False, True, True, False]
    assert deputies.standing_in(hoa, "minh", DAY) == Person("hoa", Role.APPROVER, "u", on_behalf="minh")
    assert deputies.standing_in(hoa, "lan", DAY) is None
    assert deputies.standing_in(minh, "hoa", DAY) is None
    assert deputies.end(row, by="goc", now=NOW)
    assert not deputies.end(row, by="goc", now=NOW)
    assert not stands(0)


def test_a_closed_account_hands_nothing_on(db: str) -> None:
    minh, hoa = staff()
    deputies.hand_over(minh, hoa, DAY, DAY, by="minh", now=NOW)
    accounts.set_active("minh", False)
    assert deputies.standing_in(hoa, "minh", DAY) is None


def test_what_cannot_be_handed_over_is_said(db: str) -> None:
    minh, hoa = staff()
    for who, to, until, says in (
        (minh, minh, DAY, "chính mình"), (hoa, minh, DAY, "không phải là người duyệt"),
        (minh, hoa, DAY - timedelta(days=1), "đứng trước ngày đầu"),
    ):  # fmt: skip
        with pytest.raises(BhxhError, match=says):
            deputies.hand_over(who, to, DAY, until, by="minh", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(principal=minh, deputy=minh, since=DAY, until=DAY, by="x", at=NOW)


def test_what_a_deputy_approved_carries_both_names_and_stays_whole_in_the_log(make_post: MakePost) -> None:
    minh, hoa = staff()
    deputies.hand_over(minh, hoa, DAY, DAY, by="minh", now=NOW)
    post = make_post()
    person = deputies.stand_in("hoa", "minh", DAY)
    assert approve([post], person, now=NOW, author_may_approve=False).approved == 1
    row = Approval.objects.get(post=post)
    assert (row.by, row.on_behalf) == ("hoa", "minh")
    assert verify([]).whole
    Approval.objects.update(on_behalf="")
    assert not verify([]).whole


def test_neither_of_the_two_has_his_own_post_approved_that_way(make_post: MakePost) -> None:
    minh, _ = staff()
    lan = accounts.add("lan", Role.AUTHOR, unit="u")
    deputies.hand_over(minh, lan, DAY, DAY, by="minh", now=NOW)
    verdict = approve([make_post()], deputies.stand_in("lan", "minh", DAY), now=NOW, author_may_approve=False)
    assert verdict.approved == 0
    assert "người soạn" in verdict.refused[0][1]
    assert get(make_post("fb-b").key).state == "pending"


ADMIN = Person("goc", Role.ADMIN, "u-tinh", Reach(present=frozenset({"u-tinh", "u-a"})))


def test_an_administrator_looks_after_his_units_and_no_other(db: str) -> None:
    made = people.make(ADMIN, "hoa", Role.AUTHOR, full_name="Hoa", title="", unit="u-a", email="hoa@example.vn")
    assert (made.unit, made.email) == ("u-a", "hoa@example.vn")
    for unit in ("u-b", ""):
        with pytest.raises(BhxhError, match="không thuộc phạm vi"):
            people.make(ADMIN, "khac", Role.AUTHOR, full_name="", title="", unit=unit, email="")
        with pytest.raises(BhxhError, match="không thuộc phạm vi"):
            people.change(ADMIN, made, {"unit": unit})
    other = accounts.add("khac", Role.AUTHOR, unit="u-b")
    for deed in (lambda: people.change(ADMIN, other, {"title": "x"}), lambda: people.set_open(ADMIN, other, False)):
        with pytest.raises(BhxhError, match="không thuộc phạm vi"):
            deed()
    assert people.change(ADMIN, made, {"unit": "u-tinh", "title": "Tổ trưởng"}) == ["unit", "title"]


def test_nobody_takes_his_own_rights_away(db: str) -> None:
    goc = accounts.add("goc", Role.ADMIN, unit="u-tinh")
    for deed in (
        lambda: people.change(ADMIN, goc, {"role": "author"}), lambda: people.change(ADMIN, goc, {"unit": "u-a"}),
        lambda: people.set_open(ADMIN, goc, False),
    ):  # fmt: skip
        with pytest.raises(BhxhError, match="chính mình"):
            deed()
    assert people.change(ADMIN, goc, {"title": "Trưởng phòng"}) == ["title"]


def test_the_access_log_is_seen_by_unit(db: str) -> None:
    for unit, name in (("u-a", "hoa"), ("u-b", "tam")):
        visits.note("act", accounts.add(name, Role.AUTHOR, unit=unit), now=NOW, address=HERE, what="x" * 900)
    visits.note("login-failed", None, now=NOW, address=HERE, name="ai-do")
    assert {row.name for row in visits.latest(None)} == {"hoa", "tam", "ai-do"}
    assert [row.name for row in visits.latest(frozenset({"u-a"}))] == ["hoa"]
