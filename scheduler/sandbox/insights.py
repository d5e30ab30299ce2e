"""GET /{page or post}/insights: which metrics live, and which died.

A practice server has no audience, so every number is what truly happened here: nothing, save comments.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.clock import graph_time
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.params import instant
from scheduler.sandbox.reads import readable_post
from scheduler.sandbox.tokens import require_page_token

PAGE_METRICS = re.compile(
    r"page_(media_view|total_media_view_unique|post_engagements|follows|daily_follows(_unique)?"
    r"|daily_unfollows_unique|total_actions|actions_post_reactions_[a-z]+_total|views_total)"
)
POST_METRICS = re.compile(
    r"post_(media_view|total_media_view_unique|clicks|clicks_by_type|reactions_by_type_total"
    r"|reactions_(like|love|wow|haha|sorry|anger)_total)"
)
BREAKDOWNS = ("is_from_ads", "is_from_followers")
LEAST_FANS = 100
LONGEST = 90 * 86_400


def read_insights(call: Call) -> Json:
    """The metrics asked for. Raises GraphError 3001/1504028 without any, 100 for dead or unknown ones."""
    require_page_token(call, "read_insights", "ANALYZE")
    names = [name.strip() for name in call.parameters.get("metric", "").split(",") if name.strip()]
    if not names:
        raise GraphError(3001, 1504028)
    of_post = "_" in call.object_id
    known = POST_METRICS if of_post else PAGE_METRICS
    if not all(known.fullmatch(name) for name in names):
        raise GraphError(100, message="(#100) The value must be a valid insights metric")
    if of_post:
        readable_post(call, call.object_id)
    _check_breakdown(call)
    since, until = _interval(call)
    if call.own_page()["fan_count"] < LEAST_FANS:
        return {"data": []}
    period = _period(call, "lifetime" if of_post else "day")
    return {"data": [_metric(call, name, period, since, until) for name in names], "paging": {}}


def _check_breakdown(call: Call) -> None:
    breakdown = call.parameters.get("breakdown")
    if breakdown is not None and breakdown not in BREAKDOWNS:
        raise GraphError(100, message=f"(#100) Param breakdown must be one of {', '.join(BREAKDOWNS)}")


def _period(call: Call, default: str) -> str:
    period = call.parameters.get("period", default)
    if period not in ("day", "week", "days_28", "lifetime", "total_over_range"):
        raise GraphError(100, message="(#100) Param period is not one of day, week, days_28, lifetime")
    return period


def _interval(call: Call) -> tuple[int, int]:
    until = instant(call.parameters, "until") or int(call.at)
    since = instant(call.parameters, "since") or until - 2 * 86_400
    if not 0 <= until - since <= LONGEST:
        raise GraphError(100, message="(#100) There cannot be more than 90 days between since and until")
    return since, until


def _metric(call: Call, name: str, period: str, since: int, until: int) -> Json:
    values: list[Json] = [{"value": _value(call, name)}]
    if period != "lifetime":
        values = [{"value": _count(call, name, end), "end_time": graph_time(end)} for end in _days(since, until)]
    title = name.replace("_", " ").capitalize()
    key = f"{call.object_id}/insights/{name}/{period}"
    return {"name": name, "period": period, "values": values, "title": title, "description": title, "id": key}


def _days(since: int, until: int) -> list[int]:
    first = datetime.fromtimestamp(since, UTC).replace(hour=7, minute=0, second=0) + timedelta(days=1)
    count = max(0, (until - int(first.timestamp())) // 86_400 + 1)
    return [int((first + timedelta(days=day)).timestamp()) for day in range(count)]


def _value(call: Call, name: str) -> int | Json:
    if name.endswith(("_by_type", "by_type_total")):
        return {}
    return 0


def _count(call: Call, name: str, end: int) -> int | Json:
    if name != "page_post_engagements":
        return _value(call, name)
    sql = (
        "SELECT count(*) AS comments FROM comment JOIN post ON post.id = comment.post_id "
        "WHERE post.page_id = ? AND comment.created_at >= ? AND comment.created_at < ?"
    )
    row = call.database.one(sql, call.page_id, end - 86_400, end)
    return int(row["comments"]) if row else 0
