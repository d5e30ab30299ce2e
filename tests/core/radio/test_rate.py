"""The reading rate of a station, learned from what it aired: robust against slips, silent while little is known."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.radio.rate import ENOUGH, LEAST, MOST, Learned, learned

READING = st.tuples(st.integers(20, 2000), st.integers(1, 3600))


def test_a_rate_is_the_median_of_what_was_read() -> None:
    read = [(200, 60), (210, 60), (190, 60), (220, 60), (230, 60)]
    assert learned(read) == Learned(210, 5)


def test_minutes_noted_as_seconds_and_whole_programmes_change_nothing() -> None:
    read = [(200, 60), (210, 60), (190, 60), (220, 60), (230, 60)]
    assert learned([*read, (200, 1), (200, 1800), (200, 0)]) == Learned(210, 5)


def test_with_too_few_plausible_readings_nothing_is_told() -> None:
    assert learned([(200, 60)] * (ENOUGH - 1)) is None
    assert learned([(200, 1)] * 50) is None
    assert learned([]) is None


def test_a_slow_and_a_fast_reader_are_kept_within_bounds() -> None:
    assert learned([(110, 60)] * 5) == Learned(LEAST, 5)
    assert learned([(390, 60)] * 5) == Learned(MOST, 5)


@given(st.lists(READING, max_size=30))
def test_a_learned_rate_lies_within_bounds_whatever_was_noted(read: list[tuple[int, int]]) -> None:
    found = learned(read)
    assert found is None or (LEAST <= found.rate <= MOST and ENOUGH <= found.readings <= len(read))


@given(st.lists(READING, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(read: list[tuple[int, int]], random: object) -> None:
    mixed = list(read)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert learned(mixed) == learned(read)
