"""The proof can fail: each build with a safeguard taken out is caught by the judge that test_kill.py trusts.

The builds are those of broken.py, run on the same faults and killed at the same kinds of moments. A post sent
directly shows the loss of either safeguard as a second copy on the Page.
"""

from pathlib import Path

import pytest

from tests.soak.broken import BUILDS
from tests.soak.databases import sqlite
from tests.soak.judge import complaints
from tests.soak.trial import Trial, run


@pytest.mark.parametrize("build", BUILDS)
def test_a_build_without_a_safeguard_is_caught_publishing_twice(build: str, tmp_path: Path) -> None:
    launcher = ("-m", "tests.soak.broken", build)
    trial = Trial(
        "direct", sqlite(tmp_path / "office"), seed=404, posts=30, kills=6, window=10, bound=40, launcher=launcher
    )
    found = complaints(run(trial, tmp_path / "office"))
    assert any(complaint.startswith("twice:") for complaint in found), found
