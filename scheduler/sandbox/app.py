"""The ASGI application: Graph, the admin addresses, and the timeline for people."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from scheduler.sandbox import admin, timeline
from scheduler.sandbox.answer import Answer, error_answer
from scheduler.sandbox.cut import cut_connection
from scheduler.sandbox.database import Database
from scheduler.sandbox.errors import GraphError, missing_object
from scheduler.sandbox.exchange import Sandbox, common_headers, perform
from scheduler.sandbox.reading import read_call
from scheduler.sandbox.scenario import Scenario, load_rules
from scheduler.sandbox.seed import load_seed, plant
from scheduler.sandbox.settings import Settings

LOGGER = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]
GRAPH_QUERY = ("ids", "access_token")


def create_app(
    data: Path,
    *,
    seed: Path | None = None,
    scenario: Path | None = None,
    settings: Settings | None = None,
) -> Starlette:
    """An application over a data file, which is created if it is not there.

    Raises database.WrongFileError, seed.WrongSeedError or scenario.WrongScenarioError for files it cannot take.
    """
    database = Database(data)
    try:
        sandbox = Sandbox(database, Scenario(database), settings or Settings())
        if seed:
            plant(database, load_seed(seed))
        if scenario:
            sandbox.scenario.add(load_rules(scenario))
    except BaseException:
        database.close()
        raise
    app = Starlette(routes=_routes(), exception_handlers={405: _unknown_method})
    app.state.sandbox = sandbox
    return app


def _routes() -> list[Route | Mount]:
    return [
        Route("/", front, methods=METHODS),
        *timeline.ROUTES,
        *admin.ROUTES,
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/{path:path}", graph, methods=METHODS),
    ]


async def front(request: Request) -> Response:
    """`/`: the list of fanpages for a browser, `?ids=` for a program."""
    is_graph = request.method not in ("GET", "HEAD") or any(name in request.query_params for name in GRAPH_QUERY)
    return await graph(request) if is_graph else timeline.show_pages(request)


async def graph(request: Request) -> Response:
    """Any call of the Graph API; whatever comes in, an answer in Graph's own form goes out."""
    try:
        sandbox: Sandbox = request.app.state.sandbox
        # Reading may wait for the client; performing never waits, so calls cannot overtake each other.
        answer = perform(sandbox, await read_call(request, sandbox.database, sandbox.settings.limits))
    except GraphError as error:
        answer = _unread(error)
    except Exception:
        LOGGER.exception("a call of the sandbox failed")
        answer = _unread(GraphError(1))
    if answer.delay:
        await asyncio.sleep(answer.delay)
    return _Cut(request) if answer.cut else _response(answer)


def _unknown_method(request: Request, error: Exception) -> Response:
    return _response(_unread(missing_object(request.url.path.rpartition("/")[2][:60], request.method[:20])))


def _unread(error: GraphError) -> Answer:
    answer = error_answer(error, "A0")
    return Answer(answer.status, answer.content, headers=common_headers("", "A0") | answer.headers)


def _response(answer: Answer) -> Response:
    headers = {"Content-Type": answer.media_type, **answer.headers}
    return Response(answer.content, answer.status, headers=headers)


class _Cut(Response):
    """A response that is none: the connection ends."""

    def __init__(self, request: Request) -> None:
        super().__init__(status_code=500)
        self._port = int(request.client.port) if request.client else 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not cut_connection(self._port):
            LOGGER.error("a connection could not be cut on this system: HTTP 500 is sent instead")
            await super().__call__(scope, receive, send)
