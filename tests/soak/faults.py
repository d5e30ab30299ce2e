"""How Facebook fails during a trial: a scenario for the sandbox, the same for the same seed.

More than a quarter of the write calls go wrong, nearly always in the treacherous way: the call is carried out,
and its answer is lost or lies.
"""

from collections.abc import Iterator

HANG = 2.5
"""Seconds of silence: longer than the client waits."""

_AFTER: tuple[tuple[str, float, dict[str, object]], ...] = (
    ("executed-then-cut", 0.07, {}),
    ("executed-then-500", 0.07, {}),
    ("executed-then-html", 0.06, {}),
    ("executed-then-empty", 0.05, {}),
    ("executed-then-hang", 0.03, {"seconds": HANG}),
    ("executed-then-error", 0.02, {}),
)
_BEFORE: tuple[tuple[str, float, dict[str, object]], ...] = (
    ("hang", 0.02, {"seconds": HANG, "method": "POST"}),
    ("cut", 0.03, {"method": "POST"}),
)


def rules(seed: int, most: int) -> Iterator[dict[str, object]]:
    """The rules, most lasting first: of those that end a call the first that strikes wins.

    None ends more than `most` calls of a Page, so that no Page is unlucky for ever.
    """
    yield {"fault": "lag", "rate": 0.5, "seconds": 2, "seed": seed}
    yield {"fault": "rate-limit", "code": 80001, "method": "POST", "after": 2, "rate": 0.15, "seconds": 3, "seed": seed}
    for fault, rate, more in (*_AFTER, *_BEFORE):
        yield {"fault": fault, "rate": rate, "seed": seed, "times": most, **more}
    yield {"fault": "html", "method": "GET", "rate": 0.05, "seed": seed}
    yield {"fault": "cut", "method": "GET", "rate": 0.03, "seed": seed + 1}
    yield {"fault": "short-page", "rate": 0.3, "seed": seed}
