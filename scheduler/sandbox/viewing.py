"""People and programs that look on: at which instant they see the Pages."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request

from scheduler.sandbox.clock import NOW_HEADER, request_now
from scheduler.sandbox.database import Database
from scheduler.sandbox.exchange import Sandbox
from scheduler.sandbox.reading import client_host
from scheduler.sandbox.visibility import publish_due


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox that serves this request."""
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def settled(request: Request, page_id: str | None) -> Database:
    """The data, with what is due by the viewer's instant published; None means every Page."""
    database = sandbox_of(request).database
    with database.transaction():
        publish_due(database, _viewer_now(request, database, page_id).timestamp(), page_id)
    return database


def _viewer_now(request: Request, database: Database, page_id: str | None) -> datetime:
    """While a rehearsal on a simulated clock goes on, that clock's last instant; else the request's.

    Looking on must not publish what is due only by the wall clock.
    """
    now, simulated = request_now(request.headers.get(NOW_HEADER), client_host(request))
    of_page = "SELECT at, simulated FROM call WHERE page_id = ? ORDER BY n DESC LIMIT 1"
    of_all = "SELECT at, simulated FROM call ORDER BY n DESC LIMIT 1"
    last = database.one(of_page, page_id) if page_id else database.one(of_all)
    if not simulated and last and last["simulated"]:
        return datetime.fromtimestamp(last["at"], UTC)
    return now
