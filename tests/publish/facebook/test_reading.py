"""Looking at the Page, taking a draft back, recalling a post: against the sandbox."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from scheduler.core.outcome import Again, ChannelDown, Prepared, Refused, Sent, Undecided, Unknown
from scheduler.publish.carrier import RECALLED, Step


def published(bench: Any) -> Any:
    job, outcome = bench.run(bench.prepared(), bench.due)
    assert isinstance(outcome, Sent)
    return job


def test_looking_sends_nothing_but_a_reading(bench: Any) -> None:
    job = bench.prepared()
    before = len(bench.calls())
    bench.carrier.look(job, bench.due)
    assert [call["method"] for call in bench.calls()[before:]] == ["GET"]


def test_looking_tells_a_visible_post_from_a_draft(bench: Any) -> None:
    draft, shown = bench.prepared(), published(bench)
    assert isinstance(bench.carrier.look(draft, bench.due), Again)
    assert bench.carrier.look(shown, bench.due) == Sent(
        shown.remote_id, f"https://www.facebook.com/{shown.remote_id}", bench.due
    )


def test_what_cannot_be_read_stays_unknown(bench: Any) -> None:
    job = bench.prepared()
    missing = bench.carrier.look(replace(job, remote_id=f"{bench.page_id}_999"), bench.due)
    nameless = bench.carrier.look(replace(job, remote_id=""), bench.due)
    bench.fails("error", edge="post", code=2)
    broken = bench.carrier.look(job, bench.due)
    bench.token_state(463)
    dead = bench.carrier.look(job, bench.due)
    kinds = [type(outcome) for outcome in (missing, nameless, broken, dead)]
    assert kinds == [Unknown, Undecided, Unknown, ChannelDown]
    assert "(100/33)" in missing.why and "(190/463)" in dead.why


def test_taking_back_a_draft_leaves_nothing_of_it(bench: Any) -> None:
    job = bench.prepared(bench.photo("a.png"))
    assert bench.carrier.take_back(job, bench.prepare).outcome == Prepared("", "", ())
    assert (bench.drafts(), bench.seen()) == (0, [])


def test_taking_back_is_safe_to_repeat(bench: Any) -> None:
    job = bench.prepared()
    bench.fails("executed-then-cut", edge="post", method="DELETE")
    assert isinstance(bench.carrier.take_back(job, bench.prepare).outcome, Again)
    soon = [bench.carrier.take_back(replace(job, looks=looks), bench.prepare).outcome for looks in (1, 3)]
    assert isinstance(soon[0], Again)  # a draft made just now may be readable late
    assert soon[1] == Prepared("")


def test_taking_back_what_was_never_prepared_calls_nobody(bench: Any) -> None:
    assert bench.carrier.take_back(bench.job(), bench.prepare).outcome == Prepared("")
    assert bench.calls() == []


def test_taking_back_never_deletes_a_visible_post(bench: Any) -> None:
    job = published(bench)
    assert isinstance(bench.carrier.take_back(job, bench.due).outcome, Sent)
    assert bench.seen()[0]["gone_at"] is None


def test_a_draft_that_cannot_be_read_is_not_deleted_blindly(bench: Any) -> None:
    job = bench.prepared()
    bench.fails("html", edge="post", method="GET")
    assert isinstance(bench.carrier.take_back(job, bench.prepare).outcome, Again)
    assert "DELETE" not in [call["method"] for call in bench.calls()]


def test_a_recalled_post_is_gone_from_the_page(bench: Any) -> None:
    job = published(bench)
    assert bench.carrier.recall(job, bench.due).outcome == Prepared(RECALLED, job.remote_id, job.media)
    assert bench.seen()[0]["gone_at"] == bench.due.isoformat()


def test_a_recall_whose_answer_was_lost_is_repeated_until_the_page_says_it_is_gone(bench: Any) -> None:
    job = published(bench)
    bench.fails("executed-then-500", edge="post", method="DELETE")
    assert isinstance(bench.carrier.recall(job, bench.due).outcome, Again)
    again = bench.carrier.recall(job, bench.due)
    assert again.outcome == Prepared(RECALLED, job.remote_id, job.media)
    assert "không còn" in again.call.note


def test_a_token_that_lost_the_page_does_not_make_a_post_recalled(bench: Any) -> None:
    """Graph answers 100/33 both for a deleted post and for one that the token may no longer see."""
    job = published(bench)
    bench.fails("error", edge="post", method="DELETE", code=100, subcode=33)
    bench.fails("error", edge="page", method="GET", code=100, subcode=33)
    assert isinstance(bench.carrier.recall(job, bench.due).outcome, ChannelDown)
    assert bench.seen()[0]["gone_at"] is None


def test_a_page_that_cannot_be_asked_leaves_the_recall_open(bench: Any) -> None:
    job = published(bench)
    bench.fails("error", edge="post", method="DELETE", code=100, subcode=33)
    bench.fails("html", edge="page", method="GET")
    assert isinstance(bench.carrier.recall(job, bench.due).outcome, Again)


def test_a_dead_token_stops_a_recall_with_what_to_do(bench: Any) -> None:
    job = published(bench)
    bench.token_state(460)
    outcome = bench.carrier.recall(job, bench.due).outcome
    assert isinstance(outcome, ChannelDown) and "mật khẩu" in outcome.why


def test_a_post_without_an_id_is_recalled_by_hand(bench: Any) -> None:
    assert isinstance(bench.carrier.recall(bench.job(), bench.due).outcome, Refused)


FAULTS = ["cut", "html", "executed-then-error", "executed-then-500", "token-dies", "rate-limit", "error"]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_secret_reaches_a_log_a_reason_or_an_attempt(
    fault: str, bench: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    job = bench.prepared()
    bench.fails(fault, times=None, seconds=2, code=100)
    results = [
        bench.carrier.perform(Step("draft", False), job, bench.prepare),
        bench.carrier.perform(Step("release", True), job, bench.due),
        bench.carrier.take_back(job, bench.due),
        bench.carrier.recall(job, bench.due),
    ]
    looked = bench.carrier.look(job, bench.due)
    written = "\n".join([caplog.text, repr(looked), *map(repr, results), repr(bench.carrier)])
    for secret in (bench.token, bench.app_secret, bench.proof):
        assert secret not in written
