"""Differences between texts, word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.differences import Piece, apart, changes, extracts

texts = st.text(alphabet="aăâ bđ1.2,\n👉(", max_size=60)


@settings(deadline=None)
@given(texts, texts)
def test_a_comparison_holds_both_texts_to_the_letter(old: str, new: str) -> None:
    pieces = changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new


@settings(deadline=None)
@given(st.lists(texts, max_size=5))
def test_marking_texts_changes_no_letter_of_them(many: list[str]) -> None:
    assert ["".join(piece.text for piece in pieces) for pieces in apart(many)] == many


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_what_is_marked_as_the_same_is_the_same_in_all(many: list[str]) -> None:
    same = {"".join(piece.text for piece in pieces if piece.kind == "same") for pieces in apart(many)}
    assert len(same) == 1


@settings(deadline=None)
@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.kind == "same" for piece in (*changes(text, text), *apart([text, text])[0]))


def test_a_changed_figure_is_shown_whole() -> None:
    assert changes("Mức đóng 1.263.600 đồng/năm.", "Mức đóng 1.366.200 đồng/năm.") == (
        Piece("Mức đóng "),
        Piece("1.263.600 ", "old"),
        Piece("1.366.200 ", "new"),
        Piece("đồng/năm."),
    )


def test_units_differ_in_their_name_and_telephone_only() -> None:
    text = "Mời bà con đến {}, gọi {} để được hỗ trợ."
    first, second = apart([text.format("BHXH Văn Chấn", "0216 1"), text.format("BHXH Trạm Tấu", "0216 2")])
    assert [piece.text for piece in first if piece.kind == "new"] == ["Văn Chấn", "1 "]
    assert [piece.text for piece in second if piece.kind == "new"] == ["Trạm Tấu", "2 "]


def test_a_book_is_compared_by_lines_and_a_wall_of_words_as_a_whole() -> None:
    lines = [f"Dòng số {n} của một bài rất dài.\n" for n in range(2000)]
    changed = [*lines[:1000], "Dòng khác.\n", *lines[1001:]]
    assert [piece.kind for piece in changes("".join(lines), "".join(changed))] == ["same", "old", "new", "same"]
    wall = " ".join(str(n) for n in range(4000))
    assert [piece.kind for piece in changes(wall, f"{wall} hết")] == ["old", "new"]


@settings(deadline=None)
@given(texts, texts)
def test_extracts_hold_every_difference_once_and_nothing_else_in_full(old: str, new: str) -> None:
    pieces = changes(old, new)
    differing = [piece for piece in pieces if piece.kind != "same"]
    assert [piece for extract in extracts(pieces, 5) for piece in extract if piece.kind != "same"] == differing


def test_an_extract_is_read_by_what_stands_around_it() -> None:
    old = "Người thứ nhất đóng một năm 1.263.600 đồng, người thứ hai đóng ít hơn; mời bà con đến xã nhé. Gọi 1."
    new = old.replace("1.263.600", "1.366.200").replace("Gọi 1.", "Gọi 2.")
    shown = [
        "".join(piece.text for piece in extract if piece.kind != "old") for extract in extracts(changes(old, new), 20)
    ]
    assert shown == ["… nhất đóng một năm 1.366.200 đồng, người thứ hai …", "… đến xã nhé. Gọi 2."]
