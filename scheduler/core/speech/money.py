"""Amounts: a number or a span with its scale, unit and what it is paid for (105.300 đồng/tháng, 70-100%)."""

from __future__ import annotations

import re
from re import Match

from scheduler.core.speech.line import Line
from scheduler.core.speech.nouns import ALTERNATIVES, EACH_BEFORE, LABEL_BEFORE, counted_follows
from scheduler.core.speech.numbers import BEGIN, NUMBER, SPAN_DASH, spoken_fraction, spoken_number, spoken_written
from scheduler.core.speech.ranges import LABEL_AND_COUNT, is_label_and_count, spoken_share, spoken_span

UNITS = {
    "%": "phần trăm", "‰": "phần nghìn", "đồng": "đồng", "đ": "đồng", "Đ": "đồng", "₫": "đồng", "VNĐ": "đồng",
    "VND": "đồng", "vnđ": "đồng", "vnd": "đồng", "Vnđ": "đồng", "USD": "đô la Mỹ", "trđ": "triệu đồng",
    "tr.đ": "triệu đồng", "km": "ki-lô-mét", "km²": "ki-lô-mét vuông", "km2": "ki-lô-mét vuông", "m": "mét",
    "m²": "mét vuông", "m2": "mét vuông", "m³": "mét khối", "m3": "mét khối", "cm": "xăng-ti-mét",
    "mm": "mi-li-mét", "ha": "héc-ta", "kg": "ki-lô-gam", "Kg": "ki-lô-gam", "g": "gam", "mg": "mi-li-gam",
    "l": "lít", "ml": "mi-li-lít", "lít": "lít", "°C": "độ xê", "℃": "độ xê", "ºC": "độ xê", "o C": "độ xê",
    "° C": "độ xê", "°": "độ", "km/h": "ki-lô-mét trên giờ", "mg/l": "mi-li-gam trên lít",
    "usd": "đô la Mỹ", "tr đồng": "triệu đồng", "V": "vôn", "W": "oát", "inch": "inh", "GB": "gi-ga-bai",
    "MB": "mê-ga-bai", "cc": "xê xê", "kWh": "ki-lô-oát giờ", "kW": "ki-lô-oát",
    "mmHg": "mi-li-mét thủy ngân", "MHz": "mê-ga-héc", "kV": "ki-lô-vôn", "MW": "mê-ga-oát",
    "mmol/l": "mi-li-mon trên lít",
}  # fmt: skip
"""Unit signs and how they are said."""

_SCALE = r"(?i:nghìn tỷ|nghìn|ngàn|triệu|tỷ|tỉ|trăm)"
_IN_CAPITALS = "(?i:đồng|lít|vnđ|vnd|usd|ha|kg|km2|km|m2|m3|cm|mm)"
_UNIT = "|".join([*(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)), _IN_CAPITALS])
_PAID_FOR = (
    "tháng|năm|ngày|tuần|quý|quí|giờ|người|hộ gia đình|hộ|khẩu|con|lần|suất|thẻ|lượt|đợt|học sinh|sinh viên|trẻ|"
    "lao động|đối tượng|cháu|buổi|phút|ca|xã|thôn|lớp|trường hợp|đơn vị|cuộc|bài|tin|tấn|kg|ha|m²|m2|km|lít|học kỳ|"
    "năm học|kỳ|cơ sở|hồ sơ|gia đình|cặp|tổ|nhóm|trường|bệnh nhân|vạn dân|nghìn dân|giường|ngày công|công|huyện|tỉnh|"
    "km2|km²|m3|m³|phụ nữ|hội viên|đoàn viên|lượng|sào"
)
PER = rf"(?:\s?/\s?(?:\d{{1,2}} )?(?:{_PAID_FOR}|{_PAID_FOR.upper()})(?![\w]))+"
_SIGN = r"(?<![\w\ue010])(?P<sign>[-−+])(?=\d)"
_TAIL = rf"(?P<scale>\s?{_SCALE}(?!\w))?(?P<unit>\s?(?:{_UNIT})(?![\w²³]))?(?P<per>{PER})?(?![\w/%‰°²³]|[.,:]\d|[-–]\w)"
_SPAN = re.compile(
    rf"{BEGIN}(?<![-–—] )(?P<a>{NUMBER})(?P<ua>\s?(?:{_SCALE} (?:{_UNIT})|{_SCALE}|{_UNIT}|%))?"
    rf"{SPAN_DASH}(?P<b>{NUMBER}){_TAIL}"
)
_AMOUNT = re.compile(rf"(?:{_SIGN}|{BEGIN})(?P<a>{NUMBER}){_TAIL}")
_COUNTED_PER = re.compile(
    rf"{BEGIN}(?:(?P<from>{NUMBER}){SPAN_DASH})?(?P<a>{NUMBER})(?P<noun>(?: [^\W\d_]+){{1,2}})(?P<per>{PER})(?![\w/])"
)
_UNIT_PER = re.compile(
    rf"(?<!\w)(?P<unit>(?i:đồng)|đ|VNĐ|VND|vnđ|%|lần|người|phần trăm|cơ sở|tối thiểu|bình quân|tiền lương|tháng lương)"
    rf"(?P<per>{PER})(?![\w/])"
)
_PART_OF_UNIT = re.compile(rf"{BEGIN}(?P<a>\d)/(?P<b>\d)\s?(?P<unit>{_UNIT})(?![\w²³/])")
_DOTTED = re.compile(
    rf"{BEGIN}(?P<a>\d+)\.(?P<b>\d{{1,2}})(?P<unit>\s?%|\s?(?:(?i:triệu|tỷ|tỉ)|MHz)(?!\w))"
    + _TAIL.replace("(?P<unit>", "(?P<more>")
)
_PRESSURE = re.compile(rf"{BEGIN}(?P<a>\d{{2,3}})\s?/\s?(?P<b>\d{{2,3}})\s?mmHg(?!\w)")
_MARK_BEFORE = re.compile(r"(?:đạt|điểm|chấm|bài thi|môn [^\W\d]+)\s*:?\s+$")
_SPACED = re.compile(
    rf"{BEGIN}(?P<a>\d{{1,3}}(?: \d{{3}})+)"
    rf"(?P<unit>\s?(?i:đồng|đ|vnđ|vnd))(?P<per>{PER})?(?![\w/])"
)
_SPACED_COUNT = re.compile(rf"{BEGIN}(?P<a>\d{{1,3}}(?: \d{{3}})+)(?= [^\W\d_])")
_COUNT_BEFORE = re.compile(r"(?:có|là|gồm|đạt|với|hơn|gần|khoảng|tổng số|tổng cộng|trên|được|cho|thêm|của|chi trả)\s+$")
_BELOW_ZERO = re.compile(r"(?<=\s)[-−](?P<n>\d{1,2}(?:,\d)?)(?= (?:đến|tới) [-−]?\d{1,2}\s?(?:°|º|độ)| độ)")
_PER_TIME = re.compile(r"(?:ngày|lần|buổi|ca|đợt|(?<!năm )tháng)\s+$")
"""Behind them a dose may follow: "ngày 5g muối"."""
_LAST_WORD = re.compile(r"[^\W\d]+\s+$")
_SPLIT = re.compile(r"\d[.,] \d")
_LOOSE = re.compile(rf"{BEGIN}\d[\d.]* [.,] ?\d[\d.,]*(?<![.,])%?")
""" "4 , 5%": no blank stands before a sign, so nobody knows what was meant."""
_SPLIT_DECIMAL = re.compile(
    rf"{BEGIN}(?:0[,.] \d+|\d{{1,2}}, \d(?=\s?(?:%|(?i:triệu|tỷ|tỉ|lần|phần trăm)\b)))(?![\d,]|, \d)"
)
_SPLIT_GROUPS = re.compile(rf"{BEGIN}\d{{1,3}}\. \d{{3}}(?P<more>(?:\.\d{{3}})*)(?![\d%])")
_ALONE = re.compile(r"(?:(?<=\()|(?<=điểm )|(?<=tỷ lệ )|(?<=tỉ lệ ))(?P<unit>%|‰)(?![\w/])")
_PER_ONE = re.compile(r"/\s?(?:(?P<n>\d{1,2}) )?(?P<noun>[^/]+)")
_BULLET = re.compile(r"^\s*$")


def read_amounts(line: Line) -> None:
    """Claim numbers that carry a unit, alone or as a span; bare numbers stay for later."""
    line.each(_LOOSE, _refuse_loose, ".,")
    if _SPLIT.search(line.open_text):
        line.each(_SPLIT_DECIMAL, _refuse_split)
        line.each(_SPLIT_GROUPS, _refuse_groups)
    line.each(_SPAN, _read_span, "-–—")
    line.each(_DOTTED, _read_dotted, ".")
    line.each(_SPACED, _read_spaced, " ")
    line.each(_SPACED_COUNT, _read_spaced_count, " ")
    line.each(_BELOW_ZERO, _read_below_zero, "-−")
    line.each(_AMOUNT, _read_amount)
    line.each(_COUNTED_PER, _read_counted_per, "/")
    line.each(_UNIT_PER, _read_unit_per, "/")
    line.each(_ALONE, lambda line, match: line.read(match.start(), match.end(), UNITS[match["unit"]]), "%‰")
    line.each(_PART_OF_UNIT, _read_part_of_unit, "/")
    line.each(_PRESSURE, _read_pressure, "/")


def _read_span(line: Line, match: Match[str]) -> None:
    if not (match["unit"] or match["scale"] or match["per"]) or _is_share(match):
        return
    if is_label_and_count(line, match, amount=True):
        line.refuse(match.start(), match.end(), LABEL_AND_COUNT)
        return
    first_unit = (match["ua"] or "").strip()
    said = spoken_span(line, match["a"], match["b"])
    if first_unit and first_unit != _shown(match):
        said = _two_amounts(line, match, first_unit)
    elif first_unit and said is not None:
        said = said.replace(" đến ", f" {_unit(first_unit)} đến ", 1)
    if said is None:
        line.refuse(match.start(), match.end(), "không rõ khoảng số này")
        return
    line.read(match.start(), match.end(), f"{said}{_tail(line, match)}")


def _shown(match: Match[str]) -> str:
    return ((match["scale"] or "") + (match["unit"] or "")).strip()


def _two_amounts(line: Line, match: Match[str], first_unit: str) -> str | None:
    """Say a span whose ends differ in scale: "500 nghìn - 1 triệu đồng"."""
    one, two = spoken_written(match["a"], line.style), spoken_written(match["b"], line.style)
    return f"{one} {_unit(first_unit)} đến {two}" if one and two and match["scale"] else None


def _unit(shown: str) -> str:
    words = (UNITS.get(word) or UNITS.get(word.casefold(), word) for word in shown.split())
    return UNITS.get(shown) or " ".join(words)


def _tail(line: Line, match: Match[str]) -> str:
    scale = (match["scale"] or "").strip()
    scale = scale.replace("nghìn", line.style.thousand) if scale else ""
    unit = _unit(match["unit"].strip()) if match["unit"] else ""
    return "".join(f" {word}" for word in (scale, unit) if word) + spoken_per(line, match["per"])


def spoken_per(line: Line, written: str | None) -> str:
    """Say what an amount is paid for: "/người/tháng" is "một người một tháng"."""
    said = ""
    for one in _PER_ONE.finditer(written or ""):
        number, noun = int(one["n"] or 1), one["noun"].strip()
        noun = _unit(noun)
        said += f" một {noun}" if number == 1 else f" trên {spoken_number(number, line.style)} {noun}"
    return said


def _read_amount(line: Line, match: Match[str]) -> None:
    if not (match["unit"] or match["scale"] or match["per"]) or _is_share(match):
        return
    said = spoken_written(match["a"], line.style)
    if _is_slip(line, match):
        said = None
    if said is None and (match["unit"] or "").strip() == "%" and "." not in match["a"]:
        said = _long_decimal(line, match["a"])
    if match["sign"] not in (None, "+") and (
        _BULLET.match(line.text[: match.start()]) and "°" not in (match["unit"] or "")
    ):
        said = None
    if said is None:
        line.refuse(match.start(), match.end(), "không rõ giá trị của số này")
        return
    if (match["unit"] or "").strip() in ("đ", "Đ") and _MARK_BEFORE.search(line.before(match.start())):
        line.refuse(match.start(), match.end(), "không rõ là đồng hay điểm")
        return
    sign = {"+": "cộng ", None: ""}.get(match["sign"], "âm ")
    line.read(match.start(), match.end(), f"{sign}{said}{_tail(line, match)}")


def _is_slip(line: Line, match: Match[str]) -> bool:
    """ "tháng 0l", "năm 202l", "Điều 5m" and "2 tỷ l trăm triệu" are mistyped rather than litres and metres."""
    unit = match["unit"] or ""
    if unit.strip() == "l" and (match["scale"] or (unit == "l" and counted_follows(line.after(match.end())))):
        return True
    if unit not in ("l", "g", "m"):
        return False
    before = line.before(match.start())
    named = LABEL_BEFORE.search(before) and not EACH_BEFORE.search(_LAST_WORD.sub("", before))
    return bool((match["a"][0] == "0" and "," not in match["a"]) or (named and not _PER_TIME.search(before)))


def _is_share(match: Match[str]) -> bool:
    """ "1/2 ngày" is a share and not one for two days, "1/ Đối tượng" heads an item."""
    return bool(match["per"] and not match["unit"] and not match["scale"] and re.match(r"\s?/(?:\s|\d)", match["per"]))


def _long_decimal(line: Line, written: str) -> str | None:
    """A percentage with three decimals cannot be thousands: "12,345%"."""
    whole, _, fraction = written.partition(",")
    if len(whole) > 2 or len(fraction) != 3:
        return None
    return f"{spoken_number(int(whole), line.style)} phẩy {spoken_fraction(fraction, line.style)}"


def _read_dotted(line: Line, match: Match[str]) -> None:
    """ "4.5%" and "1.5 triệu" have a foreign decimal point, but one meaning only."""
    said = spoken_written(f"{match['a']},{match['b']}", line.style)
    if said is None:
        return
    more = f" {_unit(match['more'].strip())}" if match["more"] else ""
    unit = _unit(match["unit"].strip())
    line.read(match.start(), match.end(), f"{said} {unit}{more}{spoken_per(line, match['per'])}")


def _read_spaced(line: Line, match: Match[str]) -> None:
    said = spoken_written(re.sub(r"\D", ".", match["a"]), line.style)
    if said is not None:
        line.read(match.start(), match.end(), f"{said} đồng{spoken_per(line, match['per'])}")


def _refuse_split(line: Line, match: Match[str]) -> None:
    """ "1, 5 triệu" may be one and a half million, mistyped, or two sums."""
    if not re.search(r"\d,? $", line.open_text[max(0, match.start() - 3) : match.start()]):
        line.refuse(match.start(), match.end(), "không rõ là số thập phân hay hai số")


def _refuse_loose(line: Line, match: Match[str]) -> None:
    line.refuse(match.start(), match.end(), "không rõ là một số hay hai số: hãy viết liền, hoặc bỏ dấu cách trước dấu")


def _refuse_groups(line: Line, match: Match[str]) -> None:
    """ "61. 250 người" is one number, mistyped; at the head of a line "1. 250 hộ" is an item."""
    if match["more"] or line.text[: match.start()].strip(" -+*•–"):
        line.refuse(match.start(), match.end(), "dấu cách giữa một số: hãy viết liền")


def _read_spaced_count(line: Line, match: Match[str]) -> None:
    """ "có 12 345 người" is one number; "thôn 12 345 người" may be a village and its people."""
    if _COUNT_BEFORE.search(line.before(match.start())) and counted_follows(line.after(match.end())):
        said = spoken_written(match["a"].replace(" ", "."), line.style)
        if said is not None:
            line.read(match.start(), match.end(), said)


def _read_below_zero(line: Line, match: Match[str]) -> None:
    line.read(match.start(), match.end(), f"âm {spoken_written(match['n'], line.style)}")


def _read_counted_per(line: Line, match: Match[str]) -> None:
    """ "2 lần/tuần", "5-10 ngày/năm": what is counted stays, the slash becomes words."""
    noun, per = match["noun"].split(), match["per"].lstrip(" /").split()
    if noun[0].casefold() in ("và", "hoặc", "là", per[0].split("/")[0].casefold()):
        return  # "50 hộ nghèo/hộ cận nghèo" names two kinds as well
    if {match["noun"].split()[-1].casefold(), match["per"].lstrip(" /").split("/")[0].casefold()} <= ALTERNATIVES:
        return  # "12 xã/thôn" names two kinds, not one for another
    said = spoken_span(line, match["from"], match["a"]) if match["from"] else spoken_written(match["a"], line.style)
    if said is not None and not re.search(r"\d", match["per"]):
        line.read(match.start(), match.end(), f"{said}{match['noun']}{spoken_per(line, match['per'])}")


def _read_part_of_unit(line: Line, match: Match[str]) -> None:
    """ "1/2 kg" is half a kilogram; a day of the calendar has no unit."""
    if int(match["a"]) < int(match["b"]):
        share = spoken_share(line, int(match["a"]), int(match["b"]))
        line.read(match.start(), match.end(), f"{share} {_unit(match['unit'])}")


def _read_pressure(line: Line, match: Match[str]) -> None:
    """ "140/90 mmHg": a blood pressure is two numbers."""
    first, second = (spoken_number(int(match[key]), line.style) for key in ("a", "b"))
    line.read(match.start(), match.end(), f"{first} trên {second} {UNITS['mmHg']}")


def _read_unit_per(line: Line, match: Match[str]) -> None:
    unit = _unit(match["unit"])
    line.read(match.start(), match.end(), f"{unit}{spoken_per(line, match['per'])}")
