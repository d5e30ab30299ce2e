"""The Graph client over real HTTP, against servers that answer well, oddly, or not at all."""

import json
import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import facebook
import pytest
import requests

from scheduler.core.retry import Failure
from scheduler.publish.answer import Answer
from scheduler.publish.graph import BadTokenError, Graph, Wire, encoded, session

TOKEN = "EAABsbCS1iHgBO7ZCqZBqmZA8sxGfTp9secrettoken"
SECRET = "0123456789abcdef0123456789abcdef"
PROOF = {"appsecret_proof"}
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HTML = b"<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>"


@dataclass
class Heard:
    """A request as the server got it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}


@dataclass
class Say:
    """What the server answers. `cut` closes the connection after reading; `silent` says nothing until released."""

    status: int = 200
    body: bytes = b'{"id":"1_2"}'
    kind: str | None = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    half: bool = False
    silent: bool = False


class OddServer(ThreadingHTTPServer):
    daemon_threads = True
    say = Say()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[Heard] = []
        self.release = threading.Event()
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def get_request(self) -> tuple[socket.socket, Any]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OddServer

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append(Heard(self.command, self.path, dict(self.headers), body))
        say = self.server.say
        if say.silent:
            self.server.release.wait(10)
        if say.silent or say.cut:
            self.close_connection = True
            return
        self.send_response(say.status)
        if say.kind is not None:
            self.send_header("Content-Type", say.kind)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(say.body) + (100 if say.half else 0)))
        self.end_headers()
        self.wfile.write(say.body)
        self.close_connection = say.half

    do_GET = do_POST = do_DELETE = answer  # noqa: N815  # the names that http.server calls

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[OddServer]:
    with OddServer() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.release.set()
        running.shutdown()


@pytest.fixture
def pool() -> Iterator[requests.Session]:
    with session(4) as made:
        yield made


def client(url: str, pool: requests.Session, *, now: datetime | None = None, read: float = 5.0) -> Graph:
    return Graph(TOKEN, Wire(url, "v26.0", (2.0, read), SECRET), pool, now)


def test_it_is_the_sdk_that_the_user_chose(server: OddServer, pool: requests.Session) -> None:
    assert isinstance(client(server.url, pool), facebook.GraphAPI)


def test_a_post_goes_to_the_configured_version_and_address(server: OddServer, pool: requests.Session) -> None:
    answer: Answer = client(server.url.rstrip("/"), pool).put_object("111", "feed", message="Chào bà con")
    assert (answer.fault, answer.id) == (None, "1_2")
    assert (server.heard[0].method, server.heard[0].path) == ("POST", "/v26.0/111/feed")
    assert server.heard[0].form["message"] == "Chào bà con"


def test_two_clients_may_speak_to_two_addresses(pool: requests.Session) -> None:
    with OddServer() as one, OddServer() as two:
        for server in (one, two):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        first, second = client(one.url, pool), client(two.url, pool)
        second.get_object("9")
        first.get_object("8")
        heard = [[request.path.partition("?")[0] for request in server.heard] for server in (one, two)]
        one.shutdown()
        two.shutdown()
    assert heard == [["/v26.0/8"], ["/v26.0/9"]]


def test_the_token_travels_in_the_header_and_the_proof_beside_it(server: OddServer, pool: requests.Session) -> None:
    graph = client(server.url, pool)
    graph.put_object("111", "feed", message="x")
    graph.get_object("1_2", fields="id")
    graph.delete_object("1_2")
    graph.put_photo(b"\x89PNG", album_path="111/photos")
    for request in server.heard:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in request.path and TOKEN.encode() not in request.body
    given = [server.heard[0].form, server.heard[1].query, server.heard[2].query]
    assert [set(entry) for entry in given] == [{"message", *PROOF}, {"fields", *PROOF}, PROOF]
    assert b'name="appsecret_proof"' in server.heard[3].body


def test_the_proof_is_the_hmac_of_the_token_under_the_app_secret(server: OddServer, pool: requests.Session) -> None:
    """RFC 4231, test case 2: the key `Jefe` and its text, as anybody can look up."""
    wire = Wire(server.url, "v26.0", (2.0, 5.0), "Jefe")
    words = "what-do-ya-want-for-nothing?"
    Graph(words, wire, pool).get_object("1")
    spoken = server.heard[0].query["appsecret_proof"]
    openssl = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", "Jefe"], input=words.encode(), capture_output=True, check=True
    )
    assert spoken == openssl.stdout.decode().split()[-1]


def test_without_an_app_secret_no_proof_is_sent(server: OddServer, pool: requests.Session) -> None:
    Graph(TOKEN, Wire(server.url, "v26.0", (2.0, 5.0)), pool).put_object("111", "feed", message="x")
    assert server.heard[0].form == {"message": "x"}


def test_values_are_written_as_graph_reads_them() -> None:
    given = {"published": False, "is_published": True, "link": None, "limit": 25, "message": "Ấp 5",
             "attached_media": [{"media_fbid": "1"}, {"media_fbid": "2"}]}  # fmt: skip
    assert encoded(given) == {
        "published": "false", "is_published": "true", "limit": "25", "message": "Ấp 5",
        "attached_media": '[{"media_fbid":"1"},{"media_fbid":"2"}]',
    }  # fmt: skip


def test_the_simulated_time_goes_to_this_machine_alone(server: OddServer, pool: requests.Session) -> None:
    client(server.url, pool, now=NOW).get_object("1")
    client(server.url, pool).get_object("1")
    assert server.heard[0].headers["X-Sandbox-Now"] == "2026-11-23T03:00:00+00:00"
    assert "X-Sandbox-Now" not in server.heard[1].headers
    assert [Wire(url, "v26.0", (1, 1)).local for url in (
        "http://127.0.0.1:8", "http://localhost:8", "http://[::1]:8", "https://graph.facebook.com",
        "http://127.0.0.1.example.org", "http://192.168.1.5",
    )] == [True, True, True, False, False, False]  # fmt: skip


ODD = {
    "the connection is cut": Say(cut=True),
    "the answer breaks off": Say(half=True),
    "an HTML page, 502": Say(502, HTML, "text/html"),
    "an HTML page, 200": Say(200, HTML, "text/html"),
    "JSON 500 without error": Say(500, b'{"id":"1_2"}'),
    "an empty object": Say(body=b"{}"),
    "an empty body": Say(body=b""),
    "a list": Say(body=b'[{"id":"1_2"}]'),
    "broken JSON": Say(body=b'{"id":"1_'),
    "JSON nested beyond reason": Say(body=b"[" * 200_000),
    "not even UTF-8": Say(body=b'{"id":"\xff"}'),
    "success: false": Say(body=b'{"success":false}'),
    "an id that is none": Say(body=b'{"id":""}'),
    "200 with an error": Say(body=b'{"error":{"message":"x","code":2}}'),
    "200 with an id and an error": Say(body=b'{"id":"1_2","error":{"message":"x","code":1}}'),
    "an error without a code": Say(400, b'{"error":{"message":"x"}}'),
    "an error that is a text": Say(400, b'{"error":"invalid_request"}'),
    "a redirect": Say(302, b"", None, {"Location": "/elsewhere"}),
    "a proxy's refusal": Say(403, HTML, "text/html"),
}


@pytest.mark.parametrize("say", ODD.values(), ids=ODD.keys())
def test_an_odd_answer_to_a_write_is_unknown_and_never_a_success(
    say: Say, server: OddServer, pool: requests.Session
) -> None:
    server.say = say
    answer: Answer = client(server.url, pool).put_object("111", "feed", message="x")
    assert answer.fault is not None
    assert answer.fault.failure is Failure.UNKNOWN
    assert len(server.heard) == 1, "nothing is ever sent twice or redirected"


def test_silence_past_the_timeout_is_unknown(server: OddServer, pool: requests.Session) -> None:
    server.say = Say(silent=True)
    answer = client(server.url, pool, read=0.2).update_object("1_2", is_published=True)
    assert answer.fault is not None
    assert (answer.fault.failure, answer.fault.what) == (Failure.UNKNOWN, "hết giờ chờ câu trả lời")


def test_a_missing_content_type_does_not_matter(server: OddServer, pool: requests.Session) -> None:
    server.say = Say(kind=None)
    assert client(server.url, pool).put_object("111", "feed", message="x").fault is None


def test_an_error_keeps_its_codes_its_words_and_its_trace(server: OddServer, pool: requests.Session) -> None:
    error = {"message": "Invalid parameter", "type": "OAuthException", "code": 100, "error_subcode": 1366046,
             "is_transient": False, "error_user_title": "Can't Read Files", "fbtrace_id": "Efvn5K1H8q8"}  # fmt: skip
    usage = '{"111":[{"type":"pages","call_count":100,"total_time":9,"estimated_time_to_regain_access":23}]}'
    headers = {"X-Business-Use-Case-Usage": usage, "facebook-api-version": "v26.0"}
    server.say = Say(400, json.dumps({"error": error}).encode(), headers=headers)
    answer: Answer = client(server.url, pool).put_photo(b"x", album_path="111/photos", published=False)
    fault = answer.fault
    assert fault is not None
    assert (fault.failure, fault.code, fault.subcode, fault.transient) == (Failure.ANSWERED, 100, 1366046, False)
    assert (fault.message, fault.trace) == ("Invalid parameter | Can't Read Files", "Efvn5K1H8q8")
    assert (answer.status, answer.usage.percent) == (400, 100)
    assert fault.wait is not None and fault.wait.total_seconds() == 23 * 60
    assert answer.headers["facebook-api-version"] == "v26.0"


@pytest.mark.parametrize(
    "header",
    ["", "{", "[]", "null", '{"a":1}', '{"a":[1,null]}', '{"call_count":"x"}', '{"call_count":NaN}',
     '{"call_count":1e999}', '{"a":[{"call_count":-5,"estimated_time_to_regain_access":99999999999}]}'],
)  # fmt: skip
def test_a_broken_usage_header_breaks_nothing(header: str, server: OddServer, pool: requests.Session) -> None:
    server.say = Say(headers={"X-App-Usage": header, "X-Business-Use-Case-Usage": header})
    answer: Answer = client(server.url, pool).get_object("1")
    assert answer.fault is None
    assert (answer.usage.percent, answer.usage.wait) == (0, None)


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


def test_a_refused_connection_was_not_sent(pool: requests.Session) -> None:
    answer = client(closed_port(), pool).update_object("1_2", is_published=True)
    assert answer.fault is not None
    assert (answer.fault.failure, answer.fault.what) == (Failure.NOT_SENT, "không kết nối được")


def test_an_unknown_host_was_not_sent(pool: requests.Session) -> None:
    answer = client("http://no-such-host.invalid/", pool).update_object("1_2", is_published=True)
    assert answer.fault is not None
    assert (answer.fault.failure, answer.fault.what) == (Failure.NOT_SENT, "không tìm thấy máy chủ Facebook")


def test_a_wrong_certificate_was_not_sent(pool: requests.Session, tmp_path: Path) -> None:
    with tls_server(tmp_path) as port:
        answer = client(f"https://127.0.0.1:{port}/", pool).update_object("1_2", is_published=True)
    assert answer.fault is not None
    assert (answer.fault.failure, answer.fault.what) == (
        Failure.NOT_SENT,
        "chứng chỉ TLS của máy chủ không hợp lệ",
    )


class tls_server:
    """A TLS server with a certificate that nobody signed."""

    def __init__(self, folder: Path) -> None:
        key, certificate = folder / "key.pem", folder / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", str(key), "-out", str(certificate), "-days", "1", "-subj", "/CN=127.0.0.1"],
            check=True, capture_output=True,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = OddServer()
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> int:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return int(self.server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_call_made_while_handling_another_error_is_judged_by_its_own(
    server: OddServer, pool: requests.Session
) -> None:
    """Python chains errors: a refused connection that a caller handles must not say "never sent" of this call."""
    server.say = Say(cut=True)
    try:
        requests.get(closed_port(), timeout=1)
    except requests.ConnectionError:
        answer = client(server.url, pool).update_object("1_2", is_published=True)
    assert answer.fault is not None and answer.fault.failure is Failure.UNKNOWN


def test_connections_are_kept_and_shared(server: OddServer, pool: requests.Session) -> None:
    for number in range(20):
        client(server.url, pool).get_object(str(number))
    assert len(server.heard) == 20
    assert server.connections == 1


def test_the_environment_and_cookies_change_nothing(
    server: OddServer, pool: requests.Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", closed_port())
    server.say = Say(headers={"Set-Cookie": "track=1; Path=/"})
    graph = client(server.url, pool)
    assert graph.get_object("1").fault is None
    graph.get_object("2")
    assert server.heard[1].headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Cookie" not in server.heard[1].headers


@pytest.mark.parametrize("token", ["", "two words", "line\nend", "mã-truy-cập"])
def test_a_token_that_no_header_may_carry_is_never_quoted(token: str, pool: requests.Session) -> None:
    with pytest.raises(BadTokenError) as caught:
        Graph(token, Wire("http://127.0.0.1:1/", "v26.0", (1, 1)), pool)
    assert not token or token not in str(caught.value)


QUOTING = {"message": f"Malformed access token {TOKEN}, proof=abc, secret {SECRET}", "code": 190,
           "fbtrace_id": TOKEN, "error_user_msg": f"https://x/?access_token={TOKEN}&a=1"}  # fmt: skip


def secrets_of(graph: Graph) -> list[str]:
    proof = graph._proof()
    assert proof
    return [TOKEN, SECRET, proof]


@pytest.mark.parametrize(
    "say", [*ODD.values(), Say(), Say(400, json.dumps({"error": QUOTING}).encode()), Say(silent=True)]
)
def test_no_secret_is_ever_logged_or_kept(
    say: Say, server: OddServer, pool: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.say = say
    graph = client(server.url, pool, read=0.2)
    answers = [
        graph.put_object("111", "feed", message="x"),
        graph.get_object("1_2", fields="id"),
        graph.delete_object("1_2"),
        graph.put_photo(b"x", album_path="111/photos"),
        client(closed_port(), pool).get_object("1_2"),
    ]
    written = "\n".join([caplog.text, *map(repr, answers), repr(graph), repr(graph._wire)])
    for secret in secrets_of(graph):
        assert secret not in written


def test_the_log_still_tells_which_call_was_made(
    server: OddServer, pool: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client(server.url, pool).get_object("1_2", fields="id")
    assert "GET /v26.0/1_2?fields=id&appsecret_proof=*** HTTP/1.1" in caplog.text


def test_a_malformed_address_is_a_bug_and_raises_without_the_secret(pool: requests.Session) -> None:
    graph = client("nonsense://x", pool)
    with pytest.raises(ValueError, match="could not be built") as caught:
        graph.get_object("1")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    for secret in secrets_of(graph):
        assert secret not in str(caught.value)


def test_many_threads_share_the_pool(pool: requests.Session, server: OddServer) -> None:
    answers: list[Answer] = []

    def call(number: int) -> None:
        answers.append(client(server.url, pool).put_object("111", "feed", message=str(number)))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.fault for answer in answers] == [None] * 16
    assert sorted(int(request.form["message"]) for request in server.heard) == list(range(16))
