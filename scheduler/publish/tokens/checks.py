"""Judging what Facebook said of a Page's token: pure, so that every case has a test.

Reasons for the rules: Facebook sends no notice before a token ends; a missing expiry is unknown, not never; that
publishing stops with data access is reported and not sure, so it warns (Graph API, access tokens, debugging).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.retry import Failure, rule_for
from scheduler.core.retry_rules import Reaction
from scheduler.publish.answer import GraphFault
from scheduler.publish.tokens import words
from scheduler.publish.tokens.facts import Identity, TokenFacts
from scheduler.publish.tokens.words import Finding, Level, Said

_SCOPES: tuple[tuple[str, Level, Said, frozenset[str]], ...] = (
    # Without these nothing is published or read back.
    ("scope", "bad", words.SCOPE, frozenset({"pages_manage_posts", "pages_read_engagement"})),
    # Without this one `bhxh token` does not see the Page.
    ("scope", "warn", words.SCOPE, frozenset({"pages_show_list"})),
    ("optional", "note", words.OPTIONAL, frozenset({"pages_manage_engagement"})),
)
TASK = "CREATE_CONTENT"
STAGES = (1, 7, 14)
"""Days ahead of an expiry at which people are told."""

_DEAD = (102, 190)


@dataclass(frozen=True)
class Told:
    """All that was learnt of a Page's token. `fault` is why `/me` gave no identity, `silence` why `/debug_token`
    gave no facts; `tasks` is None where they cannot be seen."""

    identity: Identity | None = None
    fault: GraphFault | None = None
    facts: TokenFacts | None = None
    silence: str = ""
    tasks: frozenset[str] | None = None


@dataclass(frozen=True)
class Wanted:
    """What configuration and content say. `can_debug`: app id and secret are there; `zone` is for shown times."""

    page_id: str
    app_id: str
    version: str
    can_debug: bool
    zone: ZoneInfo


def examine(told: Told, wanted: Wanted, now: datetime) -> tuple[Finding, ...]:
    """Everything there is to say, worst first; nothing where all is well and known."""
    found = [*_life(told), *_whose(told, wanted), *_rights(told), *_expiry(told, wanted, now), *_rest(told, wanted)]
    return tuple(sorted(found, key=lambda finding: ("bad", "warn", "note").index(finding.level)))


def stage(deadline: datetime | None, now: datetime) -> str:
    """Which warning is due before a deadline: `14`, `7`, `1` or `0` (over); nothing while it is far off."""
    if deadline is None:
        return ""
    if deadline <= now:
        return "0"
    return next((str(days) for days in STAGES if deadline - now <= timedelta(days=days)), "")


def _life(told: Told) -> Iterator[Finding]:
    if told.facts is not None and not told.facts.valid:
        yield _dead(told.facts.subcode)
        return
    fault = told.fault
    if fault is None:
        return
    if fault.failure is Failure.ANSWERED and fault.code in _DEAD:
        yield _dead(fault.subcode)
    elif fault.failure is not Failure.ANSWERED or _passing(fault):
        why = fault.codes or fault.what
        yield Finding("unreached", "warn", words.UNREACHED.filled(why=why), words.UNREACHED_STEP)
    else:
        yield Finding("refused", "bad", words.REFUSED.filled(why=fault.codes), words.REFUSED_STEP)


def _passing(fault: GraphFault) -> bool:
    """Whether an error says nothing of the token: Facebook's own trouble, or a spent budget of calls."""
    rule = rule_for(fault.code, fault.subcode)
    return rule is None or rule.reaction in (Reaction.LOOK, Reaction.PAUSE, Reaction.LATER)


def _dead(subcode: int | None) -> Finding:
    seen, step = words.DEATHS.get(subcode) or words.DEATHS[None]
    codes = f" (190/{subcode})" if subcode else " (190)"
    return Finding("dead", "bad", Said(seen.vi + codes, seen.en + codes), step)


def _whose(told: Told, wanted: Wanted) -> Iterator[Finding]:
    facts, identity = told.facts, told.identity
    if facts and facts.valid and facts.kind not in ("PAGE", ""):
        yield Finding("kind", "bad", words.KIND.filled(kind=facts.kind), words.RENEW)
        return
    ids = [facts.profile_id if facts and facts.valid else "", identity.id if identity else ""]
    wrong = next((found for found in ids if found and found != wanted.page_id), "")
    if wrong:
        seen = words.WRONG_PAGE.filled(found=wrong, wanted=wanted.page_id)
        yield Finding("page", "bad", seen, words.WRONG_PAGE_STEP)
    if facts and wanted.app_id and facts.app_id and facts.app_id != wanted.app_id:
        yield Finding("app", "bad", words.APP.filled(found=facts.app_id, wanted=wanted.app_id), words.APP_STEP)


def _rights(told: Told) -> Iterator[Finding]:
    facts = told.facts
    if facts and facts.valid and facts.scopes is not None:
        for code, level, seen, scopes in _SCOPES:
            if missing := ", ".join(sorted(scopes - facts.scopes)):
                yield Finding(code, level, seen.filled(scopes=missing), words.SCOPE_STEP)
    if told.tasks is not None and TASK not in told.tasks:
        yield Finding("task", "bad", words.TASK, words.TASK_STEP)


def _expiry(told: Told, wanted: Wanted, now: datetime) -> Iterator[Finding]:
    facts = told.facts
    if facts is None or not facts.valid:
        return
    if facts.expires_at is None:
        yield Finding("life-unknown", "note", words.LIFE_UNKNOWN, words.LIFE_STEP)
    yield from _ends("expires", facts.expires_at, (words.EXPIRES, words.EXPIRED), words.RENEW, wanted.zone, now)
    said = (words.DATA_ACCESS, words.DATA_ACCESS_OVER)
    yield from _ends("data-access", facts.data_access_expires_at, said, words.DATA_ACCESS_STEP, wanted.zone, now)


def _ends(
    code: str, at: int | None, said: tuple[Said, Said], step: Said, zone: ZoneInfo, now: datetime
) -> Iterator[Finding]:
    if not at:
        return
    end = datetime.fromtimestamp(at, zone)
    if due := stage(end, now):
        seen = said[due == "0"].filled(at=f"{end:%H:%M %d/%m/%Y}")
        yield Finding(code, "warn", seen, step)


def _rest(told: Told, wanted: Wanted) -> Iterator[Finding]:
    if not wanted.can_debug:
        yield Finding("no-secret", "note", words.NO_SECRET, words.NO_SECRET_STEP)
    elif told.facts is None and told.silence:
        yield Finding("not-told", "warn", words.NOT_TOLD.filled(why=told.silence), words.NOT_TOLD_STEP)
    version = told.identity.version if told.identity else ""
    if version and version != wanted.version:
        seen = words.VERSION.filled(found=version, wanted=wanted.version)
        yield Finding("version", "warn", seen, words.VERSION_STEP)
