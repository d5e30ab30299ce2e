"""Taking in what a station sent in lines: each becomes a receipt or an airing, or is named with what is wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.core.phrase import phrase
from scheduler.core.radio.answer import Answer, Verb
from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import Method, Said
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.radio.chain import OUT
from scheduler.store.radio.readings import places
from scheduler.store.radio.tell import air, receive

_SAID = {Verb.RECEIVED: Said.RECEIVED, Verb.ACCEPTED: Said.ACCEPTED, Verb.RECALL_SEEN: Said.RECALL_SEEN}


@dataclass
class Taken:
    """The answers that were stored (or were there already), and those that were not, each with why."""

    stored: list[Answer] = field(default_factory=list)
    refused: list[tuple[Answer, str]] = field(default_factory=list)


def take(station: str, answers: Sequence[Answer], teller: Teller, zone: ZoneInfo, now: datetime) -> Taken:
    """Store the answers of a station. The same lines taken in twice change nothing."""
    taken, times = Taken(), Counter[int]()
    for answer in answers:
        try:
            post = _script(station, answer)
            times[post.pk] += answer.verb in (Verb.AIRED, Verb.NOT_AIRED)
            _store(post, answer, times[post.pk], teller, zone, now)
        except BhxhError as error:
            taken.refused.append((answer, error.what))
        else:
            taken.stored.append(answer)
    return taken


def _script(station: str, answer: Answer) -> Post:
    """The script that a line names: without an issue, the first one, as its sheet says."""
    rows = Post.objects.filter(channel=station, year=answer.year, number=answer.number, state__in=OUT)
    post = rows.filter(issue=answer.issue or 1).select_related("payload").first()
    if post is None:
        issue = phrase(", lần ban hành {issue}", issue=answer.issue) if answer.issue else ""
        what = phrase(
            "đài {station} không có bản tin số {number}/{year}{issue} đã phát hành",
            station=station,
            number=answer.number,
            year=answer.year,
            issue=issue,
        )
        raise BhxhError(what, fix=phrase("xem lại số"))
    return post


def _store(post: Post, answer: Answer, times: int, teller: Teller, zone: ZoneInfo, now: datetime) -> None:
    if said := _SAID.get(answer.verb):
        receive(post, said, teller, now=now)
    else:
        air(post, _reading(post, answer, times, zone), teller, now=now)


def _reading(post: Post, answer: Answer, times: int, zone: ZoneInfo) -> Reading:
    """The first line of a script is about its own reading, every further one about one more than were asked for."""
    place = places([post])[post.pk]
    occurrence = place.nth if times == 1 else place.of + times - 1
    if answer.verb == Verb.NOT_AIRED or answer.at is None:
        return Reading(occurrence, aired=False, reason=answer.reason)
    day = answer.day or post.due.astimezone(zone).date()
    at = datetime.combine(day, answer.at, zone)
    return Reading(occurrence, True, at, answer.seconds, answer.reader, Method.READ)
