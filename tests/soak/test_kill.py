"""Workers are killed at seeded moments, on both databases, while Facebook fails: every post goes out exactly once.

Over all trials here: 60 or more kills (SIGKILL), 300 or more posts on 10 Pages, and faults on a quarter or more of
the write calls. On PostgreSQL two workers share the database. `make soak` runs the same at length.

That these tests can fail is shown in test_broken.py: a build without the attempt row and a build that does not
look before it sends again are both caught by the same judge.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak.databases import postgres, sqlite
from tests.soak.evidence import Evidence
from tests.soak.judge import complaints
from tests.soak.trial import PROTOCOLS, Protocol, Trial, side_by_side

POSTS, KILLS = 54, 11
"""Of each trial; there are six."""

SEEDS = {"two-phase": 101, "handover": 202, "direct": 303}
Trials = dict[Protocol, Evidence]


def _run(databases: dict[Protocol, str], folder: Path, workers: int) -> Trials:
    """The three protocols at the same time, each in a folder and a database of its own."""
    trials = {
        folder / protocol: Trial(
            protocol, database, SEEDS[protocol] + workers, posts=POSTS, kills=KILLS, workers=workers
        )
        for protocol, database in databases.items()
    }
    found = side_by_side(trials)
    sys.stderr.writelines(f"\n{evidence.summary()}" for evidence in found.values())
    return {protocol: found[folder / protocol] for protocol in databases}


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    folder = tmp_path_factory.mktemp("sqlite")
    return _run({protocol: sqlite(folder / protocol) for protocol in PROTOCOLS}, folder, workers=1)


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Trials]:
    folder = tmp_path_factory.mktemp("postgres")
    with postgres(postgres_server, PROTOCOLS) as databases:
        yield _run(databases, folder, workers=2)


@pytest.fixture(params=["sqlite", "postgres"])
def trials(request: pytest.FixtureRequest) -> Trials:
    found: Trials = request.getfixturevalue(f"on_{request.param}")
    return found


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_post_goes_out_exactly_once_however_workers_die(trials: Trials, protocol: Protocol) -> None:
    assert complaints(trials[protocol]) == [], trials[protocol].summary()


def test_the_trials_are_as_hard_as_they_claim(on_sqlite: Trials, on_postgres: Trials) -> None:
    every = [*on_sqlite.values(), *on_postgres.values()]
    kills = [kill for evidence in every for kill in evidence.kills]
    assert len(kills) >= 60
    assert sum(bool(kill.line) for kill in kills) >= len(kills) / 2, "most kills must come in the middle of a call"
    assert sum(len(evidence.planned) for evidence in every) >= 300
    assert all(len({post.page_id for post in evidence.planned}) == 10 for evidence in every)
    assert all(evidence.fault_share >= 0.25 for evidence in every), [evidence.summary() for evidence in every]


def test_two_workers_share_the_work_on_postgresql(on_postgres: Trials) -> None:
    for evidence in on_postgres.values():
        assert {kill.worker for kill in evidence.kills} == {0, 1}
