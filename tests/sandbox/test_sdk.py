"""The facebook-sdk 3.1.0 that the product uses, unchanged, against the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import facebook
import pytest


@pytest.fixture
def graph(page: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(facebook, "FACEBOOK_GRAPH_URL", page.root)
    api = facebook.GraphAPI(page.token, timeout=(3, 10))
    api.version = "v26.0"
    yield api
    api.session.close()


def test_the_sdk_posts_reads_comments_and_deletes(page: Any, graph: Any) -> None:
    post_id = graph.put_object(page.id, "feed", message="Xin chào bà con")["id"]
    assert graph.get_object(post_id, fields="message")["message"] == "Xin chào bà con"
    assert graph.put_comment(post_id, "Chào")["id"]
    assert graph.delete_object(post_id)["success"] is True
    with pytest.raises(facebook.GraphAPIError) as raised:
        graph.get_object(post_id)
    assert (raised.value.code, raised.value.result["error"]["error_subcode"]) == (100, 33)


def test_the_sdk_uploads_a_photo_and_attaches_it(page: Any, graph: Any, image: Any) -> None:
    photo = graph.put_photo(image(), album_path=f"{page.id}/photos", published="false")
    media = json.dumps([{"media_fbid": photo["id"]}])
    post_id = graph.put_object(page.id, "feed", message="ảnh", attached_media=media)["id"]
    assert graph.get_object(post_id, fields="attachments")["attachments"]["data"][0]["target"]["id"] == photo["id"]


def test_the_sdk_walks_through_all_pages_of_a_list(page: Any, graph: Any) -> None:
    ids = [page.feed(f"bài {number}") for number in range(7)]
    found = [row["id"] for row in graph.get_all_connections(page.id, "published_posts", limit=3)]
    assert found == ids[::-1]


def test_the_sdks_own_mistake_with_lists_is_refused_not_swallowed(page: Any, graph: Any) -> None:
    with pytest.raises(facebook.GraphAPIError) as raised:
        graph.put_object(page.id, "feed", message="a", attached_media=[{"media_fbid": "1"}])
    assert raised.value.code == 100


def test_the_sdk_left_at_its_own_version_is_served_by_an_old_one(page: Any) -> None:
    page.version = "v3.1"
    assert page.call("GET", page.id).headers["facebook-api-version"] == "v21.0"
