"""Many rows at once: whatever their number, what is stored is what was given, in the same order."""

import json
import sqlite3
import sys
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction

from scheduler.store.bulk import Behind, insert, reserve_ids
from scheduler.store.models import Payload, Setting

COLUMNS = ("id", "sha256", "kind", "body")
SAME = {"lang": "vi", "unread": "[]"}

Row = tuple[int, str, str, str]


def rows(count: int, first: int = 1) -> list[Row]:
    return [
        (n, f"{n:064}", "radio", body(f"Kính thưa bà con, bài {n}: '%s' ? ; 100%")) for n in range(first, first + count)
    ]


def body(text: str) -> str:
    """The form in which texts are stored: the database takes their words from it for the search."""
    return json.dumps({"text": text}, ensure_ascii=False)


def store(some: Sequence[Row], *, keep_old: bool = False) -> None:
    with transaction.atomic():
        insert(Payload, COLUMNS, some, same=SAME, keep_old=keep_old)


def stored() -> list[Row]:
    return list(Payload.objects.order_by("id").values_list(*COLUMNS))


@pytest.mark.parametrize("count", [0, 1, 7, 8, 63, 64, 65, 511, 512, 513, 1_100])
def test_every_number_of_rows_is_stored_to_the_letter(db: str, count: int) -> None:
    store(rows(count))
    assert stored() == rows(count)
    assert set(Payload.objects.values_list("lang", "unread")) == ({("vi", "[]")} if count else set())


def test_rows_are_stored_where_a_statement_takes_few_values(db: str) -> None:
    """SQLite may be built to take 999 values in a statement."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 40)
    store(rows(100))
    assert stored() == rows(100)


def test_a_broken_constraint_is_told_as_the_database_layer_tells_it_and_nothing_stays(db: str) -> None:
    with pytest.raises(IntegrityError):
        store([*rows(600), (700, f"{1:064}", "radio", body("một bài nữa có cùng mã"))])
    assert stored() == []


def test_rows_that_are_there_already_are_left_as_they_were_when_asked(db: str) -> None:
    store(rows(3))
    store([(50, f"{2:064}", "radio", body("khác")), *rows(2, first=60)], keep_old=True)
    assert stored() == [*rows(3), *rows(2, first=60)]


def test_ids_go_on_after_the_last_one_and_are_given_once(db: str) -> None:
    with transaction.atomic():
        first = list(reserve_ids(Payload, 3))
        insert(Payload, COLUMNS, [(pk, *row[1:]) for pk, row in zip(first, rows(3), strict=True)], same=SAME)
    with transaction.atomic():
        second = list(reserve_ids(Payload, 2))
    assert len({*first, *second}) == 5
    assert min(second) > max(first)


def test_what_fails_behind_is_raised_in_front_and_threads_take_turns_as_before(db: str) -> None:
    before = sys.getswitchinterval()

    def fail() -> None:
        Setting.objects.create(name="một")
        raise RuntimeError("ổ đĩa đầy")

    with pytest.raises(RuntimeError, match="ổ đĩa đầy"), Behind() as behind:
        behind.do(fail)
    assert sys.getswitchinterval() == before
