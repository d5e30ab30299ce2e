"""Who is told which notice: nobody is passed over, and nobody hears what is not his."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.notice import EVERYTHING, KINDS, OF_CHANNELS, Ear, Wish, ears_for

CHANNELS = ("fb-a", "fb-b", "dai-a", "*facebook", "content")
MACHINE = [name for name in KINDS if name not in OF_CHANNELS]

kinds = st.sampled_from(sorted(KINDS))
channels = st.sampled_from(CHANNELS)
wishes = st.builds(
    Wish,
    st.frozensets(kinds, max_size=4),
    st.none() | st.frozensets(channels, max_size=3),
)
some = st.lists(wishes, max_size=2).map(tuple)
offices = st.lists(st.tuples(some, some, st.booleans()), max_size=6).map(
    lambda rows: [Ear(str(n), *row) for n, row in enumerate(rows)]
)


@given(offices, kinds, channels, st.sets(st.integers(0, 5).map(str)))
def test_every_notice_reaches_somebody_who_can_be_reached_or_the_general_list(
    ears: list[Ear], kind: str, channel: str, deaf: set[str]
) -> None:
    told = ears_for([*ears, Ear("general", rest=True)], kind, channel, deaf)
    ordered = [ear.name for ear in ears if ear.ordered(kind, channel) and ear.name not in deaf]
    assert set(ordered) <= set(told) and (ordered or "general" in told)


@given(offices, kinds, channels)
def test_nobody_is_told_what_he_neither_was_given_nor_chose(ears: list[Ear], kind: str, channel: str) -> None:
    told = ears_for(ears, kind, channel)
    assert len(set(told)) == len(told)
    for ear in ears:
        wanted = any(
            (not wish.kinds or kind in wish.kinds) and (wish.channels is None or channel in wish.channels)
            for wish in (*ear.orders, *ear.own)
        )
        assert ear.name not in told or wanted or ear.rest


@given(st.frozensets(kinds, min_size=1), st.frozensets(channels), st.sampled_from(MACHINE), channels)
def test_whoever_has_some_channels_never_hears_of_the_machine(
    chosen: frozenset[str], mine: frozenset[str], kind: str, channel: str
) -> None:
    assert not Wish(chosen | {kind}, mine).takes(kind, channel)


def test_what_somebody_chose_for_himself_takes_nothing_from_the_general_list() -> None:
    ears = [Ear("general", rest=True), Ear("lan", own=(EVERYTHING,))]
    assert ears_for(ears, "failed", "fb-a") == ["general", "lan"]


def test_what_a_route_takes_goes_to_the_general_list_only_while_nothing_reaches_the_route() -> None:
    route = Ear("route", orders=(Wish(frozenset({"failed"}), frozenset({"fb-a"})),))
    ears = [Ear("general", rest=True), route]
    assert ears_for(ears, "failed", "fb-a") == ["route"]
    assert ears_for(ears, "failed", "fb-a", deaf={"route"}) == ["general", "route"]
    assert ears_for(ears, "failed", "fb-b") == ears_for(ears, "missed", "fb-a") == ["general"]
