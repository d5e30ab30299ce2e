"""The database itself repels what the program would never write."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store import accounts
from scheduler.store.models import Account
from tests.store.conftest import NOW, MakePost, get


def refused(statement: str, *values: str | int | bytes | datetime) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount == 1
    except IntegrityError:
        return True
    return False


def test_a_state_that_nobody_knows_is_refused(make_post: MakePost) -> None:
    post = make_post()
    assert refused("UPDATE store_post SET state = 'posted' WHERE id = %s", post.pk)
    assert refused("UPDATE store_post SET state = '' WHERE id = %s", post.pk)
    assert not refused("UPDATE store_post SET state = 'draft' WHERE id = %s", post.pk)


@pytest.mark.parametrize("state", ["published", "recalled"])
def test_nothing_is_published_without_proof(make_post: MakePost, state: str) -> None:
    post = make_post()
    assert refused("UPDATE store_post SET state = %s WHERE id = %s", state, post.pk)
    assert refused("UPDATE store_post SET state = %s, remote_id = '1_1' WHERE id = %s", state, post.pk)
    assert refused("UPDATE store_post SET state = %s, published_at = %s WHERE id = %s", state, NOW, post.pk)
    proven = "UPDATE store_post SET state = %s, remote_id = '1_1', published_at = %s WHERE id = %s"
    assert not refused(proven, state, NOW, post.pk)
    assert refused("UPDATE store_post SET remote_id = '' WHERE id = %s", post.pk)


def test_nothing_is_being_sent_without_a_lease(make_post: MakePost) -> None:
    post = make_post()
    assert refused("UPDATE store_post SET state = 'sending' WHERE id = %s", post.pk)
    assert not refused("UPDATE store_post SET state = 'sending', lease_until = %s WHERE id = %s", NOW, post.pk)


def test_a_key_and_revision_are_stored_once(make_post: MakePost) -> None:
    make_post("fb-a")
    second = make_post("fb-b")
    assert refused("UPDATE store_post SET key = %s WHERE id = %s", make_post("fb-c").key, second.pk)


def test_two_scripts_of_a_station_never_share_a_number(make_post: MakePost) -> None:
    first, second = make_post("dai", kind="radio"), make_post("dai", kind="radio", ordinal=2)
    assert (first.number, second.number) == (1, 2)
    assert refused("UPDATE store_post SET number = 1 WHERE id = %s", second.pk)


def test_a_role_that_nobody_knows_is_refused(db: str) -> None:
    accounts.add("lan", Role.AUTHOR)
    assert refused("UPDATE store_account SET role = 'boss'")
    assert Account.objects.get().role == Role.AUTHOR


def test_every_state_of_the_table_can_be_stored(make_post: MakePost) -> None:
    post = make_post()
    for state in State:
        statement = (
            "UPDATE store_post SET state = %s, remote_id = '1', published_at = %s, lease_until = %s WHERE id = %s"
        )
        assert not refused(statement, state.value, NOW, NOW, post.pk)
        assert get(post.key).state == state
