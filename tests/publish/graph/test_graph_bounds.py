"""No call lasts for ever: also an answer that comes byte by byte has an end."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from scheduler.core.retry import Failure

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"


@pytest.mark.parametrize("answer", [HEAD + b"X-Long: " + b"a" * 5000, HEAD + b"\r\n" + b" " * 5000])
def test_an_answer_that_drips_is_given_up_after_the_read_timeout(
    answer: bytes, dripping: Callable[[bytes], str], client: Any
) -> None:
    began = time.monotonic()
    told = client(dripping(answer), read=1.0).get_object("1_2")
    assert told.fault is not None and told.fault.failure is Failure.UNKNOWN
    assert 0.9 <= time.monotonic() - began < 8


def test_a_slow_answer_within_the_time_is_taken(dripping: Callable[[bytes], str], client: Any) -> None:
    answer = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"id":"1_2"}'
    assert client(dripping(answer), read=9.0).get_object("1_2").id == "1_2"
