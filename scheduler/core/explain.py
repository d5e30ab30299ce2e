"""Why a slot is where it is, and why a day is empty: sentences for the people who plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.phrase import listed, phrase
from scheduler.core.plan import Booked, nothing_booked, plan_days
from scheduler.core.plan.cadence import fires
from scheduler.core.plan.day import on_weekday
from scheduler.core.plan.scripts import RADIO
from scheduler.core.render import Renderer
from scheduler.core.slot import Gap, Slot
from scheduler.core.translation import language_name

FORMS = "hãy viết mã bài (CHIẾN-DỊCH/KÊNH/vi/2021-05-07T19:30/1), KÊNH/2021-05-15 hoặc CHIẾN-DỊCH/KÊNH/2021-05-15"

_KEY = re.compile(
    r"(?:(?P<campaign>[^/]+)/)?(?P<channel>[^/]+)/(?:(?P<lang>[^/]+)/)?"
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T\d\d:\d\d/\d+)?"
)


def day_asked(key: str) -> str | None:
    """The day that a key names, as it is written in it; None for what is no key at all."""
    match = _KEY.fullmatch(key.strip())
    return match["day"] if match else None


def explain(slot: Slot) -> str:
    """One sentence: the cadence line that fired, whose turn it was, what moved it."""
    reason = slot.reason
    if not reason.line:
        return phrase("Bài viết tay: giờ đăng do người viết chọn.")
    day = on_weekday(reason.planned.date())
    fired = phrase('Nhịp "{line}" rơi vào {at:%H:%M} {day}', line=reason.line, at=reason.planned, day=day)
    return phrase("{all}.", all=listed([fired, *_where(slot), *_whose_turn(slot)], "; "))


def _where(slot: Slot) -> Iterable[str]:
    reason = slot.reason
    if slot.seconds:
        yield phrase("đọc trong khung giờ {at:%H:%M} của đài, mất {seconds} giây", at=slot.due, seconds=slot.seconds)
    elif reason.place > 1 or reason.moves:
        at, place = slot.due, reason.place
        yield phrase("kênh này đứng thứ {place} trong lượt giãn phút nên đăng lúc {at:%H:%M}", place=place, at=at)
    if reason.moves:
        yield phrase("dời chỗ vì {moves}", moves=listed(reason.moves))


def _whose_turn(slot: Slot) -> Iterable[str]:
    reason, turn = slot.reason, slot.reason.turn
    if reason.translated:
        yield phrase("bản {language} đi kèm thông điệp đã xếp", language=language_name(slot.lang))
    if reason.reading > 1:
        yield phrase("lần đọc thứ {nth} trong ngày", nth=reason.reading)
    if turn.round == 1:
        yield phrase('ngày này chỉ có một thông điệp "{message}"', message=slot.message)
    else:
        yield phrase(
            '"{message}" đến lượt thứ {place} trong vòng {round} lượt, nó chiếm {share} lượt',
            message=slot.message, place=turn.place, round=turn.round, share=turn.share,
        )  # fmt: skip


@dataclass(frozen=True)
class _Question:
    """What was asked: a channel's day, and one slot of it where `key` is a slot's key."""

    channel: Channel
    day: date
    key: str


def why(
    content: Content,
    campaign: Campaign,
    key: str,
    *,
    zone: ZoneInfo,
    renderer: Renderer | None = None,
    booked: Booked = nothing_booked,
) -> str:
    """Why the slot is where it is, or why the channel says what it says, or nothing, on the day.

    `key` is a slot's key, CHANNEL/DAY or CAMPAIGN/CHANNEL/DAY. A key that names nothing is answered with what to
    write instead.
    """
    question = _question(content, campaign, key)
    if isinstance(question, str):
        return question
    stations = [question.channel.id] if question.channel.kind == RADIO else []
    days = plan_days(content, campaign, zone=zone, renderer=renderer, booked=booked, stations=stations)
    for day in days:
        if day.day >= question.day:
            items = [i for i in day.items() if i.channel == question.channel.id] if day.day == question.day else []
            return _answer(question, items) if items else _silent(content, campaign, question, zone)
    return _silent(content, campaign, question, zone)


def _question(content: Content, campaign: Campaign, key: str) -> _Question | str:
    match = _KEY.fullmatch(key.strip())
    if match is None:
        return f'Không hiểu mã "{key}": {FORMS}.'
    if match["campaign"] not in (None, campaign.id):
        return f'Mã này thuộc chiến dịch "{match["campaign"]}", không phải "{campaign.id}".'
    if match["channel"] not in content.channels:
        return _unknown(content, match["channel"])
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return f"Không có ngày {match['day']} trong lịch."
    slot_key = key.strip() if match["lang"] else ""
    return _question_in_time(campaign, _Question(content.channels[match["channel"]], day, slot_key))


def _question_in_time(campaign: Campaign, question: _Question) -> _Question | str:
    if not campaign.from_ <= question.day <= campaign.to:
        period = f"{campaign.from_:%d/%m/%Y} đến {campaign.to:%d/%m/%Y}"
        return f'Ngày {question.day:%d/%m/%Y} nằm ngoài chiến dịch "{campaign.id}" ({period}).'
    if question.channel.kind not in campaign.cadence:
        kinds = ", ".join(sorted(campaign.cadence))
        return f'Chiến dịch "{campaign.id}" không có nhịp cho kênh loại {question.channel.kind}; chỉ có: {kinds}.'
    return question


def _unknown(content: Content, channel: str) -> str:
    close = get_close_matches(channel, content.channels, n=3, cutoff=0.5)
    hint = f"; có phải: {', '.join(close)}?" if close else "; xem content/channels"
    return f'Không có kênh "{channel}"{hint}'


def _answer(question: _Question, items: list[Slot | Gap]) -> str:
    slots = [item for item in items if isinstance(item, Slot)]
    asked = [slot for slot in slots if slot.key == question.key]
    if asked:
        return explain(asked[0])
    heading = f"{question.channel.id}, {on_weekday(question.day)}:"
    if question.key:
        heading = f"Không có bài {question.key} trong lịch. {heading}"
    told = [f"{s.due:%H:%M} {s.message} ({s.lang}): {explain(s)}" for s in slots]
    silent = [f"Trống: {gap.why}." for gap in items if isinstance(gap, Gap)]
    return "\n".join([heading, *told, *silent])


def _silent(content: Content, campaign: Campaign, question: _Question, zone: ZoneInfo) -> str:
    channel, day = question.channel, question.day
    where = f"{channel.id}, {on_weekday(day)}: không có bài"
    owner = channel.owner_on(day)
    if owner not in content.units_of(campaign, day):
        owned = f'kênh thuộc đơn vị "{owner}"' if owner else "kênh không thuộc đơn vị nào"
        return f'{where} vì ngày này {owned}, không nằm trong chiến dịch "{campaign.id}".'
    return f"{where} vì nhịp của {channel.kind} không rơi vào ngày này{_next_firing(campaign, channel, day, zone)}."


def _next_firing(campaign: Campaign, channel: Channel, day: date, zone: ZoneInfo) -> str:
    coming = (fire.planned for fire in fires(campaign, campaign.cadence[channel.kind], zone))
    following = next((moment for moment in coming if moment.date() > day), None)
    if following is None:
        return " và không còn rơi vào ngày nào đến hết chiến dịch"
    return f"; lần tới là {following:%H:%M} {on_weekday(following.date())}"
