"""The pages about people, notices and help: readable by everybody, on a telephone and at the office's PC."""

from datetime import timedelta

import pytest

from scheduler.core.approval import Role
from scheduler.store import accounts, deputies
from tests.browser.conftest import PHONE, SCREEN, OpenPage, Served, log_in, overflow, violations
from tests.web.conftest import PASSWORD, ZONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_no_page_shuts_anybody_out(served: Served, open_page: OpenPage, size: tuple[int, int]) -> None:
    minh, tuan = served.person(Role.ADMIN, name="minh"), served.person(Role.APPROVER, "u-a", "tuan")
    hoa = served.person(Role.AUTHOR, "u-a", "hoa")
    today = served.now.astimezone(ZONE).date()
    deputies.hand_over(tuan, hoa, today, today + timedelta(days=3), by="tuan", now=served.now)
    served.notice("fb-a")
    pages = {
        "minh": ["/people", "/people/new", f"/people/{tuan.pk}", f"/people/{minh.pk}", "/people/log", "/notices",
                 "/help", "/own", "/own/second"],
        "tuan": ["/own", "/help", "/notices"],
        "hoa": ["/own", "/help"],
    }  # fmt: skip
    for name, addresses in pages.items():
        page = open_page(name, size=size)
        for address in addresses:
            page.goto(address)
            assert page.locator("h1").count() == 1, address
            assert violations(page) == [], f"{name} {address}"
            assert overflow(page) == 0, f"{name} {address}"
            assert len(page.content().encode()) < 100_000


def test_somebody_is_invited_comes_in_and_does_the_duty_of_another(served: Served, open_page: OpenPage) -> None:
    served.person(Role.ADMIN, name="minh")
    served.person(Role.APPROVER, "u-a", "tuan")
    admin = open_page("minh")
    admin.click("text=Người dùng")
    admin.click("text=Mời một người")
    admin.fill("#id_username", "hoa")
    admin.fill("#id_first_name", "Lê Thị Hoa")
    admin.select_option("#id_unit", "u-a")
    admin.click("main button.main")
    link = admin.locator(".secret").inner_text()
    hoa = open_page(size=PHONE)
    hoa.goto(link)
    hoa.fill("#id_new_password1", "đồi chè buổi sáng 05")
    hoa.fill("#id_new_password2", "đồi chè buổi sáng 05")
    hoa.click("main button.main")
    hoa.wait_for_selector("text=Lê Thị Hoa")
    tuan = open_page("tuan")
    tuan.goto("/own")
    tuan.select_option("#id_deputy", "hoa")
    today = served.now.astimezone(ZONE).date().isoformat()
    tuan.fill("#id_since", today)
    tuan.fill("#id_until", today)
    tuan.click("button:has-text('Giao việc duyệt')")
    tuan.wait_for_selector("text=Đã giao cho Lê Thị Hoa.")
    hoa.goto("/own")
    hoa.click("button:has-text('tuan')")
    hoa.wait_for_selector("text=Bạn đang làm thay tuan.")


def test_two_administrators_close_one_account_and_both_see_it_closed(served: Served, open_page: OpenPage) -> None:
    served.person(Role.ADMIN, name="minh")
    served.person(Role.ADMIN, name="lan")
    hoa = served.person(Role.AUTHOR, "u-a", "hoa")
    pages = [open_page("minh"), open_page("lan")]
    for page in pages:
        page.goto(f"/people/{hoa.pk}")
    for page in pages:
        page.click("text=Khóa tài khoản")
        page.wait_for_selector("text=Tài khoản này đã khóa.")
    assert not accounts.get("hoa").is_active


def test_a_person_logs_in_again_where_he_was_sent_from(served: Served, open_page: OpenPage) -> None:
    served.person(Role.ADMIN, name="minh")
    page = open_page(size=PHONE)
    page.goto("/people/log?kind=login")
    page.fill("#name", "minh")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/log?kind=login")
    forged = page.request.post("/logout")
    assert forged.status == 403, "not without the token of a page"
    page.click(".who > summary")
    page.click("text=Đăng xuất")
    page.wait_for_url("**/login")
    log_in(page, "minh")
