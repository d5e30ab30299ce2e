"""Whether a word can be a Vietnamese syllable: what cannot is foreign, misspelt or an abbreviation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSETS = (
    "ngh", "ng", "gh", "gi", "kh", "nh", "ph", "qu", "th", "tr", "ch",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RIME_LIST = """
a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uât uâng uây uc ui um un ung up ut uơ
uy uya uych uynh uyên uyêt uyt uyp uyn uyu uê uêch uênh uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt
ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_RIME_LIST.split())
CAPITAL = f"[{''.join(filter(str.isupper, map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA)))))}]"
"""Pattern of a capital letter, with and without Vietnamese marks."""
_STOPS = ("p", "t", "c", "ch")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_ACUTE_OR_DOT = {"\u0301", "\u0323"}


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether the letters form a Vietnamese syllable, in any case, either placing of the tone mark."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or not base:
        return False
    if base.endswith(_STOPS) and base not in ("c", "p", "t", "ch") and not (set(tones) & _ACUTE_OR_DOT):
        return False
    return any(_fits(base, onset) for onset in _ONSETS if base.startswith(onset))


def _fits(base: str, onset: str) -> bool:
    rime = base[len(onset) :]
    if onset == "qu":
        return "u" + rime in _RIMES or rime in _RIMES
    if onset == "gi" and not rime:
        return True
    return rime in _RIMES


def is_plain_caps(word: str) -> bool:
    """Tell whether a word is written in capitals without tone or hat, as abbreviations are (ĐU as well as TU)."""
    return word.replace("Đ", "D").isascii() and word.isupper() and len(word) > 1
