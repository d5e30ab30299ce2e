"""One call from its request to its answer: one transaction, one line in the journal."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace

from scheduler.sandbox import faults
from scheduler.sandbox.answer import Answer, error_answer, json_answer
from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.database import Database
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.journal import Outcome, write_call
from scheduler.sandbox.params import check_names
from scheduler.sandbox.reads import wanted_ids
from scheduler.sandbox.routes import EXCHANGE, MANY, Operation, authorise, locate
from scheduler.sandbox.scenario import Scenario, Strike
from scheduler.sandbox.settings import Settings
from scheduler.sandbox.tokens import authenticate
from scheduler.sandbox.usage import charge
from scheduler.sandbox.versions import NEWEST
from scheduler.sandbox.visibility import publish_due


@dataclass(slots=True)
class Sandbox:
    """A data file, its rules of failure and its limits."""

    database: Database
    scenario: Scenario
    settings: Settings


@dataclass(slots=True)
class _Course:
    """What is known so far of a call under way."""

    edge: str = "?"
    strike: Strike | None = None
    executed: bool = False
    result: Json | None = None
    error: GraphError | None = None


def perform(sandbox: Sandbox, call: Call) -> Answer:
    """Do what the call asks, journal it and commit; the answer may be sent only after this returned."""
    course = _Course()
    with sandbox.database.transaction():
        try:
            answer = _run(sandbox, call, course)
        except GraphError as error:
            course.error = error
            answer = error_answer(error, call.trace)
        answer = _dressed(call, course, answer)
        write_call(call, _outcome(course, answer))
    return answer


def _run(sandbox: Sandbox, call: Call, course: _Course) -> Answer:
    operation = _admit(call)
    if call.page is not None:
        publish_due(sandbox.database, call.at, call.page_id)
    course.edge = operation.edge
    check_names(operation.names, call.parameters)
    strike = course.strike = sandbox.scenario.strike(call, operation.edge)
    call.twist = strike.twist
    if strike.rule and (early := faults.before(call, strike.rule)):
        return early
    headers = _charge(call, operation) | strike.headers
    with sandbox.database.attempt():
        course.result = operation.handler(call)
    course.executed = True
    answer = json_answer(course.result, headers)
    return faults.after(call, answer, strike.rule) if strike.rule else answer


def _admit(call: Call) -> Operation:
    """Find the operation and check the token; a bad token is told before a missing object is."""
    try:
        if call.unread:
            raise call.unread
        operation = locate(call)
    except GraphError as error:
        call.trace = _trace(call)
        if error.code != 2500 and error is not call.unread:
            authenticate(call)
        raise
    call.trace = _trace(call)
    authorise(call, operation)
    return operation


def _charge(call: Call, operation: Operation) -> dict[str, str]:
    if call.token is None or operation is EXCHANGE:
        return {}
    return charge(call, len(wanted_ids(call)) if operation is MANY else 1)


def _trace(call: Call) -> str:
    """A trace id: the same for the same call of a Page, however the calls of several Pages mix."""
    if call.page is not None:
        call.database.run("UPDATE page SET calls = calls + 1 WHERE id = ?", call.page_id)
        row = call.database.one("SELECT calls FROM page WHERE id = ?", call.page_id)
    else:
        row = call.database.one("SELECT coalesce(max(n), 0) FROM call")
    digest = hashlib.sha256(f"{call.page_id}/{row[0] if row else 0}".encode()).digest()
    return "A" + base64.b64encode(digest, b"ab")[:10].decode()


def _dressed(call: Call, course: _Course, answer: Answer) -> Answer:
    """The answer with the headers that every answer of Graph carries."""
    if answer.cut:
        return answer
    limits = course.strike.headers if course.strike else {}
    return replace(answer, headers=common_headers(call.version, call.trace) | limits | answer.headers)


def common_headers(version: str, trace: str) -> dict[str, str]:
    """The headers seen on every answer of Graph."""
    return {
        "facebook-api-version": version or NEWEST,
        "x-fb-trace-id": trace,
        "x-fb-rev": "1000000000",
        "x-fb-debug": base64.b64encode(hashlib.sha256(trace.encode()).digest()).decode(),
        "Cache-Control": "private, no-cache, no-store, must-revalidate",
    }


def _outcome(course: _Course, answer: Answer) -> Outcome:
    result = course.result or {}
    names = course.strike.names if course.strike else []
    return Outcome(
        edge=course.edge,
        status=None if answer.cut else answer.status,
        code=course.error.code if course.error else None,
        subcode=course.error.subcode if course.error else None,
        result_id=result.get("post_id") or result.get("id"),
        executed=course.executed,
        fault=", ".join(names) or None,
    )
