"""Whatever comes in, Graph's own kind of error goes out."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.fields import parse_fields
from scheduler.sandbox.paging import decode_cursor, encode_cursor

NAMES = st.sampled_from(
    [
        "message",
        "published",
        "scheduled_publish_time",
        "attached_media",
        "fields",
        "limit",
        "after",
        "before",
        "ids",
        "metric",
        "since",
        "is_published",
        "link",
        "appsecret_proof",
        "attached_media[0]",
        "input_token",
        "caption",
    ]
)
PATHS = st.sampled_from(["{id}/feed", "{id}/photos", "{id}/published_posts", "{id}_1", "{id}_1/comments"])
PATHS |= st.sampled_from(["me", "me/accounts", "debug_token", "{id}/insights", "oauth/access_token", "", "v9/{id}"])
VALUES = st.text(max_size=40) | st.integers(-(10**20), 10**20).map(str) | st.sampled_from(["true", "{}", "[]", "[1]"])


def is_graph(answer: Any) -> bool:
    """An answer in JSON that is a result or a complete error, and never the catch-all of a crash."""
    body = answer.json()
    if "error" not in body:
        return bool(answer.status_code == 200)
    error = body["error"]
    crash = error["code"] == 1 and error["message"] == "An unknown error occurred"
    return not crash and {"message", "type", "code", "fbtrace_id"} <= set(error)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT"]),
    path=PATHS | st.text(max_size=20),
    parameters=st.dictionaries(NAMES | st.text(min_size=1, max_size=10), VALUES, max_size=4),
    kind=st.sampled_from(["data", "params", "json", "files"]),
)
def test_any_call_is_answered_in_graphs_form(
    page: Any, method: str, path: str, parameters: dict[str, str], kind: str
) -> None:
    path = path.replace("{id}", page.id).lstrip("/.")
    if not path.isprintable() or path.startswith(("static", "_sandbox", "faults", "pages", "photos")):
        path = "me"
    files = {name: (None, value) for name, value in parameters.items()}
    options = {kind: files if kind == "files" else parameters}
    try:
        answer = page.call(method, f"{path}", **options)
    except ValueError:
        return  # the client itself refuses to send such a thing
    assert is_graph(answer)


BODIES = [
    ("application/json", b"{"),
    ("application/json", b"[1]"),
    ("application/json", b'{"message": "\\ud800"}'),
    ("application/json", b'{"\\ud800": "a"}'),
    ("application/json", b"[" * 200_000),
    ("application/x-www-form-urlencoded", b"message=%ff%fe"),
    ("application/x-www-form-urlencoded", b"message=\xff\xfe"),
    ("application/x-www-form-urlencoded", b"a=b&" * 2000),
    ("application/x-www-form-urlencoded", b"message=%00"),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
    ("text/plain", b"message=a"),
    ("multipart/form-data; boundary=" + "x" * 200, b"\x00" * 100),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_a_broken_body_is_an_error_and_no_post(page: Any, kind: str, body: bytes) -> None:
    answer = page.call("POST", f"{page.id}/feed", data=body, headers={"Content-Type": kind})
    if kind.startswith("application/x-www") and body == b"message=%ff%fe":
        assert answer.status_code == 200  # bytes that are no UTF-8 become replacement signs, as on Facebook
        return
    assert is_graph(answer)
    assert answer.json()["error"]["code"] == 100
    assert page.visible() == []


@given(st.text(max_size=60))
def test_any_text_is_a_list_of_fields_or_a_graph_error(text: str) -> None:
    try:
        assert parse_fields(text)
    except GraphError as error:
        assert error.code == 2500


@given(st.integers(-(2**61), 2**61), st.integers(-(2**61), 2**61))
def test_a_cursor_leads_back_to_its_key(first: int, second: int) -> None:
    assert decode_cursor(encode_cursor((first, second))) == (first, second)


@given(st.text(max_size=40))
def test_any_text_is_a_cursor_or_a_graph_error(text: str) -> None:
    try:
        decode_cursor(text)
    except GraphError as error:
        assert error.code == 100


def raw(page: Any, request: bytes) -> bytes:
    """What the server answers to these very bytes."""
    address = urlsplit(page.root)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        with connection.makefile("rb") as stream:
            return stream.read()


@pytest.mark.parametrize(
    "line", [b"BREW /1 HTTP/1.1", b"GET /v26.0/%00?access_token=%ff HTTP/1.1", b"GET /%ff HTTP/1.1"]
)
def test_strange_methods_and_paths_get_graphs_error(page: Any, line: bytes) -> None:
    head, _, body = raw(page, line).partition(b"\r\n\r\n")
    assert b"application/json" in head
    assert json.loads(body)["error"]["code"] in (100, 2500)


@pytest.mark.parametrize("path", ["journal?after=x", "faults?id=x"])
def test_admin_addresses_answer_nonsense_in_words(page: Any, path: str) -> None:
    method = "DELETE" if path.startswith("faults") else "GET"
    answer = page.session.request(method, f"{page.root}_sandbox/{path}", timeout=20)
    assert (answer.status_code, "phải là một số" in answer.json()["error"]["message"]) == (400, True)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"3", b'{"id": "x"}', b'{"id": "1"}'])
@pytest.mark.parametrize("path", ["pages", "tokens", "faults"])
def test_admin_addresses_refuse_what_they_cannot_read(page: Any, path: str, body: bytes) -> None:
    answer = page.session.post(f"{page.root}_sandbox/{path}", data=body, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
