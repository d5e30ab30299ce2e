"""A figure stands beside the words it is read as, and only those."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.radio.figures import Figure, figures
from scheduler.core.speech import Lexicon, read_aloud

PLAIN = Lexicon.from_entries(())


def read(text: str) -> tuple[Figure, ...]:
    return figures(text, read_aloud(text, PLAIN).spoken)


def test_a_figure_stands_beside_its_words() -> None:
    assert read("Người thứ nhất đóng 804.600 đồng một năm.") == (
        Figure("804.600", "tám trăm linh bốn nghìn sáu trăm"),
    )  # fmt: skip


def test_a_figure_whose_words_also_stand_beside_it_is_told_apart() -> None:
    assert read("Đóng đủ 5 năm, thêm 5 năm nữa.") == (Figure("5", "năm"), Figure("5", "năm"))


def test_a_percent_sign_is_part_of_its_figure() -> None:
    assert read("Nhà nước hỗ trợ 30% mức đóng.") == (Figure("30%", "ba mươi phần trăm"),)


def test_figures_at_the_beginning_and_end_are_found() -> None:
    assert [figure.written for figure in read("12 tháng hoặc 24.")] == ["12", "24"]


def test_a_telephone_number_is_one_figure() -> None:
    assert [figure.written for figure in read("Gọi tổng đài 1900 9068 để hỏi.")] == ["1900 9068"]


def test_a_line_without_figures_has_none() -> None:
    assert read("Kính thưa bà con!") == ()


def test_two_lines_that_do_not_belong_together_have_none() -> None:
    assert figures("Mức đóng 5 đồng.", "đồng, mức") == ()
    assert figures("", "Kính thưa bà con") == ()
    assert figures("Đóng 5 đồng.", "") == ()


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_every_figure_of_a_line_is_named_once_and_in_order(numbers: list[int]) -> None:
    written = [f"{number:,}".replace(",", ".") for number in numbers]
    found = read("Mức đóng " + " đồng, rồi đến ".join(written) + " đồng")
    assert [figure.written for figure in found] == written
    assert all(figure.spoken and not any(char.isdigit() for char in figure.spoken) for figure in found)
