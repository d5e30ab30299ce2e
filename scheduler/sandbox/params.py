"""Which parameters each operation takes, and how their values are read.

Facebook passes over many unknown names in silence; here every unknown name is refused, so that a
typing error cannot pass a rehearsal and fail live.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scheduler.sandbox.errors import bad_parameter
from scheduler.sandbox.settings import FIRST_YEAR, LAST_YEAR

COMMON = frozenset({"appsecret_proof", "fields", "locale", "pretty", "format"})
LISTING = COMMON | {"limit", "after", "before"}
_NUMBERED_MEDIA = re.compile(r"attached_media\[(\d{1,3})\]")

ALLOWED: Mapping[str, frozenset[str]] = {
    "create_post": COMMON
    | {"message", "link", "published", "scheduled_publish_time", "attached_media", "unpublished_content_type"}
    | {
        "targeting",
        "feed_targeting",
        "place",
        "tags",
        "call_to_action",
        "backdated_time",
        "child_attachments",
    },
    "create_photo": COMMON
    | {"url", "caption", "message", "name", "published", "temporary", "scheduled_publish_time"}
    | {"unpublished_content_type", "alt_text_custom"},
    "update_post": COMMON
    | {"message", "is_published", "scheduled_publish_time", "is_hidden", "timeline_visibility"}
    | {"backdated_time", "attached_media"},
    "create_comment": COMMON | {"message", "attachment_url", "attachment_id", "attachment_share_url"},
    "list_posts": LISTING,
    "list_comments": LISTING | {"order", "filter"},
    "list_accounts": LISTING,
    "read": COMMON,
    "read_many": COMMON | {"ids"},
    "delete": COMMON,
    "debug_token": COMMON | {"input_token"},
    "exchange_token": frozenset({"grant_type", "client_id", "client_secret", "fb_exchange_token"}),
    "insights": COMMON | {"metric", "period", "since", "until", "breakdown", "date_preset", "after", "before"},
}

CONTENT_TYPES = frozenset(
    {"SCHEDULED", "SCHEDULED_RECURRING", "DRAFT", "PUBLISH_PENDING", "ADS_POST", "INLINE_CREATED"}
    | {"PUBLISHED", "REVIEWABLE_BRANDED_CONTENT"}
)


def check_names(operation: str, parameters: Mapping[str, str]) -> None:
    """Raises GraphError (code 100) that names the first parameter which the operation does not take."""
    for name in parameters:
        plain = "attached_media" if _NUMBERED_MEDIA.fullmatch(name) else name
        if plain not in ALLOWED[operation]:
            raise bad_parameter(name[:60], "is not known here: check its spelling")


def flag(parameters: Mapping[str, str], name: str, default: bool) -> bool:
    """A boolean; `False` with a capital, as Python's str() writes it, is refused on purpose."""
    value = parameters.get(name)
    if value is None:
        return default
    if value not in ("true", "false", "1", "0"):
        raise bad_parameter(name, "must be a boolean")
    return value in ("true", "1")


def instant(parameters: Mapping[str, str], name: str) -> int | None:
    """UNIX seconds, from UNIX seconds or ISO 8601 with an offset."""
    value = parameters.get(name)
    if value is None:
        return None
    if re.fullmatch(r"\d{1,10}", value):
        return int(value)
    try:
        when = datetime.fromisoformat(value)
    except ValueError as error:
        raise bad_parameter(name, "must be UNIX seconds or ISO 8601") from error
    if when.tzinfo is None:
        raise bad_parameter(name, "needs an offset: which zone Facebook would take is not known")
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise bad_parameter(name, "is not in this age")
    return int(when.timestamp())


def whole_number(parameters: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """An integer within its bounds, or code 100."""
    value = parameters.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
        raise bad_parameter(name, f"must be a whole number between {least} and {most}")
    return int(value)


def content_type(parameters: Mapping[str, str]) -> str | None:
    """The `unpublished_content_type`, one of Facebook's enumeration."""
    value = parameters.get("unpublished_content_type")
    if value is not None and value not in CONTENT_TYPES:
        raise bad_parameter("unpublished_content_type", f"must be one of {', '.join(sorted(CONTENT_TYPES))}")
    return value


def media_ids(parameters: Mapping[str, str]) -> list[str]:
    """The photos of `attached_media`, in order, from its numbered form or from one JSON array."""
    numbered = {}
    for name, value in parameters.items():
        if match := _NUMBERED_MEDIA.fullmatch(name):
            numbered[int(match[1])] = _json_value(value)
    items = [numbered[index] for index in sorted(numbered)]
    if "attached_media" in parameters:
        whole = _json_value(parameters["attached_media"])
        items += whole if isinstance(whole, list) else [whole]
    return [_media_id(item) for item in items]


def _json_value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise bad_parameter("attached_media", "must be JSON") from error


def _media_id(item: Any) -> str:
    if not isinstance(item, dict) or set(item) != {"media_fbid"}:
        raise bad_parameter("attached_media", 'must hold objects like {"media_fbid":"1"}')
    return str(item["media_fbid"])
