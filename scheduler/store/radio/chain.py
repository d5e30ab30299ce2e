"""The chain of scripts as it is stored: from release, fetches, receipts and airings to what is known of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core.radio.chain import Chain, Heard, Word
from scheduler.core.radio.told import Method, Said, Way
from scheduler.core.states import State
from scheduler.store.models import Airing, Post, Receipt, Transition
from scheduler.store.radio.fetches import first_fetches
from scheduler.store.radio.readings import Place, places

OUT = (State.PUBLISHED, State.RECALLED)


def chains(posts: Sequence[Post]) -> dict[int, Chain]:
    """By post: its chain. A handful of queries, however many posts."""
    where = places(posts)
    every = {row.pk for place in where.values() for row in place.posts}
    known = _Known(every, [post.pk for post in posts])
    return {post.pk: known.chain(post, where[post.pk]) for post in posts if post.pk in where}


def chain_of(post: Post) -> Chain:
    """The chain of one script."""
    return chains([post])[post.pk]


class _Known:
    """What is stored about scripts and the other readings and issues of their texts."""

    def __init__(self, every: Collection[int], asked: Collection[int]) -> None:
        self.fetched = first_fetches(asked)
        self.said: dict[int, dict[Said, Word]] = {}
        for receipt in Receipt.objects.filter(post__in=every).order_by("pk"):
            self.said.setdefault(receipt.post_id, {})[Said(receipt.what)] = _word(receipt)
        self.airings: dict[int, list[Airing]] = {}
        for airing in current(every):
            self.airings.setdefault(airing.post_id, []).append(airing)
        self.recalled = _recalls(asked)

    def chain(self, post: Post, place: Place) -> Chain:
        issues = {row.pk: row.issue for row in place.posts}
        heard = [_heard(a, issues[a.post_id]) for row in place.posts for a in self.airings.get(row.pk, ())]
        chain = Chain(
            wanted=place.of,
            nth=place.nth,
            issue=post.issue,
            released_at=post.published_at if post.state in OUT else None,
            fetched_at=self.fetched.get(post.pk),
            said=self.said.get(post.pk, {}),
            airings=_once(heard),
            own=tuple(_heard(airing, post.issue) for airing in self.airings.get(post.pk, ())),
            withheld_at=post.withheld_at,
            recalled_at=self.recalled.get(post.pk) if post.state == State.RECALLED else None,
        )
        newer = [row for row in place.posts if row.key == post.key and row.issue > post.issue and row.state in OUT]
        return self._replaced(chain, max(newer, key=_issue)) if newer else chain

    def _replaced(self, chain: Chain, newer: Post) -> Chain:
        received = self.said.get(newer.pk, {}).get(Said.RECEIVED)
        return replace(chain, replaced_by=newer.issue, replacement_received=received.at if received else None)


def _issue(post: Post) -> int:
    return post.issue


def current(posts: Collection[int]) -> list[Airing]:
    """The entries about readings of these scripts that no later entry replaced, oldest first."""
    return list(Airing.objects.filter(post__in=posts, replaced_by=None).order_by("entered_at", "pk"))


def _once(heard: Sequence[Heard]) -> tuple[Heard, ...]:
    """One line for each reading: where two issues of a script were told of for the same one, what was aired counts."""
    by_occurrence: dict[int, Heard] = {}
    for one in heard:
        known = by_occurrence.get(one.occurrence)
        if known is None or (one.aired, one.issue) >= (known.aired, known.issue):
            by_occurrence[one.occurrence] = one
    return tuple(by_occurrence[number] for number in sorted(by_occurrence))


def _word(row: Receipt) -> Word:
    return Word(row.person, row.at, Way(row.way), row.entered_by, row.entered_at, row.late, row.note)


def _heard(row: Airing, issue: int) -> Heard:
    method = Method(row.method) if row.method else None
    return Heard(
        row.occurrence, row.aired, row.aired_at, issue, Way(row.way), row.entered_by, row.entered_at, row.seconds,
        row.reader, method, row.reason, row.late,
    )  # fmt: skip


def _recalls(posts: Collection[int]) -> Mapping[int, datetime]:
    rows = Transition.objects.filter(post__in=posts, new=State.RECALLED, old=State.PUBLISHED)
    return dict(rows.values_list("post", "at"))


@dataclass(frozen=True, slots=True)
class Recalled:
    """Why and when a script was taken back, and by whom."""

    at: datetime
    by: str
    why: str


def recalls_of(posts: Collection[int]) -> dict[int, Recalled]:
    """By post: its recall, where it was recalled or replaced."""
    rows = Transition.objects.filter(post__in=posts, new=State.RECALLED, old=State.PUBLISHED)
    return {post: Recalled(at, by, why) for post, at, by, why in rows.values_list("post", "at", "by", "why")}
