"""What the client sends: where, in which form, with what beside it."""

import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import facebook
import pytest

from scheduler.publish.answer import Answer
from scheduler.publish.graph import Wire, encoded

PROOF = {"appsecret_proof"}
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_it_is_the_sdk_that_the_user_chose(client: Any) -> None:
    assert isinstance(client(), facebook.GraphAPI)


def test_a_post_goes_to_the_configured_version_and_address(server: Any, client: Any) -> None:
    answer: Answer = client(server.url.rstrip("/")).put_object("111", "feed", message="Chào bà con")
    assert (answer.fault, answer.id) == (None, "1_2")
    assert (server.heard[0].method, server.heard[0].path) == ("POST", "/v26.0/111/feed")
    assert server.heard[0].form["message"] == "Chào bà con"


def test_two_clients_may_speak_to_two_addresses(odd_server: Callable[[], Any], client: Any) -> None:
    one, two = odd_server(), odd_server()
    first, second = client(one.url), client(two.url)
    second.get_object("9")
    first.get_object("8")
    heard = [[request.path.partition("?")[0] for request in server.heard] for server in (one, two)]
    assert heard == [["/v26.0/8"], ["/v26.0/9"]]


def test_the_token_travels_in_the_header_and_the_proof_beside_it(server: Any, client: Any) -> None:
    graph = client()
    graph.put_object("111", "feed", message="x")
    graph.get_object("1_2", fields="id")
    graph.delete_object("1_2")
    graph.put_photo(b"\x89PNG", album_path="111/photos")
    for request in server.heard:
        assert request.headers["Authorization"] == f"Bearer {graph.access_token}"
        assert graph.access_token not in request.path and graph.access_token.encode() not in request.body
    given = [server.heard[0].form, server.heard[1].query, server.heard[2].query]
    assert [set(entry) for entry in given] == [{"message", *PROOF}, {"fields", *PROOF}, PROOF]
    assert b'name="appsecret_proof"' in server.heard[3].body


def test_the_proof_is_the_hmac_of_the_token_under_the_app_secret(server: Any, client: Any) -> None:
    token = "what-do-ya-want-for-nothing?"
    client(token=token, secret="Jefe").get_object("1")
    openssl = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "Jefe"], input=token.encode(), capture_output=True, check=True
    )
    assert server.heard[0].query["appsecret_proof"] == openssl.stdout.decode().split()[-1]


def test_without_an_app_secret_no_proof_is_sent(server: Any, client: Any) -> None:
    client(secret=None).put_object("111", "feed", message="x")
    assert server.heard[0].form == {"message": "x"}


def test_values_are_written_as_graph_reads_them() -> None:
    given = {"published": False, "is_published": True, "link": None, "limit": 25, "message": "Ấp 5",
             "attached_media": [{"media_fbid": "1"}, {"media_fbid": "2"}]}  # fmt: skip
    assert encoded(given) == {
        "published": "false", "is_published": "true", "limit": "25", "message": "Ấp 5",
        "attached_media": '[{"media_fbid":"1"},{"media_fbid":"2"}]',
    }  # fmt: skip


def test_the_simulated_time_goes_along(server: Any, client: Any) -> None:
    client(now=NOW).get_object("1")
    client().get_object("1")
    assert server.heard[0].headers["X-Sandbox-Now"] == "2026-11-23T03:00:00+00:00"
    assert "X-Sandbox-Now" not in server.heard[1].headers


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8", True),
        ("http://localhost:8", True),
        ("http://[::1]:8", True),
        ("https://graph.facebook.com", False),
        ("http://127.0.0.1.example.org", False),
        ("http://localhost.example.org", False),
        ("http://192.168.1.5", False),
    ],
)
def test_only_this_machine_is_told_a_simulated_time(url: str, local: bool, client: Any) -> None:
    assert Wire(url, "v26.0", (1, 1)).local is local
    assert ("X-Sandbox-Now" in client(url, now=NOW)._headers) is local


def test_connections_are_kept_and_shared(server: Any, client: Any) -> None:
    for number in range(20):
        client().get_object(str(number))
    assert len(server.heard) == 20
    assert server.connections == 1


def test_many_threads_share_the_pool(server: Any, client: Any) -> None:
    answers: list[Answer] = []

    def call(number: int) -> None:
        answers.append(client().put_object("111", "feed", message=str(number)))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.fault for answer in answers] == [None] * 16
    assert sorted(int(request.form["message"]) for request in server.heard) == list(range(16))


def test_the_environment_and_cookies_change_nothing(
    server: Any, client: Any, closed_port: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", closed_port)
    server.answers(headers={"Set-Cookie": "track=1; Path=/"})
    graph = client()
    assert graph.get_object("1").fault is None
    graph.get_object("2")
    assert server.heard[1].headers["Authorization"] == f"Bearer {graph.access_token}"
    assert "Cookie" not in server.heard[1].headers
