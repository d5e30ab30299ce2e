"""The whole way of a message at the desk, in a browser, against the sandbox: by hand, and with the keyboard alone.

Lan writes at the office's PC for three units; Minh approves on his telephone; the clock ticks; fans see it; it is put
right, stopped, let go and taken back.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from scheduler.core.approval import Role
from scheduler.core.channel import Page
from scheduler.core.states import State
from scheduler.publish.machine import assemble
from scheduler.publish.practice import PracticeToken
from scheduler.sandbox.process import SandboxProcess, running
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from tests.browser.conftest import PHONE, OpenPage, Served, overflow, violations
from tests.browser.hands import Hand, Keyboard, Mouse

pytestmark = pytest.mark.browser

UNITS = ("An", "Bình", "Khác")
SAID = "tiếp dân sáng thứ Bảy tại chợ trung tâm."


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with running(tmp_path_factory.mktemp("graph") / "data") as process:
        yield process


class Walk:
    """The desk, the machine behind it, and the fanpages that the sandbox shows."""

    def __init__(self, served: Served, graph: SandboxProcess, run: int) -> None:
        self.served, self.graph = served, graph
        # Each walk has Pages of its own in the sandbox, which outlives it.
        for n, page in enumerate(("901", "902", "909")):
            served.staff.folder.replace("channels/channels.yaml", f"999000000000{page}", f"71770000000{run:02}{n}")
        office = served.configure(f"public_url: {served.url}\n")
        config = office.config.at_sandbox(graph.url)
        for page in self.pages():
            self.ask("pages", {"id": page.page_id, "name": page.name, "token": PracticeToken(page.page_id).resolve()})
        self.ticker = assemble(config, office.content, office.renderer, simulated=True)

    def pages(self) -> list[Page]:
        channels = self.served.office.content.channels.values()
        return [channel for channel in channels if isinstance(channel, Page)]

    def ask(self, path: str, body: Any) -> None:
        request = urllib.request.Request(f"{self.graph.url}_sandbox/{path}", json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        urllib.request.urlopen(request, timeout=10).close()

    def until(self, moment: datetime) -> None:
        """Let the clock tick to a time, as `run` does."""
        for minutes in (20, 10, 5, 2, 0):
            self.ticker.tick(moment - timedelta(minutes=minutes))
        for seconds in (20, 40, 90):
            self.ticker.tick(moment + timedelta(seconds=seconds))
        self.served.now = moment + timedelta(minutes=2)

    def seen(self, tab: Tab) -> list[int]:
        """On how many of the fanpages fans see the text, and the correction."""
        texts = []
        for page in self.pages():
            tab.goto(f"{self.graph.url}pages/{page.page_id}")
            texts.append(tab.inner_text("main"))
        return [sum(word in text for text in texts) for word in (SAID, "ĐÍNH CHÍNH")]


def compose(tab: Tab, hand: Hand, day: datetime) -> None:
    hand.press(tab.get_by_role("link", name="Soạn"))
    hand.fill(tab.get_by_label("Tên, để tìm lại"), "Lịch tiếp dân")
    hand.fill(tab.get_by_label("Lời cho fanpage"), "{{ unit.name }} " + SAID)
    hand.tick(tab.get_by_label("đài", exact=True), on=False)
    hand.fill(tab.get_by_label("Ngày", exact=True), f"{day:%Y-%m-%d}")
    hand.fill(tab.get_by_label("Fanpage lúc"), "19:30")
    for unit in UNITS:
        hand.tick(tab.get_by_label(unit, exact=True))
    hand.press(tab.get_by_role("button", name="Xem trước").last)
    tab.wait_for_selector(".fanpage")
    assert tab.locator(".fanpage").count() == 3
    assert tab.locator(".fanpage mark").all_inner_texts()
    hand.press(tab.get_by_role("button", name="Trình duyệt"))
    tab.get_by_text("Đã lưu 3 bài.").wait_for()


def approve(tab: Tab, hand: Hand, title: str, count: int) -> None:
    hand.press(tab.get_by_role("link", name="Duyệt", exact=True))
    hand.press(tab.get_by_role("link", name=title))
    assert (overflow(tab), violations(tab)) == (0, [])
    hand.press(tab.get_by_role("button", name=f"Duyệt {count} bài"))
    tab.get_by_text(f"Đã duyệt {count} bài.").wait_for()


def correct(tab: Tab, hand: Hand, post: Post, at: datetime) -> None:
    found(tab, hand, post)
    hand.press(tab.get_by_role("link", name="Đính chính…"))
    hand.fill(tab.get_by_label("Đã nói sai thế nào"), "tiếp dân sáng thứ Bảy")
    hand.fill(tab.get_by_label("Đúng là thế nào"), "tiếp dân sáng thứ Sáu")
    hand.fill(tab.get_by_label("Theo văn bản nào"), "Thông báo số 12/TB-BHXH")
    hand.fill(tab.locator("#at"), f"{at:%Y-%m-%dT%H:%M}")
    hand.press(tab.get_by_role("button", name="Xem trước"))
    tab.get_by_text("Nội dung đúng là: tiếp dân sáng thứ Sáu.").wait_for()
    hand.press(tab.get_by_role("button", name="Trình duyệt"))
    tab.get_by_text("Đính chính đang chờ duyệt.").wait_for()


def stop(tab: Tab, hand: Hand) -> None:
    hand.press(tab.get_by_role("link", name="Dừng", exact=True))
    hand.press(tab.locator("summary", has_text="Dừng tất cả"))
    hand.fill(tab.locator("#why-all"), "kiểm tra lại số liệu")
    hand.press(tab.get_by_role("button", name="Dừng tất cả"))
    tab.get_by_text("Đã dừng. Giữ lại 1 bài.").wait_for()
    assert (overflow(tab), violations(tab)) == (0, [])


def let_go(tab: Tab, hand: Hand) -> None:
    hand.press(tab.get_by_role("link", name="Dừng", exact=True))
    hand.press(tab.locator("summary", has_text="Thả ra"))
    hand.press(tab.get_by_role("button", name="Thả ra"))
    tab.get_by_text("Đã thả. 1 bài lại được đăng.").wait_for()


def recall(tab: Tab, hand: Hand, post: Post) -> None:
    found(tab, hand, post)
    hand.press(tab.locator("summary", has_text="Thu hồi"))
    hand.fill(tab.locator("#why-recall"), "nhầm ngày")
    hand.press(tab.get_by_role("button", name="Thu hồi"))
    tab.get_by_text("Đang thu hồi 1 bài.").wait_for()


@pytest.mark.parametrize("way", ["hand", "keyboard"])
def test_a_message_goes_its_whole_way_from_the_desk(
    served: Served, open_page: OpenPage, graph: SandboxProcess, way: str
) -> None:
    walk = Walk(served, graph, ["hand", "keyboard"].index(way))
    served.person(Role.AUTHOR, name="lan")
    served.person(Role.APPROVER, name="minh")
    hand: Callable[[Tab], Hand] = Keyboard if way == "keyboard" else Mouse
    office, phone, fan = open_page("lan"), open_page("minh", size=PHONE), open_page()
    day = served.office.local(served.now) + timedelta(days=1)
    due = day.replace(hour=19, minute=30, second=0, microsecond=0)

    compose(office, hand(office), day)
    approve(phone, hand(phone), "Lịch tiếp dân", 3)
    walk.until(due + timedelta(minutes=2))
    assert walk.seen(fan) == [3, 0]

    first = Post.objects.get(channel="fb-a")
    later = served.office.local(served.now) + timedelta(hours=1)
    correct(office, hand(office), first, later)
    approve(phone, hand(phone), "Đính chính: Lịch tiếp dân", 1)
    stop(phone, hand(phone))
    walk.until(later)
    assert walk.seen(fan) == [3, 0]
    let_go(phone, hand(phone))
    walk.until(later + timedelta(minutes=5))
    assert walk.seen(fan) == [3, 1]

    recall(phone, hand(phone), first)
    walk.until(later + timedelta(minutes=10))
    assert walk.seen(fan) == [2, 1]
    assert Post.objects.get(pk=first.pk).state == State.RECALLED


def found(tab: Tab, hand: Hand, post: Post) -> None:
    """By the log, with words without diacritics, to the page of the post: what went out is told there."""
    hand.press(tab.get_by_role("link", name="Nhật ký", exact=True))
    hand.fill(tab.get_by_label("Lời", exact=True), "tiep dan sang thu bay")
    hand.press(tab.get_by_role("button", name="Xem", exact=True))
    hand.press(tab.locator(f'a[href="/posts/{post.pk}"]'))
    assert load_payload(post.payload).text in tab.inner_text("main")
