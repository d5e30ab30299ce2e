"""A fault in one entry hides neither the faults of others nor what the rest of it names, and brings up no false one."""

import pytest

from scheduler.library.salvage import without
from scheduler.library.yamltree import read_tree

from .conftest import Folder

UNITS, CHANNELS, FACTS = "units.yaml", "channels/kenh.yaml", "facts/so-lieu.yaml"
MESSAGE, CAMPAIGN = "messages/bhyt/mot.yaml", "campaigns/thang-5.yaml"

BOTH: dict[str, list[tuple[str, str, str, str]]] = {
    "an office and its neighbour": [
        (UNITS, "level: tinh", "level: x", "units.yaml:3:"),
        (UNITS, "parent: tinh", "parent: thinh", "units.yaml:12:"),
    ],
    "a page and a station": [
        (CHANNELS, 'page_id: "111"', "page: 111", "kenh.yaml:"),
        (CHANNELS, "huyen, from: 1995-01-01}\n    slots", "huyn, from: 1995-01-01}\n    slots", "kenh.yaml:13:"),
    ],
    "a figure and another": [
        (FACTS, "kind: percent", "kind: phần trăm", "so-lieu.yaml:10:"),
        (FACTS, "from: 2023-07-01", "from: 2023-06-01", "so-lieu.yaml:7:"),
    ],
    "a share's weight and another share": [
        (CAMPAIGN, "  - {id: bhyt-mot}\n", "  - {id: bhyt-mot, weight: nặng}\n", "thang-5.yaml:8:"),
        (CAMPAIGN, "weight: nặng}\n", "weight: nặng}\n  - {id: bhyt-hai}\n", "thang-5.yaml:9:"),
    ],
    "a mistyped key and the units named": [
        (CAMPAIGN, "basis: [Công văn số một]", "basis: [Công văn số một]\nmục_đích: x", "thang-5.yaml:6:"),
        (CAMPAIGN, "units: [huyen]", "units: [huyn]", "thang-5.yaml:7:"),
    ],
    "a cadence that never fires and a message's key": [
        (CAMPAIGN, "cron: {hour: 19, minute: 30}", "cron: {month: 1, hour: 19, minute: 30}", "thang-5.yaml:9:"),
        (CAMPAIGN, "cron: {hour: 5}", "cron: {month: 1, hour: 5}", "thang-5.yaml:9:"),
        (MESSAGE, "valid_to: 2021-12-31\n", "valid_to: 2021-12-31\nvalid_too: x\n", "mot.yaml:8:"),
    ],
    "a page that nobody owns for days and an office's level": [
        (CHANNELS, "- {unit: huyen, from: 1995-01-01}", "- {unit: huyen, from: 2021-05-09}", "kenh.yaml:5:"),
        (UNITS, "level: tinh", "level: x", "units.yaml:3:"),
    ],
    "a text over the limit and an office's level": [
        (MESSAGE, "Gọi {{", "a" * 63_250 + " Gọi {{", "mot.yaml:11:"),
        (UNITS, "level: tinh", "level: x", "units.yaml:3:"),
    ],
    "a tone and a figure in the text": [
        (MESSAGE, "valid_to: 2021-12-31\n", "valid_to: 2021-12-31\ntone: vui\n", "mot.yaml:8:"),
        (MESSAGE, "{{ fact.tien_ho_tro.ngheo }}", "{{ fact.tien_ho_tr.ngheo }}", "mot.yaml:13:"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("faults", BOTH.values(), ids=BOTH)
def test_both_faults_are_told_and_nothing_else(content: Folder, faults: list[tuple[str, str, str, str]]) -> None:
    for name, old, new, _ in faults:
        content.change(name, old, new)
    told = content.shown()
    for *_, place in faults:
        assert any(place in line for line in told), told
    assert len(told) <= len(faults) + 1, told  # a page without page_id and with `page` has two


ALONE = [
    (CAMPAIGN, "units: [huyen]", "units_bellow: [tinh]"),
    (CAMPAIGN, "from: 2021-05-07", "from: 07/05/2021"),
    (CAMPAIGN, "{hour: 5}", "{hour: năm}"),
    (CAMPAIGN, "  radio:", "  facebok:"),
    (CAMPAIGN, "- {id: bhyt-mot}", "- {id: bhyt-mot, to: 2021-5-9}"),
    (MESSAGE, "valid_to: 2021-12-31", "valid_too: 2021-12-31"),
    (MESSAGE, "valid_to: 2021-12-31", "valid_to: 2020-12-31"),
    (MESSAGE, "      text: |\n", "      texxt: x\n      text: |\n"),
    (MESSAGE, "    vi:\n      text: |", "    vi:\n      seconds: lâu\n      text: |"),
    (UNITS, "  - id: tinh\n", "  - idd: tinh\n    id: tinh\n"),
    (FACTS, "formula: luong * 2", "formula: luong * 2, ghi_chú: x"),
    (FACTS, "value: 1490000", "value: 1.490.000"),
]


@pytest.mark.parametrize(("name", "old", "new"), ALONE)
def test_one_fault_alone_brings_up_no_other(content: Folder, name: str, old: str, new: str) -> None:
    content.change(name, old, new)
    assert content.only().path.endswith(name)


TREE = "a: 1\nlist:\n  - x: 1\n    y: 2\n  - z\n  - w\nb: {c: 1, d: 2}\n"


@pytest.mark.parametrize(
    ("faults", "left"),
    [
        ([("list", 0, "y")], {"a": "1", "list": ["z", "w"], "b": {"c": "1", "d": "2"}}),
        ([("list", 1), ("b", "c")], {"a": "1", "list": [{"x": "1", "y": "2"}, "w"], "b": {"d": "2"}}),
        ([("a",), ("list", 0), ("list", 1), ("list", 2)], {"list": [], "b": {"c": "1", "d": "2"}}),
    ],
)
def test_what_is_left_keeps_its_places(faults: list[tuple[str | int, ...]], left: object) -> None:
    tree, _ = read_tree(TREE, "x.yaml")
    assert tree is not None
    rest = without(tree, faults)
    assert rest is not None
    assert rest.data == left
    assert rest.place(("b", "d")) == tree.place(("b", "d")) == (7, 14)
    for n, value in enumerate(rest.data["list"]):
        assert rest.place(("list", n)) == tree.place(("list", tree.data["list"].index(value)))


@pytest.mark.parametrize("faults", [[], [()], [("nothing",)], [("a", "b")]])
def test_a_fault_of_the_whole_or_of_no_place_leaves_nothing(faults: list[tuple[str | int, ...]]) -> None:
    tree, _ = read_tree(TREE, "x.yaml")
    assert tree is not None
    assert without(tree, faults) is None
