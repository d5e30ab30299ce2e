"""The strict YAML reader: plain data with places, and nothing that YAML can surprise with."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.text import Unquoted
from scheduler.library.problem import Problem
from scheduler.library.tree import Tree
from scheduler.library.yamltree import MAX_DEPTH, read_tree


def read(text: str) -> Tree:
    tree, problems = read_tree(text, "x.yaml")
    assert problems == []
    assert tree is not None
    return tree


def problem(text: str) -> Problem:
    _, problems = read_tree(text, "x.yaml")
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    "value",
    ["22.10", "0237", "19:30", "no", "yes", "on", "off", "true", "2021-05-07", "1490000", "1_000", "0x1F", ".inf"],
)
def test_what_yaml_would_turn_into_something_else_keeps_its_letters(value: str) -> None:
    got = read(f"a: {value}").data["a"]
    assert type(got) is Unquoted
    assert got == value


@pytest.mark.parametrize("value", ["01/07", "BHXH", "xin chào: bạn", "v26.0", "90s", "'0237'", '"no"', "|\n  22.10"])
def test_plain_words_and_quoted_text_are_text(value: str) -> None:
    text = f"a: {value}" if ": " not in value else f"a: '{value}'"
    assert type(read(text).data["a"]) is str


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none(value: str) -> None:
    assert read(f"a: {value}").data == {"a": None}


def test_a_key_is_the_word_that_was_typed_even_off_and_no() -> None:
    assert read("off: 1\nno: 2").data == {"off": "1", "no": "2"}


@pytest.mark.parametrize("key", ["2021", "2021-05-07", "true", "~", "1.5", "<<"])
def test_a_key_that_is_no_word_is_refused(key: str) -> None:
    assert problem(f"{key}: 1").message.endswith(f'hãy đặt trong dấu nháy: "{key}"')


def test_a_key_written_twice_names_the_first_line() -> None:
    found = problem("a: 1\nb: 2\na: 3")
    assert (found.line, found.col) == (3, 1)
    assert "dòng 1" in found.message


def test_reading_goes_on_after_a_key_written_twice() -> None:
    _, problems = read_tree("a: 1\na: 2\nb: {c: 1, c: {d: [1, 2]}}\nb: 3", "x")
    assert [p.line for p in problems] == [2, 3, 4]


def test_fifty_levels_are_read_and_one_more_is_refused() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    assert problem("[" * (MAX_DEPTH + 1)).col == MAX_DEPTH + 1


@pytest.mark.parametrize("text", ["[" * 30_000, "{a: " * 30_000, "- " * 30_000, "[{a: " * 30_000])
def test_thirty_thousand_levels_are_refused_and_not_a_crash(text: str) -> None:
    assert "lồng nhau quá" in problem(text).message


@pytest.mark.parametrize("text", ["? " * 30_000, "[{" * 30_000])
def test_thirty_thousand_keys_in_keys_are_refused_at_the_first(text: str) -> None:
    assert problem(text).col == 3


def test_a_small_alias_gives_its_value_again() -> None:
    assert read("a: &x [1, 2]\nb: *x").data == {"a": ["1", "2"], "b": ["1", "2"]}


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "lặp lại quá" in problem("\n".join(lines)).message


def test_an_alias_that_holds_itself_is_refused() -> None:
    assert "chứa chính nó" in problem("a: &a [*a]").message


def test_an_alias_of_nothing_is_refused_as_probable_text() -> None:
    assert "hãy đặt trong dấu nháy" in problem("a: *quan trọng*").message


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!!binary", "!!set", "!mine", "!!timestamp"])
def test_tags_beyond_the_core_are_refused(tag: str) -> None:
    assert "không dùng nhãn kiểu" in problem(f"a: {tag} x").message


def test_the_core_string_tag_makes_text() -> None:
    assert type(read("a: !!str 0237").data["a"]) is str


def test_a_second_document_is_refused_at_its_line() -> None:
    assert problem("a: 1\n---\nb: 2").line == 2


@pytest.mark.parametrize("text", ["? [a]\n: 1", "{[a]: 1}", "? {a: 1}\n: 2"])
def test_a_key_that_is_a_list_or_group_is_refused(text: str) -> None:
    assert "khóa phải là chữ" in problem(text).message


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c", (1, 5), "dấu hai chấm"),
        ("a:\n\tb: 1", (2, 1), "Tab"),
        ('a: "x', (1, 4), "nháy mở ra"),
        ("a: [1, 2", (2, 1), "dấu phẩy hoặc thiếu ]"),
        ("a: 1\n b: 2", (2, 3), "dấu hai chấm"),
        ("a: @x", (1, 4), "dấu nháy"),
        ("abc\nb: 1", (2, 2), "dấu hai chấm"),
        ('a: "\\q"', (1, 5), "dấu \\"),
    ],
)
def test_a_complaint_of_the_parser_is_told_in_vietnamese_at_its_place(
    text: str, place: tuple[int, int], words: str
) -> None:
    found = problem(text)
    assert (found.line, found.col) == place
    assert words in found.message


def test_every_key_and_value_knows_its_line_and_column() -> None:
    tree = read("a:\n  b: [x, 'y']\n  c: |\n    one\n    two\nd: e")
    assert tree.place(("a", "b"), key=True) == (2, 3)
    assert tree.place(("a", "b", 1)) == (2, 10)
    assert tree.style(("a", "c"))[:2] == ("|", 3)
    assert tree.place(("d",)) == (6, 4)


def test_what_is_not_there_is_at_the_place_of_what_holds_it() -> None:
    assert read("a:\n  b: 1").place(("a", "x", "y")) == (2, 3)


_PLAIN = st.recursive(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=("Cs", "Cc")), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcđê", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(_PLAIN)
def test_quoted_data_comes_back_as_it_was_written(data: object) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"')
    tree, problems = read_tree(text, "x")
    assert problems == []
    assert tree is not None
    assert tree.data == data
