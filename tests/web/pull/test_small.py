"""The small parts of the pull: limits, cache, addresses, whose form it is, work apart."""

import asyncio
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.web.pull import address, answer
from scheduler.web.pull.apart import Apart
from scheduler.web.pull.cache import Cache, Made, Seen, Where
from scheduler.web.pull.front import source_of
from scheduler.web.pull.limits import Limit, Rate
from scheduler.web.pull.telling import is_foreign
from tests.web.pull.house import MORNING

DAY = date(2026, 11, 26)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 3)), max_size=200))
def test_nobody_gets_more_than_the_burst_and_the_rate(comings: list[tuple[int, float]]) -> None:
    limit, now, let_in = Limit(Rate(5, 1), 100), 0.0, dict.fromkeys(range(6), 0)
    for who, pause in comings:
        now += pause
        let_in[who] += limit.take(who, now)
    assert all(count <= 5 + now for count in let_in.values())


def test_a_flood_of_addresses_takes_no_more_memory_than_allowed() -> None:
    limit = Limit(Rate(2, 1), 50)
    for n in range(10_000):
        limit.take(n, 0.0)
    assert len(limit) == 50


def test_whoever_waits_as_told_is_let_in() -> None:
    limit = Limit(Rate(1, 0.2), 10)
    assert limit.take("a", 0.0) and not limit.take("a", 0.0)
    assert limit.take("a", float(limit.wait("a")))


PAGES = [Made(answer.page("text/plain", f"{n}".encode() * 500), MORNING + timedelta(hours=n)) for n in range(4)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=60), st.integers(0, 5))
def test_the_cache_gives_only_what_would_be_made_now(steps: list[tuple[int, int, int]], hours: int) -> None:
    cache, kept = Cache(most=9_000), {}
    now = MORNING + timedelta(hours=hours)
    for station, mark, page in steps:
        where, seen = Where(f"dai-{station}", DAY, "", "page"), Seen(f"{mark}", "content")
        cache.put(where, seen, PAGES[page])
        kept[where] = (seen, PAGES[page])
        assert cache.size <= 9_000
    for where, (seen, made) in kept.items():
        found = cache.get(where, seen, now)
        assert found is None or (found is made.page and now < made.until)
        assert cache.get(where, Seen(f"{seen.mark}x", "content"), now) is None
        assert cache.get(where, Seen(seen.mark, "other"), now) is None


def test_addresses_say_what_is_asked_for() -> None:
    asked = {
        "": address.Address(DAY), "manifest.json": address.Address(DAY, "manifest"),
        "told": address.Address(DAY, "told"), "bundle.zip": address.Address(DAY, "bundle"),
        "2026-11-27": address.Address(DAY + timedelta(days=1)), "2026-11-26/day.ics": address.Address(DAY, "day.ics"),
        "2026-11-26/0530-1-vi.docx": address.Address(DAY, "docx", "0530-1-vi"),
    }  # fmt: skip
    assert {rest: address.read(rest, DAY) for rest in asked} == asked
    for rest in (
        "x",
        "2026-11-26x",
        "2026-11-26/..",
        "2026-11-26/a/b.txt",
        "2026-02-30",
        "２０２６-11-26",
        "2026-11-26/a.b.c",
    ):
        assert address.read(rest, DAY) is None, rest


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_path_breaks_anything(first: str, second: str) -> None:
    station, secret, rest = address.split(f"/radio/{first}/{second}")
    assert isinstance(station, str) and isinstance(secret, str)
    address.read(rest, DAY)
    address.read(second, DAY)


def test_only_a_proxy_of_our_own_says_for_whom_it_comes() -> None:
    assert source_of("127.0.0.1:5000", []) == "127.0.0.1", "without one everybody is who the connection says"
    assert source_of("127.0.0.1:5000", ["198.51.100.1, 203.0.113.7"]) == "203.0.113.7"
    assert source_of("192.0.2.8:5000", ["203.0.113.7"]) == "203.0.113.7", "a proxy on another machine"
    assert source_of("127.0.0.1:5000", ["198.51.100.1", "203.0.113.7"]) == "203.0.113.7", (
        "a header beside the forged one"
    )
    assert source_of("127.0.0.1:5000", [" "]) == "127.0.0.1"
    assert source_of("[2001:db8:1:2:3:4:5:6]:5000", []) == "2001:db8:1:2"


@pytest.mark.parametrize(
    ("origin", "site", "foreign"),
    [("", "", False), ("null", "", False), ("http://bhxh.example", "", False), ("http://evil.example", "", True),
     ("null", "cross-site", True), ("null", "same-origin", False), ("", "same-site", True), ("", "none", False)],
)  # fmt: skip
def test_forms_of_other_sites_are_known(origin: str, site: str, foreign: bool) -> None:
    assert is_foreign("bhxh.example", origin, site) is foreign


def test_work_apart_gives_its_result_or_its_error_and_a_dead_process_is_replaced() -> None:
    import os

    async def work() -> None:
        apart = Apart()
        try:
            first = await apart.run(os.getpid)
            assert first != os.getpid() and await apart.run(os.getpid) == first
            with pytest.raises(ZeroDivisionError):
                await apart.run(divmod, 1, 0)
            with pytest.raises(OSError, match="died"):
                await apart.run(os._exit, 3)
            assert await apart.run(os.getpid) != first
        finally:
            apart.close()

    asyncio.run(work())
