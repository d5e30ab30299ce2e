"""House style of a newsroom: which of two correct ways of saying a number it prefers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Style:
    """Northern broadcasting style by default.

    ``four``: the digit 4 after "mươi" (24 is "hai mươi tư" or "hai mươi bốn").
    ``odd``: the word for an empty tens place (105 is "một trăm linh năm" or "một trăm lẻ năm").
    ``thousand``: "nghìn" in the north, "ngàn" in the south.
    ``first_days``: the word before the days 1 to 10 of a month ("mùng", "mồng", or none).
    ``document``: "short" names the issuer ("của Chính phủ"), "full" reads each part of the number.
    """

    four: Literal["tư", "bốn"] = "tư"
    odd: Literal["linh", "lẻ"] = "linh"
    thousand: Literal["nghìn", "ngàn"] = "nghìn"
    first_days: Literal["mùng", "mồng", ""] = "mùng"
    document: Literal["short", "full"] = "short"
