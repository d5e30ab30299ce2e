"""Every problem of every file at once, each at its line and column, each saying what to do."""

from collections.abc import Callable

import pytest

from .conftest import Folder

UNITS, CHANNELS, FACTS = "units.yaml", "channels/kenh.yaml", "facts/so-lieu.yaml"
MESSAGE, CAMPAIGN = "messages/bhyt/mot.yaml", "campaigns/thang-5.yaml"


def test_good_content_has_no_problem_and_loads(content: Folder) -> None:
    report = content.check()
    assert [str(problem) for problem in report.problems] == []
    assert report.content is not None
    assert set(report.content.messages) == {"bhyt-mot"}


CASES = {
    "mistyped key": (UNITS, "    level: huyen", "    levle: huyen", "7:5", 'có phải ý bạn là "level"?'),
    "missing key": (UNITS, "    level: huyen\n", "", "6:5", 'thiếu khóa "level"'),
    "telephone without quotes": (UNITS, '"0216 000 0001"', "0216", "13:16", 'hãy đặt trong dấu nháy: "0216"'),
    "duplicate id": (UNITS, "id: huyen", "id: tinh", "6:9", 'đơn vị "tinh" đã có'),
    "unknown parent": (UNITS, "parent: tinh", "parent: tihn", "12:17", 'có phải ý bạn là "tinh"?'),
    "unknown successor": (
        UNITS,
        "    level: huyen",
        "    level: huyen\n    successor: hyuen",
        "8:16",
        'có phải ý bạn là "huyen"?',
    ),
    "parents in a circle": (UNITS, 'phone: "0216 000 0000",', 'parent: huyen, phone: "0",', "5:87", "vòng tròn"),
    "period upside down": (UNITS, "from: 1995-01-01\n", "from: 1995-01-01\n        to: 1990-01-01\n", "10:13", "trước"),
    "unknown owner": (CHANNELS, "{unit: huyen,", "{unit: huyn,", "6:16", 'có phải ý bạn là "huyen"?'),
    "time without quotes that is none": (CHANNELS, 'time: "05:30"', "time: 5h30", "15:26", "hãy viết giờ:phút"),
    "impossible time": (CHANNELS, '"05:30"', '"25:30"', "15:26", "không phải là giờ"),
    "unknown fact in a formula": (FACTS, "formula: luong * 2", "formula: lương_x + luog", "16:58", "lương_x"),
    "mistyped fact in a formula": (FACTS, "formula: luong * 2", "formula: luog * 2", "16:58", "luong"),
    "fact that overlaps": (FACTS, "to: 2023-06-30", "to: 2023-07-01", "7:16", "chồng lên kỳ từ 01/07/2019"),
    "fact with a hole": (FACTS, "to: 2023-06-30", "to: 2023-05-31", "7:16", "từ 01/06/2023 đến 30/06/2023"),
    "money that is no number": (FACTS, "1490000", '"1.490.000"', "6:51", "viết liền"),
    "group that is not declared": (FACTS, "group: khac,", "group: khc,", "14:17", "không có trong groups"),
    "formula without a sensible result": (FACTS, "luong * 2}", "luong / 7}", "16:58", "không phải số nguyên"),
    "division by zero": (FACTS, "luong * 2}", "luong / 0}", "16:58", "chia cho 0"),
    "unknown topic": (MESSAGE, "topic: bhyt", "topic: bhty", "2:8", 'có phải ý bạn là "bhyt"?'),
    "topic of another folder": (MESSAGE, "topic: bhyt", "topic: bhxh", "2:8", "hãy chuyển tệp hoặc sửa topic"),
    "validity that is empty": (MESSAGE, "valid_to: 2021-12-31", "valid_to: 2020-12-31", "7:11", "đứng trước"),
    "unknown kind": (MESSAGE, "  facebook:", "  facebok:", "9:3", 'có phải ý bạn là "facebook"?'),
    "unknown fact in a text": (MESSAGE, "fact.luong }}.\n      H", "fact.luog }}.\n      H", "11:30", '"luong"?'),
    "unknown variable in a text": (MESSAGE, "unit.phone", "unit.fone", "13:19", 'có phải ý bạn là "phone"?'),
    "unknown root in a text": (MESSAGE, "unit.phone", "unti.phone", "13:14", 'có phải ý bạn là "unit"?'),
    "group left out": (MESSAGE, "tien_ho_tro.ngheo", "tien_ho_tro", "12:36", "fact.tien_ho_tro.<nhóm>"),
    "mistyped group": (MESSAGE, "tien_ho_tro.ngheo", "tien_ho_tro.ngeo", "12:48", 'có phải ý bạn là "ngheo"?'),
    "unknown filter": (MESSAGE, "unit.phone }}", "unit.phone|uper }}", "13:25", 'không có bộ lọc "uper"'),
    "Jinja2 syntax": (MESSAGE, "{{ unit.phone }}", "{{ unit.phone }", "13:7", "sai cú pháp mẫu"),
    "a bomb": (MESSAGE, "{{ unit.phone }}", "{{ 'x'*200000000 }}", "13:7", "chỉ dùng cho số"),
    "emoji on the radio": (MESSAGE, "bà con.", "bà con 🎉.", "17:26", "biểu tượng cảm xúc"),
    "hashtag on the radio": (MESSAGE, "bà con.", "bà con #BHXH.", "17:26", "hashtag"),
    "address on the radio": (MESSAGE, "bà con.", "bà con vss.gov.vn.", "17:26", "địa chỉ web"),
    "brackets on the radio": (MESSAGE, "bà con.", "bà con (nhà).", "17:26", "dấu ngoặc"),
    "money typed by hand": (MESSAGE, "Gọi {{", "Chỉ 50.000 đồng, gọi {{", "13:11", "gõ tay"),
    "percent typed by hand": (MESSAGE, "Gọi {{", "Giảm 4,5%, gọi {{", "13:12", "gõ tay"),
    "foreign link": (MESSAGE, "Gọi {{", "Xem https://bhxh.example.com/a nhé, {{", "13:11", "không thuộc .gov.vn"),
    "photo that is not there": (
        MESSAGE,
        "      text: |",
        "      photos: [{file: a.jpg, alt: Ảnh}]\n      text: |",
        "16:23",
        'không có ảnh "a.jpg"',
    ),
    "photo outside": (
        MESSAGE,
        "      text: |",
        "      photos: [{file: ../a.jpg, alt: Ảnh}]\n      text: |",
        "16:23",
        "nằm ngoài content/media",
    ),
    "unknown message": (CAMPAIGN, "{id: bhyt-mot}", "{id: bhyt-mto}", "8:10", 'có phải ý bạn là "bhyt-mot"?'),
    "unknown unit": (CAMPAIGN, "units: [huyen]", "units: [huyn]", "6:9", 'có phải ý bạn là "huyen"?'),
    "no unit": (CAMPAIGN, "units: [huyen]\n", "", "1:1", "hãy ghi units hoặc units_below"),
    "unknown kind in the cadence": (CAMPAIGN, "  radio:", "  raido:", "13:3", 'có phải ý bạn là "radio"?'),
    "naive instant": (CAMPAIGN, "cron: {hour: 5}", "at: [2021-05-08T05:00]", "15:14", "thiếu múi giờ"),
    "message outside the campaign": (CAMPAIGN, "{id: bhyt-mot}", "{id: bhyt-mot, to: 2021-05-01}", "8:10", "hiệu lực"),
    "far too long": (CAMPAIGN, "to: 2021-05-31", "to: 2031-05-31", "4:5", "kiểm tra năm"),
}


@pytest.mark.parametrize(("name", "old", "new", "place", "words"), CASES.values(), ids=CASES)
def test_a_mistake_is_told_at_its_place(
    changed: Callable[[str, str, str], list[str]], name: str, old: str, new: str, place: str, words: str
) -> None:
    shown = changed(name, old, new)
    assert any(line.startswith(f"{name}:{place}: ") and words in line for line in shown), "\n".join(shown)
