"""The proof can fail: each build with a safeguard taken out is caught by the judge that test_kill.py trusts.

The builds are those of broken.py, run on the same faults and killed at the same kinds of moments. A post sent
directly shows the loss of either safeguard as a second copy on the Page.
"""

import pytest

from tests.soak.broken import BUILDS
from tests.soak.databases import sqlite
from tests.soak.judge import complaints
from tests.soak.trial import Trial, side_by_side


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The complaints about each build."""
    folder = tmp_path_factory.mktemp("broken")
    trials = {
        folder / build: Trial(
            "direct", sqlite(folder / build), seed=404, posts=30, kills=6, window=10, bound=45,
            launcher=("-m", "tests.soak.broken", build),
        )
        for build in BUILDS
    }  # fmt: skip
    return {place.name: complaints(evidence) for place, evidence in side_by_side(trials).items()}


@pytest.mark.parametrize("build", BUILDS)
def test_a_build_without_a_safeguard_is_caught_publishing_twice(found: dict[str, list[str]], build: str) -> None:
    assert any(complaint.startswith("twice:") for complaint in found[build]), found[build]


def test_a_build_that_writes_attempts_after_its_calls_is_caught_by_what_is_missing(found: dict[str, list[str]]) -> None:
    assert any(complaint.startswith("attempted:") for complaint in found["without-attempt"])
