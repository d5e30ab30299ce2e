"""Looking at a Page's access: two calls, one of the app about the token and one of the token about itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.channel import Page
from scheduler.errors import BhxhError
from scheduler.publish.answer import Answer
from scheduler.publish.graph import BadTokenError, Graph
from scheduler.publish.tokens import words
from scheduler.publish.tokens.checks import Told, Wanted, examine
from scheduler.publish.tokens.facts import Identity, TokenFacts, facts_of
from scheduler.publish.tokens.reach import Reach
from scheduler.publish.tokens.words import Finding, Said


@dataclass(frozen=True)
class Report:
    """What a look at a Page found. `well` is None where Facebook could not be asked."""

    channel: str
    name: str
    findings: tuple[Finding, ...]
    facts: TokenFacts | None = None
    tasks: frozenset[str] | None = None

    @property
    def well(self) -> bool | None:
        """Whether the Page can publish, as far as a token shows."""
        if any(finding.level == "bad" for finding in self.findings):
            return False
        return None if any(finding.code == "unreached" for finding in self.findings) else True

    @property
    def deadline(self) -> datetime | None:
        """When the token or its data access ends, where that was told."""
        return self.facts.deadline if self.facts and self.facts.valid else None

    def as_dict(self) -> dict[str, Any]:
        """For storing: what was found and until when the token lives. Holds no secret."""
        facts = self.facts
        return {
            "why": next((f.seen.vi for f in self.findings if f.level == "bad"), ""),
            "findings": [finding.as_dict() for finding in self.findings],
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "expires_at": facts.expires_at if facts else None,
            "data_access_expires_at": facts.data_access_expires_at if facts else None,
            "scopes": sorted(facts.scopes) if facts and facts.scopes is not None else None,
            "app_id": facts.app_id if facts else "",
            "tasks": sorted(self.tasks) if self.tasks is not None else None,
        }


def look(reach: Reach, page: Page, now: datetime) -> Report:
    """Look at a Page with the token that the configuration names."""
    try:
        graph = reach.page(page.id, now)
    except BhxhError as missing:
        seen = words.NOT_READY.filled(what=missing.what)
        step = Said(missing.fix, missing.fix)
        return Report(page.id, page.name, (Finding("not-ready", "bad", seen, step),))
    return look_with(reach, page, graph, now)


def look_with(reach: Reach, page: Page, graph: Graph, now: datetime, tasks: frozenset[str] | None = None) -> Report:
    """Look at a Page with a token in hand."""
    told = _ask(reach, graph, now, tasks)
    wanted = Wanted(
        page.page_id, reach.app_id, reach.config.facebook.version, reach.can_debug, ZoneInfo(reach.config.zone)
    )
    return Report(page.id, page.name, examine(told, wanted, now), told.facts, tasks)


def _ask(reach: Reach, graph: Graph, now: datetime, tasks: frozenset[str] | None) -> Told:
    me: Answer = graph.get_object("me", fields="id,name")
    if me.fault is not None and me.status is None:
        return Told(fault=me.fault, tasks=tasks)  # nobody there: asking once more would only wait once more
    identity = Identity(me.id, str(me.data.get("name") or ""), _version(me)) if me.fault is None else None
    facts, silence = debug(reach, graph.access_token, now)
    return Told(identity, me.fault, facts, silence, tasks)


def debug(reach: Reach, token: str, now: datetime) -> tuple[TokenFacts | None, str]:
    """What `/debug_token` says of a token; or None, and why it said nothing."""
    if not reach.can_debug:
        return None, ""
    try:
        app = reach.app(now)
    except BhxhError as missing:
        return None, missing.what
    except BadTokenError:
        return None, "app_id hoặc app_secret có ký tự lạ"
    answer = app.request(f"{app.version}/debug_token", args={"input_token": token})
    if answer.fault is not None:
        return None, answer.fault.codes or answer.fault.what
    facts = facts_of(answer.data)
    return facts, "" if facts else "câu trả lời không có gì về mã"


def _version(answer: Answer) -> str:
    return next((value for name, value in answer.headers.items() if name.lower() == "facebook-api-version"), "")
