"""Lists, cursors, fields, several ids, comments, insights and versions."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scheduler.sandbox.nodes import POST_FIELDS


def walk(page: Any, edge: str, limit: int) -> list[str]:
    answer = page.get(f"{page.id}/{edge}", params={"limit": limit, "fields": "id"})
    found = [row["id"] for row in answer["data"]]
    while "next" in answer.get("paging", {}):
        answer = page.session.get(answer["paging"]["next"], timeout=20).json()
        found += [row["id"] for row in answer["data"]]
    return found


@pytest.mark.parametrize("limit", [1, 3, 10, 11, 100])
def test_following_next_finds_every_post_once_newest_first(page: Any, limit: int) -> None:
    ids = [page.feed(f"bài {number}") for number in range(10)]
    assert walk(page, "published_posts", limit) == ids[::-1]


def test_next_is_a_full_address_with_the_token_and_previous_leads_back(page: Any) -> None:
    ids = [page.feed(f"bài {number}") for number in range(5)]
    first = page.get(f"{page.id}/published_posts", params={"limit": 2, "fields": "id"})
    query = parse_qs(urlsplit(first["paging"]["next"]).query)
    assert query["access_token"] == [page.token]
    assert "previous" not in first["paging"]
    second = page.session.get(first["paging"]["next"], timeout=20).json()
    back = page.session.get(second["paging"]["previous"], timeout=20).json()
    assert [row["id"] for row in back["data"]] == ids[::-1][:2]
    assert back["paging"]["cursors"] == first["paging"]["cursors"]


@pytest.mark.parametrize("parameters", [{"limit": 101}, {"limit": 0}, {"limit": "x"}, {"after": "!"}, {"since": 1}])
def test_a_list_refuses_what_facebook_refuses(page: Any, parameters: dict[str, object]) -> None:
    answer = page.get(f"{page.id}/published_posts", params=parameters)
    assert answer["error"]["code"] == 100


def test_feed_needs_one_permission_more_than_published_posts(page: Any) -> None:
    scopes = ["pages_manage_posts", "pages_read_engagement"]
    page.admin("tokens", {"token": page.token, "scopes": scopes})
    page.feed("a")
    assert "pages_read_user_content" in page.get(f"{page.id}/feed")["error"]["message"]
    assert len(page.listed()) == 1


@pytest.mark.parametrize(
    ("fields", "code"), [("mesage", 100), ("link", 12), ("id,", 2500), ("attachments{media", 2500), ("from{age}", 100)]
)
def test_a_field_that_does_not_exist_is_refused(page: Any, fields: str, code: int) -> None:
    post_id = page.feed("a")
    assert page.get(post_id, params={"fields": fields})["error"]["code"] == code


def test_fields_are_those_asked_for_and_the_id(page: Any) -> None:
    post_id = page.feed("a", link="https://example.org/van-ban")
    answer = page.get(post_id, params={"fields": "is_hidden,application{name},attachments{url}"})
    assert answer["is_hidden"] is False
    assert set(answer) == {"is_hidden", "application", "attachments", "id"}
    assert answer["attachments"]["data"][0]["url"] == "https://example.org/van-ban"
    assert set(page.get(post_id)) == {"created_time", "message", "id"}


def test_several_objects_come_in_one_call_and_one_missing_fails_it(page: Any) -> None:
    first, second = page.feed("một"), page.feed("hai")
    answer = page.get("", params={"ids": f"{first},{second},{page.id}", "fields": "id"})
    assert set(answer) == {first, second, page.id}
    assert page.get("", params={"ids": f"{first},{page.id}_99"})["error"]["code"] == 803


def test_comments_are_kept_in_order_and_can_be_deleted(page: Any) -> None:
    post_id = page.feed("a")
    ids = [page.post(f"{post_id}/comments", message=text)["id"] for text in ("một", "hai")]
    answer = page.get(f"{post_id}/comments", params={"fields": "message"})
    assert [row["message"] for row in answer["data"]] == ["hai", "một"]
    assert page.call("DELETE", ids[0]).json() == {"success": True}
    assert page.get(ids[0])["error"]["error_subcode"] == 33
    assert page.get(ids[1])["message"] == "hai"


def test_an_unpublished_post_takes_no_comment(page: Any) -> None:
    post_id = page.feed("a", published="false")
    assert page.post(f"{post_id}/comments", message="b")["error"]["code"] == 100


@pytest.mark.parametrize(
    ("metric", "code"),
    [("", 3001), ("page_impressions", 100), ("page_fans", 100), ("post_clicks", 100), ("page_media_view,x", 100)],
)
def test_dead_metrics_are_errors(page: Any, metric: str, code: int) -> None:
    answer = page.get(f"{page.id}/insights", params={"metric": metric})
    assert answer["error"]["code"] == code


def test_insights_tell_what_happened_here(page: Any) -> None:
    post_id = page.feed("a")
    page.post(f"{post_id}/comments", message="hỏi")
    page.wait(hours=25)
    params = {"metric": "page_post_engagements,page_media_view", "period": "day"}
    engagements, views = page.get(f"{page.id}/insights", params=params)["data"]
    assert sum(day["value"] for day in engagements["values"]) == 1
    assert {day["value"] for day in views["values"]} == {0}
    of_post = page.get(f"{post_id}/insights", params={"metric": "post_clicks"})["data"][0]
    assert of_post["values"] == [{"value": 0}]


def test_a_page_with_few_fans_has_no_insights(new_page: Any) -> None:
    page = new_page(fan_count=99)
    assert page.get(f"{page.id}/insights", params={"metric": "page_media_view"}) == {"data": []}


SERVED = [("v26.0", "v26.0"), ("v22.0", "v22.0"), ("v3.1", "v21.0"), ("v2.12", "v21.0"), ("v20.0", "v21.0")]


@pytest.mark.parametrize(("asked", "served"), SERVED)
def test_an_expired_version_is_served_as_the_oldest_usable_one(page: Any, asked: str, served: str) -> None:
    page.version = asked
    assert page.call("GET", "me").headers["facebook-api-version"] == served


def test_the_oldest_usable_version_moves_with_the_clock(page: Any) -> None:
    page.wait(days=70)
    page.version = "v3.1"
    assert page.call("GET", "me").headers["facebook-api-version"] == "v22.0"


def test_no_version_means_the_newest(page: Any) -> None:
    answer = page.session.get(f"{page.root}me", params={"access_token": page.token}, timeout=20)
    assert (answer.json()["id"], answer.headers["facebook-api-version"]) == (page.id, "v26.0")


@pytest.mark.parametrize("version", ["v99.0", "v25.7", "v3.9", "v0.0", "v27.0"])
def test_a_version_that_never_was_is_an_unknown_path(page: Any, version: str) -> None:
    page.version = version
    assert page.get("me")["error"] | {"fbtrace_id": ""} == {
        "message": "Unknown path components: /me",
        "type": "OAuthException",
        "code": 2500,
        "fbtrace_id": "",
    }


def test_the_headers_are_those_that_were_seen(page: Any) -> None:
    headers = page.call("GET", "me").headers
    assert headers["Content-Type"] == "application/json; charset=UTF-8"
    assert headers["Cache-Control"] == "private, no-cache, no-store, must-revalidate"
    assert {"x-fb-trace-id", "x-fb-rev", "x-fb-debug", "etag"} <= {name.lower() for name in headers}


@pytest.mark.parametrize("edge", ["published_posts", "scheduled_posts"])
def test_a_misspelt_field_is_refused_also_where_a_list_is_empty(page: Any, edge: str) -> None:
    assert page.get(f"{page.id}/{edge}", params={"fields": "mesage"})["error"]["code"] == 100


def test_every_field_that_is_accepted_can_be_read(page: Any) -> None:
    post_id = page.feed("a")
    answer = page.get(post_id, params={"fields": ",".join(sorted(POST_FIELDS))})
    absent = {"scheduled_publish_time", "full_picture", "attachments", "shares", "comments"}
    assert set(answer) == POST_FIELDS - absent
