"""What the pull must know before every answer: is the link good, and did anything change that the station sees.

One read for both, past Django, because it is asked at every pull and everything else may come from memory. It reads
the rows themselves, no counter that a writer could forget: whatever the station's page shows of a script changes its
mark in the same commit, on any machine.
"""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

import psycopg
from django.db import connection

from scheduler.store.bulk import instant
from scheduler.store.radio.readings import MOST_ORDINALS

_PATIENCE = 2_000
"""Milliseconds to wait where SQLite is busy (it is not, but while a log is moved into an empty file)."""

_BATCH = 200
"""Looks in one question to PostgreSQL."""


class Ask(NamedTuple):
    """Who comes (station and the SHA-256 of the secret), and for the scripts of which days (`since` to `until`)."""

    station: str
    secret_sha: str
    since: datetime
    until: datetime
    now: datetime


class Glance(NamedTuple):
    """The link's id, and a mark of all that the station may see of its scripts: state, text, time, word of it."""

    link: int
    mark: str


class Glances(Protocol):
    """Looks at the database. To be used on one event loop only."""

    async def look(self, ask: Ask) -> Glance | None:
        """None where the link is wrong, ended, revoked or another station's. Raises OSError where nobody can tell."""

    async def close(self) -> None:
        """Let go of the connection."""


def glances(url: str) -> Glances:
    """For the database at `sqlite:///path` or `postgresql://…`."""
    return _Sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite:") else _Postgres(url)


# What became of a text's other readings is shown with each, also of those on other days or not yet out. Most texts are
# read once: these pay for one look into the index of keys.
_STEM = "rtrim(p.key, '0123456789')"
_KEYS = ", ".join(f"{_STEM} || '{nth}'" for nth in range(1, MOST_ORDINALS + 1))
_FIRST = f"p.key = {_STEM} || '1'"
_ALONE = f"{_FIRST} AND NOT EXISTS (SELECT 1 FROM store_post n WHERE n.key = {_STEM} || '2')"  # noqa: S608  # of _STEM
_READ = f"""
      CASE WHEN {_ALONE} THEN (SELECT count(*) FROM store_airing a WHERE a.post_id = p.id)
        ELSE (SELECT count(*) FROM store_airing a JOIN store_post n ON n.id = a.post_id WHERE n.key IN ({_KEYS})) * 1000
          + (SELECT count(*) FROM store_post n WHERE n.key IN ({_KEYS}) AND n.state NOT IN ('cancelled', 'draft'))
      END AS readings"""  # noqa: S608  # made of the lines above

# A recalled script stays in the mark, whatever its day, until somebody at the station says that it was seen, or that
# the newest issue in its place was received: what `Chain.is_answered` says.
_SEEN = f"""
    SELECT p.id, p.state, p.payload_id, p.due, p.withheld_at,
      (SELECT count(*) FROM store_post n JOIN store_receipt r ON r.post_id = n.id
        WHERE n.key = p.key AND n.rev >= p.rev) AS told,
      {_READ},
      (SELECT count(*) FROM store_post n WHERE n.key = p.key AND n.rev > p.rev AND n.state IN {{out}}) AS replaced
    FROM store_post p
    WHERE p.channel = {{station}} AND p.state IN {{out}} AND p.due >= {{since}} AND p.due < {{until}}
    UNION ALL
    SELECT p.id, p.state, p.payload_id, p.due, p.withheld_at, 0, 0, 0
    FROM store_post p
    WHERE p.channel = {{station}} AND p.state = 'recalled' AND NOT (p.due >= {{since}} AND p.due < {{until}})
      AND NOT EXISTS (SELECT 1 FROM store_receipt r WHERE r.post_id = p.id AND r.what = 'recall_seen')
      AND NOT EXISTS (SELECT 1 FROM store_receipt r JOIN store_post n ON n.id = r.post_id
        WHERE n.key = p.key AND n.rev > p.rev AND n.state IN {{out}} AND r.what = 'received'
          AND NOT EXISTS (SELECT 1 FROM store_post m WHERE m.key = n.key AND m.rev > n.rev AND m.state IN {{out}}))
"""  # noqa: S608  # made of the lines above
_OUT = "('published', 'recalled')"
_MARKED = "||' '||".join(
    ("id", "state", "payload_id", "due", "coalesce({withheld}, '')", "told", "readings", "replaced")
)

_ON_SQLITE = f"""
SELECT l.id, (SELECT group_concat({_MARKED.format(withheld="withheld_at")}, ';') FROM (
  {_SEEN.format(station="l.station", since="?3", until="?4", out=_OUT)}))
FROM store_stationlink l
WHERE l.secret_sha = ?1 AND l.station = ?2 AND l.revoked_at IS NULL AND (l.ends_at IS NULL OR l.ends_at > ?5)
"""  # noqa: S608  # made of the lines above

_ON_POSTGRES = f"""
SELECT ask.place, l.id, (SELECT string_agg({_MARKED.format(withheld="withheld_at::text")}, ';' ORDER BY id) FROM (
  {_SEEN.format(station="l.station", since="ask.since", until="ask.until", out=_OUT)}) seen)
FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
  WITH ORDINALITY AS ask(secret_sha, station, since, until, at, place)
JOIN store_stationlink l ON l.secret_sha = ask.secret_sha AND l.station = ask.station
WHERE l.revoked_at IS NULL AND (l.ends_at IS NULL OR l.ends_at > ask.at)
"""  # noqa: S608  # made of the lines above


_ALL_ON_SQLITE = f"""
SELECT s.value, (SELECT group_concat({_MARKED.format(withheld="withheld_at")}, ';') FROM (
  {_SEEN.format(station="s.value", since="%(since)s", until="%(until)s", out=_OUT)}))
FROM json_each(%(stations)s) s
"""  # noqa: S608  # made of the lines above

_ALL_ON_POSTGRES = f"""
SELECT s.value, (SELECT string_agg({_MARKED.format(withheld="withheld_at::text")}, ';' ORDER BY id) FROM (
  {_SEEN.format(station="s.value", since="%(since)s", until="%(until)s", out=_OUT)}) seen)
FROM jsonb_array_elements_text(%(stations)s::jsonb) s
"""  # noqa: S608  # made of the lines above


def marks(stations: Sequence[str], since: datetime, until: datetime) -> dict[str, str]:
    """The marks of many stations, as a glance by their links would have them now."""
    question = _ALL_ON_SQLITE if connection.vendor == "sqlite" else _ALL_ON_POSTGRES
    values = {"stations": json.dumps(stations), "since": instant(since), "until": instant(until)}
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return {station: mark or "" for station, mark in cursor.fetchall()}


class _Sqlite:
    """Reads at once: a read of SQLite waits for no writer, and takes less than handing it to a thread would."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: sqlite3.Connection | None = None

    async def look(self, ask: Ask) -> Glance | None:
        values = (ask.secret_sha, ask.station, _midnight(ask.since), _midnight(ask.until), _text(ask.now))
        try:
            row = self._connection().execute(_ON_SQLITE, values).fetchone()
        except sqlite3.Error as error:
            await self.close()
            raise OSError(str(error)) from error
        return Glance(row[0], row[1] or "") if row else None

    async def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            # Not "mode=ro": the first reader after a crash must be able to bring the log into order.
            self._open = sqlite3.connect(self._path, timeout=_PATIENCE / 1000, isolation_level=None)
            self._open.execute("PRAGMA query_only=ON")
        return self._open


class _Postgres:
    """Puts all looks that came while a question was under way into the next one: each still reads what is true after
    it came, and a thousand pulls a second are no thousand questions a second."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: psycopg.AsyncConnection[tuple[int, int, str]] | None = None
        self._waiting: list[tuple[Ask, asyncio.Future[Glance | None]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def look(self, ask: Ask) -> Glance | None:
        answer: asyncio.Future[Glance | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def close(self) -> None:
        if self._open is not None:
            opened, self._open = self._open, None
            await opened.close()

    async def _ask_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
            try:
                found = await self._ask([ask for ask, _ in batch])
            except (psycopg.Error, OSError) as error:
                await self.close()
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(OSError(str(error)))
                continue
            for place, (_, answer) in enumerate(batch, start=1):
                if not answer.done():  # a client that went away has given up waiting
                    answer.set_result(found.get(place))

    async def _ask(self, asks: Sequence[Ask]) -> dict[int, Glance]:
        columns = [
            [ask.secret_sha for ask in asks], [ask.station for ask in asks], [ask.since for ask in asks],
            [ask.until for ask in asks], [ask.now for ask in asks],
        ]  # fmt: skip
        if self._open is None or self._open.closed:
            self._open = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=10, options="-c timezone=UTC"
            )  # fmt: skip
        cursor = await self._open.execute(_ON_POSTGRES, columns, prepare=True)
        return {place: Glance(link, mark or "") for place, link, mark in await cursor.fetchall()}


def _text(at: datetime) -> str:
    """An instant as Django stores it on SQLite."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


_midnight = lru_cache(maxsize=64)(_text)
"""The same few days are asked for again and again."""
