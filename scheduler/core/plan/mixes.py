"""Which messages a channel kind may say on a day, and why the others stay out."""

from dataclasses import dataclass
from datetime import date

from scheduler.core.campaign import Campaign, Share
from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.phrase import phrase
from scheduler.core.plan.rotation import Shares
from scheduler.core.translation import VIETNAMESE, language_name, translation_fault


@dataclass(frozen=True, slots=True)
class Mix:
    """The messages of a day with their weights, and sentences about the rest.

    `left_out` tells of messages that would be said but for a mourning or a missing translation, and is always
    shown; `barred` tells of those not meant for the day, and is shown only where nothing is left to say.
    """

    shares: Shares
    left_out: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class Mixes:
    """The mixes of a campaign by channel kind, language and day; one day is kept at a time."""

    def __init__(self, content: Content, campaign: Campaign) -> None:
        self._content, self._campaign = content, campaign
        self._day = date.min
        self._kept: dict[tuple[str, str], Mix] = {}

    def on(self, day: date, kind: str, lang: str) -> Mix:
        """The mix for channels of the kind whose first language is `lang`."""
        if day != self._day:
            self._day = day
            self._kept.clear()
        if (kind, lang) not in self._kept:
            self._kept[kind, lang] = self._mix(day, kind, lang)
        return self._kept[kind, lang]

    def _mix(self, day: date, kind: str, lang: str) -> Mix:
        chosen: list[tuple[str, int]] = []
        left_out: list[str] = []
        barred: list[str] = []
        mourned: list[str] = []
        mourning = self._content.calendar.mourning_on(day)
        for share in self._campaign.messages:
            message = self._content.messages.get(share.id)
            if message is None or (bar := _bar(message, share, day, kind, lang)):
                barred.append(
                    phrase(
                        'thông điệp "{share}" {bar}',
                        share=share.id,
                        bar=bar if message else phrase("không có trong content/messages"),
                    )
                )
            elif mourning and message.tone != "service":
                mourned.append(f'"{share.id}"')
            elif fault := self._untranslated(message, kind, lang, day):
                left_out.append(phrase('thông điệp "{share}": {fault}', share=share.id, fault=fault))
            else:
                chosen.append((share.id, share.weight))
        if mourned:
            left_out.append(
                phrase(
                    "{mourning}: chỉ phát thông báo phục vụ (tone: service), không phát {mourned}",
                    mourning=mourning,
                    mourned=", ".join(mourned),
                )
            )
        return Mix(tuple(chosen), tuple(left_out), tuple(barred))

    def _untranslated(self, message: Message, kind: str, lang: str, day: date) -> str | None:
        return None if lang == VIETNAMESE else translation_fault(self._content, message, kind, lang, day)


def _bar(message: Message, share: Share, day: date, kind: str, lang: str) -> str | None:
    if not share.holds(day):
        return phrase("chưa đến hoặc đã qua đợt của chiến dịch (from/to)")
    if day < message.valid_from:
        return phrase("có hiệu lực từ {valid_from:%d/%m/%Y}", valid_from=message.valid_from)
    if not message.holds(day):
        return phrase("hết hiệu lực sau ngày {valid_to:%d/%m/%Y}", valid_to=message.valid_to)
    if message.body(kind, lang) is None and message.body(kind, VIETNAMESE) is None:
        return phrase("không có bài cho {kind} bằng {lang}", kind=kind, lang=language_name(lang))
    return None
