"""A newer issue of a script that its station has, made at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Correction, Post
from scheduler.store.payloads import load_payload
from scheduler.store.queue.approve import approve
from tests.store.conftest import MINH
from tests.store.radio.office import aired, fresh, release
from tests.web.conftest import House

NEW = "Kính thưa bà con, sáng mai BHXH tiếp dân từ tám giờ."


@pytest.fixture
def script(queued: House) -> Post:
    """The first script of An, which its station has."""
    approve(list(Post.objects.filter(kind="radio")), MINH, now=queued.now, author_may_approve=False, word="đúng")
    return release(queued.post("u-a", kind="radio"), queued.now)


def hoa(house: House) -> Client:
    return house.client(Role.AUTHOR, "u-a", "hoa")


def send(browser: Client, post: Post, do: str = "submit", **changes: str) -> Any:
    form = {"text": NEW, "why": "sai giờ tiếp dân", "withhold": "1", "do": do} | changes
    return browser.post(f"/compose/{post.pk}/revise", form, follow=True)


def newer(script: Post) -> Post | None:
    return Post.objects.filter(key=script.key, issue=script.issue + 1).select_related("payload").first()


def test_the_post_leads_to_a_form_with_the_words_that_are_out(queued: House, script: Post) -> None:
    browser = hoa(queued)
    assert f"/compose/{script.pk}/revise" in browser.get(f"/posts/{script.pk}").text
    assert load_payload(script.payload).text.strip() in browser.get(f"/compose/{script.pk}/revise").text
    assert "/revise" not in queued.client(Role.AUDITOR, "u-a").get(f"/posts/{script.pk}").text


def test_a_newer_issue_waits_for_another_person_and_the_old_one_is_not_read(queued: House, script: Post) -> None:
    page = send(hoa(queued), script)
    new = newer(script)
    assert new is not None
    assert f"Bản phát hành 2 của kịch bản số {script.number}/{script.year} chờ người khác duyệt." in page.text
    assert (new.state, new.author, new.number, load_payload(new.payload).text) == (
        State.PENDING, "hoa", script.number, NEW,
    )  # fmt: skip
    assert fresh(script).withheld_at is not None
    assert "đã có bản thay thế" in send(hoa(queued), script, text=f"{NEW} Xin cảm ơn.").text


def test_the_old_one_is_read_on_where_the_person_says_so(queued: House, script: Post) -> None:
    send(hoa(queued), script, withhold="")
    assert newer(script) is not None and fresh(script).withheld_at is None


def test_a_preview_shows_how_it_is_read_and_stores_nothing(queued: House, script: Post) -> None:
    page = send(hoa(queued), script, "preview", text="Mức đóng là 160.000 đồng.")
    assert "Mức đóng là một trăm sáu mươi nghìn đồng." in page.text and "<ins>" in page.text
    assert newer(script) is None and fresh(script).withheld_at is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": " "}, "lời mới: chưa có chữ nào"),
        ({"why": " "}, "việc này cần lý do"),
        ({"text": "Thư gửi phòng P.305."}, "P.305"),
        ({"text": "a" * 20_001}, "nội dung dài 20001 ký tự; radio chỉ nhận 20000"),
        ({"text": "Bà con chú ý lắng nghe. " * 400}, "giây"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_typed(
    queued: House, script: Post, changes: dict[str, str], told: str
) -> None:
    page = send(hoa(queued), script, **changes)
    assert (page.status_code, newer(script)) == (400, None)
    assert told in page.text
    assert changes.get("text", NEW).strip() in page.text
    assert fresh(script).withheld_at is None


def test_the_same_words_make_no_newer_issue(queued: House, script: Post) -> None:
    page = send(hoa(queued), script, text=load_payload(script.payload).text)
    assert "giống hệt" in page.text and newer(script) is None


def test_the_content_of_today_makes_the_newer_issue_where_the_person_says_so(queued: House, script: Post) -> None:
    assert "giống hệt" in send(hoa(queued), script, anew="1").text, "nothing has changed there"
    assert newer(script) is None


def test_what_was_aired_gets_a_drafted_correction_instead(queued: House, script: Post) -> None:
    aired(script)
    queued.at(script.due + timedelta(hours=1))
    page = send(hoa(queued), script)
    assert "tin đính chính đã soạn, chờ duyệt" in page.text
    assert Correction.objects.get().corrects_id == script.pk
    assert newer(script) is None


def test_a_post_that_no_station_has_cannot_have_one(queued: House) -> None:
    page = hoa(queued).get(f"/compose/{queued.post('u-a', kind='radio').pk}/revise")
    assert page.status_code < 500 and "chỉ kịch bản đã phát hành" in page.text
    page = hoa(queued).get(f"/compose/{queued.post('u-a', kind='facebook').pk}/revise")
    assert "chỉ kịch bản đã phát hành" in page.text


def test_who_changes_the_vietnamese_words_is_told_what_still_says_the_old_ones(bilingual: House) -> None:
    post, mong = bilingual.post(kind="radio", lang="vi", message="muc"), bilingual.post(kind="radio", lang="hmn")
    seen = {"seen": post.payload.sha256, "stood": post.state, "title": "Mức", "do": "submit"}
    page = hoa(bilingual).post(f"/compose/{post.pk}/edit", {"text": "Mức đóng đã đổi.", **seen}, follow=True)
    warned = f"kịch bản tiếng khác của bài này vẫn nói như cũ: số {mong.number} (tiếng Mông)"
    assert warned in page.text
    approve(list(Post.objects.filter(kind="radio")), MINH, now=bilingual.now, author_may_approve=False, word="đúng")
    out = release(fresh(post), bilingual.now)
    assert warned in send(hoa(bilingual), out).text
    Post.objects.filter(pk=mong.pk).update(state=State.CANCELLED)
    assert "tiếng khác" not in send(hoa(bilingual), out, text=f"{NEW} Xin cảm ơn.").text
