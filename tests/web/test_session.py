"""Coming in and going out over HTTP: one answer to every wrong try, a new key at each log-in, sessions that end."""

import re
import unicodedata
from datetime import timedelta

import pytest
from django.test import Client

from scheduler.core.approval import Role
from scheduler.core.totp import code, step_of
from scheduler.errors import BhxhError
from scheduler.store import accounts, invitations, second_step
from scheduler.store.models import Session, Visit
from scheduler.web.clock import SIMULATED
from scheduler.web.sessions import hashed
from tests.web.conftest import PASSWORD, House

NEW = "đồi chè buổi sáng 05"


@pytest.fixture
def minh(house: House) -> House:
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    return house


def log_in(browser: Client, name: str = "minh", password: str = PASSWORD, **more: str) -> int:
    return browser.post("/login", {"name": name, "password": password, **more}).status_code


def said(browser: Client, name: str, password: str, **more: str) -> str:
    """What the page says to a try, without what was typed and the tokens of the form."""
    text = browser.post("/login", {"name": name, "password": password, **more}).text
    return re.sub(r'value="[^"]*"| autofocus', "", text)


def test_who_knows_the_password_gets_in_and_is_led_where_he_wanted(minh: House) -> None:
    browser = minh.client()
    sent = browser.get("/people?q=lan")
    assert sent.headers["Location"] == "/login?next=/people%3Fq%3Dlan"
    back = browser.post("/login", {"name": "minh", "password": PASSWORD, "next": "/people?q=lan"})
    assert (back.status_code, back.headers["Location"]) == (302, "/people?q=lan")
    assert browser.get("/people").status_code == 200


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil", "\t//e.x"],
)
def test_nobody_is_led_away_from_the_desk(minh: House, target: str) -> None:
    back = minh.client().post("/login", {"name": "minh", "password": PASSWORD, "next": target})
    assert back.headers["Location"] == "/"
    assert minh.client().post("/language", {"language": "en", "next": target}).headers["Location"] == "/"


def test_a_wrong_name_password_or_code_a_closed_account_and_one_without_a_password_sound_the_same(minh: House) -> None:
    accounts.set_password(minh.account(Role.AUTHOR, name="khoa"), PASSWORD)
    accounts.set_active("khoa", False)
    minh.account(Role.AUTHOR, name="moi")
    hai = minh.account(Role.AUTHOR, name="hai")
    accounts.set_password(hai, PASSWORD)
    secret = second_step.new_secret()
    second_step.turn_on(accounts.get("hai"), secret, code(secret, step_of(minh.now)), minh.now)
    answers = {
        said(minh.client(), name, password, code="000000")
        for name, password in (("minh", "sai"), ("khong-co", "sai"), ("khoa", PASSWORD), ("moi", ""), ("hai", PASSWORD))
    }
    assert len(answers) == 1
    assert "Tên, mật khẩu hoặc mã chưa đúng." in answers.pop()


def test_after_too_many_tries_the_right_password_is_not_looked_at_either(minh: House) -> None:
    browser = minh.client()
    for _ in range(5):
        log_in(browser, password="sai")
    assert "quá nhiều lần" in said(browser, "minh", PASSWORD)
    assert "quá nhiều lần" not in said(minh.client(REMOTE_ADDR="10.0.0.7"), "minh", "sai")
    minh.at(timedelta(minutes=31))
    assert log_in(minh.client()) == 302


def test_each_try_stands_in_the_access_log_and_no_password_does(minh: House) -> None:
    browser = minh.client()
    log_in(browser, password="sai mật khẩu rồi")
    log_in(browser)
    browser.post("/logout")
    assert list(Visit.objects.order_by("pk").values_list("kind", "name")) == [
        ("login-failed", "minh"), ("login", "minh"), ("logout", "minh")
    ]  # fmt: skip
    assert "sai" not in str(list(Visit.objects.values()))


def test_the_second_step_is_asked_for_where_it_is_on(minh: House) -> None:
    secret = second_step.new_secret()
    second_step.turn_on(accounts.get("minh"), secret, code(secret, step_of(minh.now)), minh.now)
    minh.at(timedelta(minutes=5))
    assert log_in(minh.client()) == 403
    assert log_in(minh.client(), code=code(secret, step_of(minh.now))) == 302


def test_a_log_in_begins_under_a_new_key(minh: House) -> None:
    browser = minh.client()
    browser.cookies["bhxh_session"] = "khoadokethackchosan00000000000000"
    log_in(browser)
    key = browser.cookies["bhxh_session"].value
    assert key != "khoadokethackchosan00000000000000"
    thief = minh.client()
    thief.cookies["bhxh_session"] = "khoadokethackchosan00000000000000"
    assert thief.get("/").status_code == 302
    browser.post("/logout")
    thief.cookies["bhxh_session"] = key
    assert thief.get("/").status_code == 302


def test_the_database_knows_whose_a_session_is_but_not_its_key(minh: House) -> None:
    browser = minh.client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    log_in(browser)
    row = Session.objects.get()
    assert row.session_key == hashed(browser.cookies["bhxh_session"].value) != browser.cookies["bhxh_session"].value
    assert row.account is not None
    assert (row.account.username, row.address, row.begun_at) == ("minh", "127.0.0.1", minh.now)
    assert "Firefox · Windows" in browser.get("/own").text


@pytest.mark.parametrize("weak", ["ngắn", " " * 12, "  bảy chữ  "])
def test_a_password_too_short_is_refused_in_words_of_a_clerk(minh: House, weak: str) -> None:
    with pytest.raises(BhxhError) as refused:
        accounts.set_password(minh.account(Role.ADMIN, name="minh"), weak)
    assert "Mật khẩu quá ngắn. Cần ít nhất 10 ký tự." in refused.value.what


def test_a_changed_password_ends_every_other_session_and_keeps_this_one(minh: House) -> None:
    here, there = minh.client(), minh.client()
    log_in(here), log_in(there)
    weak = here.post("/password", {"old_password": PASSWORD, "new_password1": "ngắn", "new_password2": "ngắn"})
    assert weak.status_code == 400
    done = here.post("/password", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert done.status_code == 302
    assert (here.get("/own").status_code, there.get("/own").status_code) == (200, 302)
    assert Session.objects.count() == 1
    assert log_in(minh.client(), password=PASSWORD) == 403


def test_other_sessions_can_be_ended_by_their_owner_and_by_the_administrator(minh: House) -> None:
    here, there = minh.client(), minh.client()
    log_in(here), log_in(there)
    here.post("/own/sessions")
    assert (here.get("/own").status_code, there.get("/own").status_code) == (200, 302)
    hoa = minh.account(Role.AUTHOR, name="hoa")
    accounts.set_password(hoa, PASSWORD)
    browser = minh.client()
    log_in(browser, "hoa")
    here.post(f"/people/{hoa.pk}/sessions")
    assert browser.get("/own").status_code == 302


@pytest.mark.parametrize("deed", ["close", "role"])
def test_a_closed_or_changed_account_is_out_at_once(minh: House, deed: str) -> None:
    hoa = minh.account(Role.AUTHOR, name="hoa")
    accounts.set_password(hoa, PASSWORD)
    browser, admin = minh.client(), minh.client(Role.ADMIN, name="minh")
    log_in(browser, "hoa")
    assert browser.get("/own").status_code == 200
    if deed == "close":
        admin.post(f"/people/{hoa.pk}/open", {"open": "0"})
    else:
        admin.post(f"/people/{hoa.pk}/change", {"first_name": "Hoa", "role": "auditor", "unit": ""})
    assert browser.get("/own").status_code == 302


def test_a_session_runs_out_after_a_working_day(minh: House) -> None:
    browser = minh.client()
    log_in(browser)
    Session.objects.update(expire_date=minh.now - timedelta(days=9999))
    assert browser.get("/").status_code == 302


def test_a_link_lets_its_person_choose_a_password_and_in(minh: House) -> None:
    token = invitations.invite(minh.account(Role.AUTHOR, name="hoa"), by="minh", now=minh.now)
    browser = minh.client()
    assert "hoa" in browser.get(f"/join/{token}").text
    weak = browser.post(f"/join/{token}", {"new_password1": "hoa", "new_password2": "hoa"})
    assert weak.status_code == 400
    done = browser.post(f"/join/{token}", {"new_password1": NEW, "new_password2": NEW})
    assert (done.status_code, done.headers["Location"]) == (302, "/")
    assert browser.get("/own").status_code == 200
    assert minh.client().get(f"/join/{token}").status_code == 404
    assert token not in str(list(Visit.objects.values()))


def test_a_link_does_not_get_round_the_second_step(minh: House) -> None:
    account, secret = accounts.get("minh"), second_step.new_secret()
    second_step.turn_on(account, secret, code(secret, step_of(minh.now)), minh.now)
    token = invitations.invite(account, by="goc", now=minh.now)
    browser = minh.client()
    done = browser.post(f"/join/{token}", {"new_password1": NEW, "new_password2": NEW})
    assert done.headers["Location"] == "/login"
    assert browser.get("/own").status_code == 302


def test_where_nobody_can_log_in_yet_the_page_says_how_to_begin_and_lets_nobody_in(house: House) -> None:
    house.account(Role.ADMIN, name="minh")
    page = house.client().get("/login").text
    assert "bhxh account password minh" in page
    assert log_in(house.client(), password="") == 403
    accounts.set_password(accounts.get("minh"), PASSWORD)
    assert "bhxh account password minh" not in house.client().get("/login").text


def test_a_password_typed_on_a_keyboard_that_takes_letters_apart_is_the_same(minh: House) -> None:
    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    assert log_in(minh.client(), password=apart) == 302
    browser = minh.client(Role.ADMIN, name="minh")
    browser.post("/password", {"old_password": apart, "new_password1": apart + "1", "new_password2": PASSWORD + "1"})
    assert log_in(minh.client(), password=PASSWORD + "1") == 302


def test_it_is_known_when_a_session_was_last_used_to_some_minutes(minh: House) -> None:
    browser = minh.client()
    log_in(browser)
    for minutes, seen in ((2, 0), (10, 10)):
        browser.defaults[SIMULATED] = minh.now + timedelta(minutes=minutes)
        browser.get("/own")
        assert Session.objects.get().seen_at == minh.now + timedelta(minutes=seen)
