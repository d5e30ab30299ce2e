"""Judging what Facebook said of a token: every case of the rule, without a network."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.retry import Failure
from scheduler.publish.answer import GraphFault
from scheduler.publish.tokens import words
from scheduler.publish.tokens.checks import STAGES, Told, Wanted, examine, stage
from scheduler.publish.tokens.facts import Identity, TokenFacts, facts_of
from tests.pages import NOW, ZONE

WANTED = Wanted("123", "777", "v26.0", can_debug=True, zone=ZONE)
SCOPES = frozenset({"pages_manage_posts", "pages_read_engagement", "pages_show_list", "pages_manage_engagement"})
GOOD: dict[str, Any] = {
    "valid": True, "kind": "PAGE", "app_id": "777", "profile_id": "123", "scopes": SCOPES, "expires_at": 0,
    "data_access_expires_at": 0,
}  # fmt: skip
ME = Identity("123", "Trang", "v26.0")


def found(told: Told, wanted: Wanted = WANTED) -> dict[str, str]:
    return {finding.code: finding.level for finding in examine(told, wanted, NOW)}


def facts(**changes: Any) -> TokenFacts:
    return TokenFacts(**(GOOD | changes))


def at(**ahead: float) -> int:
    return int((NOW + timedelta(**ahead)).timestamp())


def test_a_good_token_gives_nothing_to_say() -> None:
    assert found(Told(ME, facts=facts(), tasks=frozenset({"CREATE_CONTENT"}))) == {}


@pytest.mark.parametrize(
    ("changes", "code", "level"),
    [
        ({"valid": False, "subcode": 460}, "dead", "bad"),
        ({"kind": "USER"}, "kind", "bad"),
        ({"profile_id": "999"}, "page", "bad"),
        ({"app_id": "778"}, "app", "bad"),
        ({"scopes": SCOPES - {"pages_manage_posts"}}, "scope", "bad"),
        ({"scopes": SCOPES - {"pages_read_engagement"}}, "scope", "bad"),
        ({"scopes": SCOPES - {"pages_show_list"}}, "scope", "warn"),
        ({"scopes": SCOPES - {"pages_manage_engagement"}}, "optional", "note"),
        ({"expires_at": None}, "life-unknown", "note"),
        ({"expires_at": at(days=13)}, "expires", "warn"),
        ({"expires_at": at(days=-1)}, "expires", "warn"),
        ({"data_access_expires_at": at(days=6)}, "data-access", "warn"),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_said(changes: dict[str, Any], code: str, level: str) -> None:
    assert found(Told(ME, facts=facts(**changes))) == {code: level}


def test_a_token_of_another_page_is_found_by_its_own_word_too() -> None:
    assert found(Told(Identity("999", "", "v26.0"), facts=facts())) == {"page": "bad"}
    assert found(Told(Identity("999", "", "v26.0")), WANTED) == {"page": "bad"}


def test_an_expiry_far_ahead_or_never_is_no_news() -> None:
    assert found(Told(ME, facts=facts(expires_at=at(days=15), data_access_expires_at=at(days=60)))) == {}


def test_who_may_not_create_content_cannot_publish() -> None:
    assert found(Told(ME, facts=facts(), tasks=frozenset({"ANALYZE"}))) == {"task": "bad"}


def test_a_version_that_facebook_no_longer_serves_shows() -> None:
    assert found(Told(Identity("123", "", "v27.0"), facts=facts())) == {"version": "warn"}


def test_without_the_app_secret_this_is_said_and_the_identity_still_checked() -> None:
    wanted = Wanted("123", "", "v26.0", can_debug=False, zone=ZONE)
    assert found(Told(Identity("999", "", "v26.0")), wanted) == {"page": "bad", "no-secret": "note"}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (GraphFault(Failure.NOT_SENT, what="không kết nối được"), {"unreached": "warn"}),
        (GraphFault(Failure.UNKNOWN, what="hết giờ"), {"unreached": "warn"}),
        (GraphFault(Failure.ANSWERED, 2), {"unreached": "warn"}),
        (GraphFault(Failure.ANSWERED, 4), {"unreached": "warn"}),
        (GraphFault(Failure.ANSWERED, 190, 460), {"dead": "bad"}),
        (GraphFault(Failure.ANSWERED, 10), {"refused": "bad"}),
    ],
)
def test_facebooks_own_trouble_is_not_blamed_on_the_token(fault: GraphFault, expected: dict[str, str]) -> None:
    assert found(Told(fault=fault)) == expected


def test_every_finding_has_both_languages_and_a_step() -> None:
    told = Told(Identity("9", "", "v27.0"), facts=facts(scopes=frozenset(), app_id="1", expires_at=at(days=1)))
    findings = [*examine(told, WANTED, NOW), *examine(Told(facts=facts(valid=False)), WANTED, NOW)]
    assert len(findings) >= 7
    for finding in findings:
        assert all(finding.as_dict().values()), finding.code
        assert "{" not in "".join(finding.as_dict().values()), finding.code


@pytest.mark.parametrize("subcode", [code for code in words.DEATHS if code])
def test_every_known_death_names_its_subcode_and_a_step(subcode: int) -> None:
    (finding,) = examine(Told(ME, facts=facts(valid=False, subcode=subcode)), WANTED, NOW)
    assert f"190/{subcode}" in finding.seen.vi and finding.step.vi and finding.step.en


@given(st.integers(-400, 400_000))
def test_a_stage_is_the_nearest_warning_that_has_come(hours: int) -> None:
    deadline = NOW + timedelta(hours=hours)
    days = [days for days in STAGES if deadline <= NOW + timedelta(days=days)]
    assert stage(deadline, NOW) == ("0" if hours <= 0 else str(min(days)) if days else "")


def test_the_first_of_both_expiries_counts_and_never_does_not() -> None:
    assert facts().deadline is None
    both = facts(expires_at=at(days=5), data_access_expires_at=at(days=3))
    assert both.deadline == NOW.replace(microsecond=0) + timedelta(days=3)
    assert facts(expires_at=None, data_access_expires_at=0).deadline is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("is_valid", "type", "app_id", "profile_id", "scopes", "expires_at", "data_access_expires_at", "error")


@given(st.dictionaries(st.sampled_from(NAMES), json_values))
def test_whatever_facebook_answers_is_read_without_falling(data: dict[str, Any]) -> None:
    read = facts_of({"data": data})
    assert (read is None) == (not isinstance(data.get("is_valid"), bool))
    if read is not None:
        examine(Told(ME, facts=read), WANTED, NOW)
