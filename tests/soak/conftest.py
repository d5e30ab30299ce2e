"""The trials that kill workers take minutes: they are marked, and run by `make soak`."""

import pytest

LONG = ("test_kill.py", "test_broken.py", "test_stranger.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "soak" and item.path.name in LONG:
            item.add_marker(pytest.mark.soak)
