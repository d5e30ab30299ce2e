"""A sentence that remembers how it was made, so that it can be said in another language where it is shown.

The rules speak Vietnamese: `phrase("giờ {due:%H:%M} đã qua", due=due)` is that text to whatever reads it (command
line, log, database, JSON), and the desk looks `pattern` up in its catalogue and fills it again with `figures`.
"""

from collections.abc import Callable, Iterable, Mapping


class Phrase(str):
    """A text with the pattern it was filled from. Whatever is made of it by other means is a plain text."""

    pattern: str
    figures: dict[str, object]

    def __str__(self) -> str:
        return self  # and so is str(error) of an error that was raised with it

    def filled(self, **figures: object) -> "Phrase":
        """The same pattern with figures: for a table of phrases whose figures come later."""
        return refilled(self.pattern, figures)

    def told(self, look_up: Callable[[str], str]) -> str:
        """The sentence by another pattern for the same figures; what it quotes of phrases is told likewise."""
        pattern = look_up(self.pattern) if self.pattern else ""
        if not self.figures:
            return pattern or str.__str__(self)
        return pattern.format(**{name: _told(value, look_up) for name, value in self.figures.items()})


def phrase(pattern: str, /, **figures: object) -> Phrase:
    """The pattern filled with its figures as `str.format` does; without figures braces stand for themselves.

    The pattern is written out where it is said: what is not a literal is found by nobody who translates.
    """
    return refilled(pattern, figures)


def listed(parts: Iterable[str], mark: str = ", ") -> Phrase:
    """The parts with the mark between them: `mark.join` for phrases."""
    figures: dict[str, object] = {f"p{n}": part for n, part in enumerate(parts)}
    return refilled(mark.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in figures), figures)


def refilled(pattern: str, figures: Mapping[str, object]) -> Phrase:
    """A phrase by its pattern and figures. Of an error stays what it says. Raises ValueError where they do not fit."""
    kept = {name: str(value) if isinstance(value, Exception) else value for name, value in figures.items()}
    made = Phrase(pattern.format(**kept) if kept else pattern)
    made.pattern, made.figures = pattern, kept
    return made


def _told(value: object, look_up: Callable[[str], str]) -> object:
    return value.told(look_up) if isinstance(value, Phrase) else value
