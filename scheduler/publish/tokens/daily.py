"""The clock's part: each Page's access once a day, and again while a post of it is due within the hour."""

import threading
from datetime import datetime, timedelta

from scheduler.core.states import State
from scheduler.publish.notices import place
from scheduler.publish.tokens.checks import stage
from scheduler.publish.tokens.look import Report, look
from scheduler.publish.tokens.reach import Reach
from scheduler.store import health
from scheduler.store.models import Post
from scheduler.store.notices import News, raise_notice, resolve, settle

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TOKEN, EXPIRY = "token", "expiry"
_TURN = timedelta(minutes=10)
_GIVE_UP = 3
"""So many Pages in a row that cannot be reached are a dead network, not dead Pages: enough for this time."""


class TokenWatch:
    """Looks at the Pages whose turn it is. Two calls per Page and day, and two more before a post, so that quiet Pages
    keep their budget."""

    def __init__(self, reach: Reach, public_url: str, stopping: threading.Event | None = None) -> None:
        self._reach = reach
        self._public_url = public_url
        self._stopping = stopping or threading.Event()

    def look(self, now: datetime) -> int:
        """Look at every Page whose turn it is; how many were asked. Stops early where nothing can be reached."""
        for kind in (TOKEN, EXPIRY):
            settle(kind, self._reach.pages, now)  # a Page that content no longer has
        asked = unreached = 0
        for channel, since in self._turns(now):
            if self._stopping.is_set() or unreached >= _GIVE_UP:
                break
            if not health.take(channel, since, now, _TURN):
                continue
            report = look(self._reach, self._reach.pages[channel], now)
            keep(report, now, self._public_url)
            asked += 1
            unreached = unreached + 1 if report.well is None else 0
        return asked

    def _turns(self, now: datetime) -> list[tuple[str, datetime]]:
        """The channels to look at, each with the instant since which nobody may have asked: urgent ones first."""
        urgent = health.unchecked(self._awaited(now), now - HOUR, now)
        daily = health.unchecked(list(self._reach.pages), now - DAY, now)
        return [(name, now - HOUR) for name in urgent] + [(name, now - DAY) for name in daily if name not in urgent]

    def _awaited(self, now: datetime) -> list[str]:
        """Pages with a post due within the hour: what is wrong with one is to be known while it can be mended. What
        Facebook shows by itself needs no token of ours at its time."""
        due = Post.objects.filter(state=State.APPROVED, due__lte=now + HOUR, handed_due=None)
        rows = due.filter(channel__in=list(self._reach.pages)).values_list("channel", flat=True)
        return sorted(set(rows.distinct()))


def keep(report: Report, now: datetime, public_url: str) -> None:
    """Store what a look found, and raise or close the notices about this Page's access."""
    health.record(report.channel, well=report.well, report=report.as_dict(), now=now)
    if report.well is None:
        return
    _tell_rights(report, now, public_url)
    _tell_expiry(report, now, public_url)


def _tell_rights(report: Report, now: datetime, public_url: str) -> None:
    found = [f for f in report.findings if f.level == "bad" or f.code == "scope"]
    if not found:
        resolve(TOKEN, report.channel, now)
        return
    seen = "; ".join(finding.seen.vi for finding in found)
    reason = f'Trang "{report.name}" ({report.channel}): {seen}'
    codes = ",".join(sorted({finding.code for finding in found}))[:50]
    link = place.link(public_url, TOKEN, report.channel)
    raise_notice(News(TOKEN, report.channel, reason, found[0].step.vi, link, codes), now)


def _tell_expiry(report: Report, now: datetime, public_url: str) -> None:
    ahead = stage(report.deadline, now)
    found = [finding for finding in report.findings if finding.code in ("expires", "data-access")]
    if not ahead or not found:
        resolve(EXPIRY, report.channel, now)
        return
    seen = "; ".join(finding.seen.vi for finding in found)
    reason = f'Trang "{report.name}" ({report.channel}): {seen}'
    link = place.link(public_url, EXPIRY, report.channel)
    raise_notice(News(EXPIRY, report.channel, reason, found[0].step.vi, link, ahead), now)
