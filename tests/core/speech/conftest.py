"""The lexicon that editors keep, and the comparison that forgives case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from scheduler.core.speech import Lexicon, LexiconEntry, LexiconFile, Reading, read_aloud

LEXICON = Path(__file__).parents[3] / "content" / "lexicon"


@pytest.fixture(scope="session")
def entries() -> list[LexiconEntry]:
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(LEXICON.glob("*.yaml"))]
    return [entry for file in files for entry in LexiconFile.model_validate(file).entries]


@pytest.fixture(scope="session")
def lexicon(entries: list[LexiconEntry]) -> Lexicon:
    return Lexicon.from_entries(entries)


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Callable[[str], Reading]:
    return lambda text: read_aloud(text, lexicon)


@pytest.fixture(scope="session")
def folded() -> Callable[[str], str]:
    return lambda text: " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
