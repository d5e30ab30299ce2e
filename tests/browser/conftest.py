"""The desk in a real browser: Chromium, over HTTP, on a database of its own. Without a Chromium, skipped by name."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from scheduler.core.approval import Role
from scheduler.store import accounts, database
from scheduler.store.models import Account
from scheduler.web import clock
from tests.web.conftest import PASSWORD, House, settings_kept

__all__ = ["settings_kept"]

HERE = Path(__file__).resolve().parent
PHONE, SCREEN = (360, 740), (1280, 800)
"""Width and height of the two screens on which every page must be usable."""

pytestmark = pytest.mark.browser


def chromium() -> str | None:
    """Where Chromium is, if it is."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for a module: while Playwright runs, its event loop runs in this thread, which other tests would not
    bear, and of which Django has to be told that no code of ours runs in it."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here; on Debian: apt install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        made = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield made
        made.close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Served(House):
    """A house whose desk is served over HTTP."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.now = datetime.now(UTC)  # sessions run out by the real clock
        self.errors: list[str] = []

    def serve(self) -> None:
        inner = get_wsgi_application()

        def application(environ: dict[str, Any], start: Any) -> Any:
            return inner({**environ, clock.SIMULATED: self.now}, start)

        self.server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.configure(f"public_url: {self.url}\n")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def person(self, role: Role | str, unit: str = "", name: str = "") -> Account:
        """An account with the password of the tests."""
        account = self.account(role, unit, name)
        accounts.set_password(account, PASSWORD)
        return account

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def served(browser: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    database.use(sqlite_url)
    made = Served(tmp_path)
    made.serve()
    yield made
    made.close()
    connections.close_all()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[OpenPage]:
    """Open a browser of its own, as wide as asked, and log in as an account where one is named.

    An error in a script, or anything that the content policy stops, fails the test.
    """
    errors: list[str] = []
    contexts = []

    def make(name: str = "", size: tuple[int, int] = SCREEN, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="en-US", java_script_enabled=script,
            base_url=served.url,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        if name:
            log_in(page, name)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button.main")
    page.wait_for_url(lambda url: "/login" not in url)


AXE = (HERE / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page: the rule, what it says, and the first places."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    return [
        f"{row['id']}: {row['help']}: {[node['html'][:120] for node in row['nodes'][:3]]}" for row in found
    ]  # fmt: skip


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the screen: whatever is wider scrolls in a frame of its own."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
