"""Whatever goes wrong, and in whatever order: a fan sees a post once, and `sent` is never said of nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.core.outcome import Again, ChannelDown, Outcome, Prepared, Refused, Sent, Unknown
from scheduler.core.retry import FIRST_WAIT
from scheduler.publish.carrier import Job

LOST = ["executed-then-500", "executed-then-cut", "executed-then-html", "executed-then-empty", "executed-then-error"]
NOT_DONE = ["cut", "html"]
EDGES = [("photos", "POST"), ("feed", "POST"), ("post", "POST"), ("post", "GET")]

strikes = st.tuples(st.sampled_from([*LOST, *NOT_DONE]), st.sampled_from(EDGES), st.integers(0, 2))
refusals = st.tuples(
    st.sampled_from([(1, None), (2, None), (100, 33), (100, 1366051), (506, None), (368, 1404082), (4, None)]),
    st.sampled_from(EDGES),
    st.integers(0, 2),
)


class Clerkless:
    """A worker without anybody beside it: waits where told to wait, looks where told to look."""

    def __init__(self, bench: Any, job: Job) -> None:
        self.bench, self.job, self.now = bench, job, bench.prepare
        self.ended: Outcome | None = None

    def work(self, most: int = 60) -> Outcome | None:
        for _ in range(most):
            if self.ended:
                break
            step = self.bench.carrier.next_step(self.job, self.now)
            if step is None:
                self.now = max(self.now, self.bench.due)
                continue
            self.take(self.bench.carrier.perform(step, self.job, self.now).outcome)
        return self.ended

    def take(self, outcome: Outcome) -> None:
        match outcome:
            case Prepared(phase, remote_id, media):
                self.job = replace(self.job, phase=phase, remote_id=remote_id, media=media, attempts=0)
            case Again(at):
                self.wait(at)
            case ChannelDown(_, until) if until:
                self.wait(until)
            case Unknown():
                self.wait(self.now + FIRST_WAIT)
                self.take(self.bench.carrier.look(self.job, self.now))
            case _:
                self.ended = outcome

    def wait(self, until: datetime) -> None:
        self.now = max(self.now, until)
        self.job = replace(self.job, attempts=self.job.attempts + 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(strikes, max_size=5), st.lists(refusals, max_size=3), st.integers(0, 2))
def test_a_fan_never_sees_a_post_twice_nor_a_sent_post_not_at_all(
    bench_of: Callable[..., Any], lost: list[Any], refused: list[Any], photos: int
) -> None:
    bench = bench_of()
    for fault, (edge, method), after in lost:
        bench.fails(fault, edge=edge, method=method, after=after)
    for (code, subcode), (edge, method), after in refused:
        bench.fails("error", code=code, subcode=subcode, edge=edge, method=method, after=after)
    pictures = [bench.photo(f"{number}.png") for number in range(photos)]
    worker = Clerkless(bench, bench.job("Một lần thôi.", *pictures))
    ended = worker.work()
    seen = bench.seen()
    assert len(seen) <= 1
    assert isinstance(ended, Sent | Refused | ChannelDown)
    if isinstance(ended, Sent):
        assert [post["id"] for post in seen] == [ended.remote_id]
    else:
        assert seen == []
