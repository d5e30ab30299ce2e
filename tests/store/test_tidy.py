"""Journals are forgotten from their oldest end, in steps, and what was drawn from them stays."""

from datetime import UTC, datetime, timedelta

from scheduler.store import tidy
from scheduler.store.models import Pull, Visit

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
LIMIT = NOW - timedelta(days=400)


def pulled(*ages: int) -> list[int]:
    """Pulls so many days ago, in this order."""
    return [Pull.objects.create(station="dai", form="html", at=NOW - timedelta(days=age)).pk for age in ages]


def test_what_is_older_than_it_is_kept_goes_and_the_rest_stays(db: str) -> None:
    ids = pulled(900, 401, 400, 399, 0)
    assert tidy.forget(Pull, LIMIT) == 2
    assert list(Pull.objects.order_by("pk").values_list("pk", flat=True)) == ids[2:]
    assert tidy.forget(Pull, LIMIT) == 0


def test_many_go_in_steps_and_a_run_is_bounded(db: str) -> None:
    pulled(*[500] * 10, 0)
    assert tidy.forget(Pull, LIMIT, step=3, most=5) == 6
    assert tidy.forget(Pull, LIMIT, step=3) == 4
    assert Pull.objects.count() == 1


def test_a_row_that_a_crash_held_back_or_a_wrong_clock_wrote_keeps_no_other_from_going(db: str) -> None:
    ids = pulled(500, -3000, 500, 500, 499, 0, 450)
    assert tidy.forget(Pull, LIMIT, step=3) == 5
    assert list(Pull.objects.order_by("pk").values_list("pk", flat=True)) == [ids[1], ids[5]]


def test_the_access_log_is_forgotten_the_same_way(db: str) -> None:
    for age in (733, 731):
        Visit.objects.create(at=NOW - timedelta(days=age), name="lan", kind="login", address="127.0.0.1")
    assert tidy.forget(Visit, NOW - timedelta(days=732)) == 1
    assert Visit.objects.get().at == NOW - timedelta(days=731)
