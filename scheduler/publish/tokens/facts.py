"""What Facebook says of a token: the answers of `/debug_token` and `/me`, read without trusting them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_LATEST = 2**33
"""UNIX seconds beyond which no instant is meant."""


@dataclass(frozen=True)
class TokenFacts:
    """What `/debug_token` told. Instants are UNIX seconds; 0 is never, None is not told, which is not never.

    `scopes` is None where they were not told; `code` and `subcode` say why a token is dead.
    """

    valid: bool
    kind: str = ""
    app_id: str = ""
    profile_id: str = ""
    scopes: frozenset[str] | None = None
    expires_at: int | None = None
    data_access_expires_at: int | None = None
    code: int | None = None
    subcode: int | None = None

    @property
    def deadline(self) -> datetime | None:
        """When the first of the told expiries comes; None where none is told or it never expires."""
        told = [at for at in (self.expires_at, self.data_access_expires_at) if at]
        return datetime.fromtimestamp(min(told), UTC) if told else None


@dataclass(frozen=True)
class Identity:
    """Who the token speaks as, by `/me`; `version` is the Graph version that really answered."""

    id: str
    name: str = ""
    version: str = ""


def facts_of(answer: Mapping[str, Any]) -> TokenFacts | None:
    """The facts in an answer of `/debug_token`; None where it holds none."""
    data = answer.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("is_valid"), bool):
        return None
    told = data.get("error")
    error: dict[str, Any] = told if isinstance(told, dict) else {}
    scopes = data.get("scopes")
    return TokenFacts(
        data["is_valid"],
        _text(data.get("type")).upper(),
        _text(data.get("app_id")),
        _text(data.get("profile_id")),
        frozenset(map(str, scopes)) if isinstance(scopes, list) else None,
        _instant(data.get("expires_at")),
        _instant(data.get("data_access_expires_at")),
        _whole(error.get("code")),
        _whole(error.get("subcode")),
    )


def _text(value: Any) -> str:
    return str(value)[:100] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _whole(value: Any) -> int | None:
    return value if type(value) is int else None


def _instant(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < _LATEST else None
