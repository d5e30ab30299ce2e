"""The trials that kill workers take longest: they begin first, beside all other tests."""

import pytest

LONGEST = "test_kill.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name != LONGEST)
