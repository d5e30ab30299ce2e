"""The pictures of README: `python -m tests.browser.screens` draws them anew into docs/img/.

They show the content of this repository on a simulated day: the campaign of the fourth quarter of 2026, queued by Lan,
half of it approved by Minh. Nothing in them is a real office's.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "img"
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PHONE, SCREEN = (360, 740), (1280, 800)
CAMPAIGN = "quy-4-2026"


def compose(page: Page) -> None:
    """A message on three fanpages and their stations, before it is handed in."""
    page.goto("/compose?message=bhxh-tn-muc-dong-ho-tro-2026")
    for unit in ("BHXH cơ sở Văn Chấn", "BHXH cơ sở Mù Cang Chải", "BHXH cơ sở Trạm Tấu"):
        page.get_by_label(unit).check()
    page.fill("#day", "2026-11-25")
    page.get_by_role("button", name="Xem trước").last.click()
    page.wait_for_selector(".previews")
    page.locator("#preview-head").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#preview-head').scrollIntoView()")


def approve(page: Page) -> None:
    """A pile of one message for all its units, on a telephone."""
    page.goto("/approve")
    page.locator(".piles a").first.click()
    page.locator(".sheet").nth(1).evaluate("element => element.scrollIntoView({block: 'center'})")


def stop(page: Page) -> None:
    """What a stop on a day of mourning would cover, on a telephone."""
    page.goto("/stop?mourning=1&since=2026-11-25&until=2026-11-26")
    page.evaluate("document.querySelector('#some').scrollIntoView()")


SHOTS: tuple[tuple[str, Callable[[Page], None], tuple[int, int]], ...] = (
    ("compose", compose, SCREEN),
    ("approve", approve, PHONE),
    ("stop", stop, PHONE),
)
"""Name of the picture, how its page is come to, size of the screen."""


class Stage:
    """An office on a folder of its own, with its desk served."""

    def __init__(self, folder: Path) -> None:
        from django.conf import settings

        from scheduler.config import Config
        from scheduler.store import database
        from scheduler.web import office, secure

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        shutil.copytree(ROOT / "content", folder / "content")
        (folder / "config.yaml").write_text("", encoding="utf-8")
        config = Config.load(folder / "config.yaml", env={})
        database.prepare(f"sqlite:///{folder / 'desk.sqlite3'}", "rehearsal")
        secure.apply(config)
        self.office = office.set_up(config)
        self._people()
        self._queue()
        self.server = make_server("127.0.0.1", 0, self._application())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _people(self) -> None:
        from scheduler.core.approval import Role
        from scheduler.store import accounts

        for name, role, full in (("lan", Role.AUTHOR, "Nguyễn Thị Lan"), ("minh", Role.APPROVER, "Trần Văn Minh")):
            accounts.set_password(accounts.ensure(name, role, full_name=full), "trời xanh mây trắng 21")

    def _queue(self) -> None:
        from scheduler.store.find import Choice, each, find
        from scheduler.store.queue.approve import approve
        from scheduler.store.queue.enqueue import Queueing, enqueue

        content, renderer = self.office.content, self.office.renderer
        enqueue(Queueing(content, content.campaigns[CAMPAIGN], renderer, self.office.zone, "lan", NOW))
        from scheduler.core.approval import Person, Role

        soon = Choice(campaign=CAMPAIGN, until=self.office.local(NOW).date())
        minh = Person("minh", Role.APPROVER)
        approve(each(find(soon, self.office.zone)), minh, now=NOW, author_may_approve=False, word="đúng")

    def _application(self) -> Any:
        from django.core.wsgi import get_wsgi_application

        from scheduler.web import clock

        inner = get_wsgi_application()
        return lambda environ, start: inner({**environ, clock.SIMULATED: NOW}, start)


def draw(page: Page) -> None:
    """Draw every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, come, (width, height) in SHOTS:
        page.set_viewport_size({"width": width, "height": height})
        come(page)
        page.wait_for_load_state()
        page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    """Draw them all."""
    from scheduler.store import database

    database.setup()
    from tests.browser.conftest import chromium, log_in

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        stage = Stage(Path(folder))
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=stage.url, reduced_motion="reduce", locale="vi-VN")
        log_in(page, "minh")
        draw(page)
        browser.close()
        stage.server.shutdown()


if __name__ == "__main__":
    main()
