"""Changing and adding single rows by statements that are put together once.

A worker changes a handful of rows for each call to Facebook, and on SQLite one thread writes for all workers. Django
puts each statement together anew, which takes far longer than the database needs for it. Here the text of a statement
is kept by its columns; values are adapted by the model's own fields, so both databases get what Django would give.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

Values = Mapping[str, Any]


def change(model: type[Model], same: Values, values: Values, *, free: tuple[str, datetime] | None = None) -> int:
    """Give the rows that are as `same` says other values; how many there were.

    `free` is a worker and an instant: only rows that no other worker holds then.
    """
    wanted = {name: value for name, value in same.items() if value is not None}
    empty = tuple(name for name, value in same.items() if value is None)
    given = _adapted(model, values) + _adapted(model, wanted)
    if free is not None:
        given += _adapted(model, {"lease_until": free[1], "lease_by": free[0]})
    with connection.cursor() as cursor:
        cursor.execute(_update(model, tuple(values), tuple(wanted), empty, free is not None), given)
        return int(cursor.rowcount)


def add(row: Model) -> None:
    """Insert a row; it knows its id then."""
    model = type(row)
    names = _names(model)
    with connection.cursor() as cursor:
        cursor.execute(_insert(model), _adapted(model, {name: getattr(row, name) for name in names}))
        row.pk = cursor.fetchone()[0]
    row._state.adding = False


@lru_cache(maxsize=256)
def _update(
    model: type[Model], values: tuple[str, ...], same: tuple[str, ...], empty: tuple[str, ...], free: bool
) -> str:  # fmt: skip
    sets = ", ".join(f"{_column(model, name)} = %s" for name in values)
    tests = [f"{_column(model, name)} = %s" for name in same] + [f"{_column(model, name)} IS NULL" for name in empty]
    if free:
        until, by = _column(model, "lease_until"), _column(model, "lease_by")
        tests.append(f"({until} IS NULL OR {until} <= %s OR {by} = %s)")
    return f"UPDATE {_table(model)} SET {sets} WHERE {' AND '.join(tests)}"  # noqa: S608  # names of columns alone


@lru_cache(maxsize=16)
def _insert(model: type[Model]) -> str:
    columns = ", ".join(_column(model, name) for name in _names(model))
    marks = ", ".join("%s" for _ in _names(model))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks}) RETURNING {_column(model, 'id')}"  # noqa: S608  # as above


@lru_cache(maxsize=16)
def _names(model: type[Model]) -> tuple[str, ...]:
    """The columns that are given; the id comes from the database."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache(maxsize=256)
def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    """The field of a column, by its own name or that of its id (`payload` or `payload_id`)."""
    found = model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{model.__name__} has no column {name}")
    return found


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _adapted(model: type[Model], values: Values) -> list[Any]:
    return [
        _field(model, name).get_db_prep_save(value.pk if isinstance(value, Model) else value, connection)
        for name, value in values.items()
    ]
