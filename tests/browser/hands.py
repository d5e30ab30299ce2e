"""Two ways to use a page: with a mouse, or with the keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from playwright.sync_api import Locator, Page

_MOST = 250
"""Presses of Tab after which something counts as out of reach."""


@contextmanager
def leading_on(page: Page, target: Locator) -> Iterator[None]:
    """Wait for the page that a link or a button leads to; a summary only unfolds."""
    if target.evaluate("element => element.tagName") == "SUMMARY":
        yield
        return
    with page.expect_navigation():
        yield


class Hand(Protocol):
    """Somebody who uses a page."""

    def press(self, target: Locator) -> None:
        """Use a button, a link or a summary, and wait for what comes of it."""

    def fill(self, target: Locator, text: str) -> None:
        """Put a text into a field, whatever it held."""

    def tick(self, target: Locator, *, on: bool = True) -> None:
        """Tick a box, or take the tick out."""


class Mouse:
    """With a mouse, or a finger."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        with leading_on(self._page, target):
            target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator, *, on: bool = True) -> None:
        target.set_checked(on)


class Keyboard:
    """With Tab, Space, Enter and letters; nothing is pressed that Tab does not reach."""

    def __init__(self, page: Page) -> None:
        self._page, self._keys = page, page.keyboard

    def press(self, target: Locator) -> None:
        self._reach(target)
        with leading_on(self._page, target):
            self._keys.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self._reach(target)
        kind = target.evaluate("element => element.type")
        if kind == "date":
            year, month, day = text.split("-")
            self._keys.type(f"{month}{day}{year}")
        elif kind == "time":
            hour, minute = (int(part) for part in text.split(":"))
            self._keys.type(f"{hour % 12 or 12:02}{minute:02}{'PM' if hour > 11 else 'AM'}")
        elif kind == "datetime-local":
            self.fill_instant(text)
        else:
            self._keys.press("Control+a")
            self._keys.type(text)
        assert target.input_value() == text

    def fill_instant(self, text: str) -> None:
        """A date with a time, in the order in which an English Chromium shows its parts."""
        day, clock = text.split("T")
        year, month, date = day.split("-")
        hour, minute = (int(part) for part in clock.split(":"))
        self._keys.type(f"{month}{date}{year}")
        self._keys.press("ArrowRight")
        self._keys.type(f"{hour % 12 or 12:02}{minute:02}{'PM' if hour > 11 else 'AM'}")

    def tick(self, target: Locator, *, on: bool = True) -> None:
        self._reach(target)
        if target.is_checked() != on:
            self._keys.press("Space")
        assert target.is_checked() == on

    def _reach(self, target: Locator) -> None:
        for _ in range(_MOST):
            if target.evaluate("element => element === document.activeElement"):
                return
            self._keys.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")
