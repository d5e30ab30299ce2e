"""Agreement with an independent normaliser, where that one is right.

Left out is what it is known to misread: May (it drops the word for year), document numbers, days up to 12 in a span.
"""

from __future__ import annotations

import random

import pytest

from scheduler.core.speech import Lexicon, Style, read_aloud, spoken_number

sea_g2p = pytest.importorskip("sea_g2p")
STYLE = Style(four="bốn", odd="lẻ", first_days="")
NOTHING = Lexicon.from_entries(())
MONTHS = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12)


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


WRITTEN = {
    "dates": lambda chance: f"ngày {chance.randint(1, 28)}/{chance.choice(MONTHS)}/{chance.randint(1960, 2030)}",
    "months": lambda chance: f"tháng {chance.choice(MONTHS)}/{chance.randint(1990, 2030)}",
    "times": lambda chance: f"lúc {chance.randint(0, 23)}h{chance.randint(1, 59):02}",
    "clocks": lambda chance: f"lúc {chance.randint(0, 23):02}:{chance.randint(1, 59):02}",
    "money": lambda chance: f"{chance.randint(1, 99_999) * 100:,} đồng".replace(",", "."),
    "spans": lambda chance: f"từ {chance.randint(1, 40)}-{chance.randint(41, 99)}%",
    "articles": lambda chance: f"khoản {chance.randint(1, 9)} Điều {chance.randint(1, 150)}",
    "periods": lambda chance: f"giai đoạn {(year := chance.randint(2000, 2030))}-{year + 5}",
    "mobiles": lambda chance: f"09{chance.randrange(10**8):08}",
}
"""Forms of which it reads every one as an announcer does, made by chance."""


@pytest.mark.parametrize("form", WRITTEN)
def test_a_form_agrees_with_sea_g2p(form: str) -> None:
    normalizer, chance = sea_g2p.Normalizer(), random.Random(9)
    differ = []
    for written in (WRITTEN[form](chance) for _ in range(200)):
        ours, theirs = read_aloud(written, NOTHING, STYLE), normalizer.normalize(written)
        if ours.unread or ours.spoken.casefold() != theirs:
            differ.append((written, ours.spoken, theirs))
    assert differ == []
