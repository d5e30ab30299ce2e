"""Drafts whose answer was lost: found where the API shows unpublished posts, and deleted. Nobody ever saw them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from scheduler.core.retry import Failure, rule_for
from scheduler.core.retry_rules import Reaction
from scheduler.core.text import visible
from scheduler.publish.answer import GraphFault
from scheduler.publish.carrier import Lost
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph

_EDGES = ("promotable_posts", "feed")
"""`promotable_posts` lists unpublished posts by Meta's notes of 2012; of `feed` Meta says both yes and no."""

_BEFORE, _AFTER = timedelta(minutes=2), timedelta(minutes=5)
"""How far from the beginning of our call Facebook may date what it made."""
_MOST_PAGES = 50
"""Some may be nearly empty and go on all the same."""


def delete_lost(
    graph: Graph, page_id: str, lost: Sequence[Lost], owners: Callable[[Sequence[str]], Mapping[str, str]]
) -> bool:
    """Delete what the lost calls made; False where it could not be told, or not all could be deleted.

    Only what says the same words, was made within the window of such a call, is unpublished, waits for no time
    and belongs to no post of ours: a person's own draft is never touched.
    """
    since = min(one.began for one in lost) - _BEFORE
    listed = _unpublished(graph, page_id, since)
    if listed is None:
        return False
    busy = [one for one in lost if one.busy()]  # asked after listing, before owners: see `Lost`
    mine = [row for row in listed if any(_made_by(row, one) for one in lost)]
    spared = {row.id for row in mine if any(_made_by(row, one) for one in busy)}
    taken = owners([row.id for row in mine])
    answers = [posts.delete(graph, row.id) for row in mine if row.id not in taken and row.id not in spared]
    return not busy and all(answer.fault is None or answer.fault.gone for answer in answers)


def _made_by(row: posts.Seen, one: Lost) -> bool:
    in_time = row.created is not None and one.began - _BEFORE <= row.created <= one.began + _AFTER
    return in_time and visible(row.message) == visible(posts.words(one.payload))


def _unpublished(graph: Graph, page_id: str, since: datetime) -> list[posts.Seen] | None:
    """The Page's unpublished posts made since then, from the first list that Facebook gives; None where none.

    Only a list that Facebook refuses to give is passed over: one that failed is read again, for the next one may
    show no drafts.
    """
    for edge in _EDGES:
        rows, fault = _all(graph, page_id, edge, since)
        if fault is None:
            return [row for row in rows if row.hidden and row.due is None]
        if not _refused(fault):
            return None
    return None


def _refused(fault: GraphFault) -> bool:
    rule = rule_for(fault.code, fault.subcode)
    return fault.failure is Failure.ANSWERED and rule is not None and rule.reaction in (Reaction.FIX, Reaction.STOP)


def _all(graph: Graph, page_id: str, edge: str, since: datetime) -> tuple[list[posts.Seen], GraphFault | None]:
    rows: list[posts.Seen] = []
    onward: dict[str, str] | None = None
    for _ in range(_MOST_PAGES):
        answer = posts.listed(graph, page_id, edge, onward)
        if answer.fault is not None:
            return [], answer.fault
        page = posts.seen_many(answer)
        rows += page
        onward = posts.next_page(answer)
        if onward is None or posts.gone_past(page, since):
            break
    return rows, None
