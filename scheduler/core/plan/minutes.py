"""The minutes of a day in which a kind of channel may post: each is given once, none in quiet hours."""

from collections.abc import Sequence

from scheduler.core.plan.day import Day


class Minutes:
    """Free minutes. `_next[m]` leads to the first free minute from m; paths are shortened as they are walked."""

    def __init__(self, day: Day, quiet: Sequence[tuple[int, int]]) -> None:
        self._start, self._end = day.start, day.end
        self._quiet = quiet
        self._next = list(range((day.end - day.start) // 60 + 1))

    def after_quiet(self, second: int) -> int:
        """The instant itself, or the end of the quiet hours that it lies in."""
        for start, end in self._quiet:
            if start <= second < end:
                return end
        return second

    def free(self, second: int) -> int:
        """The first free minute from the instant; the end of the day or later where there is none."""
        minute = (second - self._start) // 60
        if not 0 <= minute < len(self._next):
            return second
        root = minute
        while self._next[root] != root:
            root = self._next[root]
        while self._next[minute] != root:
            self._next[minute], minute = root, self._next[minute]
        return self._start + root * 60

    def take(self, second: int) -> None:
        """Give a minute away. An instant outside the day changes nothing."""
        minute = (second - self._start) // 60
        if 0 <= minute < len(self._next) - 1:
            self._next[minute] = minute + 1
