"""The first page stays true while it lies open: on a screen on the wall, and under the fingers of a person."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store import clock
from scheduler.store.models import Post, Session
from tests.browser.conftest import OpenPage, Served, violations
from tests.browser.lively import fill
from tests.store.campaigns import set_state

pytestmark = pytest.mark.browser

WAIT = 16_000
"""Milliseconds after which the page has asked again."""


def test_today_shows_a_dead_clock_and_a_failed_post_without_being_loaded_again(
    served: Served, open_page: OpenPage
) -> None:
    fill(served)
    page = _today(served, open_page)
    assert "3 giây trước" in page.inner_text("#live")
    link = page.locator("#need-failed ~ ul a").first
    led_to = link.get_attribute("href")
    link.focus()
    post = Post.objects.filter(state=State.APPROVED).order_by("-due")[0]
    set_state(post, State.FAILED, why="Facebook từ chối chữ ký")
    served.now += timedelta(hours=1)
    page.clock.fast_forward(WAIT)
    page.get_by_text("Facebook từ chối chữ ký").wait_for()
    assert page.get_by_text("Đồng hồ đang đứng").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')") == led_to, "where the person is stays"
    assert page.locator("#stale").is_hidden()
    assert violations(page) == []
    clock.beat(served.now)
    page.clock.fast_forward(WAIT)
    page.get_by_text("Đồng hồ đang đứng").wait_for(state="hidden")


def test_today_says_when_it_can_no_longer_be_brought_up_to_date_and_when_it_can_again(
    served: Served, open_page: OpenPage
) -> None:
    fill(served)
    page = _today(served, open_page)
    page.route("**/today/live", lambda route: route.abort())
    page.clock.fast_forward(WAIT)
    page.locator("#stale").wait_for()
    assert "không còn tự cập nhật được" in page.inner_text("#stale")
    assert violations(page) == []
    page.unroute("**/today/live")
    page.clock.fast_forward(WAIT)
    page.locator("#stale").wait_for(state="hidden")
    page.route("**/today/live", lambda route: route.fulfill(status=503, body="<h1>Lỗi</h1>"))
    page.clock.fast_forward(WAIT)
    page.locator("#stale").wait_for()
    with page.expect_response("**/today/live"):
        page.clock.fast_forward(WAIT)
    assert page.locator("#live h1").inner_text().startswith("Hôm nay"), "an error is not put where the page was"


def test_today_stands_still_where_a_person_asks_for_it(served: Served, open_page: OpenPage) -> None:
    fill(served)
    page = _today(served, open_page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "today/live" in request.url else None)
    pause = page.get_by_role("button", name="Tạm ngừng")
    pause.click()
    page.clock.fast_forward(3 * WAIT)
    assert (asked, violations(page)) == ([], [])
    pause.click()
    with page.expect_response("**/today/live"):
        page.clock.fast_forward(WAIT)


def test_today_goes_to_the_log_in_when_its_session_is_ended(served: Served, open_page: OpenPage) -> None:
    page = _today(served, open_page)
    Session.objects.all().delete()
    page.clock.fast_forward(WAIT)
    page.wait_for_url("**/login**")


def _today(served: Served, open_page: OpenPage) -> Page:
    """The first page, opened by a person for whom time passes only as a test lets it."""
    served.person(Role.ADMIN, name="minh")
    page = open_page("minh")
    page.clock.install()
    page.goto("/")
    return page
