"""What the client makes of what comes back, or does not."""

import json
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from scheduler.core.retry import Failure
from scheduler.publish.answer import Answer

HTML = b"<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>"
ODD: dict[str, dict[str, Any]] = {
    "the connection is cut": {"cut": True},
    "the answer breaks off": {"half": True},
    "an HTML page, 502": {"status": 502, "body": HTML, "kind": "text/html"},
    "an HTML page, 200": {"body": HTML, "kind": "text/html"},
    "JSON 500 without error": {"status": 500},
    "an empty object": {"body": b"{}"},
    "an empty body": {"body": b""},
    "a list": {"body": b'[{"id":"1_2"}]'},
    "broken JSON": {"body": b'{"id":"1_'},
    "JSON nested beyond reason": {"body": b"[" * 200_000},
    "not even UTF-8": {"body": b'{"id":"\xff"}'},
    "success: false": {"body": b'{"success":false}'},
    "an id that is none": {"body": b'{"id":""}'},
    "200 with an error": {"body": b'{"error":{"message":"x","code":2}}'},
    "200 with an id and an error": {"body": b'{"id":"1_2","error":{"message":"x","code":1}}'},
    "an error without a code": {"status": 400, "body": b'{"error":{"message":"x"}}'},
    "an error with a code beyond reason": {"status": 400, "body": b'{"error":{"code":99999999999999}}'},
    "an error that is a text": {"status": 400, "body": b'{"error":"invalid_request"}'},
    "a redirect": {"status": 302, "body": b"", "kind": None, "headers": {"Location": "/elsewhere"}},
    "a proxy's refusal": {"status": 403, "body": HTML, "kind": "text/html"},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_an_odd_answer_to_a_write_is_unknown_and_never_a_success(odd: dict[str, Any], server: Any, client: Any) -> None:
    server.answers(**odd)
    answer: Answer = client().put_object("111", "feed", message="x")
    assert answer.fault is not None
    assert answer.fault.failure is Failure.UNKNOWN
    assert len(server.heard) == 1, "nothing is ever sent twice or redirected"


def test_silence_past_the_timeout_is_unknown(server: Any, client: Any) -> None:
    server.answers(silent=True)
    fault = client(read=0.2).update_object("1_2", is_published=True).fault
    assert (fault.failure, fault.what) == (Failure.UNKNOWN, "hết giờ chờ câu trả lời")


def test_an_error_told_to_a_reading_is_an_error_whatever_the_status(server: Any, client: Any) -> None:
    """A reading changes nothing, so it cannot have been carried out behind an error."""
    server.answers(body=b'{"error":{"message":"x","type":"OAuthException","code":"100","error_subcode":33}}')
    fault = client().get_object("1_2").fault
    assert (fault.failure, fault.code, fault.gone) == (Failure.ANSWERED, 100, True)


@pytest.mark.parametrize(("body", "found"), [(b'{"id":12}', "12"), (b'{"id":"a:b.c-1_2"}', "a:b.c-1_2")])
def test_an_id_is_taken_in_whatever_form_it_comes(body: bytes, found: str, server: Any, client: Any) -> None:
    server.answers(body=body)
    assert client().put_object("111", "feed", message="x").id == found


def test_a_missing_content_type_does_not_matter(server: Any, client: Any) -> None:
    server.answers(kind=None)
    assert client().put_object("111", "feed", message="x").fault is None


def test_an_error_keeps_its_codes_its_words_and_its_trace(server: Any, client: Any) -> None:
    error = {"message": "Invalid parameter", "type": "OAuthException", "code": 100, "error_subcode": 1366046,
             "is_transient": False, "error_user_title": "Can't Read Files", "fbtrace_id": "Efvn5K1H8q8"}  # fmt: skip
    usage = '{"111":[{"type":"pages","call_count":100,"total_time":9,"estimated_time_to_regain_access":23}]}'
    headers = {"X-Business-Use-Case-Usage": usage, "facebook-api-version": "v26.0"}
    server.answers(status=400, body=json.dumps({"error": error}).encode(), headers=headers)
    answer: Answer = client().put_photo(b"x", album_path="111/photos", published=False)
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
def test_a_broken_usage_header_breaks_nothing(header: str, server: Any, client: Any) -> None:
    server.answers(headers={"X-App-Usage": header, "X-Business-Use-Case-Usage": header})
    answer: Answer = client().get_object("1")
    assert answer.fault is None
    assert (answer.usage.percent, answer.usage.wait) == (0, None)


def test_a_refused_connection_was_not_sent(client: Any, closed_port: str) -> None:
    fault = client(closed_port).update_object("1_2", is_published=True).fault
    assert (fault.failure, fault.what) == (Failure.NOT_SENT, "không kết nối được")


def test_an_unknown_host_was_not_sent(client: Any) -> None:
    fault = client("http://no-such-host.invalid/").update_object("1_2", is_published=True).fault
    assert (fault.failure, fault.what) == (Failure.NOT_SENT, "không tìm thấy máy chủ Facebook")


def test_a_wrong_certificate_was_not_sent(client: Any, odd_server: Callable[[], Any], tmp_path: Path) -> None:
    server = odd_server()
    server.socket = unsigned(tmp_path).wrap_socket(server.socket, server_side=True)
    address = server.url.replace("http:", "https:")
    fault = client(address).update_object("1_2", is_published=True).fault
    assert (fault.failure, fault.what) == (Failure.NOT_SENT, "chứng chỉ TLS của máy chủ không hợp lệ")


def unsigned(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody signed."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(key), "-out", str(certificate), "-days", "1", "-subj", "/CN=127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_a_call_made_while_handling_another_error_is_judged_by_its_own(
    server: Any, client: Any, closed_port: str
) -> None:
    """Python chains errors: a refused connection that a caller handles must not say "never sent" of this call."""
    server.answers(cut=True)
    try:
        requests.get(closed_port, timeout=1)
    except requests.ConnectionError:
        fault = client().update_object("1_2", is_published=True).fault
    assert fault.failure is Failure.UNKNOWN


@pytest.mark.parametrize("told", [b'{"paging":{}}', b'{"data":null}', b'{"data":{}}', b'{"id":"111"}'])
def test_a_list_without_rows_does_not_say_that_there_are_none(told: bytes, server: Any, client: Any) -> None:
    server.answers(body=told)
    fault = client().get_connections("111", "published_posts").fault
    assert fault is not None
    assert fault.failure is Failure.UNKNOWN


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        ({"111": [{"type": "pages", "call_count": 12}], "222": [{"type": "pages", "call_count": 95}]}, 12),
        ({"111": [{"type": "ads_insights", "call_count": 95}, {"type": "pages", "call_count": 12}]}, 12),
        ({"999": [{"type": "pages", "call_count": 95}]}, 95),
        ({"111": [{"call_count": 95}]}, 95),
    ],
)
def test_the_budget_of_another_page_is_not_this_ones(told: Any, percent: int, server: Any, client: Any) -> None:
    server.answers(headers={"X-Business-Use-Case-Usage": json.dumps(told)})
    assert client().update_object("111_5", is_published=True).usage.page.percent == percent
    assert client().put_object("111", "feed", message="x").usage.page.percent == percent
