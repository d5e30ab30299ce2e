"""Whether a translator's text still says what the Vietnamese text says on a day."""

import hashlib
from datetime import date
from functools import lru_cache

from scheduler.core.content import Content
from scheduler.core.figures import FactSet, NoFigure
from scheduler.core.message import Body, Message
from scheduler.core.text import nfc

VIETNAMESE = "vi"

_NAMES = {
    "vi": "tiếng Việt", "hmn": "tiếng Mông", "blt": "tiếng Thái", "tyz": "tiếng Tày", "ium": "tiếng Dao",
    "nut": "tiếng Nùng", "mtq": "tiếng Mường", "mlc": "tiếng Cao Lan", "khm": "tiếng Khmer", "cjm": "tiếng Chăm",
    "rad": "tiếng Ê Đê", "jra": "tiếng Gia Rai", "bdq": "tiếng Ba Na",
}  # fmt: skip


def language_name(lang: str) -> str:
    """The language as people call it: `tiếng Mông` for hmn."""
    return _NAMES.get(lang, f'tiếng "{lang}"')


@lru_cache(maxsize=4096)
def template_hash(template: str) -> str:
    """What a translation names in `translates`: the SHA-256 of the Vietnamese template in NFC, in hex."""
    return hashlib.sha256(nfc(template).encode()).hexdigest()


def translation_fault(content: Content, message: Message, kind: str, lang: str, day: date) -> str | None:
    """Why the message cannot be said in the language on the day, or None where its text there is current."""
    name = language_name(lang)
    translated, original = message.body(kind, lang), message.body(kind, VIETNAMESE)
    if translated is None:
        return f"chưa có bản {name}"
    if original is None:
        return f"có bản {name} nhưng chưa có bản tiếng Việt để đối chiếu"
    if translated.translates != template_hash(original.text):
        return f"bản dịch {name} đã cũ: bản tiếng Việt đã sửa sau khi dịch"
    return _stale_figure(translated, content.facts.on(day), name)


def _stale_figure(translated: Body, figures: FactSet, name: str) -> str | None:
    for key, stated in translated.states.items():
        try:
            value = figures[key]
        except NoFigure as missing:
            return f"bản dịch {name} đã cũ: {missing}"
        if stated not in (str(value), value.number):
            return f'bản dịch {name} đã cũ: bản dịch ghi {key} là "{stated}", ngày này là "{value}"'
    return None
