"""Posts: what Graph accepts, what it refuses and in which words."""

from __future__ import annotations

from typing import Any

import pytest

TIME = "scheduled_publish_time"


def test_a_visible_post_reads_back_with_its_exact_text(page: Any) -> None:
    text = "Thông báo:\n  • lương hưu tháng 12 – trả từ ngày 02/12/2026\n\nMời bà con xem 👍"
    post_id = page.feed(text)
    answer = page.get(post_id, params={"fields": "message,created_time,is_published,permalink_url,from"})
    assert answer == {
        "message": text,
        "created_time": "2026-11-23T03:00:00+0000",
        "is_published": True,
        "permalink_url": f"https://www.facebook.com/{post_id}",
        "from": {"id": page.id, "name": "BHXH Thủ Đức"},
        "id": post_id,
    }


def test_ids_are_strings_that_count_per_page(page: Any) -> None:
    assert [page.feed(text) for text in ("một", "hai", "ba")] == [f"{page.id}_{n}" for n in (1, 2, 3)]


def test_a_refused_post_uses_up_no_id(page: Any) -> None:
    page.post(f"{page.id}/feed", message="")
    assert page.feed("sau khi bị từ chối") == f"{page.id}_1"


def test_slashes_are_escaped_as_graph_does(page: Any) -> None:
    answer = page.call("POST", f"{page.id}/feed", data={"message": "a", "fields": "permalink_url"})
    assert b"https:\\/\\/www.facebook.com\\/" in answer.content


@pytest.mark.parametrize("kind", ["form", "json", "multipart", "query"])
def test_every_kind_of_body_carries_the_same_post(page: Any, kind: str) -> None:
    data = {"message": "Bảo hiểm y tế", "published": "false"}
    options: dict[str, dict[str, Any]] = {
        "form": {"data": data},
        "json": {"json": {"message": "Bảo hiểm y tế", "published": False}},
        "multipart": {"files": {name: (None, value) for name, value in data.items()}},
        "query": {"params": data},
    }
    post_id = page.call("POST", f"{page.id}/feed", **options[kind]).json()["id"]
    answer = page.get(post_id, params={"fields": "message,is_published"})
    assert (answer["message"], answer["is_published"]) == ("Bảo hiểm y tế", False)


def test_read_after_write_answers_with_the_fields_asked_for(page: Any) -> None:
    answer = page.post(f"{page.id}/feed", message="a", fields="is_published,created_time")
    assert answer == {"id": f"{page.id}_1", "is_published": True, "created_time": "2026-11-23T03:00:00+0000"}


REFUSED: list[tuple[dict[str, object], int, int | None, str]] = [
    ({}, 100, None, "required"),
    ({"message": "  \n "}, 100, None, "required"),
    ({"message": "a", "mesage": "b"}, 100, None, "mesage"),
    ({"message": "a", "published": "False"}, 100, None, "published"),
    ({"message": "x" * 63_207}, 100, None, "message"),
    ({"message": "👍" * 31_604}, 100, None, "message"),
    ({"message": "a", "link": "https://m.facebook.com/x"}, 100, 1609008, "Invalid"),
    ({"message": "a", "link": "javascript:alert(1)"}, 100, None, "link"),
    ({"message": "a", TIME: 1_795_500_000}, 100, None, "on a published post"),
    ({"message": "a", "published": "false", TIME: "2026-11-24T10:00:00"}, 100, None, "offset"),
    ({"message": "a", "published": "false", TIME: "mai"}, 100, None, TIME),
    ({"message": "a", "published": "false", "unpublished_content_type": "SOON"}, 100, None, "SCHEDULED"),
    ({"message": "a", "published": "false", "unpublished_content_type": "SCHEDULED"}, 100, None, TIME),
    ({"message": "a", "unpublished_content_type": "DRAFT"}, 100, None, "published=false"),
    ({"message": "a", "tags": "[1]"}, 100, None, "place"),
    ({"message": "a", "attached_media": "media_fbid"}, 100, None, "JSON"),
    ({"message": "a", "attached_media[0]": '{"media_fbid":"404"}'}, 100, None, "does not exist"),
]


@pytest.mark.parametrize(("data", "code", "subcode", "words"), REFUSED)
def test_what_facebook_refuses_is_refused(
    page: Any, data: dict[str, object], code: int, subcode: int | None, words: str
) -> None:
    answer = page.call("POST", f"{page.id}/feed", data=data)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("error_subcode")) == (400, code, subcode)
    assert words in error["message"]
    assert error["type"] == "OAuthException"
    assert error["fbtrace_id"]
    assert answer.headers["WWW-Authenticate"].startswith('OAuth "Facebook Platform" "invalid_request"')
    assert page.visible() == []


def test_the_longest_text_that_facebook_takes_is_taken(page: Any) -> None:
    assert page.feed("x" * 63_206)


def test_the_same_text_twice_running_is_a_duplicate_and_later_is_not(page: Any) -> None:
    page.feed("Nhắc đóng BHXH tự nguyện")
    assert page.post(f"{page.id}/feed", message="Nhắc đóng BHXH tự nguyện")["error"]["code"] == 506
    page.feed("bài khác")
    assert page.feed("Nhắc đóng BHXH tự nguyện")


def test_a_draft_is_invisible_until_released_and_releasing_twice_shows_it_once(page: Any) -> None:
    post_id = page.feed("chờ", published="false")
    assert (page.listed(), page.visible()) == ([], [])
    page.wait(minutes=5)
    assert page.post(post_id, is_published="true") == {"success": True}
    assert page.post(post_id, is_published="true") == {"success": True}
    assert (page.listed(), page.visible()) == ([post_id], ["chờ"])
    answer = page.get(post_id, params={"fields": "created_time,is_published"})
    assert (answer["created_time"], answer["is_published"]) == ("2026-11-23T03:05:00+0000", True)


def test_a_published_post_never_becomes_unpublished(page: Any) -> None:
    post_id = page.feed("đã đăng")
    assert page.post(post_id, is_published="false")["error"]["code"] == 100
    assert page.listed() == [post_id]


@pytest.mark.parametrize(("seconds", "taken"), [(599, False), (600, True), (2_592_000, True), (2_592_001, False)])
def test_the_scheduling_window_is_ten_minutes_to_thirty_days(page: Any, seconds: int, taken: bool) -> None:
    answer = page.post(f"{page.id}/feed", message="hẹn", published="false", **{TIME: page.at(seconds=seconds)})
    if taken:
        assert page.listed("scheduled_posts") == [answer["id"]]
    else:
        assert answer["error"]["message"] == "(#100) The specified scheduled publish time is invalid."


def test_a_scheduled_post_appears_when_its_time_has_passed(page: Any) -> None:
    due = page.at(hours=2)
    post_id = page.feed("hẹn giờ", published="false", **{TIME: due})
    assert page.get(post_id, params={"fields": TIME})[TIME] == due
    page.wait(hours=2, seconds=-1)
    assert (page.listed(), page.listed("scheduled_posts")) == ([], [post_id])
    page.wait(seconds=1)
    assert (page.listed(), page.listed("scheduled_posts")) == ([post_id], [])
    assert page.journal()["posts"][0]["visible_at"] == "2026-11-23T05:00:00+00:00"


def test_a_schedule_can_be_added_moved_and_removed(page: Any) -> None:
    post_id = page.feed("nháp", published="false")
    for hours in (1, 5):
        assert page.post(post_id, **{TIME: page.at(hours=hours)}) == {"success": True}
    page.wait(hours=2)
    assert page.listed("scheduled_posts") == [post_id]
    assert page.post(post_id, **{TIME: 0}) == {"success": True}
    page.wait(hours=4)
    assert (page.listed(), page.listed("scheduled_posts"), page.listed("promotable_posts")) == ([], [], [post_id])


def test_a_scheduled_post_is_locked_in_its_last_three_minutes(page: Any) -> None:
    post_id = page.feed("hẹn", published="false", **{TIME: page.at(minutes=10)})
    page.wait(minutes=7, seconds=1)
    assert page.post(post_id, message="đổi")["error"]["code"] == 100
    assert page.call("DELETE", post_id).json()["error"]["code"] == 100
    assert page.post(post_id, is_published="true") == {"success": True}


def test_a_deleted_post_is_gone_and_the_journal_knows_when(page: Any) -> None:
    post_id = page.feed("xoá đi")
    page.wait(minutes=1)
    assert page.call("DELETE", post_id).json() == {"success": True}
    again = page.call("DELETE", post_id).json()["error"]
    read = page.get(post_id)["error"]
    assert [(error["code"], error["error_subcode"]) for error in (again, read)] == [(100, 33)] * 2
    assert page.journal()["posts"][0]["gone_at"] == "2026-11-23T03:01:00+00:00"
    assert page.listed() == []


def test_only_the_app_that_made_a_post_may_change_it(page: Any) -> None:
    post_id = page.feed("của ứng dụng thứ nhất")
    page.admin("pages", {"apps": [{"id": "555", "name": "Ứng dụng khác"}], "pages": []})
    other = {"id": page.id, "name": "BHXH Thủ Đức", "app": "555", "token": f"OTHER-{page.id}"}
    page.admin("pages", other)
    assert page.post(post_id, token=f"OTHER-{page.id}", message="đổi")["error"]["code"] == 200


def test_planting_a_page_again_changes_nothing(page: Any) -> None:
    page.feed("một")
    body = {"id": page.id, "name": "BHXH Thủ Đức", "token": page.token}
    assert page.admin("pages", body).json() == page.admin("pages", body).json()
    assert page.feed("hai") == f"{page.id}_2"


def test_a_simulated_instant_needs_an_offset(page: Any) -> None:
    answer = page.get("me", headers={"X-Sandbox-Now": "2026-11-23T10:00:00"})
    assert "offset" in answer["error"]["message"]


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "hôm nay".encode()])
def test_a_simulated_instant_of_another_age_is_refused(page: Any, now: str | bytes) -> None:
    assert page.get("me", headers={"X-Sandbox-Now": now})["error"]["code"] == 100


def test_the_clock_of_one_page_does_not_move_another(new_page: Any) -> None:
    ahead, behind = new_page(), new_page()
    behind.feed("chưa tới", published="false", scheduled_publish_time=behind.at(hours=1))
    ahead.wait(days=20)
    ahead.feed("ở tương lai")
    assert len(behind.listed("scheduled_posts")) == 1
    assert behind.visible() == []
