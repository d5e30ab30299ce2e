"""The reading rates of stations, from the durations that they noted."""

from collections.abc import Iterable

from scheduler.core.radio.rate import LAST, Learned, learned
from scheduler.core.speech import syllables
from scheduler.core.translation import VIETNAMESE
from scheduler.store.models import Airing
from scheduler.store.payloads import load_payload


def learned_rate(station: str) -> Learned | None:
    """The rate of a station; None while too little is known."""
    rows = Airing.objects.filter(
        post__channel=station, post__lang=VIETNAMESE, aired=True, replaced_by=None, seconds__isnull=False
    )
    newest = rows.select_related("post__payload").order_by("-aired_at", "-pk")[:LAST]
    return learned((syllables(load_payload(row.post.payload).reading), row.seconds or 0) for row in newest)


def learned_rates(stations: Iterable[str]) -> dict[str, int]:
    """The rates of those stations of which enough is known."""
    found = {station: learned_rate(station) for station in stations}
    return {station: known.rate for station, known in found.items() if known}
