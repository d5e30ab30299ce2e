"""Who chose to be told by mail, and ways with long names, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.approval import Role
from scheduler.store import accounts, people, ways

pytestmark = pytest.mark.usefixtures("db")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_only_open_accounts_with_a_mailbox_that_chose_something_are_told() -> None:
    for name, email in (("an", "an@a.vn"), ("binh", "binh@a.vn"), ("chi", ""), ("dung", "dung@a.vn")):
        account = accounts.add(name, Role.AUTHOR, unit="u-a", email=email)
        people.choose_notices(account, [] if name == "dung" else ["failed", "clock"])
    accounts.set_active("binh", False)
    assert [(row.username, row.notices) for row in people.told_by_mail()] == [("an", ["failed"])]


def test_a_way_with_a_name_of_any_length_has_a_state_of_its_own() -> None:
    names = [f"mail:{'x' * 60}{n}@example.vn" for n in range(2)]
    assert ways.take(names[0], NOW, timedelta(hours=1)) and ways.take(names[1], NOW, timedelta(hours=1))
    ways.failed(names[0], "hỏng", NOW)
    ways.succeeded(names[1], NOW)
    assert {name: state.fails for name, state in ways.states(names).items()} == {names[0]: 1, names[1]: 0}
    assert ways.states(["mail:ai@example.vn"]) == {"mail:ai@example.vn": ways.WayState()}
