"""The judge sees what it is there to see: evidence of one calm trial, spoilt in one way at a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.soak.databases import sqlite
from tests.soak.evidence import Evidence
from tests.soak.judge import complaints
from tests.soak.relay import Ask
from tests.soak.trial import Trial, run


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder = tmp_path_factory.mktemp("calm") / "office"
    return run(Trial("two-phase", sqlite(folder), posts=10, kills=0, window=2, faults=False, bound=60), folder)


def _of_first(evidence: Evidence, **changes: object) -> Evidence:
    """The same with other words in the log about the first post."""
    key = evidence.planned[0].key
    return replace(evidence, log={**evidence.log, key: {**evidence.log[key], **changes}})


def _without_attempts(evidence: Evidence) -> Evidence:
    return replace(evidence, attempts={**evidence.attempts, evidence.planned[0].key: ()})


def _with_deletion(evidence: Evidence) -> Evidence:
    shown = {"method": "DELETE", "edge": "post", "object_id": evidence.visible[0]["id"], "result_id": None}
    return replace(evidence, calls=[*evidence.calls, {**evidence.calls[-1], **shown, "parameters": {}}])


SPOILT: dict[str, tuple[str, Callable[[Evidence], Evidence]]] = {
    "a second copy": ("twice", lambda e: replace(e, visible=[*e.visible, {**e.visible[0], "id": "1_1"}])),
    "a post nobody approved": ("twice", lambda e: replace(e, planned=e.planned[1:])),
    "a post that never appeared": ("lost", lambda e: replace(e, visible=e.visible[1:])),
    "a post left in doubt": ("lost", lambda e: _of_first(e, state="unknown", why="không rõ")),
    "a post missing from the log": ("lost", lambda e: replace(e, log={})),
    "another id": ("told", lambda e: _of_first(e, remote_id="1_1")),
    "other words": ("told", lambda e: _of_first(e, text="Chữ khác")),
    "another time": ("told", lambda e: _of_first(e, published_at="2020-01-01T00:00:00+07:00")),
    "a call without an attempt": ("attempted", _without_attempts),
    "a visible post deleted": ("attempted", _with_deletion),
    "a log that was changed": ("whole", lambda e: replace(e, verdicts=[{"whole": False, "faults": ["x"]}])),
    "a token in a log file": ("secret", lambda e: replace(e, words=[*e.words, ("x", f"token={e.secrets[1]}")])),
    "a call that is not Graph's": (
        "addressed",
        lambda e: replace(e, asks=[*e.asks, Ask("GET /_sandbox/journal HTTP/1.1", "Authorization: Bearer x")]),
    ),
    "a crash in a worker": ("stumbled", lambda e: replace(e, words=[*e.words, ("worker-0.log", "Traceback\nBoom")])),
    "a worker that fell": ("process", lambda e: replace(e, complaints=["worker 0 ended by itself with code 1"])),
}


def test_a_calm_trial_gives_no_complaint(calm: Evidence) -> None:
    assert complaints(calm) == []


@pytest.mark.parametrize("what", SPOILT)
def test_evidence_that_was_spoilt_is_complained_about(calm: Evidence, what: str) -> None:
    promise, spoil = SPOILT[what]
    assert promise in {complaint.partition(":")[0] for complaint in complaints(spoil(calm))}


def test_a_post_sent_directly_may_wait_in_doubt_where_the_log_says_why(calm: Evidence) -> None:
    doubtful = _of_first(replace(calm, protocol="direct"), state="unknown", why="không rõ")
    key = calm.planned[0].key
    assert complaints(replace(doubtful, doubtful={key: {"why": "không rõ"}})) == []
    assert [c.partition(":")[0] for c in complaints(doubtful)] == ["lost"]
