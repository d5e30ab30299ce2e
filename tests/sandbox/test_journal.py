"""The journal: complete, and without any secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import requests

from scheduler.sandbox.process import running


def test_every_call_is_in_the_journal_with_what_became_of_it(page: Any) -> None:
    post_id = page.feed("một")
    page.wait(seconds=90)
    page.post(f"{page.id}/feed", message="hai", mesage="x")
    page.call("DELETE", post_id)
    calls = page.journal()["calls"]
    told = [(call["method"], call["edge"], call["status"], call["code"], call["executed"]) for call in calls]
    assert told == [
        ("POST", "feed", 200, None, True),
        ("POST", "feed", 400, 100, False),
        ("DELETE", "post", 200, None, True),
    ]
    assert [call["at"] for call in calls[:2]] == ["2026-11-23T03:00:00+00:00", "2026-11-23T03:01:30+00:00"]
    assert (calls[0]["result_id"], calls[0]["parameters"]) == (post_id, {"message": "một"})
    assert calls[2]["object_id"] == post_id


def test_the_journal_can_be_read_on_from_a_call(page: Any) -> None:
    page.feed("một")
    last = page.journal()["calls"][-1]["n"]
    page.feed("hai")
    address = f"{page.root}_sandbox/journal"
    rest = page.session.get(address, params={"page": page.id, "after": last}, timeout=20).json()["calls"]
    assert [call["parameters"]["message"] for call in rest] == ["hai"]


def test_no_secret_reaches_the_journal_in_any_way(tmp_path: Path, plant: Any) -> None:
    data, secret, proof = tmp_path / "s.sqlite3", "EAAG" + "s3cret" * 10, "ab" * 32
    with running(data) as process, requests.Session() as session:
        page = plant(process.url, session, "71", token=secret)
        feed = f"{page.root}v26.0/71/feed"
        sent: list[dict[str, Any]] = [
            {"data": {"message": f"lộ {secret}", "access_token": secret}},
            {"data": {"message": "a", "acces_token": secret}},
            {"data": {"message": "a", secret: "b", "access_token": secret}},
            {"params": {"access_token": secret, "appsecret_proof": proof}},
            {"json": {"access_token": secret, "message": f"còn {secret}"}},
        ]
        for options in sent:
            session.post(feed, timeout=20, **options)
        session.get(f"{page.root}{secret}/feed", params={"access_token": secret}, timeout=20)
        session.get(f"{page.root}71/{secret}", params={"access_token": secret}, timeout=20)
        params = {"access_token": "100000000000001|sandbox-secret", "input_token": secret}
        session.get(f"{page.root}debug_token", params=params, timeout=20)
        exchange = {"client_id": "1", "client_secret": proof, "fb_exchange_token": secret}
        session.get(f"{page.root}oauth/access_token", params=exchange, timeout=20)
        journal = session.get(f"{page.root}_sandbox/journal", timeout=20).json()
    calls = json.dumps(journal["calls"])
    assert len(journal["calls"]) == 9
    for hidden in (secret, proof, "sandbox-secret"):
        assert hidden not in calls


def test_a_published_post_is_named_with_both_ends_of_its_life(page: Any) -> None:
    post_id = page.feed("a", published="false")
    page.wait(minutes=1)
    page.post(post_id, is_published="true")
    page.wait(minutes=1)
    page.call("DELETE", post_id)
    assert page.journal()["posts"] == [
        {
            "id": post_id,
            "page_id": page.id,
            "message": "a",
            "visible_at": "2026-11-23T03:01:00+00:00",
            "cause": "call",
            "gone_at": "2026-11-23T03:02:00+00:00",
        }
    ]


def test_the_state_counts_what_each_page_holds(page: Any) -> None:
    page.feed("một")
    page.feed("hai", published="false")
    page.feed("ba", published="false", scheduled_publish_time=page.at(hours=1))
    pages = page.session.get(f"{page.root}_sandbox/state", timeout=20).json()["pages"]
    ours = next(row for row in pages if row["id"] == page.id)
    assert (ours["posts"], ours["published"], ours["drafts"], ours["scheduled"]) == (3, 1, 1, 1)
