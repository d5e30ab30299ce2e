"""Photos: kept, attached once, refused with the recorded errors."""

from __future__ import annotations

import json
from typing import Any

import pytest


def media(*ids: str) -> str:
    return json.dumps([{"media_fbid": photo} for photo in ids])


def test_a_published_photo_makes_a_post_with_its_caption(page: Any) -> None:
    answer = page.upload(caption="Ảnh đẹp").json()
    assert answer == {"id": f"9{page.id}000001", "post_id": f"{page.id}_1"}
    shown = page.get(answer["post_id"], params={"fields": "message,attachments{media}"})
    assert shown["message"] == "Ảnh đẹp"
    assert shown["attachments"]["data"][0]["target"]["id"] == answer["id"]


def test_an_unpublished_photo_has_no_post_and_nobody_sees_it(page: Any) -> None:
    assert set(page.upload(published="false").json()) == {"id"}
    assert page.visible() == []


@pytest.mark.parametrize("numbered", [True, False])
def test_photos_are_attached_in_order_in_both_ways_of_writing(page: Any, numbered: bool) -> None:
    ids = [page.upload(published="false").json()["id"] for _ in range(3)]
    many = {f"attached_media[{index}]": json.dumps({"media_fbid": photo}) for index, photo in enumerate(ids)}
    post_id = page.feed("ba ảnh", **(many if numbered else {"attached_media": media(*ids)}))
    attachment = page.get(post_id, params={"fields": "attachments"})["attachments"]["data"][0]
    assert attachment["type"] == "album"
    assert [photo["target"]["id"] for photo in attachment["subattachments"]["data"]] == ids


def test_a_photo_is_consumed_once(page: Any) -> None:
    photo = page.upload(published="false").json()["id"]
    page.feed("lần đầu", attached_media=media(photo))
    error = page.post(f"{page.id}/feed", message="lần hai", attached_media=media(photo))["error"]
    assert (error["code"], error["error_subcode"]) == (100, 1366051)
    assert page.visible() == ["lần đầu"]


def test_a_photo_left_unused_for_a_day_is_gone(page: Any) -> None:
    photo = page.upload(published="false").json()["id"]
    page.wait(hours=24, seconds=1)
    assert page.get(photo)["error"]["error_subcode"] == 33
    assert page.post(f"{page.id}/feed", message="a", attached_media=media(photo))["error"]["code"] == 100


def test_a_scheduled_post_with_photos_but_without_its_type_becomes_a_draft_for_ever(page: Any) -> None:
    ids = [page.upload(published="false", temporary="true").json()["id"] for _ in range(2)]
    plan = {"published": "false", "scheduled_publish_time": page.at(hours=1)}
    forgotten = page.feed("quên", attached_media=media(ids[0]), **plan)
    right = page.feed("đúng", attached_media=media(ids[1]), unpublished_content_type="SCHEDULED", **plan)
    assert page.listed("scheduled_posts") == [right]
    page.wait(hours=2)
    assert page.listed() == [right]
    assert forgotten in page.listed("promotable_posts")


REFUSED: list[tuple[bytes, dict[str, str], int, int | None]] = [
    (b"khong phai anh", {}, 324, None),
    (b"", {}, 324, None),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 4 * 1024 * 1024, {}, 100, 1366046),
]


@pytest.mark.parametrize(("content", "data", "code", "subcode"), REFUSED)
def test_what_is_no_photo_is_refused(
    page: Any, content: bytes, data: dict[str, str], code: int, subcode: int | None
) -> None:
    error = page.upload(content, **data).json()["error"]
    assert (error["code"], error.get("error_subcode")) == (code, subcode)


def test_the_sandbox_fetches_no_photo_and_says_so(page: Any) -> None:
    error = page.post(f"{page.id}/photos", url="https://example.org/a.png")["error"]
    assert error["code"] == 324
    assert "multipart" in error["error_user_msg"]


def test_temporary_forbids_a_schedule(page: Any) -> None:
    when = page.at(hours=1)
    answer = page.upload(published="false", temporary="true", scheduled_publish_time=when).json()
    assert "temporary" in answer["error"]["message"]


def test_the_bytes_of_a_photo_are_served_as_they_were_uploaded(page: Any, image: Any) -> None:
    content = image(64, 48)
    photo = page.upload(content, alt_text_custom="Sổ BHXH").json()["id"]
    shown = page.get(photo, params={"fields": "images,alt_text_custom"})
    assert shown["images"][0] == {"width": 64, "height": 48, "source": f"{page.root}photos/{photo}"}
    assert shown["alt_text_custom"] == "Sổ BHXH"
    assert page.session.get(shown["images"][0]["source"], timeout=20).content == content


def test_an_unused_upload_can_be_deleted_and_a_used_one_goes_with_its_post(page: Any) -> None:
    unused, used = page.upload(published="false").json()["id"], page.upload(caption="a").json()
    assert page.call("DELETE", unused).json() == {"success": True}
    assert page.call("DELETE", used["id"]).json()["error"]["code"] == 200
    page.call("DELETE", used["post_id"])
    assert page.get(used["id"])["error"]["error_subcode"] == 33


def test_a_body_over_twelve_megabytes_is_refused_in_words(page: Any) -> None:
    answer = page.upload(b"x" * (12 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, 100)
