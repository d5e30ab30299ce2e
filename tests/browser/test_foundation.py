"""Coming in, on a telephone and at the office's PC."""

import pytest

from scheduler.core.approval import Role
from tests.browser.conftest import PHONE, SCREEN, OpenPage, Served, overflow, violations

pytestmark = pytest.mark.browser

PAGES = ["/", "/password", "/nowhere"]


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_coming_in_is_possible_for_everybody(served: Served, open_page: OpenPage, size: tuple[int, int]) -> None:
    served.person(Role.ADMIN, name="minh")
    page = open_page(size=size)
    page.goto("/login")
    assert violations(page) == []
    assert overflow(page) == 0
    page = open_page("minh", size=size)
    for address in PAGES:
        page.goto(address)
        assert violations(page) == [], address
        assert overflow(page) == 0, address


def test_the_whole_of_coming_in_works_with_the_keyboard_and_without_scripts(
    served: Served, open_page: OpenPage
) -> None:
    served.person(Role.ADMIN, name="minh")
    page = open_page(script=False)
    page.goto("/password")
    page.keyboard.type("minh")
    page.keyboard.press("Tab")
    page.keyboard.type("trời xanh mây trắng 21")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("/password") and "next" not in url)
    assert page.title().startswith("Đổi mật khẩu")
