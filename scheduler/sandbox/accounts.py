"""People's side: /me, the Pages of a person, and the Page tokens derived for them."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from scheduler.sandbox.call import Call, Json
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.fields import select
from scheduler.sandbox.nodes import show_page
from scheduler.sandbox.paging import page_of
from scheduler.sandbox.tokens import USER_KINDS, require_scope

ACCOUNT_FIELDS = "access_token,category,category_list,name,id,tasks"
LONG_LIFE = 5_184_000


def read_me(call: Call) -> Json:
    """GET /me with the token of a person; a Page's /me is routed to the Page itself."""
    token = call.own_token()
    person = call.database.one("SELECT * FROM person WHERE id = ?", token["person_id"])
    if person is None:
        raise GraphError(100, 33)
    makers = {"id": lambda _: person["id"], "name": lambda _: person["name"]}
    return select("User", call.parameters.get("fields"), ("name",), makers)


def list_accounts(call: Call) -> Json:
    """GET /me/accounts: the Pages that the person of the token has tasks on, each with its Page token."""
    token = call.own_token()
    if token["kind"] not in USER_KINDS:
        raise GraphError(100, message="(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
    require_scope(call, "pages_show_list")
    rows = (
        "SELECT page.*, role.user_token, role.page_token, role.tasks, 0 AS sort, page.rowid AS n "
        "FROM role JOIN page ON page.id = role.page_id WHERE role.user_token = ?"
    )
    wanted = call.parameters.get("fields") or ACCOUNT_FIELDS
    return page_of(call, rows, (token["token"],), lambda row: show_page(call, row, wanted, row))


def debug_token(call: Call) -> Json:
    """GET /debug_token: what is known of a token. A dead one is told with HTTP 200."""
    app_id = _inspecting_app(call)
    given = call.parameters.get("input_token")
    if not given:
        raise GraphError(100, message="(#100) Param input_token is required")
    token = call.database.one("SELECT * FROM token WHERE token = ?", given)
    if token is None:
        error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    if token["app_id"] != app_id:
        raise GraphError(100, message="(#100) You must provide an app access token of the app of input_token")
    return {"data": _debugged(call, token)}


def _inspecting_app(call: Call) -> str:
    """The app behind `APPID|APPSECRET`, or the app of an ordinary living token."""
    text = call.access_token or ""
    if "|" not in text:
        return str(call.own_token()["app_id"])
    app_id, _, secret = text.partition("|")
    app = call.database.one("SELECT * FROM app WHERE id = ? AND secret = ?", app_id, secret)
    if app is None:
        raise GraphError(190, message="Invalid OAuth access token signature.")
    return app_id


def _debugged(call: Call, token: sqlite3.Row) -> Json:
    app = call.database.one("SELECT name FROM app WHERE id = ?", token["app_id"])
    scopes = json.loads(token["scopes"])
    targets = [token["page_id"]] if token["page_id"] else _page_ids(call, token["token"])
    granular = [{"scope": scope, "target_ids": targets} for scope in scopes if scope.startswith("pages_")]
    data: Json = {
        "app_id": token["app_id"],
        "type": token["kind"],
        "application": app["name"] if app else "",
        "expires_at": token["expires_at"],
        "data_access_expires_at": token["data_access_expires_at"],
        "issued_at": token["issued_at"],
        "user_id": token["person_id"],
        "profile_id": token["page_id"],
    }
    known = {key: value for key, value in data.items() if value is not None}
    return known | _validity(call, token) | {"scopes": scopes, "granular_scopes": granular}


def _validity(call: Call, token: sqlite3.Row) -> Json:
    subcode = token["dead"]
    if subcode is None and token["expires_at"] and token["expires_at"] <= call.at:
        subcode = 463
    if subcode is None:
        return {"is_valid": True}
    message = str(GraphError(190, subcode or None))
    error = {"code": 190, "message": message} | ({"subcode": subcode} if subcode else {})
    return {"is_valid": False, "error": error}


def _page_ids(call: Call, user_token: str) -> list[str]:
    sql = "SELECT page_id FROM role WHERE user_token = ? ORDER BY page_id"
    return [row["page_id"] for row in call.database.all(sql, user_token)]


def exchange_token(call: Call) -> Json:
    """GET /oauth/access_token: a long-lived user token for a living one (an expired one is refused)."""
    given = call.parameters
    app = call.database.one("SELECT * FROM app WHERE id = ?", given.get("client_id"))
    if app is None:
        raise GraphError(101, message="Error validating application. Cannot get application info.")
    if given.get("client_secret") != app["secret"]:
        raise GraphError(1, message="Error validating client secret.", status=400)
    if given.get("grant_type") == "client_credentials":
        return {"access_token": f"{app['id']}|{app['secret']}", "token_type": "bearer"}
    if given.get("grant_type") != "fb_exchange_token" or not given.get("fb_exchange_token"):
        raise GraphError(100, message="(#100) Param grant_type must be fb_exchange_token, with that token")
    fresh = _long_lived(call, call.own_token())
    return {"access_token": fresh, "token_type": "bearer", "expires_in": LONG_LIFE}


def _long_lived(call: Call, old: sqlite3.Row) -> str:
    if old["kind"] != "USER" or old["app_id"] != call.parameters["client_id"]:
        raise GraphError(100, message="(#100) Only a user token of this app can be exchanged")
    row = call.database.one("SELECT count(*) AS tokens FROM token")
    fresh = derive_token(old["token"], str(row["tokens"] if row else 0))
    copy = "INSERT OR IGNORE INTO token SELECT ?, kind, app_id, person_id, page_id, scopes, tasks, ?, ?, ?, NULL"
    # Data access ends 90 days after the person's last use of the app, as reported.
    instants = (int(call.at), int(call.at) + LONG_LIFE, int(call.at) + 90 * 86_400)
    call.database.run(f"{copy} FROM token WHERE token = ?", fresh, *instants, old["token"])
    for role in call.database.all("SELECT * FROM role WHERE user_token = ?", old["token"]):
        page_token = derive_token(fresh, role["page_id"])
        # A Page token derived from a long-lived user token has no date of expiry.
        times = (instants[0], 0, instants[2])
        call.database.run(f"{copy} FROM token WHERE token = ?", page_token, *times, role["page_token"])
        sql = "INSERT OR IGNORE INTO role VALUES (?, ?, ?, ?)"
        call.database.run(sql, fresh, role["page_id"], page_token, role["tasks"])
    return fresh


def derive_token(base: str, salt: str) -> str:
    """A new practice token, always the same for the same origin."""
    return "EAAsandbox" + hashlib.sha256(f"{base}/{salt}".encode()).hexdigest()
