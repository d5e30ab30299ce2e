"""The pages about people: inviting, changing, closing; the second step; deputies at the desk; the access log."""

import re
from datetime import date, datetime, timedelta

import pytest

from scheduler.core.approval import Role
from scheduler.core.totp import code, step_of
from scheduler.store import accounts, deputies, visits
from scheduler.store.models import Deputy, Visit
from tests.web.conftest import PASSWORD, ZONE, House

PERSON = {"username": "hoa", "first_name": "Lê Thị Hoa", "title": "", "email": "", "role": "author", "unit": "u-a"}


def test_somebody_is_invited_by_a_link_that_is_shown_once(house: House) -> None:
    admin = house.client(Role.ADMIN, "u-tinh")
    page = admin.post("/people/new", PERSON)
    link = re.search(r"http://127\.0\.0\.1:8000(/join/[\w-]{43})", page.text)
    assert link
    assert page.headers["Cache-Control"].startswith("no-store") or "no-store" in page.headers["Cache-Control"]
    assert house.client().get(link[1]).status_code == 200
    one = admin.get(f"/people/{accounts.get('hoa').pk}").text
    assert "còn dùng được đến" in one
    assert link[1] not in one


def test_only_units_of_the_administrator_can_be_chosen_posted_ones_included(house: House) -> None:
    admin = house.client(Role.ADMIN, "u-a")
    page = admin.get("/people/new").text
    assert ('value="u-a"' in page, 'value="u-b"' in page, 'value=""' in page.split("id_unit")[1]) == (
        True,
        False,
        False,
    )
    for unit in ("u-b", "u-khac", ""):
        assert admin.post("/people/new", PERSON | {"unit": unit}).status_code in (400, 409)
    assert "hoa" not in {account.username for account in accounts.everybody()}


def test_a_name_that_is_taken_or_badly_spelt_is_said(house: House) -> None:
    admin = house.client(Role.ADMIN)
    assert admin.post("/people/new", PERSON | {"username": "Hòa!"}).status_code == 400
    admin.post("/people/new", PERSON)
    again = admin.post("/people/new", PERSON | {"first_name": "Lê Thị Hoà", "email": "hoa@example.vn"})
    assert again.status_code == 400
    field = again.text.partition('name="username"')[2].partition('class="field"')[0]
    assert "đã có tài khoản" in field
    assert "account add" not in again.text
    for typed in ("hoa", "Lê Thị Hoà", "hoa@example.vn"):
        assert f'value="{typed}"' in again.text
    assert 'value="author" selected' in again.text
    assert 'value="u-a" selected' in again.text


def test_people_of_other_units_are_not_listed(house: House) -> None:
    for unit in ("u-a", "u-b", "u-khac"):
        house.account(Role.AUTHOR, unit, f"nguoi-{unit}")
    page = house.client(Role.ADMIN, "u-tinh").get("/people").text
    shown = {name for name in ("nguoi-u-a", "nguoi-u-b", "nguoi-u-khac") if name in page}
    assert shown == {"nguoi-u-a", "nguoi-u-b"}


def test_a_long_list_of_people_is_paged_and_searched(house: House) -> None:
    for n in range(60):
        house.account(Role.AUTHOR, "u-a", f"nguoi-{n:02}")
    admin = house.client(Role.ADMIN)
    first = admin.get("/people").text
    assert first.count("<tr>") == 51
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    assert "nguoi-59" in admin.get("/people" + following[1].replace("&amp;", "&")).text
    assert admin.get("/people?q=nguoi-59").text.count("<tr>") == 2


def test_the_second_step_is_turned_on_and_off_with_the_password(house: House) -> None:
    accounts.set_password(house.account(Role.AUTHOR, name="lan"), PASSWORD)
    browser = house.client(Role.AUTHOR, name="lan")
    page = browser.get("/own/second")
    secret = re.search(r'class="secret">([A-Z2-7]{32})<', page.text)
    assert secret
    assert "<svg" in page.text
    right = code(secret[1], step_of(house.now))
    assert browser.post("/own/second", {"code": right, "password": "sai"}).status_code == 400
    assert browser.post("/own/second", {"code": "000000", "password": PASSWORD}).status_code == 400
    assert secret[1] in browser.get("/own/second").text, "the code of a new secret would never match the app's"
    papers = browser.post("/own/second", {"code": right, "password": PASSWORD}).text
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", papers)) == 8
    assert accounts.get("lan").totp_secret == secret[1]
    assert "<svg" not in browser.get("/own/second").text
    browser.post("/own/second", {"password": PASSWORD})
    assert not accounts.get("lan").totp_secret


def test_an_approver_hands_his_duty_over_and_the_deputy_does_it_on_those_days(house: House) -> None:
    minh = house.account(Role.APPROVER, "u-a", "minh")
    house.account(Role.AUTHOR, "u-a", "hoa")
    today = house.now.astimezone(ZONE).date()
    days = {"deputy": "hoa", "since": today.isoformat(), "until": (today + timedelta(days=1)).isoformat()}
    house.client(Role.APPROVER, name="minh").post("/own/hand-over", days)
    hoa = house.client(Role.AUTHOR, name="hoa")
    assert "Trả lời" not in hoa.get("/").text
    hoa.post("/own/act-for", {"principal": "minh"})
    assert "Bạn đang làm thay minh." in hoa.get("/").text
    hoa.post("/own/act-for")
    assert "Bạn đang làm thay" not in hoa.get("/").text
    hoa.post("/own/act-for", {"principal": "minh"})
    deputies.end(Deputy.objects.get(principal=minh), by="minh", now=house.now)
    told = hoa.get("/").text
    assert "Bạn đang làm thay" not in told, "ended for the session that is under way too"
    assert "Bạn không còn làm thay minh nữa." in told
    assert "không còn làm thay" not in hoa.get("/").text


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2021, 4, 28), date(2021, 5, 5), "Ngày 05/05/2021 đã qua: hôm nay là 07/05/2021."),
        (date(2021, 5, 12), date(2021, 5, 9), "Ngày cuối 09/05/2021 đứng trước ngày đầu 12/05/2021."),
    ],
)
def test_days_that_no_duty_can_have_are_said_at_the_field(house: House, first: date, last: date, told: str) -> None:
    minh = house.account(Role.APPROVER, "u-a", "minh")
    house.account(Role.AUTHOR, "u-a", "hoa")
    house.at(datetime(2021, 5, 7, 9, tzinfo=ZONE))
    days = {"deputy": "hoa", "since": first.isoformat(), "until": last.isoformat()}
    for browser, address in (
        (house.client(Role.APPROVER, name="minh"), "/own/hand-over"),
        (house.client(Role.ADMIN, "u-tinh"), f"/people/{minh.pk}/hand-over"),
    ):
        answer = browser.post(address, days)
        assert answer.status_code == 400
        field = answer.text.partition('name="until"')[2].partition("<button")[0]
        assert told in field
        assert f'value="{first.isoformat()}"' in answer.text
        assert 'value="hoa" selected' in answer.text
    assert not Deputy.objects.exists()


def test_nobody_takes_his_own_rights_away_and_what_was_typed_stays(house: House) -> None:
    admin = house.account(Role.ADMIN, "u-tinh", "quan-tri")
    form = {"first_name": "Tên Mới", "title": "", "email": "", "role": "author", "unit": "u-tinh"}
    answer = house.client(Role.ADMIN, name="quan-tri").post(f"/people/{admin.pk}/change", form)
    assert answer.status_code == 400
    assert "không thể tự đổi vai trò" in answer.text
    assert 'value="Tên Mới"' in answer.text
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


def test_a_duty_is_taken_by_nobody_to_whom_it_was_not_handed(house: House) -> None:
    house.account(Role.APPROVER, "u-a", "minh")
    hoa = house.client(Role.AUTHOR, "u-a", "hoa")
    hoa.post("/own/act-for", {"principal": "minh"})
    assert "Bạn đang làm thay" not in hoa.get("/").text


def test_a_duty_goes_to_the_people_of_ones_own_units_only(house: House) -> None:
    house.account(Role.APPROVER, "u-a", "minh")
    house.account(Role.AUTHOR, "u-b", "tam")
    today = house.now.astimezone(ZONE).date().isoformat()
    answer = house.client(Role.APPROVER, name="minh").post(
        "/own/hand-over", {"deputy": "tam", "since": today, "until": today}
    )
    assert answer.status_code == 400
    assert not Deputy.objects.exists()


def test_of_a_foreign_duty_nothing_is_ended(house: House) -> None:
    minh, hoa = house.account(Role.APPROVER, "u-a", "minh"), house.account(Role.AUTHOR, "u-a", "hoa")
    today = house.now.astimezone(ZONE).date()
    row = deputies.hand_over(minh, hoa, today, today, by="minh", now=house.now)
    other = house.client(Role.APPROVER, "u-a", "khac")
    for number in (str(row.pk), "x", "-1", "99999999999999999999", ""):
        other.post("/own/take-back", {"duty": number})
    row.refresh_from_db()
    assert row.ended_at is None


def test_an_administrator_hands_over_for_somebody_who_is_ill(house: House) -> None:
    minh = house.account(Role.APPROVER, "u-a", "minh")
    house.account(Role.AUTHOR, "u-a", "hoa")
    today = house.now.astimezone(ZONE).date().isoformat()
    admin = house.client(Role.ADMIN, "u-tinh")
    admin.post(f"/people/{minh.pk}/hand-over", {"deputy": "hoa", "since": today, "until": today})
    row = Deputy.objects.get()
    assert (row.principal, row.by) == (minh, "admin-u-tinh")
    admin.post(f"/people/{minh.pk}/take-back", {"duty": row.pk})
    row.refresh_from_db()
    assert row.ended_by == "admin-u-tinh"


def test_the_access_log_shows_acts_and_refusals_of_ones_own_units(house: House) -> None:
    hoa = house.account(Role.AUTHOR, "u-a", "hoa")
    house.client(Role.ADMIN, "u-a", "quan-tri-a").post(f"/people/{hoa.pk}/sessions")
    house.client(Role.AUTHOR, "u-b", "tam").get("/people")
    assert list(Visit.objects.order_by("pk").values_list("kind", "name")) == [("act", "quan-tri-a"), ("refused", "tam")]
    visits.note("login-failed", None, now=house.now, address="10.0.0.1", name="<b>ai đó</b>")
    everything = house.client(Role.AUDITOR).get("/people/log").text
    assert "&lt;b&gt;ai đó&lt;/b&gt;" in everything
    mine = house.client(Role.AUDITOR, "u-a", "thanh").get("/people/log").text
    assert ("quan-tri-a" in mine, "tam" in mine, "ai đó" in mine) == (True, False, False)
    assert "quan-tri-a" not in house.client(Role.AUDITOR).get("/people/log?kind=refused").text


def test_reading_leaves_no_line(house: House) -> None:
    house.client(Role.ADMIN).get("/people")
    assert not Visit.objects.exists()
