"""A station's page in a real browser, on a telephone and on a PC, without JavaScript: what people see at each step."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page, sync_playwright

from scheduler.core.radio.chain import Stage
from scheduler.store.models import Post
from scheduler.store.radio.chain import chain_of
from tests.web.pull.house import DUE, MORNING, House, Served, fresh, recall, release, revised
from tests.web.pull.test_recorded import soon

pytestmark = pytest.mark.browser

SIZES = {"phone": (360, 740), "screen": (1280, 800)}
AXE = Path(__file__).resolve().parents[2] / "browser" / "axe.min.js"


def chromium() -> str | None:
    """Where Chromium is, if it is."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := which(name))), None)


@pytest.fixture(scope="module", params=SIZES)
def pages(request: pytest.FixtureRequest) -> Iterator[dict[str, Page]]:
    """A page without JavaScript, as stations' old telephones have it, and one with it, for looking at the first."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here; on Debian: apt install chromium")
    width, height = SIZES[request.param]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread; none of ours does
        browser = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        size = {"width": width, "height": height}
        made = {
            name: browser.new_context(viewport=size, java_script_enabled=script).new_page()  # type: ignore[arg-type]  # a size
            for name, script in (("plain", False), ("looking", True))
        }
        for page in made.values():
            page.set_default_timeout(30_000)
        yield made
        browser.close()


@pytest.fixture
def page(pages: dict[str, Page]) -> Page:
    return pages["plain"]


def stage(post: Post) -> Stage:
    return chain_of(fresh(post)).stage


def url(served: Served, link: str) -> str:
    return f"http://127.0.0.1:{served.port}{link}"


def part(page: Page, post: Post) -> str:
    """What the page says of a script."""
    return page.locator(f"#so-{post.number}").inner_text()


def test_a_script_is_fetched_received_accepted_and_aired(served: Served, house: House, page: Page) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    assert stage(post) == Stage.RELEASED
    page.goto(url(served, link))
    assert "một triệu hai trăm sáu mươi ba nghìn sáu trăm" in part(page, post)
    assert soon(lambda: stage(post) == Stage.FETCHED)
    here = page.locator(f"#so-{post.number}")
    here.get_by_label("Tên người ở đài").fill("Bà Tâm")
    here.get_by_role("button", name="Đã nhận").click()
    assert stage(post) == Stage.RECEIVED
    assert "Đã nhận" in part(page, post) and "Bà Tâm" in part(page, post)
    here.get_by_label("Người duyệt của xã").fill("Ông Hùng, Phó Chủ tịch")
    here.get_by_role("button", name="Xã đã duyệt phát").click()
    assert stage(post) == Stage.ACCEPTED and "Ông Hùng" in part(page, post)
    house.at(DUE + timedelta(minutes=5))
    here.locator("summary").click()
    here.get_by_label("Giờ phát thực tế").fill("5h31")
    here.get_by_label("Người đọc").fill("Bà Tâm")
    here.get_by_label("Đọc hết bao lâu").fill("0:58")
    here.get_by_role("button", name="Đã phát").click()
    assert stage(post) == Stage.AIRED
    assert "Đã phát 1/1" in part(page, post) and "phát 05:31 ngày 26/11/2026, Bà Tâm, 58 giây" in part(page, post)
    page.reload()  # the browser does not send the form again
    assert "Đã phát 1/1" in part(page, post)


def test_a_recall_after_the_fetch_is_on_top_until_somebody_says_that_it_was_seen(
    served: Served, house: House, page: Page
) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    page.goto(url(served, link))
    recall(post, MORNING, "ghi nhầm mức đóng")
    page.reload()
    top = page.locator(".recall")
    assert "THU HỒI – KHÔNG ĐỌC" in top.inner_text() and "ghi nhầm mức đóng" in top.inner_text()
    box = top.bounding_box()
    assert box is not None and box["y"] < 60, "nothing stands above it"
    assert "một triệu hai trăm" not in page.content()
    top.get_by_label("Tên người ở đài").fill("Ông Bảy")
    top.get_by_role("button", name="Đã biết, sẽ không đọc").click()
    assert page.locator(".recall").count() == 0
    assert "thu hồi, đài đã biết" in part(page, post).lower()


def test_what_is_corrected_replaces_the_old_one_and_shows_the_change(served: Served, house: House, page: Page) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    page.goto(url(served, link))
    figures = {"text": ("1.263.600", "1.300.000"), "reading": ("hai trăm sáu mươi ba nghìn sáu trăm", "ba trăm nghìn")}
    newer = revised(house, post, MORNING, **figures)
    page.reload()
    assert "một triệu hai trăm sáu mươi ba nghìn sáu trăm" in part(page, post), "the old one holds until the new is out"
    release(newer, MORNING)
    page.reload()
    told = part(page, newer)
    assert "BẢN THAY THẾ LẦN 1 – HỦY BẢN TRƯỚC" in told
    assert page.locator(f"#so-{newer.number} del").count() and page.locator(f"#so-{newer.number} ins").count()
    assert "ĐÃ THAY BẰNG BẢN MỚI" in page.locator(".recall").inner_text()


def test_a_correction_after_airing_is_a_script_of_its_own(served: Served, house: House, page: Page) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(DUE + timedelta(minutes=5))
    assert served.tell(link, post, "aired", at="5:31", reader="Bà Tâm").status == 303
    recall(post, DUE + timedelta(minutes=6), "đã đọc sai mức đóng")
    later = DUE + timedelta(hours=11)
    correction = house.script(station, later, "Tin đính chính. Mức đóng đúng là một triệu.", "Đính chính mức đóng")
    page.goto(url(served, link))
    old, new = part(page, post), part(page, correction)
    assert "Đã phát 1/1" in old and "thu hồi" in old and "một triệu hai trăm" not in old
    assert "Tin đính chính" in new and "Đính chính mức đóng" in new


def test_not_aired_is_told_with_the_reason(served: Served, house: House, page: Page) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(DUE + timedelta(minutes=5))
    page.goto(url(served, link))
    here = page.locator(f"#so-{post.number}")
    here.locator("summary").click()
    here.get_by_role("button", name="Không phát").click()
    assert "Chưa ghi được" in page.get_by_role("alert").inner_text()
    here.get_by_label("Không phát vì").fill("mất điện cả xã")
    here.get_by_role("button", name="Không phát").click()
    assert stage(post) == Stage.NOT_AIRED and "mất điện cả xã" in part(page, post)


def test_the_page_fits_the_screen_and_shuts_nobody_out(
    served: Served, house: House, pages: dict[str, Page]
) -> None:  # fmt: skip
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.script(station, DUE + timedelta(hours=1), title="Một bản tin nữa, tên rất dài, để xem nó có tràn không")
    recall(post, MORNING)
    looking = pages["looking"]
    for path in ("", "2026-11-26/0630-2-vi.html", "2026-11-20"):
        looking.goto(url(served, link + path))
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert looking.evaluate(wide) == 0, path
    if not AXE.exists():
        pytest.skip("no axe here: only the width was looked at")
    looking.goto(url(served, link))
    looking.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    found = looking.evaluate("tags => axe.run(document, {runOnly: tags})", rules)["violations"]
    assert [f"{row['id']}: {[node['html'][:100] for node in row['nodes'][:3]]}" for row in found] == []
