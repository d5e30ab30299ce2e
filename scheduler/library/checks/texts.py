"""The texts of messages: names and syntax, wording, rendering, length, reading aloud."""

from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.core import speech
from scheduler.core.campaign import Campaign, Share
from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.core.kind import KindRules
from scheduler.core.phrase import phrase
from scheduler.core.post import Rendered
from scheduler.core.render import Renderer
from scheduler.core.template import TemplateFault
from scheduler.core.translation import VIETNAMESE, is_of, translation_fault, unstated
from scheduler.library.book import Book
from scheduler.library.checks.campaigns import span
from scheduler.library.checks.rendering import Occasion, Silent, Trial, lonely_occasions, occasions
from scheduler.library.checks.spot import Spot, spots
from scheduler.library.checks.templates import check_parts, check_template
from scheduler.library.checks.wording import check_wording, own_links
from scheduler.library.problem import Problem

_UNDER_RENDERING = frozenset({"units", "facts", "template"})
"""Roles that texts are rendered from: with errors in one of them, a text that fails may do so for that reason."""

Made = dict[tuple[str, str, date, date], list[Occasion]]
"""Occasions by campaign, kind, first and last day: the same for most messages of a campaign."""


def check_texts(
    book: Book, content: Content, kinds: Mapping[str, KindRules], zone: ZoneInfo, renderer: Renderer
) -> Iterator[Problem]:
    """All problems of all texts."""
    silent = Silent(renderer)
    trial = Trial(book, silent, zone)
    shares = _shares(book, content)
    made: Made = {}
    known = own_links(book)
    parts = list(check_parts(book, silent.templates))
    yield from parts
    whole = not parts and not book.broken & _UNDER_RENDERING
    for spot in spots(book):
        faults = list(check_template(spot, silent.templates))
        yield from faults
        yield from check_wording(spot, kinds.get(spot.kind), known)
        if faults or spot.item.value.id in book.partial:
            continue
        when = _occasions(content, spot, shares, made)
        try:
            failing = list(trial.problems(spot, when))
        except TemplateFault:
            continue  # of a shared part, which is told of by itself
        yield from failing if whole else ()
        yield from _length(spot, kinds.get(spot.kind), trial, renderer)
        yield from _stale(spot, content, when) if whole else ()


def _shares(book: Book, content: Content) -> dict[str, list[tuple[Campaign, Share]]]:
    """By message, the campaigns that say it."""
    found: dict[str, list[tuple[Campaign, Share]]] = {}
    whole = (campaign for campaign in content.campaigns.values() if campaign.id not in book.partial)
    for campaign in whole:
        for share in campaign.messages:
            found.setdefault(share.id, []).append((campaign, share))
    return found


def _occasions(
    content: Content, spot: Spot, shares: dict[str, list[tuple[Campaign, Share]]], made: Made
) -> list[Occasion]:
    message = spot.item.value
    found: list[Occasion] = []
    for campaign, share in shares.get(message.id, ()):
        days = span(campaign, share, message) if spot.kind in campaign.cadence else None
        if days:
            key = (campaign.id, spot.kind, *days)
            if key not in made:
                made[key] = occasions(content, campaign, spot.kind, days)
            found += made[key]
    return found or lonely_occasions(content, message)


def _length(spot: Spot, rules: KindRules | None, trial: Trial, renderer: Renderer) -> Iterator[Problem]:
    if rules is None or trial.longest is None:
        return
    text, place = trial.longest
    if size := rules.excess(text):
        yield spot.problem(
            1,
            "",
            phrase(
                "bài dài {size} ký tự, quá {limit} ký tự của {kind}; hãy viết ngắn lại",
                size=size,
                limit=rules.limit,
                kind=spot.kind,
            ),
        )
    if rules.spoken:
        yield from _read_aloud(spot, renderer.render(spot.item.value, place), renderer.content)


def _read_aloud(spot: Spot, rendered: Rendered, content: Content) -> Iterator[Problem]:
    for token in rendered.unread:
        what = phrase(
            '"{token}" chưa biết đọc thế nào trên đài; hãy viết bằng chữ, hoặc thêm vào content/lexicon', token=token
        )
        yield spot.problem(_line_of(spot, token), token, what, "warning")
    if spot.lang == VIETNAMESE:
        yield from _long_sentences(spot, rendered)
    stations = [c for c in content.channels.values() if isinstance(c, Station)]
    if stations and not any(_fits(rendered, spot, station) for station in stations):
        most = max(slot.seconds for station in stations for slot in station.slots)
        what = phrase(
            "bài đọc dài khoảng {seconds} giây, buổi dài nhất của các đài là {most} giây; hãy viết ngắn lại",
            seconds=rendered.seconds,
            most=most,
        )
        yield spot.problem(1, "", what)


def _long_sentences(spot: Spot, rendered: Rendered) -> Iterator[Problem]:
    for sentence in speech.long_sentences(rendered.payload.reading):
        opening = " ".join(sentence.text.split()[:8])
        what = phrase(
            "câu dài {syllables} tiếng khi đọc, quá {longest_sentence}: “{opening}…”; hãy tách câu",
            syllables=sentence.syllables,
            longest_sentence=speech.LONGEST_SENTENCE,
            opening=opening,
        )
        yield spot.problem(1, "", what, "warning")


def _fits(rendered: Rendered, spot: Spot, station: Station) -> bool:
    if spot.lang != VIETNAMESE:
        needed = spot.body.seconds or 0
    else:
        needed = speech.seconds(speech.syllables(rendered.payload.reading), station.syllables_per_minute)
    return any(needed <= slot.seconds for slot in station.slots)


def _line_of(spot: Spot, token: str) -> int:
    offset = spot.body.text.find(token)
    return spot.body.text.count("\n", 0, offset) + 1 if offset >= 0 else 1


def _stale(spot: Spot, content: Content, when: list[Occasion]) -> Iterator[Problem]:
    """A translation whose figures are not those of the day. That its original was edited is told elsewhere."""
    original = spot.item.value.body(spot.kind, VIETNAMESE)
    if spot.lang == VIETNAMESE or original is None or not is_of(spot.body.translates, original.text, content.templates):
        return
    where: tuple[str, ...] = ("texts", spot.kind, spot.lang)
    if spot.item.tree.has((*where, "states")):
        where = (*where, "states")
    for occasion in when:
        if why := translation_fault(content, spot.item.value, spot.kind, spot.lang, occasion.day):
            what = phrase("{why}; người dịch sửa bài và states, hoặc đặt valid_to cho thông điệp", why=why)
            yield spot.item.problem(where, what, "warning", key=True)
            return
    if when and (left := list(unstated(original, spot.body, content.facts.on(when[0].day)))):
        named = ", ".join(f'{value.key}: "{value}"' for value in left)
        what = phrase(
            "bản {lang} không ghi trong states những số liệu mà bản tiếng Việt nêu, nên chúng đổi thì máy không"
            " biết bản dịch đã cũ; bài dịch có nói thì ghi thêm {named}",
            lang=spot.lang, named=named,
        )  # fmt: skip
        yield spot.item.problem(where, what, "warning", key=True)
