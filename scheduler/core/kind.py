"""What a channel kind asks of a text. A new kind is one module in `publish/` plus one line in its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.core.text import utf16_length


@dataclass(frozen=True)
class KindRules:
    """`limit` is the most characters a post may have, None where there is none; `spoken` texts are read aloud."""

    limit: int | None
    spoken: bool

    def excess(self, text: str) -> int:
        """The length of a text that is too long, in characters as Facebook counts them; 0 where it fits."""
        length = utf16_length(text)
        return length if self.limit is not None and length > self.limit else 0


KINDS_BUILT_IN: Mapping[str, KindRules] = {
    "facebook": KindRules(63_206, False),
    "radio": KindRules(20_000, True),
}
"""The kinds that come with the product. A post on a Facebook Page holds at most 63,206 characters. A script
holds what is read in some twenty minutes, longer than any broadcast: time bounds it further, but a text by mistake of a
whole book must not be read aloud by the machine first to find that out."""
