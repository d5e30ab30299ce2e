"""Cursor paging: `after` and `before`, opaque cursors, `next` and `previous` as full addresses."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError, bad_parameter
from scheduler.sandbox.params import whole_number

Key = tuple[int, int]


def encode_cursor(key: Key) -> str:
    """A cursor that names a row by its sorting key."""
    return base64.urlsafe_b64encode(f"{key[0]}:{key[1]}".encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Key:
    """The sorting key in a cursor. Raises GraphError (code 100) for anything else."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        first, second = plain.split(":")
        key = int(first), int(second)
    except (ValueError, binascii.Error) as error:
        raise GraphError(100, message="(#100) Invalid cursor") from error
    if max(map(abs, key)) >= 2**62:
        raise GraphError(100, message="(#100) Invalid cursor")
    return key


def page_of(call: Call, select: str, values: Sequence[object], show: Callable[[sqlite3.Row], Json]) -> Json:
    """One page of a list, newest first.

    `select` is a SELECT with a WHERE clause whose rows have the columns `sort` and `n`; the pair orders
    them. A short page may still have a `next`, as Graph warns; a fault can force one.
    """
    most = call.limits.page_size_max
    if call.parameters.get("limit", "").isdigit() and int(call.parameters["limit"]) > most:
        raise bad_parameter("limit", f"may be at most {most}")
    limit = whole_number(call.parameters, "limit", call.limits.page_size, 1, most)
    rows, more = _fetch(call, select, values, limit)
    if call.twist.short_page and len(rows) > 1:
        rows, more = rows[: len(rows) // 2], True
    answer: Json = {"data": [show(row) for row in rows]}
    if rows:
        answer["paging"] = _paging(call, rows, limit, more)
    return answer


def _fetch(call: Call, select: str, values: Sequence[object], limit: int) -> tuple[list[sqlite3.Row], bool]:
    after, before = call.parameters.get("after"), call.parameters.get("before")
    order, bound = "DESC", ""
    key: tuple[int, ...] = ()
    if after:
        bound, key = "WHERE (sort, n) < (?, ?)", decode_cursor(after)
    elif before:
        order, bound, key = "ASC", "WHERE (sort, n) > (?, ?)", decode_cursor(before)

    sql = f"SELECT * FROM ({select}) {bound} ORDER BY sort {order}, n {order} LIMIT ?"  # noqa: S608  # own SQL, values bound
    rows = call.database.all(sql, *values, *key, limit + 1)
    found, more = rows[:limit], len(rows) > limit
    # Reading backwards, what follows is the page that the cursor came from.
    return (found[::-1], True) if before and not after else (found, more)


def _paging(call: Call, rows: list[sqlite3.Row], limit: int, more: bool) -> Json:
    first, last = (encode_cursor((row["sort"], row["n"])) for row in (rows[0], rows[-1]))
    paging: Json = {"cursors": {"before": first, "after": last}}
    if more:
        paging["next"] = _address(call, limit, after=last)
    if call.parameters.get("after") or call.parameters.get("before"):
        paging["previous"] = _address(call, limit, before=first)
    return paging


def _address(call: Call, limit: int, **cursor: str) -> str:
    kept = {key: value for key, value in call.parameters.items() if key not in ("after", "before", "limit")}
    query = {"access_token": call.access_token or "", **kept, "limit": str(limit), **cursor}
    return f"{call.base}/{call.version}/{call.object_id}/{call.edge}?{urlencode(query)}"
