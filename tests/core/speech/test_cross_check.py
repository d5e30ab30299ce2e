"""Agreement with an independent normaliser, where that one is right: cardinals below ten billion, percentages."""

from __future__ import annotations

import random

import pytest

from scheduler.core.speech import Lexicon, Style, read_aloud, spoken_number

sea_g2p = pytest.importorskip("sea_g2p")
STYLE = Style(four="bốn", odd="lẻ")
NOTHING = Lexicon.from_entries(())


def test_cardinals_agree_with_sea_g2p() -> None:
    normalizer, chance = sea_g2p.Normalizer(), random.Random(7)
    numbers = [*range(1, 130), *(chance.randrange(10 ** chance.randint(3, 10)) for _ in range(600))]
    differ = [n for n in numbers if normalizer.normalize(f"{n:,}".replace(",", ".")) != spoken_number(n, STYLE)]
    assert differ == []


def test_percentages_agree_with_sea_g2p() -> None:
    normalizer, chance = sea_g2p.Normalizer(), random.Random(8)
    written = [f"{chance.randrange(1000)},{chance.randrange(1, 10)}%" for _ in range(300)]
    differ = [w for w in written if normalizer.normalize(w) != read_aloud(w, NOTHING, STYLE).spoken.casefold()]
    assert differ == []
