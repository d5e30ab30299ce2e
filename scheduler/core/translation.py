"""Whether a translator's text still says what the Vietnamese text says on a day."""

import hashlib
from datetime import date
from functools import lru_cache

from scheduler.core.content import Content
from scheduler.core.figures import FactSet, NoFigure
from scheduler.core.message import Body, Message
from scheduler.core.phrase import phrase
from scheduler.core.text import nfc

VIETNAMESE = "vi"

_NAMES = {
    "vi": phrase("tiếng Việt"),
    "hmn": phrase("tiếng Mông"),
    "blt": phrase("tiếng Thái"),
    "tyz": phrase("tiếng Tày"),
    "ium": phrase("tiếng Dao"),
    "nut": phrase("tiếng Nùng"),
    "mtq": phrase("tiếng Mường"),
    "mlc": phrase("tiếng Cao Lan"),
    "khm": phrase("tiếng Khmer"),
    "cjm": phrase("tiếng Chăm"),
    "rad": phrase("tiếng Ê Đê"),
    "jra": phrase("tiếng Gia Rai"),
    "bdq": phrase("tiếng Ba Na"),
}


def language_name(lang: str) -> str:
    """The language as people call it: `tiếng Mông` for hmn."""
    return _NAMES.get(lang, phrase('tiếng "{lang}"', lang=lang))


@lru_cache(maxsize=4096)
def template_hash(template: str) -> str:
    """What a translation names in `translates`: the SHA-256 of the Vietnamese template in NFC, in hex."""
    return hashlib.sha256(nfc(template).encode()).hexdigest()


def translation_fault(content: Content, message: Message, kind: str, lang: str, day: date) -> str | None:
    """Why the message cannot be said in the language on the day, or None where its text there is current."""
    name = language_name(lang)
    translated, original = message.body(kind, lang), message.body(kind, VIETNAMESE)
    if translated is None:
        return phrase("chưa có bản {name}", name=name)
    if original is None:
        return phrase("có bản {name} nhưng chưa có bản tiếng Việt để đối chiếu", name=name)
    if translated.translates != template_hash(original.text):
        return phrase("bản dịch {name} đã cũ: bản tiếng Việt đã sửa sau khi dịch", name=name)
    return _stale_figure(translated, content.facts.on(day), name)


def _stale_figure(translated: Body, figures: FactSet, name: str) -> str | None:
    for key, stated in translated.states.items():
        try:
            value = figures[key]
        except NoFigure as missing:
            return phrase("bản dịch {name} đã cũ: {missing}", name=name, missing=missing)
        if stated not in (str(value), value.number):
            return phrase(
                'bản dịch {name} đã cũ: bản dịch ghi {key} là "{stated}", ngày này là "{value}"',
                name=name,
                key=key,
                stated=stated,
                value=value,
            )
    return None
