"""The arithmetic of the measurements: what counts as kept, and what is compared with what."""

import pytest

from bench.country.__main__ import FASTER, Runs, cost, report
from bench.report import Goal, table, verdict


@pytest.mark.parametrize(
    ("measured", "most", "held"),
    [(20.0, False, True), (19.99, False, False), (20.0, True, True), (20.01, True, False), (float("nan"), True, False)],
)
def test_a_promise_is_kept_up_to_its_bound_and_not_beyond(measured: float, most: bool, held: bool) -> None:
    goal = Goal("rate", measured, 20, most=most)
    assert goal.held is held
    assert goal.line().startswith("PASS" if held else "FAIL")


def test_one_broken_promise_fails_the_part(capsys: pytest.CaptureFixture[str]) -> None:
    kept, broken = Goal("kept", 1, 2, most=True), Goal("broken", 3, 2, most=True)
    assert (verdict([kept]), verdict([kept, broken])) == (0, 1)
    assert "FAIL  broken: 3.00 (at most 2)" in capsys.readouterr().out


def test_the_columns_of_a_table_are_as_wide_as_their_widest_cell() -> None:
    lines = table("title", ("", "n"), [("a", "1"), ("long", "1000")]).splitlines()
    assert lines[1] == "title"
    assert len({len(line) for line in lines[2:]}) == 1


def run(count: str, posts: int, seconds: float) -> dict[str, float]:
    return {count: posts, "seconds": seconds, "cpu": seconds / 2, "texts": posts / 10, "peak_mb": 100, "file_mb": 1}


def test_the_country_is_compared_with_the_median_of_the_jobs_and_of_its_hundredth(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runs = Runs(run("posts", 1_000_000, 40.0))
    runs.small = [run("posts", 10_000, seconds) for seconds in (0.4, 0.5, 9.0)]
    runs.jobs = [run("jobs", 1_000, seconds) for seconds in (1.0, 0.8, 0.1)]
    runs.stopped = [run("jobs", 1_000, 0.4)]
    rate, memory, growth = report(runs)
    assert cost(runs.whole) == pytest.approx(40)
    assert rate.measured == pytest.approx(0.8e-3 / 40e-6)
    assert rate.bound == FASTER
    assert growth.measured == pytest.approx(40 / 50)
    assert memory.measured == 100
    assert "10.0%" in capsys.readouterr().out
