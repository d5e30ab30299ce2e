"""Running a probe: at the command line, or by the clock for somebody who asked at the desk."""

from datetime import datetime

from scheduler.core.channel import Page
from scheduler.errors import BhxhError
from scheduler.publish.tokens.leftover import tell_leftover
from scheduler.publish.tokens.probe import Probe, probe
from scheduler.publish.tokens.reach import Reach
from scheduler.store import health, probes


def run_probe(reach: Reach, page: Page, now: datetime, public_url: str) -> Probe:
    """Try a Page, keep what was found, and tell where something may be left there. Raises BhxhError without a token."""
    graph = reach.page(page.id, now)
    found = probe(graph, page, now, lambda row: health.record_probe(page.id, row, now))
    if not found.clean:
        tell_leftover(page, found.as_dict(), now, now, public_url)
    return found


def answer_probes(reach: Reach, now: datetime, public_url: str) -> int:
    """Run the probes that somebody asked for; how many were run."""
    done = 0
    for channel in probes.wanted():
        page = reach.pages.get(channel)
        if not probes.take(channel) or page is None:
            continue
        try:
            run_probe(reach, page, now, public_url)
        except BhxhError as missing:
            refused = Probe(text="", clean=True).as_dict() | {"why": f"{missing.what}: {missing.fix}"}
            health.record_probe(channel, refused, now)
        done += 1
    return done
