"""One row per line of the table of Facebook's errors, and the rules that hold for every error."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.outcome import Again, ChannelDown, Outcome, Refused, Unknown
from scheduler.core.retry import FIRST_WAIT, LONGEST_WAIT, Failure, Fault, back_off, judge, rule_for
from scheduler.core.retry_rules import BY_SUBCODE, RULES, Reaction

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def error(code: int, subcode: int | None = None, transient: bool | None = None) -> Fault:
    return Fault(Failure.ANSWERED, code, subcode, transient)


def after(fault: Fault, *, visible: bool, attempts: int = 0) -> Outcome:
    return judge(fault, visible=visible, attempts=attempts, now=NOW)


NOT_SENT = Fault(Failure.NOT_SENT, what="không kết nối được")
NO_ANSWER = Fault(Failure.UNKNOWN, what="hết giờ chờ câu trả lời")

# What happened; the outcome where a success would show the post, and where it would not.
TABLE = [
    ("never sent", NOT_SENT, Again, Again),
    ("timeout, reset, 5xx, HTML, bad JSON", NO_ANSWER, Unknown, Again),
    ("unknown error", error(1), Unknown, Again),
    ("unknown error, transient", error(1, None, True), Unknown, Again),
    ("bad input that hides behind code 1", error(1, 99, False), Refused, Refused),
    ("code 1 with a subcode that may pass", error(1, 99, True), Unknown, Again),
    ("no permission behind code 1", error(1, 2853006, False), ChannelDown, ChannelDown),
    ("service error: the post may exist", error(2, None, True), Unknown, Again),
    ("capability missing", error(3), ChannelDown, ChannelDown),
    ("permission missing", error(10), ChannelDown, ChannelDown),
    ("permission 200", error(200), ChannelDown, ChannelDown),
    ("permission 283", error(283), ChannelDown, ChannelDown),
    ("permission 299", error(299), ChannelDown, ChannelDown),
    ("app limit", error(4, None, True), ChannelDown, ChannelDown),
    ("user limit", error(17), ChannelDown, ChannelDown),
    ("Page limit, user token", error(32), ChannelDown, ChannelDown),
    ("Page limit, Page token", error(80001), ChannelDown, ChannelDown),
    ("feed limit", error(341), ChannelDown, ChannelDown),
    ("too dense", error(613), ChannelDown, ChannelDown),
    ("erratic volume", error(613, 1996), ChannelDown, ChannelDown),
    ("bad parameter", error(100), Refused, Refused),
    ("bad parameter, unlisted subcode", error(100, 4242), Refused, Refused),
    ("object missing", error(100, 33), ChannelDown, ChannelDown),
    ("photo too large", error(100, 1366046), Refused, Refused),
    ("media already posted", error(100, 1366051), Unknown, Refused),
    ("media already posted, as a code", error(1366051), Unknown, Refused),
    ("session invalid", error(102), ChannelDown, ChannelDown),
    ("token invalid", error(190), ChannelDown, ChannelDown),
    ("token expired", error(190, 463), ChannelDown, ChannelDown),
    ("token revoked", error(190, 467), ChannelDown, ChannelDown),
    ("app removed", error(190, 458), ChannelDown, ChannelDown),
    ("checkpoint", error(190, 459), ChannelDown, ChannelDown),
    ("unconfirmed user", error(190, 464), ChannelDown, ChannelDown),
    ("password changed", error(190, 460), ChannelDown, ChannelDown),
    ("no role on the Page", error(190, 492), ChannelDown, ChannelDown),
    ("not a Page token", error(190, 2069032), ChannelDown, ChannelDown),
    ("unsupported endpoint", error(200, 2069030), ChannelDown, ChannelDown),
    ("unsupported field", error(200, 2069031), ChannelDown, ChannelDown),
    ("unsupported call", error(200, 2069033), ChannelDown, ChannelDown),
    ("no image", error(324), Refused, Refused),
    ("posting too fast", error(368, 1390008), ChannelDown, ChannelDown),
    ("confirm identity", error(368, 4854002), ChannelDown, ChannelDown),
    ("already posted this", error(368, 1404082), Unknown, Refused),
    ("abusive", error(368), ChannelDown, ChannelDown),
    ("policy", error(368, 1346003), ChannelDown, ChannelDown),
    ("policy, as a code", error(1404102), ChannelDown, ChannelDown),
    ("Page publishing authorization", error(1404078), ChannelDown, ChannelDown),
    ("duplicate of the post before", error(506, None, False), Refused, Refused),
    ("link not readable", error(100, 1609005), Again, Again),
    ("link to Facebook", error(100, 1609008), Refused, Refused),
    ("video not fetched", error(389), Refused, Refused),
    ("video file", error(6000), Refused, Refused),
    ("video upload cut", error(6001), Again, Again),
    ("bad path or no token", error(2500), ChannelDown, ChannelDown),
    ("a code nobody knows", error(987654), Unknown, Again),
    ("an error inside a 200", Fault(Failure.UNKNOWN, 100), Unknown, Refused),
]


@pytest.mark.parametrize(("fault", "shown", "hidden"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_every_error_has_the_outcome_of_its_line(fault: Fault, shown: type[Outcome], hidden: type[Outcome]) -> None:
    assert type(after(fault, visible=True)) is shown
    assert type(after(fault, visible=False)) is hidden


def test_every_line_of_the_rules_has_a_row_in_this_table() -> None:
    tried = {(fault.code, fault.subcode) for _, fault, *_ in TABLE}
    assert set(RULES) <= tried
    assert set(BY_SUBCODE) <= {number for pair in tried for number in pair}


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (error(4), HOUR),
        (error(17), HOUR),
        (error(32), HOUR),
        (error(80001), HOUR),
        (error(341), HOUR),
        (error(613), HOUR),
        (error(368, 1390008), 4 * HOUR),
        (Fault(Failure.ANSWERED, 80001, wait=timedelta(minutes=17)), timedelta(minutes=17)),
        (Fault(Failure.ANSWERED, 4, wait=timedelta(minutes=5)), timedelta(minutes=5)),
        (Fault(Failure.ANSWERED, 368, 1390008, wait=timedelta(minutes=5)), 4 * HOUR),
    ],
)
def test_a_pause_ends_when_facebook_says_or_else_after_its_usual_time(fault: Fault, pause: timedelta) -> None:
    outcome = after(fault, visible=False)
    assert isinstance(outcome, ChannelDown)
    assert outcome.until == NOW + pause


def test_a_dead_token_stops_the_page_until_a_person_mends_it() -> None:
    outcome = after(error(190, 463), visible=True)
    assert isinstance(outcome, ChannelDown)
    assert outcome.until is None
    assert outcome.why == (
        "Facebook báo mã truy cập của trang đã hết hạn (190/463): cần lấy lại token bằng lệnh bhxh token"
    )


def test_an_unreadable_link_is_tried_once_more_and_then_refused() -> None:
    assert after(error(100, 1609005), visible=False) == Again(NOW + FIRST_WAIT, rule_why(100, 1609005))
    assert isinstance(after(error(100, 1609005), visible=False, attempts=1), Refused)


def rule_why(code: int, subcode: int) -> str:
    rule = rule_for(code, subcode)
    assert rule
    return f"{rule.what} ({code}/{subcode}): {rule.fix}"


def test_a_duplicate_after_an_earlier_try_may_be_our_own_post() -> None:
    assert isinstance(after(error(506), visible=True, attempts=1), Unknown)
    assert isinstance(after(error(506), visible=False, attempts=1), Refused)


def test_waiting_doubles_from_a_minute_to_half_an_hour() -> None:
    minutes = [back_off(attempts) // timedelta(minutes=1) for attempts in range(7)]
    assert minutes == [1, 2, 4, 8, 16, 30, 30]
    assert back_off(10_000) == LONGEST_WAIT


faults = st.builds(
    Fault,
    st.sampled_from(Failure),
    st.none() | st.integers(-5, 400) | st.sampled_from([code for code, _ in RULES]) | st.sampled_from(list(BY_SUBCODE)),
    st.none() | st.sampled_from([sub for _, sub in RULES]) | st.sampled_from(list(BY_SUBCODE)),
    st.none() | st.booleans(),
    st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=1)),
)


@given(faults, st.integers(0, 50))
def test_a_doubt_about_a_visible_post_is_never_a_retry(fault: Fault, attempts: int) -> None:
    """Again on a visible step needs proof that nothing happened: never sent, or a code that says so."""
    outcome = after(fault, visible=True, attempts=attempts)
    rule = rule_for(fault.code, fault.subcode)
    says_so = rule is not None and rule.reaction in (Reaction.LATER, Reaction.ONCE)
    proven = fault.failure is Failure.NOT_SENT or (fault.failure is Failure.ANSWERED and says_so)
    assert proven or not isinstance(outcome, Again)


@given(faults, st.integers(0, 50))
def test_a_step_that_shows_nothing_is_never_unknown(fault: Fault, attempts: int) -> None:
    assert not isinstance(after(fault, visible=False, attempts=attempts), Unknown)


@given(faults, st.booleans(), st.integers(0, 50))
def test_every_outcome_says_why_and_names_the_code(fault: Fault, visible: bool, attempts: int) -> None:
    outcome = after(fault, visible=visible, attempts=attempts)
    assert isinstance(outcome, Again | Refused | ChannelDown | Unknown)
    assert fault.failure is Failure.NOT_SENT or fault.codes in outcome.why
    if isinstance(outcome, Again):
        assert NOW < outcome.at <= NOW + LONGEST_WAIT
