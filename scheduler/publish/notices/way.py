"""A way of telling people: what carries a letter, and how it says that it could not."""

from typing import Protocol

from scheduler.publish.notices.letter import Letter


class NotDelivered(Exception):
    """The letter did not go out, as far as can be known. The text is for people and holds no secret.

    `wide`: the server failed, not this address, so others who are told through it need not be tried now.
    """

    def __init__(self, what: str, *, wide: bool = False) -> None:
        super().__init__(what)
        self.wide = wide


class Way(Protocol):
    """Carries letters."""

    @property
    def name(self) -> str:
        """What the database calls it: one name for one address, whoever names it."""

    @property
    def server(self) -> str:
        """What the database calls the server that it shares with others; empty where it shares none."""

    def send(self, letter: Letter) -> None:
        """Carry a letter, within a bound of time. Raises NotDelivered for whatever the other side does."""
