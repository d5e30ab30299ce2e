"""What a revision changed in the spoken words is shown, all of it and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.radio.change import Piece, spoken_change

WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu"]), max_size=40).map(" ".join)


def test_a_changed_word_stands_between_a_few_that_stayed() -> None:
    old = "Kính thưa bà con, mức đóng một tháng là một trăm đồng, mời bà con đến nơi gần nhất."
    assert spoken_change(old, old.replace("một trăm đồng", "hai trăm đồng")) == (
        Piece("same", "… con, mức đóng một tháng là"),
        Piece("out", "một"),
        Piece("in", "hai"),
        Piece("same", "trăm đồng, mời bà con đến …"),
    )


def test_the_same_words_are_no_change_however_the_lines_break() -> None:
    assert spoken_change("một hai\nba", "một  hai ba") == ()


@settings(deadline=None)
@given(WORDS, WORDS)
def test_every_word_that_came_or_went_is_named(old: str, new: str) -> None:
    pieces = spoken_change(old, new)
    gone = sum(len(piece.words.split()) for piece in pieces if piece.op == "out")
    came = sum(len(piece.words.split()) for piece in pieces if piece.op == "in")
    assert came - gone == len(new.split()) - len(old.split())
    assert bool(pieces) == (old.split() != new.split())
