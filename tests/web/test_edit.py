"""Words of its own for one post, at the desk."""

import re
from typing import Any

from django.test import Client

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.store.queue.act import act
from tests.store.campaigns import set_state
from tests.store.conftest import MINH, get
from tests.web.conftest import House


def text_of(post: Post) -> str:
    return load_payload(get(post.key).payload).text


def send(browser: Client, post: Post, text: str, do: str = "submit", **more: str) -> Any:
    page = browser.get(f"/compose/{post.pk}/edit").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    form = {"text": text, "title": "Tên", "seen": seen[1], "do": do, **more}
    return browser.post(f"/compose/{post.pk}/edit", form, follow=True)


def test_one_unit_says_it_in_its_own_words_and_needs_approval_anew(queued: House) -> None:
    queued.staff.approve()
    post = queued.post("u-a", kind="facebook")
    page = send(queued.client(Role.AUTHOR, "u-a", "hoa"), post, "Lời riêng của An.")
    assert "Bài chờ người khác duyệt." in page.text
    after = get(post.key)
    assert (text_of(post), after.state, after.author, after.own) == ("Lời riêng của An.", State.PENDING, "hoa", True)
    assert {row.state for row in Post.objects.filter(unit="u-b")} == {State.APPROVED}


def test_a_preview_shows_what_would_change_and_changes_nothing(queued: House) -> None:
    post = queued.post("u-a", kind="facebook", message="loi-ich")
    page = send(queued.client(Role.AUTHOR, "u-a"), post, "Có thẻ BHYT là vững lòng.", "preview")
    assert "<del>yên tâm</del><ins>vững lòng</ins>" in page.text
    assert text_of(post) == "Có thẻ BHYT là yên tâm."


def test_two_who_edit_at_once_lose_no_word(queued: House) -> None:
    post = queued.post("u-a", kind="facebook", message="loi-ich")
    lan, hoa = queued.client(Role.AUTHOR, name="lan"), queued.client(Role.AUTHOR, name="hoa")
    seen = post.payload.sha256
    send(hoa, post, "Lời của Hoa.")
    page = send(lan, post, "Lời của Lan.", seen=seen)
    assert page.status_code == 409
    assert "Người khác vừa sửa bài này" in page.text
    assert ">Lời của Lan.</textarea>" in page.text
    assert "<del>Hoa</del><ins>Lan</ins>" in page.text
    assert text_of(post) == "Lời của Hoa."
    again = re.search(r'name="seen" value="(\w+)"', page.text)
    assert again is not None
    send(lan, post, "Lời của Lan.", seen=again[1])
    assert text_of(post) == "Lời của Lan."


def test_who_edits_what_another_approved_meanwhile_is_told_before_the_approval_is_lost(queued: House) -> None:
    post = queued.post("u-a", kind="facebook", message="loi-ich")
    lan = queued.client(Role.AUTHOR, name="lan")
    assert 'name="stood" value="pending"' in lan.get(f"/compose/{post.pk}/edit").text
    queued.staff.approve()
    page = send(lan, post, "Lời của Lan.", stood="pending")
    assert page.status_code == 409
    assert "Bài lúc này “đã duyệt”" in page.text
    assert "Gần nhất: minh" in page.text
    assert ">Lời của Lan.</textarea>" in page.text
    assert get(post.key).state == State.APPROVED
    assert 'name="stood" value="approved"' in page.text
    send(lan, post, "Lời của Lan.", stood="approved")
    assert text_of(post) == "Lời của Lan."


def test_a_script_that_cannot_be_read_aloud_is_refused_and_kept_in_the_form(queued: House) -> None:
    post = queued.post("u-a", kind="radio", message="loi-ich")
    page = send(queued.client(Role.AUTHOR, "u-a"), post, "Xem Đ7k/x9.")
    assert page.status_code == 409
    assert "Máy không biết đọc" in page.text
    assert "Xem Đ7k/x9." in page.text
    assert text_of(post) == "Có thẻ BHYT là yên tâm."


def test_an_empty_text_is_refused(queued: House) -> None:
    post = queued.post("u-a", kind="facebook")
    assert "Chưa có lời nào." in send(queued.client(Role.AUTHOR, "u-a"), post, " \r\n ").text


def test_what_is_out_is_not_edited_but_corrected(queued: House) -> None:
    post = queued.post("u-a", kind="facebook")
    set_state(post, State.PUBLISHED, remote_id="1_1", published_at=post.due)
    page = queued.client(Role.AUTHOR, "u-a").get(f"/compose/{post.pk}/edit")
    assert page.status_code == 409
    assert "dùng đính chính" in page.text


def test_a_draft_that_came_back_says_why_and_may_stay_a_draft(queued: House) -> None:
    post = queued.post("u-a", kind="facebook")
    act("return", [post], MINH, now=queued.now, why="thiếu giờ làm việc")
    browser = queued.client(Role.AUTHOR, "u-a")
    assert "thiếu giờ làm việc" in browser.get(f"/compose/{post.pk}/edit").text
    assert "Đã lưu nháp." in send(browser, post, "Giờ làm việc: 7 giờ.", "draft").text
    assert get(post.key).state == State.DRAFT
