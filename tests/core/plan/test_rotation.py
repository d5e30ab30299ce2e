"""Rounds: how fair they are, and how a channel goes on when its messages change."""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.plan.cursor import Cursor
from scheduler.core.plan.rotation import Round, Shares, capped, round_of

WEIGHTS = st.lists(st.integers(1, 20), min_size=1, max_size=9)
UNHURRIED = settings(deadline=None)
LOOSEST = Fraction(7, 4)
"""The bound that docs/decisions/rotation.md states for weights without a strict round."""


def shares(*weights: int) -> Shares:
    return tuple((f"m{n}", weight) for n, weight in enumerate(weights))


def spell(round_: Round) -> str:
    return "".join(letter[1:] for letter in round_.letters)


def worst_window(letters: str, weights: dict[str, int]) -> Fraction:
    """The distance from the fair share, looked up in every window of up to two rounds, by counting."""
    length, twice = len(letters), letters * 3
    return max(
        abs(Fraction(twice[start : start + size].count(letter)) - Fraction(size * weight, length))
        for start in range(length)
        for size in range(1, 2 * length + 1)
        for letter, weight in weights.items()
    )


@pytest.mark.parametrize(
    "weights", [(2, 1), (3, 2), (3, 2, 1), (2, 1, 1), (3, 1, 1, 1), (5, 4, 3, 2, 1), (2, 2, 1, 1, 1, 1), (1, 1, 1, 1)]
)
def test_common_weights_have_a_round_in_which_every_window_is_within_one_of_fair(weights: tuple[int, ...]) -> None:
    round_ = round_of(shares(*weights))
    assert worst_window(spell(round_), {m[1:]: w for m, w in round_.shares.items()}) <= 1


def test_every_pair_of_weights_up_to_twenty_has_a_strict_round() -> None:
    assert all(round_of(shares(a, b)).deviation <= 1 for a in range(1, 21) for b in range(1, 21))


@pytest.mark.parametrize(("most", "count"), [(6, 3), (4, 4), (3, 5)])
def test_small_weights_deviate_by_a_quarter_more_than_one_at_most(most: int, count: int) -> None:
    for weights in combinations_with_replacement(range(1, most + 1), count):
        assert round_of(shares(*weights)).deviation <= Fraction(5, 4), weights


@UNHURRIED
@given(WEIGHTS)
def test_any_weights_stay_within_the_bound_that_the_documentation_states(weights: list[int]) -> None:
    assert round_of(shares(*weights)).deviation <= LOOSEST


@UNHURRIED
@given(st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_the_deviation_told_is_the_one_counted(weights: list[int]) -> None:
    round_ = round_of(shares(*weights))
    assert round_.deviation == worst_window(spell(round_), {m[1:]: w for m, w in round_.shares.items()})


@UNHURRIED
@given(WEIGHTS)
def test_a_round_says_each_message_as_often_as_its_weight(weights: list[int]) -> None:
    round_ = round_of(shares(*weights))
    assert {m: round_.letters.count(m) for m in round_.shares} == dict(round_.shares)


@UNHURRIED
@given(WEIGHTS.filter(lambda weights: len(weights) > 1))
def test_no_neighbours_in_a_round_are_the_same_also_where_it_begins_anew(weights: list[int]) -> None:
    letters = round_of(shares(*weights)).letters
    assert all(letter != after for letter, after in zip(letters, letters[1:] + letters[:1], strict=True))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((5,), (1,)), ((7, 1), (1, 1)), ((9, 2, 1), (3, 2, 1)), ((4, 2, 2), (2, 1, 1)), ((6, 4), (1, 1))],
)
def test_no_message_is_said_more_than_half_of_the_time(weights: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert tuple(weight for _, weight in capped(shares(*weights))) == expected


def hear(cursor: Cursor, times: int) -> list[str]:
    heard = []
    for _ in range(times):
        message = cursor.next()
        cursor.take(message)
        cursor.last = message
        heard.append(message)
    return heard


def test_channels_start_at_different_places_of_the_round() -> None:
    cursors = [Cursor(index) for index in range(3)]
    for cursor in cursors:
        cursor.enter(round_of(shares(1, 1, 1)))
    assert {cursor.next() for cursor in cursors} == {"m0", "m1", "m2"}


@UNHURRIED
@given(st.integers(0, 7), st.integers(0, 12), WEIGHTS, WEIGHTS)
def test_a_change_of_messages_never_repeats_the_last_one_if_there_is_another(
    index: int, said: int, before: list[int], after: list[int]
) -> None:
    cursor = Cursor(index)
    cursor.enter(round_of(shares(*before)))
    last = hear(cursor, said + 1)[-1]
    cursor.enter(round_of(shares(*after)))
    assert cursor.next() != last or len(after) == 1


@UNHURRIED
@given(st.integers(0, 5), st.integers(6, 30), st.lists(st.integers(1, 4), min_size=3, max_size=5))
def test_windows_over_a_change_stay_within_two_of_fair(index: int, said: int, weights: list[int]) -> None:
    cursor, old, new = Cursor(index), round_of(shares(*weights)), round_of(shares(*weights[:-1]))
    cursor.enter(old)
    heard = hear(cursor, said)
    cursor.enter(new)
    heard += hear(cursor, 12)
    for message in new.shares:
        fair = [Fraction(old.shares[message], len(old))] * said + [Fraction(new.shares[message], len(new))] * 12
        for start in range(said):
            for stop in range(said, said + 13):
                assert abs(heard[start:stop].count(message) - sum(fair[start:stop], Fraction(0))) <= 2


def test_a_message_passed_over_is_owed_its_turn_once() -> None:
    cursor = Cursor(0)
    cursor.enter(round_of(shares(1, 1, 1)))
    for _ in range(3):
        cursor.take("m1")
    assert cursor.owed == ["m0", "m2"]
    assert hear(cursor, 2) == ["m0", "m2"]
