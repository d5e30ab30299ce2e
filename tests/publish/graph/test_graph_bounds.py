"""No call lasts for ever: also an answer that comes byte by byte has an end."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from scheduler.core.retry import Failure
from scheduler.publish.graph import Graph, Wire, session

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


def test_a_request_that_the_other_side_does_not_take_is_given_up() -> None:
    """Eight megabytes to somebody who reads nothing: the time to leave is that of the whole request."""
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as deaf, session(1, send_seconds=0.5) as pool:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        graph = Graph("EAAtoken", Wire(url, "v26.0", (2.0, 30.0)), pool)
        told = graph.put_photo(b"x" * 8_000_000, album_path="111/photos")
    assert told.fault is not None and told.fault.failure is Failure.UNKNOWN
    assert time.monotonic() - began < 15


def test_a_request_that_is_taken_slowly_has_one_time_for_all_its_pieces() -> None:
    """Each piece is taken before its own time is over; the whole is not, and over TLS nothing else would end it."""
    stop = threading.Event()

    def sip(deaf: socket.socket) -> None:
        taken, _ = deaf.accept()
        with taken, suppress(OSError):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            while not stop.wait(0.1):
                taken.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as deaf, session(1, send_seconds=1.0) as pool:
        drinker = threading.Thread(target=sip, args=(deaf,))
        drinker.start()
        began = time.monotonic()
        graph = Graph("EAAtoken", Wire(f"http://127.0.0.1:{deaf.getsockname()[1]}/", "v26.0", (2.0, 30.0)), pool)
        told = graph.put_photo(b"x" * 16_000_000, album_path="111/photos")
        took = time.monotonic() - began
        stop.set()
        drinker.join()
    assert told.fault is not None and told.fault.failure is Failure.UNKNOWN
    assert took < 15
