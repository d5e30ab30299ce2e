"""`bhxh token`: from a user's token to a checked, stored token for every configured Page, and the Pages run again."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from scheduler.core.channel import Page
from scheduler.publish.graph import BadTokenError
from scheduler.publish.tokens.daily import keep
from scheduler.publish.tokens.exchange import Managed, managed_pages, user_token
from scheduler.publish.tokens.keep import place_of, store
from scheduler.publish.tokens.look import Report, look_with
from scheduler.publish.tokens.reach import Reach
from scheduler.store.models import Attempt, Pause
from scheduler.store.queue.claim import resume

_POLICY = frozenset({368, 1346003, 1404078, 1404102})
"""Errors that a new token does not mend: Facebook objects to what was posted, or to the Page itself."""


class Renewed(StrEnum):
    """What became of a configured Page."""

    STORED = "stored"
    """Its token is where config.yaml says."""
    NEEDS_LINE = "needs-line"
    """Its token is stored, but config.yaml does not point there."""
    NOT_MANAGED = "not-managed"
    """The user does not manage it."""
    BAD = "bad"
    """Its token was checked and cannot publish: not stored."""
    UNREACHED = "unreached"
    """Its token could not be checked: not stored."""


@dataclass(frozen=True)
class Row:
    """A configured Page and what became of it. Holds no token."""

    page: Page
    result: Renewed
    report: Report | None = None
    place: Path | None = None
    resumed: bool = False


@dataclass(frozen=True)
class _Found:
    page: Page
    managed: Managed | None
    report: Report | None


def renew(reach: Reach, token: str, now: datetime, public_url: str, *, dry_run: bool = False) -> list[Row]:
    """Renew the token of every configured Page that the user manages; a row for each configured Page.

    A dry run lists and checks, and exchanges, stores and resumes nothing. Raises BhxhError where Facebook refuses
    the user's token or a file cannot be written; never quotes a token.
    """
    lasting = user_token(reach, token, now, lasting=not dry_run)
    managed = {page.page_id: page for page in managed_pages(reach, lasting, now)}
    pages = sorted(reach.pages.values(), key=lambda page: page.id)
    with ThreadPoolExecutor(reach.config.facebook.threads, thread_name_prefix="token") as pool:
        found = list(pool.map(lambda page: _check(reach, page, managed.get(page.page_id), now), pages))
    return [_settle(reach, one, now, public_url, dry_run) for one in found]


def _check(reach: Reach, page: Page, managed: Managed | None, now: datetime) -> _Found:
    """Ask about a Page's new token; from any thread, so no database here."""
    if managed is None:
        return _Found(page, None, None)
    try:
        graph = reach.speak(managed.token, now)
    except BadTokenError:
        return _Found(page, None, None)
    return _Found(page, managed, look_with(reach, page, graph, now, managed.tasks))


def _settle(reach: Reach, found: _Found, now: datetime, public_url: str, dry_run: bool) -> Row:
    page, report = found.page, found.report
    if found.managed is None or report is None:
        return Row(page, Renewed.NOT_MANAGED)
    if report.well is not True:
        return Row(page, Renewed.BAD if report.well is False else Renewed.UNREACHED, report)
    place, pointed = place_of(reach.config, page.id)
    result = Renewed.STORED if pointed else Renewed.NEEDS_LINE
    if dry_run:
        return Row(page, result, report, place)
    store(place, found.managed.token)
    if not pointed:
        return Row(page, result, report, place)
    keep(report, now, public_url)
    return Row(page, result, report, place, resumed=resume_after_renewal(page.id))


def resume_after_renewal(channel: str) -> bool:
    """Let a channel work again that waited for a person, unless what stopped it is nothing a token mends.

    Its waiting posts go out at the next tick, by the same steps and checks as ever: those still within their
    grace, each once, for what lay prepared under the old token is continued and not made anew.
    """
    waiting = Pause.objects.filter(channel=channel, until=None)
    if not waiting.exists() or _objected(channel):
        return False
    return resume(channel)


def _objected(channel: str) -> bool:
    stopped = Attempt.objects.filter(post__channel=channel, outcome="channeldown").order_by("-pk")
    codes: Iterable[int | None] = stopped.values_list("code", "subcode").first() or ()
    return any(code in _POLICY for code in codes)
