"""The journal: every call and every appearance of a post, without any secret."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.clock import iso_time
from scheduler.sandbox.database import Database
from scheduler.sandbox.params import ALLOWED

SECRET = frozenset({"access_token", "appsecret_proof", "input_token", "client_secret", "fb_exchange_token"})
_KNOWN = frozenset().union(*ALLOWED.values())
_EDGE = re.compile(r"[a-z_]{1,30}")
_MEDIA = re.compile(r"attached_media\[\d{1,3}\]")
# Practice and real tokens alike are long runs of such signs, and an app token holds a bar.
_TOKENLIKE = re.compile(r"EAA[A-Za-z0-9]{20,}|\d{5,}\|[A-Za-z0-9_-]{8,}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended, for the journal. `status` None: no answer was sent."""

    edge: str
    status: int | None
    code: int | None
    subcode: int | None
    result_id: str | None
    executed: bool
    fault: str | None


def write_call(call: Call, outcome: Outcome) -> None:
    """Add a call to the journal, in the transaction of the call itself."""
    call.database.run(
        "INSERT INTO call (at, simulated, page_id, method, edge, object_id, parameters, status, code, subcode, "
        "result_id, executed, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(call.at, call.simulated, call.page_id or None, call.method, _edge(outcome.edge), _object(call)),
        json.dumps(clean_parameters(call), ensure_ascii=False),
        *(outcome.status, outcome.code, outcome.subcode, outcome.result_id, outcome.executed, outcome.fault),
    )


def _edge(edge: str) -> str:
    return edge if _EDGE.fullmatch(edge) else "?"


def _object(call: Call) -> str | None:
    return call.object_id if re.fullmatch(r"[\d_]{1,61}", call.object_id) else None


def clean_parameters(call: Call) -> Json:
    """The parameters fit to keep: no secrets, and of unknown names only that they were there.

    A misspelt `acces_token` is an unknown name: its value may be a secret, so values of such are dropped.
    """
    kept: Json = {}
    for name, value in call.parameters.items():
        if name in SECRET:
            continue
        known = name in _KNOWN or _MEDIA.fullmatch(name)
        kept[name if known else "?"] = _scrub(call, value) if known else "?"
    for upload in call.uploads:
        digest = hashlib.sha256(upload.content).hexdigest()
        kept["file"] = {"bytes": len(upload.content), "sha256": digest}
    return kept


def _scrub(call: Call, value: str) -> str:
    secrets = {call.access_token, *(call.parameters.get(name) for name in SECRET)}
    for secret in filter(None, secrets):
        value = value.replace(secret, "***")
    return _TOKENLIKE.sub("***", value)


def read_journal(database: Database, page_id: str | None, after: int = 0) -> Json:
    """Calls and posts, of one Page or of all, oldest first."""
    of_page = "SELECT * FROM call WHERE n > ? AND page_id = ? ORDER BY n"
    of_all = "SELECT * FROM call WHERE n > ? ORDER BY n"
    calls = database.all(of_page, after, page_id) if page_id else database.all(of_all, after)
    return {"calls": [_show_call(row) for row in calls], "posts": seen_posts(database, page_id)}


def _show_call(row: sqlite3.Row) -> Json:
    shown: dict[str, Any] = dict(row)
    return shown | {
        "at": iso_time(row["at"]),
        "simulated": bool(row["simulated"]),
        "executed": bool(row["executed"]),
        "parameters": json.loads(row["parameters"]),
    }


def seen_posts(database: Database, page_id: str | None) -> list[Json]:
    """Every post that was ever visible: when it appeared, why, and when it went."""
    sql = (
        "SELECT post.id, post.page_id, post.message, seen.at AS visible_at, seen.cause, gone.at AS gone_at "
        "FROM appearance AS seen JOIN post ON post.id = seen.post_id "
        "LEFT JOIN appearance AS gone ON gone.post_id = seen.post_id AND gone.event = 'gone' "
        "WHERE seen.event = 'visible'"
    )
    order = " ORDER BY seen.page_id, seen.at, post.n"
    rows = database.all(f"{sql} AND seen.page_id = ?{order}", page_id) if page_id else database.all(sql + order)
    return [_show_seen(row) for row in rows]


def _show_seen(row: sqlite3.Row) -> Json:
    gone = row["gone_at"]
    times = {"visible_at": iso_time(row["visible_at"]), "gone_at": iso_time(gone) if gone else None}
    return dict(row) | times
