"""The desk over SQLite and over PostgreSQL: the same pages, the same people, the same narrowing."""

import re
from datetime import timedelta

from scheduler.core.approval import Role
from scheduler.store import accounts
from scheduler.store.models import Session
from tests.web.conftest import PASSWORD, House


def test_a_day_at_the_desk(both_houses: House) -> None:
    house = both_houses
    house.queue()
    accounts.set_password(house.account(Role.ADMIN, "u-tinh", "minh"), PASSWORD)
    admin = house.client()
    assert admin.post("/login", {"name": "minh", "password": "sai"}).status_code == 403
    assert admin.post("/login", {"name": "minh", "password": PASSWORD}).status_code == 302
    person = {"username": "hoa", "first_name": "Lê Thị Hoa", "role": "author", "unit": "u-a"}
    link = re.search(r"/join/[\w-]{43}", admin.post("/people/new", person).text)
    assert link
    hoa = house.client()
    new = {"new_password1": "đồi chè buổi sáng 05", "new_password2": "đồi chè buổi sáng 05"}
    assert hoa.post(link[0], new).status_code == 302
    house.notice("fb-a"), house.notice("fb-khac")
    shown = hoa.get("/notices").text
    assert ("Trang An" in shown, "Trang Khác" in shown) == (True, False)
    hoa.post(f"/notices/{house.notice('fb-a').pk}/known")
    assert "hoa đã biết" in admin.get("/notices").text
    log = admin.get("/people/log").text
    assert [word in log for word in ("đăng nhập không được", "thao tác", "/notices/")] == [True, True, True]
    hoa.post("/logout")
    assert Session.objects.filter(account__username="hoa").count() == 0
    assert (
        Session.objects.filter(account__username="minh", expire_date__gt=house.now - timedelta(days=9999)).count() == 1
    )
