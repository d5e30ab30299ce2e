"""Approving at the desk: what is shown, what is answered for, and what happens when two people act at once."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Approval, Post, Transition
from scheduler.store.queue.edit import Words, edit, reworded
from tests.store.conftest import LAN, NOW, get
from tests.web.conftest import House

PILE = "/approve/pile?campaign=thu&message={message}&kind={kind}&lang=vi&author=lan"


def pile(message: str = "lien-he", kind: str = "facebook") -> str:
    return PILE.format(message=message, kind=kind)


def shown(page: Any) -> list[str]:
    """What the page would send back of all that is ticked."""
    return re.findall(r'name="shown" value="([^"]+)" checked', page.text)


def decide(browser: Client, values: list[str], do: str = "approve", **more: str) -> Any:
    return browser.post("/approve/decide", {"shown": values, "do": do, **more}, follow=True)


def states(**where: Any) -> set[str]:
    return set(Post.objects.filter(**where).values_list("state", flat=True))


def reword(house: House, post: Post, text: str = "Lời khác.") -> None:
    content = house.staff.content
    made = reworded(post, Words(text), content.channels[post.channel], house.office.renderer)
    edit(post, made, LAN, seen=post.payload.sha256, now=NOW)


def test_forty_units_are_one_pile_and_are_approved_at_once(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")
    assert pile().replace("&", "&amp;") in browser.get("/approve").text
    page = browser.get(pile())
    count = Post.objects.filter(message="lien-he", kind="facebook").count()
    assert f"Đã duyệt {count} bài." in decide(browser, shown(page)).text
    assert states(message="lien-he", kind="facebook") == {State.APPROVED}
    assert {row.by for row in Approval.objects.all()} == {"minh"}


def test_what_differs_between_units_is_marked(queued: House) -> None:
    page = queued.client(Role.APPROVER, name="minh").get(pile())
    assert re.findall(r"<mark>([^<]*)</mark>", page.text) == ["0001", "0002", "0009"]


def test_figures_are_shown_with_their_source_and_asked_for_where_nobody_confirmed_them(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")
    page = browser.get(pile("muc"))
    assert "Mức đóng thấp nhất: <strong" in page.text
    assert "Quyết định số 59/2015/QĐ-TTg; Luật số 58/2014/QH13" in page.text
    assert "chưa ai xác nhận" in page.text
    refused = decide(browser, shown(page))
    assert "có số liệu chưa ai xác nhận" in refused.text
    assert states(message="muc", kind="facebook") == {State.PENDING}
    assert "Đã duyệt" in decide(browser, shown(page), word="đúng").text
    assert states(message="muc", kind="facebook") == {State.APPROVED}


def test_only_what_was_shown_is_approved(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")
    values = shown(browser.get(pile()))
    changed = queued.post("u-a", message="lien-he", kind="facebook")
    reword(queued, changed)
    page = decide(browser, values)
    assert "1 bài đã đổi lời sau khi bạn mở trang" in page.text
    assert get(changed.key).state == State.PENDING
    assert states(message="lien-he", kind="facebook", own=False) == {State.APPROVED}


def test_what_changed_since_the_last_approval_is_shown(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")
    decide(browser, shown(browser.get(pile())))
    post = queued.post("u-a", message="lien-he", kind="facebook")
    reword(queued, post, "Mời bà con gọi. Điện thoại: 0216 000 1234.")
    page = browser.get(pile()).text
    assert "Khác với bản đã duyệt gần nhất" in page
    assert "<del>0001</del><ins>1234</ins>" in page
    assert "<del>0001</del><ins>1234</ins>" in browser.get(f"/approve/{post.pk}").text


def test_an_author_approves_nothing_of_his_own_and_is_told_so(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="lan-duyet")
    Post.objects.filter(message="lien-he", kind="facebook").update(author="lan-duyet")
    page = browser.get(pile().replace("author=lan", "author=lan-duyet"))
    assert "bài phải do người khác duyệt" in page.text
    assert shown(page) == []
    everything = re.findall(r'name="shown" value="([^"]+)"', page.text)
    assert "là người soạn bài này" in decide(browser, everything).text
    assert states(message="lien-he", kind="facebook") == {State.PENDING}


def test_posts_go_back_to_their_author_with_a_reason(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")
    post = queued.post("u-a", message="lien-he", kind="facebook")
    values = re.findall(r'name="shown" value="([^"]+)"', browser.get(f"/approve/{post.pk}").text)
    assert "hãy ghi lý do" in decide(browser, values, "return").text
    assert get(post.key).state == State.PENDING
    assert "Đã trả lại 1 bài." in decide(browser, values, "return", why="thiếu giờ làm việc").text
    assert get(post.key).state == State.DRAFT
    assert "thiếu giờ làm việc" in queued.client(Role.AUTHOR, name="lan").get("/compose").text


def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told_who(queued: House) -> None:
    first, second = queued.client(Role.APPROVER, name="minh"), queued.client(Role.APPROVER, name="hoa")
    values = shown(first.get(pile()))
    assert values == shown(second.get(pile()))
    decide(first, values)
    told = decide(second, values).text
    assert "Gần nhất: minh, hôm nay 08:00, “đã duyệt”" in told
    assert {row.by for row in Approval.objects.all()} == {"minh"}
    assert Transition.objects.filter(new=State.APPROVED, by="hoa").count() == 0


def test_who_returns_what_another_approved_is_told_and_undoes_nothing(queued: House) -> None:
    first, second = queued.client(Role.APPROVER, name="minh"), queued.client(Role.APPROVER, name="hoa")
    values = shown(second.get(pile()))
    decide(first, values)
    assert "Gần nhất: minh" in decide(second, values, "return", why="chưa đúng").text
    assert states(message="lien-he", kind="facebook") == {State.APPROVED}


def test_posts_of_another_unit_are_neither_shown_nor_moved(queued: House) -> None:
    foreign = queued.post("u-khac", message="lien-he", kind="facebook")
    browser = queued.client(Role.APPROVER, "u-a")
    assert "Trang Khác" not in browser.get(pile()).text
    told = decide(browser, [f"{foreign.payload.sha256}:{foreign.pk}"])
    assert "1 bài không thuộc quyền của bạn nên để nguyên." in told.text
    assert get(foreign.key).state == State.PENDING


@pytest.mark.parametrize("values", [[], ["x"], ["abc:1,2,3"], ["abc:99999999999999999999999"]])
def test_a_form_of_nobodys_approves_nothing(queued: House, values: list[str]) -> None:
    decide(queued.client(Role.APPROVER, name="minh"), values)
    assert states() == {State.PENDING}


def test_an_empty_inbox_says_how_posts_come_there(house: House) -> None:
    assert "Không có bài nào chờ duyệt." in house.client(Role.APPROVER).get("/approve").text
    assert house.client(Role.APPROVER).get(pile()).status_code == 302


def test_the_inbox_asks_the_same_number_of_questions_however_much_waits(queued: House) -> None:
    browser = queued.client(Role.APPROVER, name="minh")

    def asked(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert browser.get(address).status_code == 200
        return len(counted)

    few = asked("/approve"), asked(pile())
    queued.staff.second_campaign()
    queued.staff.folder.replace("campaigns/thu.yaml", "max_per_day: 1", "max_per_day: 2")
    queued.staff.queue("hai")
    assert (asked("/approve"), asked(pile())) == few


def test_a_translation_is_approved_beside_the_vietnamese_text_and_names_its_language(bilingual: House) -> None:
    browser = bilingual.client(Role.APPROVER, name="minh")
    assert "tiếng Mông" in browser.get("/approve").text
    post = bilingual.post(lang="hmn")
    for address in (pile("muc", "radio").replace("lang=vi", "lang=hmn"), f"/approve/{post.pk}"):
        page = browser.get(address).text
        assert "Them 154.000 nyiaj." in page
        assert "Mức đóng thấp nhất là 154.000 đồng một tháng." in page
        assert "tiếng Mông" in page
        assert "Giàng A Sử" in page
    assert "(tiếng Mông)" in browser.get(f"/posts/{post.pk}").text
    vietnamese = bilingual.post(lang="vi", kind="radio")
    assert "tiếng Mông" not in browser.get(f"/approve/{vietnamese.pk}").text
