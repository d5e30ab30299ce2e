"""Who calls: tokens, the app's proof, permissions and tasks. The states are those of §190."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3

from scheduler.sandbox.call import Call
from scheduler.sandbox.errors import GraphError

# Subcodes that strike a person, and with them every token of that person.
PERSON_SUBCODES = frozenset({458, 459, 460, 463, 464, 467})
USER_KINDS = ("USER", "SYSTEM_USER")


def authenticate(call: Call) -> sqlite3.Row:
    """The living token of a call, with its app's proof checked.

    Raises GraphError: 2500 without a token, 190 for an unknown or dead one, 100 for a proof that is
    wrong, or missing where the app requires it.
    """
    if not call.access_token:
        raise GraphError(2500)
    token = call.database.one("SELECT * FROM token WHERE token = ?", call.access_token)
    if token is None:
        raise GraphError(190)
    check_alive(token, call.at)
    app = call.database.one("SELECT * FROM app WHERE id = ?", token["app_id"])
    if app is None:
        raise GraphError(190)
    _check_proof(call, app)
    call.token = token
    return token


def check_alive(token: sqlite3.Row, at: float) -> None:
    """Raises GraphError 190 with the subcode of the token's death."""
    if token["dead"] is not None:
        raise GraphError(190, token["dead"] or None, message=_death(token["dead"]))
    if token["expires_at"] and token["expires_at"] <= at:
        raise GraphError(190, 463)


def _death(subcode: int) -> str | None:
    return None if subcode else "Error validating access token: it is no longer valid."


def _check_proof(call: Call, app: sqlite3.Row) -> None:
    given = call.parameters.get("appsecret_proof")
    if given is None:
        if app["require_proof"]:
            text = "API calls from the server require an appsecret_proof argument"
            raise GraphError(100, message=text, kind="GraphMethodException")
        return
    right = hmac.new(app["secret"].encode(), (call.access_token or "").encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), given.encode()):
        text = "Invalid appsecret_proof provided in the API argument"
        raise GraphError(100, message=text, kind="GraphMethodException")


def require_page_token(call: Call, scope: str, task: str | None = None) -> None:
    """The call must come as its own Page, with the permission, and the task where one is needed."""
    token, page = call.own_token(), call.own_page()
    if token["kind"] != "PAGE":
        raise GraphError(190, 2069032)
    if token["page_id"] != page["id"]:
        raise GraphError(200, message="(#200) The token is of another Page")
    require_scope(call, scope)
    if task and task not in json.loads(token["tasks"]):
        raise GraphError(200, message=f"(#200) The task {task} on this Page is required")


def require_scope(call: Call, scope: str) -> None:
    """Raises GraphError 200 where a permission was never granted."""
    if scope not in json.loads(call.own_token()["scopes"]):
        raise GraphError(200, message=f"(#200) Requires {scope} permission to manage the object")


def kill(call: Call, subcode: int) -> None:
    """Let the presented token die; a person's death takes all tokens of that person with it."""
    token = call.database.one("SELECT * FROM token WHERE token = ?", call.access_token)
    if token is None:
        return
    if subcode in PERSON_SUBCODES and token["person_id"]:
        call.database.run("UPDATE token SET dead = ? WHERE person_id = ?", subcode, token["person_id"])
    call.database.run("UPDATE token SET dead = ? WHERE token = ?", subcode, token["token"])
