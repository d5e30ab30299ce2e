"""A campaign's scripts from the queue to the air and back, in one go: what a station's page shows at each step, in a
real browser on a telephone without JavaScript. Released by the clock, told by the station, corrected by the office."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import connections
from playwright.sync_api import Locator, Page, sync_playwright

from scheduler.core.approval import Role
from scheduler.core.radio.chain import Stage
from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Method, Said, Way
from scheduler.core.states import State
from scheduler.core.translation import template_hash
from scheduler.store import accounts, database
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.store.radio import links
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.tell import air, receive
from tests.publish.radio.machine import Machine
from tests.store.campaigns import ZONE, Desk, posts
from tests.store.conftest import MINH, NOW
from tests.web.pull.house import House, Served, fresh, serving
from tests.web.pull.test_recorded import soon
from tests.web.pull.test_walk import chromium

pytestmark = pytest.mark.browser

SOURCE = "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."
WORDS = "một trăm năm mươi tư nghìn đồng"
MONG = "Txhua lub hli them 154.000 nyiaj."
HOUR = timedelta(hours=1)


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall time in May 2021."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@dataclass
class Office:
    """One office: content, database and clock; the clock's work by `machine`, the pull served beside it."""

    folder: Path
    machine: Machine
    served: Served = field(init=False)
    clock: Path = field(init=False)

    def __post_init__(self) -> None:
        self.clock = self.folder / "clock"
        self.at(NOW)

    def at(self, now: datetime) -> datetime:
        """Let it be so late, and the clock do what is due."""
        House.at(self, now)  # type: ignore[arg-type]  # it writes a file beside the folder, as a house does
        return now

    def tick(self, now: datetime) -> None:
        self.machine.tick(self.at(now))


@pytest.fixture
def office(db: str, tmp_path: Path) -> Iterator[Office]:
    desk = Desk(tmp_path / "content")
    content = desk.folder
    body = (
        f"text: '{MONG}', translates: \"{template_hash(SOURCE)}\", states: {{muc_dong: 154.000 đồng}}, seconds: 37, "
        "translator: Giàng A Sử"
    )
    old = f"radio: {{vi: {{text: '{SOURCE}'}}}}"
    content.replace("messages/bhxh/muc.yaml", old, old[:-1] + f", hmn: {{{body}}}}}")
    content.replace("messages/bhxh/muc.yaml", "title: Thông điệp muc", "title: Mức đóng")
    content.replace("messages/bhxh/muc.yaml", "Luật số 58/2014/QH13", "Luật Bảo hiểm xã hội")
    content.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    content.replace("campaigns/thu.yaml", "max_per_day: 1, holidays", "max_per_day: 2, repeats: 2, holidays")
    content.replace(
        "campaigns/thu.yaml",
        "[{id: muc, weight: 1}, {id: loi-ich, weight: 1}, {id: lien-he, weight: 1}]",
        "[{id: muc}]",
    )
    config = yaml.safe_dump({"mode": "rehearsal", "database": db})
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    made = Office(tmp_path, Machine(desk, tmp_path / "var"))
    with serving(made) as served:  # type: ignore[arg-type]  # it has a folder and a clock, as a house has
        made.served = served
        database.use(db)
        yield made
    connections.close_all()


@pytest.fixture
def page() -> Iterator[Page]:
    """A telephone without JavaScript. To be asked for before the office: Django keeps its connections by the loop that
    runs, and Playwright brings one."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here; on Debian: apt install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread; none of ours does
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        made = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
        made.set_default_timeout(30_000)
        yield made
        browser.close()


def script(lang: str, nth: int, day: int = 7, issue: int = 1) -> Post:
    (found,) = posts(kind="radio", lang=lang, key=f"thu/dai-a/{lang}/2021-05-{day:02}T05:30/{nth}", issue=issue)
    return found


def stage(post: Post) -> Stage:
    return chain_of(fresh(post)).stage


def shown(page: Page, post: Post) -> Locator:
    return page.locator(f"#so-{post.number}")


def said(page: Page, post: Post) -> str:
    return shown(page, post).inner_text()


def let_go(found: list[Post], now: datetime) -> None:
    verdict = approve(found, MINH, now=now, author_may_approve=False, word="đúng")
    assert verdict.approved == len(found), verdict.refused


def test_a_campaign_from_the_queue_to_the_air_and_back(page: Page, office: Office) -> None:
    accounts.ensure("lan", Role.AUTHOR)
    accounts.ensure("minh", Role.APPROVER)
    office.machine.queue(approved=None)
    _, secret = links.make("dai-a", by="lan", now=NOW)
    link = f"http://127.0.0.1:{office.served.port}/radio/dai-a/{secret}/"
    seventh = f"{link}2021-05-07"
    first, second, mong, mong_again = script("vi", 1), script("vi", 2), script("hmn", 1), script("hmn", 2)

    # waiting, then approved: nothing of it is seen before its release
    office.at(wall(5, 8))
    page.goto(seventh)
    assert "Ngày này không có kịch bản" in page.content()
    let_go([first, second, mong, mong_again], wall(5, 8))
    office.tick(wall(5, 8))
    page.goto(seventh)
    assert "Ngày này không có kịch bản" in page.content() and stage(first) == Stage.WAITING

    # released: the morning's a day ahead, the afternoon's later
    office.tick(wall(6, 7))
    page.goto(seventh)
    assert WORDS in said(page, first) and "lần 1/2" in said(page, first)
    assert MONG in said(page, mong) and "(tiếng Mông)" in said(page, mong), "letter for letter"
    assert shown(page, second).count() == 0
    assert soon(lambda: stage(first) == Stage.FETCHED)
    assert "Đài chưa báo đã nhận" in said(page, first), "a fetch is no receipt"

    # received, accepted by the commune
    shown(page, first).get_by_label("Tên người ở đài").fill("Bà Tâm")
    shown(page, first).get_by_role("button", name="Đã nhận").click()
    assert stage(first) == Stage.RECEIVED and "Bà Tâm" in said(page, first)
    shown(page, first).get_by_label("Người duyệt của xã").fill("Ông Hùng")
    shown(page, first).get_by_role("button", name="Xã đã duyệt phát").click()
    assert stage(first) == Stage.ACCEPTED and "Ông Hùng" in said(page, first)

    # a recall after the fetch
    office.machine.recall(fresh(mong), office.at(wall(6, 9)), "người dịch báo sai một chữ")
    page.goto(seventh)
    top = page.locator(".recall")
    assert "THU HỒI – KHÔNG ĐỌC" in top.inner_text() and "người dịch báo sai một chữ" in top.inner_text()
    assert "tiếng Mông" in top.inner_text() and MONG not in page.content()
    page.goto(f"{link}2021-05-09")
    assert "THU HỒI – KHÔNG ĐỌC" in page.locator(".recall").inner_text(), "on every day's page"
    page.goto(seventh)
    top.get_by_label("Tên người ở đài").fill("Ông Bảy")
    top.get_by_role("button", name="Đã biết, sẽ không đọc").click()
    assert page.locator(".recall").count() == 0 and stage(mong) == Stage.RECALLED

    # aired 1 of 2
    office.tick(wall(6, 18))
    office.at(wall(7, 6, 5))
    page.goto(link)
    assert WORDS in said(page, second) and "lần 2/2" in said(page, second)
    shown(page, first).locator("summary").click()
    shown(page, first).get_by_label("Giờ phát thực tế").fill("6h01")
    shown(page, first).get_by_label("Người đọc").fill("Bà Tâm")
    shown(page, first).get_by_role("button", name="Đã phát").click()
    assert stage(first) == Stage.PARTLY
    assert "Đã phát 1/2" in said(page, first) and "Đã phát 1/2" in said(page, second)

    # a figure changes: what was aired needs a correction, what is still to be read is withheld and replaced
    office.machine.desk.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    office.machine.restart()
    office.machine.desk.drift(now=office.at(wall(7, 8)))
    page.goto(link)
    assert "TẠM GIỮ – CHƯA ĐỌC" in said(page, second) and WORDS not in said(page, second)
    assert "Đã phát 1/2" in said(page, first)
    (correction,) = posts(campaign="tay")
    newer = script("vi", 2, issue=2)
    assert (correction.state, newer.state) == (State.PENDING, State.PENDING)
    let_go([correction, newer], wall(7, 9))
    office.tick(wall(7, 9))
    page.goto(link)
    told = said(page, newer)
    assert "BẢN THAY THẾ LẦN 1 – HỦY BẢN TRƯỚC" in told and "một trăm bảy mươi sáu nghìn đồng" in told
    assert shown(page, newer).locator("del").count() and shown(page, newer).locator("ins").count()
    assert "ĐÃ THAY BẰNG BẢN MỚI" in page.locator(".recall").inner_text()
    shown(page, newer).get_by_label("Tên người ở đài").fill("Bà Tâm")
    shown(page, newer).get_by_role("button", name="Đã nhận").click()
    assert page.locator(".recall").count() == 0, "receiving the newer one answers for the old"

    # the correction on air stands where it is to be read, with what was wrong and what is right
    correction = fresh(correction)
    assert correction.state == State.PUBLISHED
    office.at(correction.due - HOUR)
    page.goto(link)
    assert "xin đính chính" in said(page, correction).lower()
    assert WORDS in said(page, correction) and "một trăm bảy mươi sáu nghìn đồng" in said(page, correction)

    # told afterwards, on paper: marked so; the Mông reading was left out
    paper = Teller("Bà Tâm", Way.PAPER, "lan")
    later = wall(9, 8)
    air(fresh(newer), Reading(2, True, wall(7, 17, 2), 40, "Bà Tâm", Method.READ), paper, now=later)
    receive(fresh(mong_again), Said.RECEIVED, paper, now=later)
    air(fresh(mong_again), Reading(2, False, reason="mất điện"), paper, now=later)
    office.at(later)
    page.goto(seventh)
    assert "Đã phát 2/2" in said(page, newer)
    assert "Lần 2: phát 17:02 ngày 07/05/2021, Bà Tâm, 40 giây, đọc (giấy) (ghi muộn)" in said(page, newer)
    assert "Lần 2: không phát, mất điện (giấy) (ghi muộn)" in said(page, mong_again)
    assert stage(newer) == Stage.AIRED

    # past their day no words are left of any of them, in no form
    for words in (WORDS, MONG, "một trăm bảy mươi sáu nghìn"):
        assert words not in page.content()
    assert WORDS not in office.served.ask(f"/radio/dai-a/{secret}/2021-05-07/day.json").text
