"""The escape of template writers."""

from __future__ import annotations

import pytest

from scheduler.core.speech import Lexicon, read_aloud, say, written

NOTHING = Lexicon.from_entries(())


def test_what_a_template_says_is_read_so_and_written_so() -> None:
    text = f"Mở {say('VssID', 'vê ét ét ai đi')}, bấm 2."
    assert read_aloud(text, NOTHING).spoken == "Mở vê ét ét ai đi, bấm hai."
    assert read_aloud(text, NOTHING).unread == ()
    assert written(text) == "Mở VssID, bấm 2."


def test_a_marked_word_begins_a_sentence_with_a_capital() -> None:
    assert read_aloud(say("5", "năm"), NOTHING).spoken == "Năm"


@pytest.mark.parametrize(("shown", "spoken"), [("", "a"), ("a", " "), ("a\nb", "a"), ("a", "4"), ("a", "b\ue002")])
def test_a_mark_that_could_not_be_read_is_refused(shown: str, spoken: str) -> None:
    with pytest.raises(ValueError, match="say"):
        say(shown, spoken)


@pytest.mark.parametrize("text", ["a\ue000b", "a\ue001b\ue002", "\ue002", "\ue000a\ue001\ue002", "\uf8ff", "\ue011"])
def test_stray_private_characters_are_refused(text: str) -> None:
    assert read_aloud(text, NOTHING).unread


def test_a_forged_mark_with_digits_is_refused() -> None:
    assert read_aloud("\ue000a\ue0015\ue002", NOTHING).unread


def test_text_without_marks_is_written_as_it_is() -> None:
    assert written("BHXH 2026") == "BHXH 2026"
