"""The timeline: what people see in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scheduler.sandbox.faults import FAULTS


def html(page: Any, path: str) -> str:
    return str(page.session.get(f"{page.root}{path}", headers={"X-Sandbox-Now": page.now.isoformat()}, timeout=20).text)


def sections(page: Any) -> tuple[str, str]:
    shown, _, waiting = html(page, f"pages/{page.id}").partition('class="hidden-posts"')
    return shown, waiting


def test_a_fan_sees_posts_newest_first_with_time_text_photo_and_comment(page: Any) -> None:
    page.now = page.now.fromisoformat("2021-05-07T19:30:00+07:00")
    first = page.upload(caption="Bài đầu\ndòng hai").json()
    page.wait(minutes=5)
    second = page.feed("Bài sau", link="https://example.org/a")
    page.post(f"{second}/comments", message="Cảm ơn <b>BHXH</b>")
    shown, waiting = sections(page)
    assert "19:30 07/05/2021" in shown
    assert "Bài đầu\ndòng hai" in shown
    assert shown.index(f'id="post-{second}"') < shown.index(f'id="post-{first["post_id"]}"')
    assert f'src="/photos/{first["id"]}"' in shown
    assert "Cảm ơn &lt;b&gt;BHXH&lt;/b&gt;" in shown
    assert f"https://www.facebook.com/{second}" in shown
    assert "<article" not in waiting


def test_scheduled_and_draft_posts_are_for_administrators_only(page: Any) -> None:
    page.feed("bản nháp này", published="false")
    page.feed("hẹn giờ này", published="false", scheduled_publish_time=page.at(hours=3))
    shown, waiting = sections(page)
    assert "<article" not in shown
    assert "chỉ người quản trị thấy" in waiting
    assert "bản nháp này" in waiting
    assert "13:00 23/11/2026" in waiting
    page.wait(hours=3)
    shown, waiting = sections(page)
    assert "hẹn giờ này" in shown
    assert "hẹn giờ này" not in waiting


def test_a_deleted_post_leaves_the_timeline(page: Any) -> None:
    post_id = page.feed("sẽ xoá")
    assert "sẽ xoá" in html(page, f"pages/{page.id}")
    page.call("DELETE", post_id)
    assert "sẽ xoá" not in html(page, f"pages/{page.id}")


@pytest.mark.parametrize("path", ["", "faults", "pages/{id}", "pages/none"])
def test_every_page_says_that_it_is_not_facebook_and_loads_nothing_from_outside(page: Any, path: str) -> None:
    page.feed("<script>alert(1)</script>")
    answer = page.session.get(f"{page.root}{path.format(id=page.id)}", timeout=20)
    assert "Trang tập dượt – không phải Facebook thật" in answer.text
    assert "<script" not in answer.text
    assert 'lang="vi"' in answer.text
    assert 'name="viewport"' in answer.text
    for source in re.findall(r'(?:src|href|action)="([^"]+)"', answer.text):
        assert source.startswith(("/", "#", "data:,"))
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_stylesheet_is_served(page: Any) -> None:
    answer = page.session.get(f"{page.root}static/sandbox.css", timeout=20)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "max-width" in answer.text


def test_looking_on_does_not_publish_what_is_due_only_by_the_wall_clock(page: Any) -> None:
    page.now = page.now.fromisoformat("2020-01-01T08:00:00+07:00")
    page.feed("chưa tới giờ", published="false", scheduled_publish_time=page.at(hours=3))
    seen = page.session.get(f"{page.root}pages/{page.id}", timeout=20).text
    assert "chưa tới giờ" in seen.partition('class="hidden-posts"')[2]
    assert page.visible() == []


def test_a_fault_is_switched_on_and_off_by_the_form(page: Any) -> None:
    form = {"fault": "executed-then-500", "page": page.id, "times": "", "rate": "1", "code": ""}
    answer = page.session.post(f"{page.root}_sandbox/faults", data=form, timeout=20)
    assert answer.url == f"{page.root}faults"
    assert "đăng xong rồi báo lỗi 500" in answer.text
    assert page.post(f"{page.id}/feed", message="a")["error"]["code"] == 2
    rules = page.session.get(f"{page.root}_sandbox/faults", timeout=20).json()["faults"]
    number = next(rule["id"] for rule in rules if rule.get("page") == page.id)
    page.session.post(f"{page.root}_sandbox/faults", data={"remove": number}, timeout=20)
    assert page.feed("b") == f"{page.id}_2"


def test_the_form_offers_every_fault_and_strikes_one_kind_of_call_alone(page: Any) -> None:
    shown = page.session.get(f"{page.root}faults", timeout=20).text
    assert all(f'<option value="{name}">' in shown for name in FAULTS)
    form = {"fault": "error", "page": page.id, "edge": "post", "method": "POST", "code": "368", "subcode": "1390008"}
    page.session.post(f"{page.root}_sandbox/faults", data=form, timeout=20)
    post = page.feed("a", published="false")
    assert page.get(post)["id"] == post
    error = page.post(post, is_published="true")["error"]
    assert (error["code"], error["error_subcode"]) == (368, 1390008)


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Host": "example.org"}])
def test_a_strange_web_site_cannot_use_the_admin_addresses(page: Any, headers: dict[str, str]) -> None:
    body = {"fault": "cut", "page": page.id}
    answer = page.session.post(f"{page.root}_sandbox/faults", json=body, headers=headers, timeout=20)
    assert answer.status_code == 403
    assert page.feed("vẫn đăng được")


def test_the_browsers_own_form_is_not_taken_for_a_strange_site(page: Any) -> None:
    answer = page.session.get(f"{page.root}faults", timeout=20)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    headers = {"Origin": page.root.rstrip("/")}
    form = {"fault": "lag", "page": page.id, "seconds": "30"}
    assert page.session.post(f"{page.root}_sandbox/faults", data=form, headers=headers, timeout=20).status_code == 200
    page.feed("chậm")
    assert page.listed() == []
