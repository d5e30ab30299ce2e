"""How a Vietnamese radio script is read aloud: figures and abbreviations in words, nothing guessed in silence."""

from scheduler.core.speech.lexicon import Lexicon, LexiconEntry, LexiconFile, clashes
from scheduler.core.speech.line import Unread
from scheduler.core.speech.marks import say, written
from scheduler.core.speech.numbers import parse_spoken, spoken_number
from scheduler.core.speech.reader import Reading, read_aloud
from scheduler.core.speech.style import Style
from scheduler.core.speech.timing import LONGEST_SENTENCE, LongSentence, long_sentences, seconds, syllables

__all__ = [
    "LONGEST_SENTENCE",
    "Lexicon",
    "LexiconEntry",
    "LexiconFile",
    "LongSentence",
    "Reading",
    "Style",
    "Unread",
    "clashes",
    "long_sentences",
    "parse_spoken",
    "read_aloud",
    "say",
    "seconds",
    "spoken_number",
    "syllables",
    "written",
]
