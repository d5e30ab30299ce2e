"""Nothing that was typed is lost: a refused form stands on the next page as it was sent, whatever refused it."""

import re
from html import unescape

import pytest
from django.test import Client

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.web import saying
from tests.store.campaigns import set_state
from tests.web.conftest import House

LONG = "Nhân dân nghỉ lễ, bài này xin chuyển sang tuần sau"


def hidden(page: str) -> dict[str, str]:
    """The fields of the form by which a page lets something be sent again."""
    form = re.search(r"<form[^>]*>(?:(?!</form>).)*Gửi lại những gì đã gõ.*?</form>", page, re.DOTALL)
    assert form, "nothing to send again"
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def move(browser: Client, post: Post, **said: str) -> str:
    """The page that somebody comes to who moved a post and was refused."""
    place = f"/posts/{post.pk}"
    answer = browser.post(f"{place}/move", {"at": "2021-01-01T08:00", "why": LONG, "next": place} | said)
    return browser.get(answer.headers["Location"]).text


def test_a_time_that_has_passed_is_refused_and_the_form_stands_open_as_it_was_typed(queued: House) -> None:
    browser, post = queued.client(Role.AUTHOR, "u-a"), queued.post()
    page = move(browser, post)
    assert "đã qua" in page
    assert "--at" not in page
    form = page.partition('name="at"')[2].partition("</form>")[0]
    assert 'value="2021-01-01T08:00"' in form
    assert f'value="{LONG}"' in form
    assert re.search(r'<details class="confirm" open><summary>Đổi giờ', page)
    assert LONG not in browser.get(f"/posts/{post.pk}").text, "once"


def test_what_is_no_time_is_refused_likewise(queued: House) -> None:
    assert f'value="{LONG}"' in move(queued.client(Role.AUTHOR, "u-a"), queued.post(), at="mai")


def test_a_form_is_filled_in_on_the_page_of_no_other_post(queued: House) -> None:
    browser, post = queued.client(Role.AUTHOR, "u-a"), queued.post()
    other = Post.objects.filter(unit="u-a").exclude(pk=post.pk)[0]
    browser.post(f"/posts/{post.pk}/move", {"at": "mai", "why": LONG, "next": f"/posts/{other.pk}"})
    page = browser.get(f"/posts/{other.pk}").text
    assert f'value="{LONG}"' not in page
    assert LONG in page.partition("Những gì bạn đã gõ")[2], "to be read and copied all the same"


def test_a_reason_for_what_cannot_be_done_any_more_is_shown_to_be_copied(queued: House) -> None:
    browser, post = queued.client(Role.APPROVER, "u-a"), queued.post(kind="facebook")
    place = f"/approve/{post.pk}"
    shown = re.search(r'name="shown" value="([^"]+)"', browser.get(place).text)
    assert shown
    queued.staff.approve()
    said = {"shown": shown[1], "do": "return", "why": LONG, "next": "/approve", "here": place}
    page = browser.post("/approve/decide", said, follow=True).text
    assert "Gần nhất: minh" in page
    assert LONG in page.partition("Những gì bạn đã gõ")[2]


def test_an_address_that_is_none_of_the_page_keeps_the_reason(queued: House) -> None:
    browser, post = queued.client(Role.APPROVER, "u-a"), queued.post(kind="facebook")
    set_state(post, State.UNKNOWN, unsure_since=queued.now)
    place = f"/posts/{post.pk}"
    said = {"said": "is", "why": LONG, "remote": "https://example.vn/bai", "next": place, "form": "why-is"}
    page = browser.get(browser.post(f"{place}/settle", said).headers["Location"]).text
    assert page.count(LONG) == 1, "in the form that was sent, and in no other of the same address"
    assert 'value="https://example.vn/bai"' in page


def test_a_stop_without_a_reason_keeps_what_it_was_narrowed_to(queued: House) -> None:
    browser = queued.client(Role.AUTHOR, "u-a")
    answer = browser.post("/stop/order", {"why": "  ", "campaign": "thu", "mourning": "1", "form": "why-some"})
    assert answer.headers["Location"] == "/stop?campaign=thu&mourning=1"
    assert re.search(r'<details class="confirm danger" open>\s*<summary>Dừng phần này', browser.get(answer.url).text)


PILE = "/approve/pile?campaign=thu&message=muc&kind=facebook&lang=vi&author=lan"
_TICKED = re.compile(r'name="shown" value="([^"]+)" checked')


def decided(browser: Client, **said: object) -> str:
    """The page that somebody comes to who decided about the pile and was refused."""
    answer = browser.post("/approve/decide", {"next": "/approve", "here": PILE} | said)
    assert answer.headers["Location"] == PILE
    return browser.get(PILE).text


def test_a_wrong_word_leaves_the_ticks_and_leads_back_to_the_same_texts(queued: House) -> None:
    browser = queued.client(Role.APPROVER, "u-tinh")
    shown = _TICKED.findall(browser.get(PILE).text)
    page = decided(browser, shown=shown, do="approve", word="dung roi")
    assert _TICKED.findall(page) == shown
    assert 'value="dung roi"' in page
    page = decided(browser, do="return", why=LONG)
    assert (_TICKED.findall(page), f">{LONG}</textarea>" in page, '<details class="why" open>' in page) == (
        [],
        True,
        True,
    )
    assert _TICKED.findall(browser.get(PILE).text) == shown, "once"


def test_who_is_logged_out_meanwhile_finds_his_text_on_the_page(queued: House) -> None:
    post, text = queued.post(kind="facebook"), "Dòng thứ nhất\n<b>dòng</b> thứ hai"
    answer = queued.client().post(f"/compose/{post.pk}/edit", {"text": text, "do": "draft", "seen": "x"})
    assert answer.status_code == 403
    assert "không còn đăng nhập" in answer.text
    assert hidden(answer.text) == {"text": text, "do": "draft", "seen": "x"}
    assert "&lt;b&gt;dòng&lt;/b&gt;" in answer.text.partition("Những gì bạn đã gõ")[2]
    assert f'action="/compose/{post.pk}/edit"' in answer.text


def test_a_page_that_was_open_too_long_gives_the_text_back_to_its_own_desk_alone(queued: House) -> None:
    browser = queued.client(Role.AUTHOR, "u-a", enforce_csrf_checks=True)
    said = {"text": LONG, "csrfmiddlewaretoken": "x" * 32}
    ours = browser.post("/compose", said, headers={"Origin": "http://127.0.0.1"})
    assert ours.status_code == 403
    assert hidden(ours.text) == {"text": LONG}
    for origin in ("https://evil.example", "null", ""):
        assert LONG not in browser.post("/compose", said, headers={"Origin": origin} if origin else {}).text


def test_sent_again_it_is_taken(queued: House) -> None:
    browser = queued.client(Role.AUTHOR, "u-a", enforce_csrf_checks=True)
    post = queued.post()
    headers = {"Origin": "http://127.0.0.1"}
    page = browser.post(
        f"/posts/{post.pk}/cancel", {"why": LONG, "csrfmiddlewaretoken": "x" * 32}, headers=headers
    ).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.partition("<main")[2])
    assert token
    browser.post(f"/posts/{post.pk}/cancel", hidden(page) | {"csrfmiddlewaretoken": token[1]}, headers=headers)
    post.refresh_from_db()
    assert (post.state, post.why) == (State.CANCELLED, LONG)


@pytest.mark.parametrize("secret", ["password", "code", "new_password1"])
def test_no_page_shows_a_secret(house: House, secret: str) -> None:
    answer = house.client().post("/own/second", {secret: "trời xanh mây trắng 21", "name": LONG})
    assert "trời xanh" not in answer.text
    assert LONG not in answer.text


def test_a_rule_that_refuses_shows_what_was_typed(queued: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise BhxhError("không được", where="hold", fix="hãy thêm --why", at_desk="hãy ghi lý do")

    monkeypatch.setattr("scheduler.web.pages.acts.act", refuse)
    answer = queued.client(Role.AUTHOR, "u-a").post(f"/posts/{queued.post().pk}/hold", {"why": LONG})
    assert answer.status_code == 409
    assert hidden(answer.text) == {"why": LONG}
    assert ("hãy ghi lý do" in answer.text, "--why" in answer.text) == (True, False)


def test_the_desk_names_no_option_of_a_command() -> None:
    error = BhxhError("giờ đã qua", where="--at", fix="hãy chọn giờ khác")
    assert (saying.said(error), str(error)) == (
        "giờ đã qua → hãy chọn giờ khác",
        "--at: giờ đã qua → hãy chọn giờ khác",
    )
    assert saying.said(BhxhError("lạ", where="thu/fb-a", fix="bhxh x", at_desk="bấm X")) == "thu/fb-a: lạ → bấm X"
