"""How much of its budget a Page or app has used, told in headers as percentages."""

from __future__ import annotations

import json

from scheduler.sandbox.call import Call
from scheduler.sandbox.errors import GraphError

CALLS_PER_ENGAGED_USER = 4800
CALLS_PER_APP_USER = 200
# Graph sends the headers only "after enough use".
SHOWN_FROM = 1


def charge(call: Call, calls: int) -> dict[str, str]:
    """Count a call and give its usage headers.

    Page and system-user tokens: calls of 24 hours against 4800 x engaged users of the Page; user tokens:
    calls of one hour against 200 x users of the app. Raises GraphError 80001, 32 or 4 at 100 per cent.
    """
    token = call.own_token()
    of_page = token["kind"] != "USER"
    owner = token["page_id"] or call.page_id or token["app_id"]
    owner = f"page:{owner}" if of_page else f"app:{token['app_id']}"
    used = _count(call, owner, calls, 24 if of_page else 1)
    percent = 100 * used // max(1, _budget(call, of_page, token["page_id"] or call.page_id, token["app_id"]))
    name, full = owner.partition(":")[2], percent >= 100
    headers = page_header(name, percent, 60 if full else 0) if of_page else app_header(percent)
    if full:
        refusal = GraphError(80001 if of_page else 4)
        refusal.headers = headers
        raise refusal
    return headers if percent >= SHOWN_FROM else {}


def _count(call: Call, owner: str, calls: int, hours: int) -> int:
    hour = int(call.at) // 3600
    call.database.run(
        "INSERT INTO usage VALUES (?, ?, ?) ON CONFLICT (owner, hour) DO UPDATE SET calls = calls + excluded.calls",
        *(owner, hour, calls),
    )
    sql = "SELECT sum(calls) AS used FROM usage WHERE owner = ? AND hour > ? AND hour <= ?"
    row = call.database.one(sql, owner, hour - hours, hour)
    return int(row["used"]) if row else 0


def _budget(call: Call, of_page: bool, page_id: str, app_id: str) -> int:
    if of_page:
        page = call.database.one("SELECT engaged_users FROM page WHERE id = ?", page_id)
        return CALLS_PER_ENGAGED_USER * int(page["engaged_users"] if page else 1)
    app = call.database.one("SELECT users FROM app WHERE id = ?", app_id)
    return CALLS_PER_APP_USER * int(app["users"] if app else 1)


def page_header(owner: str, percent: int, minutes: int) -> dict[str, str]:
    """X-Business-Use-Case-Usage; the estimate is in minutes."""
    part = max(0, percent // 4)
    entry = {
        "type": "pages",
        "call_count": percent,
        "total_cputime": part,
        "total_time": part,
        "estimated_time_to_regain_access": minutes,
    }
    return {"X-Business-Use-Case-Usage": json.dumps({owner: [entry]}, separators=(",", ":"))}


def app_header(percent: int) -> dict[str, str]:
    """X-App-Usage."""
    part = max(0, percent // 4)
    body = {"call_count": percent, "total_time": part, "total_cputime": part}
    return {"X-App-Usage": json.dumps(body, separators=(",", ":"))}
