"""One call of the API, as the operations see it, and what comes back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scheduler.sandbox.database import Database
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.settings import Limits

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content: bytes


@dataclass(slots=True)
class Twist:
    """How faults bend a call that is executed; the plain Twist bends nothing."""

    lag: float = 0
    stuck: bool = False
    as_draft: bool = False
    media_used: bool = False
    short_page: bool = False
    refuse_drafts: bool = False


@dataclass(slots=True)
class Call:
    """A request, read and taken apart.

    `base` is this server's address, for `next` and photo links; `unread` is why the request could not be
    read, if it could not; `trace` becomes the fbtrace_id of an error.
    """

    database: Database
    limits: Limits
    now: datetime
    simulated: bool
    method: str
    path: str
    parameters: dict[str, str]
    uploads: list[Upload]
    access_token: str | None
    base: str
    unread: GraphError | None = None
    trace: str = ""
    version: str = ""
    object_id: str = ""
    edge: str = ""
    token: sqlite3.Row | None = None
    page: sqlite3.Row | None = None
    twist: Twist = field(default_factory=Twist)

    @property
    def at(self) -> float:
        """The call's instant in UNIX seconds."""
        return self.now.timestamp()

    @property
    def page_id(self) -> str:
        """The Page that the call is about; empty for calls about none."""
        return self.page["id"] if self.page else ""

    def own_page(self) -> sqlite3.Row:
        """The Page of a call whose route guarantees one."""
        if self.page is None:
            raise LookupError("the route of this call has no Page")
        return self.page

    def own_token(self) -> sqlite3.Row:
        """The token of a call that was authorised."""
        if self.token is None:
            raise LookupError("this call was not authorised")
        return self.token
