"""Tokens, proofs and the app secret: in no log record, no error, no value that is kept."""

import json
import logging
from typing import Any

import pytest

from scheduler.publish.graph import BadTokenError, Graph
from scheduler.publish.redact import HIDDEN, redact

QUOTED = "Malformed access token {token}, secret {secret}, https://x/?access_token={token}&a=1"
ANSWERS: dict[str, dict[str, Any]] = {
    "a success": {},
    "a cut": {"cut": True},
    "half an answer": {"half": True},
    "silence": {"silent": True},
    "HTML": {"status": 502, "body": b"<html></html>", "kind": "text/html"},
    "broken JSON": {"body": b'{"id'},
    "a redirect": {"status": 302, "headers": {"Location": "https://elsewhere.invalid/?access_token=stolen"}},
}


def secrets_of(graph: Graph) -> list[str]:
    proof, secret = graph._proof(), graph._wire.app_secret
    assert proof and secret
    return [graph.access_token, secret, proof]


def provoke(graph: Graph, refused: Graph) -> str:
    """Every kind of call; everything that is kept of it, as text."""
    answers = [
        graph.put_object("111", "feed", message="x"),
        graph.get_object("1_2", fields="id"),
        graph.delete_object("1_2"),
        graph.put_photo(b"x", album_path="111/photos"),
        refused.get_object("1_2"),
    ]
    return "\n".join([*map(repr, answers), repr(graph), repr(graph._wire)])


@pytest.mark.parametrize("told", ANSWERS.values(), ids=ANSWERS.keys())
def test_no_secret_is_ever_logged_or_kept(
    told: dict[str, Any], server: Any, client: Any, closed_port: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers(**told)
    graph = client(read=0.2)
    kept = provoke(graph, client(closed_port))
    for secret in secrets_of(graph):
        assert secret not in kept + caplog.text


def test_a_token_that_facebook_quotes_back_is_hidden(server: Any, client: Any) -> None:
    graph = client()
    token, secret, proof = secrets_of(graph)
    told = QUOTED.format(token=token, secret=secret)
    error = {"message": told, "code": 190, "fbtrace_id": token, "error_user_msg": f"{proof} {token[:40]}"}
    server.answers(status=400, body=json.dumps({"error": error}).encode())
    fault = graph.get_object("1").fault
    assert f"Malformed access token {HIDDEN}" in fault.message
    for hidden in (token, secret, proof, token[:40]):
        assert hidden not in repr(fault)


def test_the_log_still_tells_which_call_was_made(server: Any, client: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client().get_object("1_2", fields="id")
    assert "GET /v26.0/1_2?fields=id&appsecret_proof=*** HTTP/1.1" in caplog.text


@pytest.mark.parametrize("token", ["", "two words", "line\nend", "mã-truy-cập"])
def test_a_token_that_no_header_may_carry_is_never_quoted(token: str, client: Any) -> None:
    with pytest.raises(BadTokenError) as caught:
        client(token=token)
    assert not token or token not in str(caught.value)


def test_a_malformed_address_is_a_bug_and_raises_without_the_secret(client: Any) -> None:
    graph = client("nonsense://x")
    with pytest.raises(ValueError, match="could not be built") as caught:
        graph.get_object("1")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    for secret in secrets_of(graph):
        assert secret not in str(caught.value)


def test_ids_and_words_survive_redaction() -> None:
    kept = "(#100) Object 61550000000001_122100000000000001 does not exist, trace AbCdEf123456789"
    assert redact(kept, ["a-secret"]) == kept
