"""Whether a translator's text still says what the Vietnamese text says on a day."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from scheduler.core.content import Content
from scheduler.core.figures import FactSet, FactValue, NoFigure
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


def called(title: str, lang: str) -> str:
    """A title as lists have it: that of a translation is the Vietnamese one, so it names its language."""
    return title if lang == VIETNAMESE else f"{title} ({language_name(lang)})"


@lru_cache(maxsize=4096)
def template_hash(template: str) -> str:
    """What a translation names in `translates`: the SHA-256 of the Vietnamese template in NFC, in hex."""
    return hashlib.sha256(nfc(template).encode()).hexdigest()


_INCLUDED = re.compile(r"\{%-?\s*include\s*(['\"])([^'\"]+)\1\s*-?%\}")
_DEEPEST = 5
"""Parts within parts that are looked into; more than any text has."""


def source_hash(template: str, parts: Mapping[str, str]) -> str:
    """The hash that `check` tells a translator to write: of the template with its shared parts in their places, so that
    a part that is edited makes the translation old as well."""
    return template_hash(_whole(template, parts, _DEEPEST))


def is_of(translates: str | None, template: str, parts: Mapping[str, str]) -> bool:
    """Whether a translation names the template: with its shared parts, or by itself."""
    return translates in (template_hash(template), source_hash(template, parts))


def _whole(template: str, parts: Mapping[str, str], deep: int) -> str:
    if not deep:
        return template
    return _INCLUDED.sub(lambda found: _whole(parts.get(found[2], found[0]), parts, deep - 1), template)


def translation_fault(content: Content, message: Message, kind: str, lang: str, day: date) -> str | None:
    """Why the message cannot be said in the language on the day, or None where its text there is current."""
    name = language_name(lang)
    translated, original = message.body(kind, lang), message.body(kind, VIETNAMESE)
    if translated is None:
        return phrase("chưa có bản {name}", name=name)
    if original is None:
        return phrase("có bản {name} nhưng chưa có bản tiếng Việt để đối chiếu", name=name)
    if not is_of(translated.translates, original.text, content.templates):
        return phrase("bản dịch {name} đã cũ: bản tiếng Việt đã sửa sau khi dịch", name=name)
    figures = content.facts.on(day)
    return _stale_figure(translated, figures, name) or _unstated_figure(original, translated, figures, name)


_QUOTED = re.compile(r"\bfact\.(\w+)(?:\.(\w+))?")


def unstated(original: Body, translated: Body, figures: FactSet) -> Iterator[FactValue]:
    """The figures that the Vietnamese text quotes and the translation neither states nor quotes: when one of them
    changes, nothing tells that the translation is old."""
    named = {*translated.states, *_quotes(translated, figures)}
    return (figures.values[key] for key in _quotes(original, figures) if key not in named)


def _quotes(body: Body, figures: FactSet) -> dict[str, None]:
    """The keys of the figures that a template names, each once, in order; not those that a loop makes."""
    found = ((match[1], f"{match[1]}.{match[2]}") for match in _QUOTED.finditer(body.text))
    return dict.fromkeys(key for names in found for key in names if key in figures.values)


def _unstated_figure(original: Body, translated: Body, figures: FactSet, name: str) -> str | None:
    """That the translation says a figure outright which it does not state: it would go on saying it."""
    for value in unstated(original, translated, figures):
        if _says(translated.text, value):
            return phrase(
                'bản dịch {name} nêu {value} mà không ghi trong states: người dịch ghi thêm {key}: "{value}"',
                name=name, value=str(value), key=value.key,
            )  # fmt: skip
    return None


def _says(text: str, value: FactValue) -> bool:
    # A bare number of one or two digits may stand there for something else.
    forms = [str(value), *([value.number] if sum(map(str.isdigit, value.number)) > 2 else [])]
    return any(re.search(rf"(?<![\d.,]){re.escape(form)}(?![.,]?\d)", nfc(text)) for form in forms)


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
