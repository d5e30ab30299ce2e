"""The journal of what stations pulled, and what is drawn from it: first fetch of each script, last use of each link.

Taken from lines of JSON as they lie in the spool, `[station, link, form, posts, at]`, by the database itself: however
many there are, Python handles one text.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection, transaction

_ON_SQLITE = (
    """INSERT INTO store_pull (station, link_id, form, posts, at)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
      json_extract(value, '$[3]'), json_extract(value, '$[4]') FROM json_each(%s)""",
    """INSERT INTO store_fetch (post_id, at)
    SELECT post.value, min(json_extract(pull.value, '$[4]'))
    FROM json_each(%s) pull, json_each(pull.value, '$[3]') post WHERE true GROUP BY 1
    ON CONFLICT (post_id) DO UPDATE SET at = excluded.at WHERE excluded.at < store_fetch.at""",
    """UPDATE store_stationlink SET used_at = told.at
    FROM (SELECT json_extract(value, '$[1]') AS link, max(json_extract(value, '$[4]')) AS at
      FROM json_each(%s) GROUP BY 1) told
    WHERE id = told.link AND (used_at IS NULL OR used_at < told.at)""",
)
_ON_POSTGRES = (
    """INSERT INTO store_pull (station, link_id, form, posts, at)
    SELECT value->>0, (value->>1)::bigint, value->>2, value->3, (value->>4 || 'Z')::timestamptz
    FROM jsonb_array_elements(%s::jsonb)""",
    """INSERT INTO store_fetch (post_id, at)
    SELECT post.id::bigint, min((pull.told->>4 || 'Z')::timestamptz)
    FROM jsonb_array_elements(%s::jsonb) pull(told), jsonb_array_elements_text(pull.told->3) post(id)
    GROUP BY 1 ORDER BY 1
    ON CONFLICT (post_id) DO UPDATE SET at = excluded.at WHERE excluded.at < store_fetch.at""",
    """UPDATE store_stationlink SET used_at = told.at
    FROM (SELECT (value->>1)::bigint AS link, max((value->>4 || 'Z')::timestamptz) AS at
      FROM jsonb_array_elements(%s::jsonb) GROUP BY 1) told
    WHERE id = told.link AND (used_at IS NULL OR used_at < told.at)""",
)


class Pulled(NamedTuple):
    """A pull: of which station, in which form (`html`, `txt`, `zip`…), when, by which link, and the scripts whose
    words were in the answer."""

    station: str
    form: str
    at: datetime
    link: int | None = None
    posts: tuple[int, ...] = ()


def line(pull: Pulled) -> str:
    """A pull as a line of JSON, with its end. Stations and forms are our own names: they hold nothing to escape."""
    at = pull.at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return f'["{pull.station}",{pull.link or "null"},"{pull.form}",{list(pull.posts)},"{at}"]\n'


def record(some: Sequence[Pulled]) -> None:
    """Add pulls to the journal at once, in one commit."""
    if some:
        with transaction.atomic():
            store([line(pull) for pull in some])


def store(lines: Sequence[str]) -> None:
    """Add pulls to the journal. To be called inside a transaction."""
    told = f"[{','.join(lines)}]"
    with connection.cursor() as cursor:
        for statement in _ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRES:
            cursor.execute(statement, [told])
