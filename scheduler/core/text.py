"""Vietnamese text: one normal form for storing, another for searching and comparing."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_STROKE = str.maketrans("đĐðÐ", "dddd")


class Unquoted(str):
    """A YAML scalar written without quotes which YAML 1.1 would read as something other than text.

    `19:30` would be 1170, `0237` be 159, `no` be False. The loader keeps the letters and lets the
    field decide: a time field takes `19:30`, a text field asks for quotes.
    """

    __slots__ = ()


def nfc(text: str) -> str:
    """The composed form. Every text is stored and compared in it (decomposed text breaks search and limits)."""
    return unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """The text without control characters, which no page, feed or document may hold; line breaks stay."""
    return _CONTROL.sub("", text)


def squeeze(text: str) -> str:
    """The text in NFC with every run of white space as one blank: how two texts are compared for sameness."""
    return _SPACES.sub(" ", nfc(text)).strip()


def visible(text: str) -> str:
    """The text as a reader sees it: squeezed, without characters that show nothing (zero-width blanks, soft hyphens,
    marks of direction). How a text that another program stored is compared with ours."""
    return squeeze(_UNSEEN.sub("", text))


def utf16_length(text: str) -> int:
    """Characters as Facebook counts them: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def fold(text: str) -> str:
    """The text for searching: no diacritics, no case, so that `bao hiem` finds `Bảo hiểm` and hòa finds hoà."""
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return squeeze("".join(bare).translate(_STROKE)).casefold()
