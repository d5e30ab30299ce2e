"""A way of telling people: what carries a letter, and how it says that it could not."""

from typing import Protocol

from scheduler.publish.notices.letter import Letter


class NotDelivered(Exception):
    """The letter did not go out, as far as can be known. The text is for people and holds no secret."""


class Way(Protocol):
    """Carries letters."""

    @property
    def name(self) -> str:
        """What doctor and the database call it."""

    def send(self, letter: Letter) -> str:
        """Carry a letter, within a bound of time; what was not quite right, or nothing.

        Raises NotDelivered for whatever the other side does.
        """
