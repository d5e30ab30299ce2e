"""Every post that needs a person can be dealt with where it is shown: the page of a post offers what can be done."""

from datetime import timedelta

import pytest
from django.test import Client

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.web.remote import remote_id
from tests.store.campaigns import set_state
from tests.store.conftest import MINH
from tests.web.conftest import House

PAGE = "999000000000901"


@pytest.fixture
def post(queued: House) -> Post:
    """An approved post of a fanpage."""
    approve(list(Post.objects.filter(unit="u-a")), MINH, now=queued.now, author_may_approve=False, word="đúng")
    return queued.post("u-a", kind="facebook")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PENDING, ["Xem và duyệt", "Sửa lời bài này", "Đổi giờ", "Hủy"]),
        (State.APPROVED, ["Tạm giữ", "Đổi giờ", "Hủy"]),
        (State.HELD, ["Thả ra", "Hủy"]),
        (State.FAILED, ["Gửi lại", "Hủy"]),
        (State.MISSED, ["Gửi lại", "Hủy"]),
        (State.UNKNOWN, ["Bài đã lên trang", "Trang không có bài: gửi lại", "Để máy xem lại"]),
        (State.PUBLISHED, ["Đính chính…", "Thu hồi"]),
    ],
)
def test_the_page_of_a_post_offers_what_can_be_done(queued: House, post: Post, state: State, words: list[str]) -> None:
    out = {"remote_id": f"{PAGE}_1", "published_at": queued.now} if state == State.PUBLISHED else {}
    set_state(post, state, **out)
    text = queued.client(Role.APPROVER, "u-a").get(f"/posts/{post.pk}").text
    assert [word for word in words if f">{word}" not in text] == []
    bare = queued.client(Role.AUDITOR).get(f"/posts/{post.pk}").text
    assert "<form" not in bare.partition("<main")[2].partition("</main>")[0]


def test_done_there_it_comes_back_there(queued: House, post: Post) -> None:
    browser = queued.client(Role.APPROVER, "u-a")
    assert f'name="next" value="/posts/{post.pk}"' in browser.get(f"/posts/{post.pk}").text
    answer = browser.post(f"/posts/{post.pk}/hold", {"why": "kiểm tra lại", "next": f"/posts/{post.pk}"})
    assert answer.headers["Location"] == f"/posts/{post.pk}"


@pytest.fixture
def doubtful(queued: House, post: Post) -> Post:
    """One of which nobody knows whether it is out."""
    set_state(post, State.UNKNOWN, unsure_since=queued.now - timedelta(hours=1))
    return post


def said(browser: Client, post: Post, **form: str) -> str:
    return browser.post(f"/posts/{post.pk}/settle", form, follow=True).text


def test_a_person_who_saw_it_on_the_page_says_so(queued: House, doubtful: Post) -> None:
    browser = queued.client(Role.APPROVER, "u-a", name="hoa")
    address = f"https://www.facebook.com/{PAGE}/posts/122333444"
    assert "bài đã đăng" in said(browser, doubtful, said="is", remote=address, why="đã xem trên trang")
    row = Post.objects.get(pk=doubtful.pk)
    assert (row.state, row.remote_id) == (State.PUBLISHED, f"{PAGE}_122333444")
    assert "đã xem trên trang" in browser.get(f"/posts/{row.pk}").text


def test_one_that_is_not_there_goes_out_again(queued: House, doubtful: Post) -> None:
    assert "được gửi lại" in said(queued.client(Role.APPROVER, "u-a"), doubtful, said="is-not", why="trang không có")
    assert Post.objects.get(pk=doubtful.pk).state == State.APPROVED


def test_the_machine_is_asked_to_look_once_more(queued: House, doubtful: Post) -> None:
    Post.objects.filter(pk=doubtful.pk).update(next_try=None)
    assert "trong một phút" in said(queued.client(Role.APPROVER, "u-a"), doubtful, said="look")
    row = Post.objects.get(pk=doubtful.pk)
    assert (row.state, row.next_try) == (State.UNKNOWN, queued.now)


@pytest.mark.parametrize(
    "form",
    [
        {"said": "is", "why": "đã xem", "remote": ""},
        {"said": "is", "why": "đã xem", "remote": "https://www.facebook.com/999000000000902_12"},
        {"said": "is", "why": "", "remote": f"{PAGE}_1"},
        {"said": "is-not", "why": " "},
        {"said": "", "why": "đã xem"},
    ],
)
def test_a_word_that_proves_nothing_moves_nothing(queued: House, doubtful: Post, form: dict[str, str]) -> None:
    said(queued.client(Role.APPROVER, "u-a"), doubtful, **form)
    assert Post.objects.get(pk=doubtful.pk).state == State.UNKNOWN


def test_what_was_settled_meanwhile_is_not_settled_again(queued: House, doubtful: Post) -> None:
    browser = queued.client(Role.APPROVER, "u-a")
    said(browser, doubtful, said="is", remote=f"{PAGE}_1", why="đã xem")
    assert "không phải chưa rõ" in said(browser, doubtful, said="is-not", why="không thấy")
    assert Post.objects.get(pk=doubtful.pk).state == State.PUBLISHED


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (f"{PAGE}_12", f"{PAGE}_12"),
        (f" https://www.facebook.com/{PAGE}_12 ", f"{PAGE}_12"),
        (f"https://www.facebook.com/{PAGE}/posts/12", f"{PAGE}_12"),
        ("https://www.facebook.com/bhxh.an/posts/tin-moi/12/", f"{PAGE}_12"),
        (f"https://m.facebook.com/story.php?story_fbid=12&id={PAGE}", f"{PAGE}_12"),
        (f"https://www.facebook.com/permalink.php?story_fbid=12&id={PAGE}&x=1", f"{PAGE}_12"),
        ("https://m.facebook.com/story.php?story_fbid=12&id=5", ""),
        ("5_12", ""),
        ("https://www.facebook.com/bhxh.an/posts/pfbid0abc", ""),
        ("javascript:alert(1)//posts/12", ""),
        ("https://[/posts/12", ""),
        ("", ""),
    ],
)
def test_the_id_of_a_post_is_read_from_what_people_copy(typed: str, found: str) -> None:
    assert remote_id(typed, PAGE) == found
