"""Templates: what staff may write, what it costs at most, and where a fault is."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.figures import NoFigure
from scheduler.core.template import MAX_OUTPUT, TemplateFault, Templates
from scheduler.core.template_names import Reference
from scheduler.core.template_rules import MAX_ITEMS, MAX_NODES, MAX_PARTS

PARTS = {
    "phone.j2": "Gọi\n{{ unit.phone }}",
    "round.j2": "{% include 'trip.j2' %}",
    "trip.j2": "{% include 'round.j2' %}",
    "bad.j2": "một\n{{ x",
    **{f"laugh{n}.j2": f"{{% include 'laugh{n + 1}.j2' %}}" * 10 for n in range(9)},
    "laugh9.j2": "ha",
}


class _Facts:
    """Figures as the renderer gives them: by key, with a reason where there is none."""

    def __getitem__(self, key: str) -> str:
        if key != "luong":
            raise NoFigure(f'không có số liệu "{key}"')
        return "1.490.000 đồng"

    def seen(self) -> None:
        """A method whose name a figure may have too."""


@pytest.fixture
def templates() -> Templates:
    return Templates(PARTS, {"say": lambda text, spoken: spoken})


NAMES = {"unit": {"name": "BHXH huyện", "items": "đồ"}, "fact": _Facts()}


def fault(templates: Templates, source: str, names: dict[str, Any] | None = None) -> TemplateFault:
    with pytest.raises(TemplateFault) as raised:
        templates.render(source, names or NAMES)
    return raised.value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Xin chào {{ unit.name }}", "Xin chào BHXH huyện"),
        ("{{ unit['name'] }}", "BHXH huyện"),
        ("{{ fact.luong }}", "1.490.000 đồng"),
        ("{{ unit.name|upper }}", "BHXH HUYỆN"),
        ("{{ 'tám'|say('tám tám') }}", "tám tám"),
        ("{% if unit.phone is defined %}có{% else %}không{% endif %}", "không"),
        ("{{ unit.phone|default('không rõ') }}", "không rõ"),
        ("{{ fact.khac|default('chưa có') }}", "chưa có"),
        ("{% for a in ['x', 'y'] %}{{ loop.index ~ a }}{% endfor %}", "1x2y"),
        ("{{ 2 + 3 * 4 }}", "14"),
        ("{# ghi chú #}a", "a"),
        ("{{ unit.items }}", "đồ"),
    ],
)
def test_what_a_policy_text_needs_is_there(templates: Templates, source: str, text: str) -> None:
    assert templates.render(source, NAMES) == text


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\n{{ unit.phone }}", 2, 'thiếu giá trị "phone"'),
        ("a\nb\n{{ nobody.name }}", 3, 'thiếu giá trị "nobody"'),
        ("\n\n{{ fact.khac }}", 3, 'không có số liệu "khac"'),
        ("\n{{ fact.seen }}", 2, 'không có số liệu "seen"'),
        ("{{ unit.name }}\n{{ 1 / 0 }}", 2, "chia cho 0"),
        ("\n{{ unit.name + 1 }}", 2, "phép + chỉ dùng cho số"),
        ("\n{{ unit.name > 1 }}", 2, "khác loại"),
        ("\n{{ unit.__class__ }}", 2, 'thiếu giá trị "__class__"'),
        ("\n{{ unit }", 2, "sai cú pháp mẫu"),
        ("\n\n{{ a b }}", 3, 'thừa "b"'),
        ("\n{% foo %}", 2, "không có thẻ {% foo %}"),
        ("\n{{ a|khong }}", 2, 'không có bộ lọc "khong"'),
        ("\n{{ a is khong }}", 2, 'is khong"'),
        ("{% if a %}", 1, "thiếu endif, endfor"),
    ],
)
def test_a_fault_is_told_in_vietnamese_at_its_line(templates: Templates, source: str, line: int, words: str) -> None:
    found = fault(templates, source)
    assert (found.line, found.part) == (line, "")
    assert words in found.what


def test_a_fault_in_a_shared_part_is_told_in_the_part(templates: Templates) -> None:
    found = fault(templates, "một\nhai\nba {% include 'phone.j2' %}")
    assert (found.part, found.line, found.name) == ("phone.j2", 2, "phone")
    found = fault(templates, "{% include 'bad.j2' %}")
    assert (found.part, found.line) == ("bad.j2", 2)


def test_a_part_that_is_not_there_is_told_where_it_is_asked_for(templates: Templates) -> None:
    found = fault(templates, "a\n{% include 'khong.j2' %}")
    assert (found.line, found.name) == (2, "khong.j2")


@pytest.mark.parametrize(
    "source",
    [
        "{{ unit.name() }}", "{% set a = 1 %}", "{% macro a() %}{% endmacro %}", "{% import 'phone.j2' as a %}",
        "{% extends 'phone.j2' %}", "{% block a %}{% endblock %}", "{{ 2 ** 9 }}", "{{ unit.name[0:1] }}", "{{ {} }}",
        "{% filter upper %}a{% endfilter %}", "{% with a = 1 %}{% endwith %}", "{{ 'a'|replace('a', 'b') }}",
        "{{ 'a'|center(99) }}", "{{ [1]|join }}", "{% for a in 'ab' recursive %}{% endfor %}",
        "{% for a in 'ab' %}{% include 'phone.j2' %}{% endfor %}", "{{ range(9) }}", "{{ unit|attr('name') }}",
        "{% for a in 'a' %}{% for b in 'a' %}{% for c in 'a' %}{% endfor %}{% endfor %}{% endfor %}",
    ],
)  # fmt: skip
def test_what_could_grow_or_reach_out_is_refused(templates: Templates, source: str) -> None:
    fault(templates, source)


BOMBS = {
    "a text times a number": "{{ 'x'*200000000 }}",
    "a list times a number": "{{ [1]*200000000 }}",
    "a long loop": "{% for a in '" + "y" * (MAX_ITEMS + 1) + "' %}{% endfor %}",
    "an output that doubles": "{{ " + "~".join(["big"] * 200) + " }}",
    "an output of many pieces": "{{ big }}" * 200,
    "a number that grows": "{{ " + "*".join(["99999999"] * 900) + " }}",
    "a number too long to read": "{{ " + "9" * 9000 + " }}",
    "a format that is wide": "{{ '%0200000000d' % 1 }}",
    "brackets in brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "names of names": "{{ a" + ".b" * 3000 + " }}",
    "not not": "{{ " + "not " * 2000 + "1 }}",
    "ifs in ifs": "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "too many nodes": "{{ 1 }}" * MAX_NODES,
    "parts that laugh": "{% include 'laugh0.j2' %}",
    "parts in a circle": "{% include 'round.j2' %}",
    "open brackets": "{{" * 20_000,
    "a very long text": "x" * (MAX_OUTPUT + 1),
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_a_fraction_of_a_second(templates: Templates, source: str) -> None:
    start = time.process_time()
    fault(templates, source, {"big": "x" * 1000, "a": {}})
    assert time.process_time() - start < 0.5


def test_the_dearest_loops_that_are_allowed_are_cheap(templates: Templates) -> None:
    values = "'" + "y" * MAX_ITEMS + "'"
    source = f"{{% for a in {values} %}}{{% for b in {values} %}}" + "{% if 0 %}{{ a }}{% endif %}" * 700
    start = time.process_time()
    assert templates.render(source + "{% endfor %}{% endfor %}", {}) == ""
    assert time.process_time() - start < 2


def test_every_name_is_found_with_line_and_part(templates: Templates) -> None:
    source = "{{ unit.name }}\n{% if fact['luong'] %}{{ fact.ho_tro.ngheo|upper }}{% endif %}{% include 'phone.j2' %}"
    assert set(templates.references(source)) == {
        Reference(("unit", "name"), 1),
        Reference(("fact", "luong"), 2),
        Reference(("fact", "ho_tro", "ngheo"), 2),
        Reference(("unit", "phone"), 2, "phone.j2"),
    }


def test_names_that_a_loop_makes_are_not_asked_of_anyone(templates: Templates) -> None:
    assert templates.references("{% for a in unit.areas %}{{ a.x }}{{ loop.index }}{% endfor %}") == [
        Reference(("unit", "areas"), 1)
    ]


def test_included_parts_are_listed_once(templates: Templates) -> None:
    assert templates.parts_of("{% include 'phone.j2' %}{% include 'phone.j2' %}") == ("phone.j2",)


@pytest.mark.parametrize(
    ("source", "branches"),
    [
        ("{{ unit.name }}", False),
        ("{% include 'phone.j2' %}", False),
        ("{% if a %}{% endif %}", True),
        ("{{ a if b }}", True),
    ],
)
def test_a_text_that_asks_for_values_is_told_from_one_that_prints_them(
    templates: Templates, source: str, branches: bool
) -> None:
    assert templates.branches(source) is branches


def test_a_limit_of_parts_is_a_limit_of_all_of_them(templates: Templates) -> None:
    assert templates.parts_of("{% include 'laugh9.j2' %}" * MAX_PARTS) == ("laugh9.j2",)
    assert "quá" in fault(templates, "{% include 'laugh9.j2' %}" * (MAX_PARTS + 1)).what


_PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", " if ", " for a in ", "endif", "endfor", "unit", ".name", "fact.luong",
     "|upper", "'x'", "1", "*", "~", "+", "(", ")", "[", "]",
     "include 'phone.j2'", "\n", "đ", "raw", "is defined", "not "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_template_gives_a_text_or_a_fault(source: str) -> None:
    templates = Templates(PARTS, {})
    try:
        assert len(templates.render(source, NAMES)) <= MAX_OUTPUT
    except TemplateFault as found:
        assert 1 <= found.line <= source.count("\n") + 2


VALUES = st.sampled_from(
    ["unit.name", "unit.phone", "fact.luong", "fact.khac", "fact", "ai.do", "ai", "unit._x", "unit.name.x"]
)
PLAIN = st.lists(
    st.one_of(
        st.sampled_from(["bà con\n", " ", "\n\n", "100% đồng", "{# ghi chú #}", "{%- include 'phone.j2' %}\n"]),
        VALUES.map("{{{{ {} }}}}".format),
        VALUES.map("{{{{- {} -}}}}".format),
    ),
    max_size=8,
).map("".join)


@given(PLAIN, st.sampled_from([NAMES, NAMES | {"unit": {"name": "BHXH", "phone": "0216 000 0000"}}]))
def test_a_text_that_only_prints_reads_as_jinja_itself_prints_it(source: str, names: dict[str, Any]) -> None:
    """A text with a condition in it is compiled by Jinja2, a plain one is not: both say the same, or the same fault."""
    templates = Templates(PARTS, {})

    def told(text: str) -> tuple[str, ...]:
        try:
            return (templates.render(text, names),)
        except TemplateFault as found:
            return found.what, str(found.line), found.part, found.name

    assert told(source) == told("{% if false %}{% endif %}" + source)
