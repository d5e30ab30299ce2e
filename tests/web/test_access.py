"""The table of access, tried whole: every address × every role × own and foreign unit."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from scheduler.core.approval import Role
from scheduler.store.models import Stop
from scheduler.web.access import RULES
from scheduler.web.things import FINDERS
from scheduler.web.urls import urlpatterns
from tests.store.conftest import NOW
from tests.web.conftest import House

NAMES = [pattern.name or "" for pattern in urlpatterns if isinstance(pattern, URLPattern)]
GUARDED = [name for name in NAMES if name in RULES and not RULES[name].open]

NAMED: dict[str, Callable[[House, str], dict[str, object]]] = {
    "post": lambda house, unit: {"post": house.post(unit).pk},
    "account": lambda house, unit: {"account": house.account(Role.AUTHOR, unit, f"nguoi-{unit}").pk},
    "unit": lambda house, unit: {"unit": unit},
    "channel": lambda house, unit: {"channel": {"u-a": "fb-a", "u-khac": "fb-khac"}[unit]},
    "campaign": lambda house, unit: {"campaign": "thu"},
    "notice": lambda house, unit: {"notice": house.notice({"u-a": "fb-a", "u-khac": "fb-khac"}[unit]).pk},
    "stop": lambda house, unit: {"stop": stopped(unit).pk},
}
"""Kind of thing → what an address that names one of that unit says."""

SHARED = {"campaign"}
"""Things that are no unit's own; what they show is narrowed to the person's posts, which their pages' tests show."""

EXTRA: dict[str, dict[str, object]] = {"photo": {"file": "anh.png"}}
"""What else some addresses say, by name."""


def stopped(unit: str) -> Stop:
    """A word to stop about a unit."""
    return Stop.objects.create(unit=unit, units=[unit], why="thử", by="lan", at=NOW)


def opened(house: House, browser: Client, name: str, unit: str) -> int:
    rule = RULES[name]
    said = (NAMED[rule.about](house, unit) if rule.about else {}) | EXTRA.get(name, {})
    address = reverse(name, kwargs=said)
    answer = browser.post(address, {"why": "thử"}) if rule.method == "POST" else browser.get(address)
    answer.close()  # a file that is sent is open till then
    return answer.status_code


def test_every_address_has_a_name_and_a_row_and_every_row_an_address() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(urlpatterns)
    assert set(NAMES) == set(RULES)


def test_every_kind_of_thing_is_tried() -> None:
    assert {rule.about for rule in RULES.values()} - {""} <= set(NAMED)
    assert set(NAMED) == set(FINDERS)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", GUARDED)
def test_a_role_opens_what_its_row_says_and_nothing_else(queued: House, name: str, role: Role) -> None:
    status = opened(queued, queued.client(role, "u-a"), name, "u-a")
    if role in RULES[name].roles:
        assert status not in (401, 403, 404)
        assert status < 500
    else:
        assert status == 403


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", [name for name in GUARDED if RULES[name].about and RULES[name].about not in SHARED])
def test_what_belongs_to_another_unit_does_not_exist(queued: House, name: str, role: Role) -> None:
    for unit in ("u-a", "u-tinh"):
        status = opened(queued, queued.client(role, unit), name, "u-khac")
        assert status == (404 if role in RULES[name].roles else 403)


@pytest.mark.parametrize("name", GUARDED)
def test_nobody_opens_anything_without_logging_in(queued: House, name: str) -> None:
    sent = RULES[name].method == "POST"
    assert opened(queued, queued.client(), name, "u-a") == (403 if sent else 302), "a form is kept, a page comes later"


def test_the_province_opens_what_belongs_to_a_unit_below_it(queued: House) -> None:
    for name in (name for name in GUARDED if RULES[name].about):
        assert opened(queued, queued.client(Role.ADMIN, "u-tinh"), name, "u-a") not in (403, 404)


def test_an_address_without_a_row_is_opened_by_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RULES, "today")
    assert house.client(Role.ADMIN).get("/").status_code == 404
