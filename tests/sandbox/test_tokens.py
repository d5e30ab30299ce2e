"""Tokens: each kind of death, proof, permissions, /me, /me/accounts, debug_token and exchange."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

APP = "100000000000001|sandbox-secret"
SCOPES = ["pages_manage_posts", "pages_read_engagement"]


def code_of(answer: Any) -> tuple[int, int | None]:
    return answer["error"]["code"], answer["error"].get("error_subcode")


def test_a_call_without_a_token_is_told_so(page: Any) -> None:
    answer = page.session.get(f"{page.root}v26.0/me", timeout=20)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 2500)


@pytest.mark.parametrize("path", ["me", "999999", "{id}", "{id}/feed"])
def test_an_unknown_token_is_190_whatever_it_asks_for(page: Any, path: str) -> None:
    answer = page.call("GET", path.format(id=page.id), token="nobody")
    assert (answer.status_code, code_of(answer.json())) == (400, (190, None))
    assert '"invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("state", ["dead", 458, 459, 460, 463, 464, 467, 492])
def test_a_dead_token_names_its_death_on_every_call_and_in_debug_token(page: Any, state: Any) -> None:
    page.admin("tokens", {"token": page.token, "state": state})
    subcode = None if state == "dead" else state
    assert code_of(page.post(f"{page.id}/feed", message="a")) == (190, subcode)
    told = page.call("GET", "debug_token", token=APP, params={"input_token": page.token})
    assert (told.status_code, told.json()["data"]["is_valid"]) == (200, False)
    assert told.json()["data"]["error"].get("subcode") == subcode


def test_a_token_dies_at_its_hour(page: Any) -> None:
    page.admin("tokens", {"token": page.token, "expires_at": page.at(hours=1)})
    page.wait(minutes=59)
    assert page.get("me")["id"] == page.id
    page.wait(minutes=1)
    assert code_of(page.get("me")) == (190, 463)


def test_a_missing_permission_or_task_is_200(new_page: Callable[..., Any]) -> None:
    reader = new_page(token=None)
    reader.admin("pages", {"id": reader.id, "name": "a", "token": {"token": "R" + reader.id, "scopes": SCOPES[1:]}})
    error = reader.post(f"{reader.id}/feed", token="R" + reader.id, message="a")["error"]
    assert (error["code"], "pages_manage_posts" in error["message"]) == (200, True)
    jobless = {"token": "J" + reader.id, "scopes": SCOPES, "tasks": ["ANALYZE"]}
    reader.admin("pages", {"id": reader.id, "name": "a", "token": jobless})
    answer = reader.call("POST", f"{reader.id}/feed", token="J" + reader.id, data={"message": "a"})
    assert (answer.status_code, "CREATE_CONTENT" in answer.json()["error"]["message"]) == (403, True)


def test_a_person_cannot_post_as_a_page(page: Any) -> None:
    assert code_of(page.post(f"{page.id}/feed", token=page.user_token, message="a")) == (190, 2069032)
    error = page.post(f"{page.id}/feed", token=page.user_token, message="a", published="false")["error"]
    assert error["message"] == "(#200) Unpublished posts must be posted to a page as the page itself"


def test_a_system_user_passes_me_and_debug_token_but_not_the_pages_edges(new_page: Callable[..., Any]) -> None:
    page = new_page(user_tokens=[{"token": "placeholder", "kind": "SYSTEM_USER"}])
    token = "SYS" + page.id
    people = [{"token": token, "kind": "SYSTEM_USER", "user": "3" + page.id}]
    page.admin("pages", {"id": page.id, "name": "a", "user_tokens": people})
    assert page.get("me", token=token)["id"] == "3" + page.id
    told = page.get("debug_token", token=APP, params={"input_token": token})["data"]
    assert (told["type"], told["is_valid"]) == ("SYSTEM_USER", True)
    assert code_of(page.post(f"{page.id}/feed", token=token, message="a", published="false")) == (190, 2069032)
    derived = page.get("me/accounts", token=token)["data"][0]["access_token"]
    assert page.post(f"{page.id}/feed", token=derived, message="a")["id"] == f"{page.id}_1"


def test_a_page_cannot_post_on_another_page(new_page: Callable[..., Any]) -> None:
    ours, theirs = new_page(), new_page()
    assert code_of(ours.post(f"{theirs.id}/feed", message="a")) == (200, None)
    assert theirs.visible() == []


@pytest.mark.parametrize("where", ["query", "body", "bearer", "oauth"])
def test_the_token_may_stand_in_four_places(page: Any, where: str) -> None:
    address, token = f"{page.root}v26.0/{page.id}/feed", page.token
    options: dict[str, dict[str, Any]] = {
        "query": {"params": {"access_token": token}},
        "body": {"data": {"access_token": token}},
        "bearer": {"headers": {"Authorization": f"Bearer {token}"}},
        "oauth": {"headers": {"Authorization": f"OAuth {token}"}},
    }
    chosen = options[where]
    chosen["data"] = chosen.get("data", {}) | {"message": where}
    assert page.session.post(address, timeout=20, **chosen).json() == {"id": f"{page.id}_1"}


def test_appsecret_proof_is_required_where_the_app_says_so_and_must_be_right(new_page: Callable[..., Any]) -> None:
    page = new_page()
    app = {"id": "777" + page.id, "secret": "bí mật", "require_proof": True}
    token = "PROVED" + page.id
    page.admin("pages", {"apps": [app], "pages": [{"id": page.id, "name": "a", "app": app["id"], "token": token}]})
    right = hmac.new("bí mật".encode(), token.encode(), hashlib.sha256).hexdigest()
    missing = page.get("me", token=token)["error"]
    assert (missing["type"], missing["code"]) == ("GraphMethodException", 100)
    assert missing["message"] == "API calls from the server require an appsecret_proof argument"
    wrong = page.get("me", token=token, params={"appsecret_proof": right[::-1]})["error"]
    assert wrong["message"] == "Invalid appsecret_proof provided in the API argument"
    assert page.get("me", token=token, params={"appsecret_proof": right})["id"] == page.id


def test_me_accounts_gives_pages_with_tokens_and_tasks(page: Any) -> None:
    answer = page.get("me/accounts", token=page.user_token)
    account = answer["data"][0]
    assert (account["id"], account["access_token"]) == (page.id, page.token)
    assert set(account) == {"access_token", "category", "category_list", "name", "id", "tasks"}
    assert "CREATE_CONTENT" in account["tasks"]
    narrow = page.get("me/accounts", token=page.user_token, params={"fields": "name"})["data"]
    assert narrow == [{"name": "BHXH Thủ Đức", "id": page.id}]


def test_debug_token_tells_the_page_the_scopes_and_the_life(page: Any) -> None:
    told = page.get("debug_token", token=APP, params={"input_token": page.token})["data"]
    assert (told["type"], told["profile_id"], told["expires_at"], told["is_valid"]) == ("PAGE", page.id, 0, True)
    assert "pages_manage_posts" in told["scopes"]
    page.admin("tokens", {"token": page.token, "expires_at": None})
    told = page.get("debug_token", token=APP, params={"input_token": page.token})["data"]
    assert "expires_at" not in told


def test_a_wrong_app_secret_inspects_nothing(page: Any) -> None:
    answer = page.get("debug_token", token="100000000000001|wrong", params={"input_token": page.token})
    assert answer["error"]["code"] == 190


def exchange(page: Any, token: str) -> Any:
    client = {"client_id": "100000000000001", "client_secret": "sandbox-secret"}
    return page.get(
        "oauth/access_token", params=client | {"grant_type": "fb_exchange_token", "fb_exchange_token": token}
    )


def test_an_exchanged_token_lives_sixty_days_and_its_page_tokens_never_expire(page: Any) -> None:
    fresh = exchange(page, page.user_token)
    assert fresh["expires_in"] == 5_184_000
    account = page.get("me/accounts", token=fresh["access_token"])["data"][0]
    page.wait(days=61)
    assert code_of(page.get("me", token=fresh["access_token"])) == (190, 463)
    assert page.post(f"{page.id}/feed", token=account["access_token"], message="a")["id"]


def test_an_expired_token_cannot_be_exchanged(page: Any) -> None:
    page.admin("tokens", {"token": page.user_token, "state": "expired"})
    assert code_of(exchange(page, page.user_token)) == (190, 463)


def test_calls_of_a_person_count_against_the_app_not_the_page(new_page: Callable[..., Any]) -> None:
    page = new_page()
    app = {"id": "778" + page.id, "secret": "s", "users": 1}
    person = {"token": "PERSON" + page.id, "user": "779" + page.id}
    pages = [{"id": page.id, "name": "a", "app": app["id"], "user_tokens": [person]}]
    assert page.admin("pages", {"apps": [app], "pages": pages}).status_code == 200
    headers = [page.call("GET", "me", token=person["token"]).headers for _ in range(20)]
    assert json.loads(headers[-1]["X-App-Usage"])["call_count"] == 10
    assert "X-Business-Use-Case-Usage" not in headers[-1]
    assert "X-App-Usage" not in headers[0]
