"""The reading pages on a telephone and at the office's PC: for every eye and hand, and without scripts too."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post, Receipt
from tests.browser.conftest import PHONE, SCREEN, OpenPage, Served, overflow, violations
from tests.browser.lively import fill
from tests.store.campaigns import ZONE, set_state

pytestmark = pytest.mark.browser

PAGES = {
    "today": "/",
    "month": "/calendar",
    "week": "/calendar?view=week",
    "day": "/calendar?view=day",
    "campaigns": "/campaigns",
    "grid": "/campaigns/thu",
    "cell": "/campaigns/thu/cell?message=muc&unit=u-a",
    "log": "/log",
    "a post": "/posts/{post}",
    "a script": "/posts/{script}",
    "fanpages": "/stations?kind=facebook",
    "stations": "/stations?kind=radio",
    "one fanpage": "/stations/fb-b",
    "one station": "/stations/dai-a",
}


@pytest.fixture
def lively(served: Served) -> Served:
    fill(served)
    served.person(Role.ADMIN, name="minh")
    return served


def addresses() -> dict[str, str]:
    post = Post.objects.filter(kind="facebook", state=State.PUBLISHED)[0].pk
    script = Post.objects.filter(kind="radio").order_by("due")[0].pk
    return {name: address.format(post=post, script=script) for name, address in PAGES.items()}


def next_week(served: Served) -> Post:
    """A post of Tuesday next week, which may still be moved."""
    today = served.now.astimezone(ZONE).date()
    tuesday = today + timedelta(days=8 - today.weekday())
    due = datetime.combine(tuesday, datetime.min.time(), ZONE)
    return Post.objects.get(kind="facebook", unit="u-a", due__gte=due, due__lt=due + timedelta(days=1))


def due_of(post: Post) -> datetime:
    return Post.objects.get(pk=post.pk).due.astimezone(ZONE)


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_every_reading_page_is_for_everybody(lively: Served, open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("minh", size=size)
    wrong = {}
    for name, address in addresses().items():
        page.goto(address)
        wrong[name] = (violations(page), overflow(page))
    assert {name: found for name, found in wrong.items() if found != ([], 0)} == {}


def test_without_scripts_everything_reads(lively: Served, open_page: OpenPage) -> None:
    page = open_page("minh", script=False)
    for name, address in addresses().items():
        answer = page.goto(address)
        assert answer is not None and answer.ok, name
        assert page.locator("h1").count() == 1, name
        assert page.locator("main").inner_text().strip(), name
    page.goto("/stations/dai-a")
    page.locator("input[name=script]").first.check()
    page.fill("#id_person", "Bà Tâm")
    page.select_option("#id_what", "accepted")
    page.get_by_role("button", name="Ghi lại").click()
    assert "Đã ghi cho 1 kịch bản" in page.locator("main").inner_text()
    assert Receipt.objects.filter(what="accepted").count() == 1


def week_of(page: Page, post: Post) -> None:
    page.goto(f"/calendar?view=week&day={due_of(post).date()}")


def test_a_post_that_is_dragged_to_another_day_is_moved_there(lively: Served, open_page: OpenPage) -> None:
    post = next_week(lively)
    before = due_of(post)
    page = open_page("minh")
    week_of(page, post)
    target = before.date() + timedelta(days=2)
    for other in Post.objects.filter(channel=post.channel):  # or the campaign's rules would be against it
        if due_of(other).date() == target:
            set_state(other, State.CANCELLED)
    page.locator(f"[data-post='{post.pk}']").drag_to(page.locator(f"[data-day='{target}'] h2"))
    page.wait_for_selector(".messages .success")
    assert due_of(post) == before + timedelta(days=2)
    assert page.locator(f"[data-day='{target}'] [data-post='{post.pk}']").count() == 1


def test_a_post_that_may_not_move_is_not_to_be_dragged(lively: Served, open_page: OpenPage) -> None:
    page = open_page("minh")
    out = Post.objects.filter(kind="facebook", state=State.PUBLISHED).order_by("-due")[0]
    week_of(page, out)
    chip = page.locator(".chip", has=page.locator(f"a[href='/posts/{out.pk}']"))
    assert chip.count() == 1
    assert chip.get_attribute("draggable") is None


def press_until(page: Page, wanted: str) -> None:
    """Go on with Tab until the focus is on what the selector names."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")


def test_the_same_by_the_keyboard_alone(lively: Served, open_page: OpenPage) -> None:
    post = next_week(lively)
    before = due_of(post)
    page = open_page("minh")
    week_of(page, post)
    day = before.date().isoformat()
    press_until(page, f"section h2 a[href*='day={day}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=day"))
    press_until(page, f"tr:has(a[href='/posts/{post.pk}']) summary")
    page.keyboard.press("Enter")
    press_until(page, f"#at{post.pk}")
    after = before + timedelta(days=1)
    page.keyboard.type(f"{after:%m%d%Y}")  # the parts of the field, in the order of the browser's language
    page.keyboard.press("Tab")
    page.keyboard.type(f"{after:%I%M%p}")
    press_until(page, f"form[action='/posts/{post.pk}/move'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .warning")  # that day has its post: it is told, and moved only if one insists
    assert due_of(post) == before
    press_until(page, "[name=anyway]")
    assert violations(page) == []
    page.keyboard.press("Space")
    press_until(page, f"form[action='/posts/{post.pk}/move'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages .success")
    assert due_of(post) == after
