"""Against a stand-in for Graph that the product was never written for, all promises hold as well.

It shares no line with the sandbox, knows fewer edges, names things otherwise and fails in its own ways. The product
is told of it by `BHXH_GRAPH_URL` and config.yaml alone, and speaks only what Facebook would understand.
"""

import pytest

from tests.soak.databases import sqlite
from tests.soak.evidence import Evidence
from tests.soak.judge import complaints
from tests.soak.trial import PROTOCOLS, Protocol, Trial, side_by_side


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    folder = tmp_path_factory.mktemp("stranger")
    trials = {
        folder / protocol: Trial(
            protocol, sqlite(folder / protocol), 505, posts=30, kills=5, window=10, bound=200, graph="stranger"
        )
        for protocol in PROTOCOLS
    }
    return {place.name: found for place, found in side_by_side(trials).items()}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_post_goes_out_exactly_once_on_an_unknown_graph(
    evidence: dict[str, Evidence], protocol: Protocol
) -> None:
    assert complaints(evidence[protocol]) == [], evidence[protocol].summary()


def test_the_unknown_graph_is_no_kinder_than_the_sandbox(evidence: dict[str, Evidence]) -> None:
    assert all(found.fault_share >= 0.25 and len(found.kills) == 5 for found in evidence.values())
