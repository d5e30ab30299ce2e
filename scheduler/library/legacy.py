"""Text typed with a TCVN3 (ABC) or VNI font: it looks right in that font alone, everywhere else it is garbage.

A word is held to be legacy when it is no Vietnamese syllable as it stands and is one after conversion.
Two such words in a line make the line legacy: one may be a foreign name, or a brand with its ®.
"""

import re
import unicodedata

from scheduler.library.lines import lines_of

_UNICODE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TABLE = str.maketrans(_TCVN3, _UNICODE)
_VNI_ROWS = {
    "a": "øà ùá ûả õã ïạ êă èằ éắ úẳ üẵ ëặ ââ àầ áấ åẩ ãẫ äậ",
    "e": "øè ùé ûẻ õẽ ïẹ âê àề áế åể ãễ äệ",
    "o": "øò ùó ûỏ õõ ïọ âô àồ áố åổ ãỗ äộ",
    "u": "øù ùú ûủ õũ ïụ",
    "y": "øỳ ùý ûỷ õỹ",
    "ô": "øờ ùớ ûở õỡ ïợ",
    "ö": "øừ ùứ ûử õữ ïự",
}
_VNI_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}
_VNI = {base + pair[0]: pair[1] for base, row in _VNI_ROWS.items() for pair in row.split()} | _VNI_SINGLE
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE)

_LETTERS = re.compile(rf"[A-Za-z\xc0-\u1ef9{re.escape(_TCVN3)}]+")
_PARTS = re.compile(rf"([^A-Za-z\xc0-\u1ef9{re.escape(_TCVN3)}]+)")
# Letters, and pairs of letters, that good Vietnamese never has: most lines are passed over at this sight.
_SUSPECT = re.compile(
    "[\xa1-\xac\xad\xae\xb5-\xbe\xc6\xc7\xcb\xce\xcf\xd0\xd1\xd6-\xd8\xdc\xde\xdf\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe]"
    "|[aeAE][\xe2\xe0\xe1\xe3\xe9\xe8\xea\xf9\xf5\xfa\xc2\xc0\xc1\xc3\xc9\xc8\xca\xd9\xd5\xda]|[ouyOUY][\xf9\xf5\xd9\xd5]|o\xe2|O\xc2"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RHYME = (
    "o?a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|o?ă(?:c|m|n|ng|p|t)|u?â(?:c|m|n|ng|p|t|u|y)|o?e(?:c|m|n|ng|o|p|t)?"
    "|u?ê(?:ch|m|n|nh|p|t|u)?|i(?:a|ch|m|n|nh|p|t|u)?|[iy]ê(?:c|m|n|ng|p|t|u)|o(?:c|i|m|n|ng|p|t|ong|oc)?"
    "|ô(?:c|i|m|n|ng|p|t)?|u?ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|n|ng|p|t)?|uô(?:c|i|m|n|ng|t)|u?y(?:a|ch|n|nh|t|u|p)?"
    "|uyê(?:n|t)|ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_RHYME})")


def legacy_line(line: str) -> str | None:
    """What a line typed with a TCVN3 or VNI font probably says, or None for a line that is no such thing."""
    if not _SUSPECT.search(line):
        return None
    words = [word for word in _LETTERS.findall(line) if not word.isascii()]
    wrong = [word for word in words if len(word) > 1 and not _syllable(word)]
    for convert in (_from_tcvn3, _from_vni):
        read = sum(_syllable(convert(word)) for word in wrong)
        if read >= 2 and 2 * read >= len(words):
            return "".join(convert(part) for part in _PARTS.split(line)).strip()
    return None


def legacy_lines(text: str) -> list[tuple[int, str]]:
    """The numbers, from 1, of lines in a legacy encoding, each with what it probably says."""
    if not _SUSPECT.search(text):
        return []
    return [(n, read) for n, line in enumerate(lines_of(text), 1) if (read := legacy_line(line))]


def _syllable(word: str) -> bool:
    plain = _TONES.sub("", unicodedata.normalize("NFD", word.lower()))
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def _from_tcvn3(word: str) -> str:
    return word.translate(_TCVN3_TABLE)


def _from_vni(word: str) -> str:
    return _VNI_CODE.sub(_vni_letter, word)


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter
