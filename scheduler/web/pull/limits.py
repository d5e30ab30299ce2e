"""How often somebody may come: a bucket of tokens each, in bounded memory."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: float
    per_second: float


class Limit:
    """Counts comings by key. `now` is in seconds of any clock that only goes forward.

    Whoever came longest ago is forgotten when there are too many: a bucket that had time to fill is as good as none.
    """

    def __init__(self, rate: Rate, most: int) -> None:
        self._rate = rate
        self._most = most
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable, now: float) -> bool:
        """Whether this coming is within the rate."""
        left, at = self._buckets.pop(key, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - at) * self._rate.per_second)
        within = left >= 1
        self._buckets[key] = (left - 1 if within else left, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return within

    def wait(self, key: Hashable) -> int:
        """Whole seconds until the next coming is within the rate, at least one."""
        left, _ = self._buckets.get(key, (self._rate.burst, 0.0))
        return max(1, int((1 - left) / self._rate.per_second) + 1)

    def __len__(self) -> int:
        return len(self._buckets)
