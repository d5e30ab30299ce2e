"""Many clients at once: no doubled ids, no lost writes, and the same ids however the Pages mix."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from scheduler.sandbox.process import running

CLIENTS, PAGES, POSTS = 32, 10, 20


def test_32_clients_on_10_pages_double_no_id_and_lose_no_write(sandbox: Any, plant: Any) -> None:
    def work(client: int) -> list[tuple[str, str]]:
        with requests.Session() as session:
            session.trust_env = False
            page = plant(sandbox.url, session, str(600_000_000 + client % PAGES))
            texts = [f"máy {client} bài {number}" for number in range(POSTS)]
            return [(page.feed(text), text) for text in texts]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answered = [pair for pairs in pool.map(work, range(CLIENTS)) for pair in pairs]
    assert len({post_id for post_id, _ in answered}) == CLIENTS * POSTS
    kept = []
    with requests.Session() as session:
        for number in range(PAGES):
            page = plant(sandbox.url, session, str(600_000_000 + number))
            posts = page.journal()["posts"]
            kept += [(post["id"], post["message"]) for post in posts]
            assert {post["id"] for post in posts} == {f"{page.id}_{n}" for n in range(1, len(posts) + 1)}
    assert sorted(kept) == sorted(answered)


def test_two_rehearsals_with_the_same_calls_per_page_are_equal_however_the_pages_mix(tmp_path: Any, plant: Any) -> None:
    def rehearse(name: str, seed: int) -> Any:
        order = [(page, step) for page in ("61", "62", "63") for step in range(8)]
        random.Random(seed).shuffle(order)
        steps = {"61": 0, "62": 0, "63": 0}
        answers: dict[str, list[Any]] = {page: [] for page in steps}
        with running(tmp_path / name) as process, requests.Session() as session:
            pages = {page: plant(process.url, session, page) for page in steps}
            pages["61"].admin("faults", {"fault": "executed-then-500", "rate": 0.4, "seed": 3})
            for page, _ in order:
                answer = pages[page].post(f"{page}/feed", message=f"bước {steps[page]}")
                answers[page].append(answer)
                steps[page] += 1
            return answers, {page: client.journal()["posts"] for page, client in pages.items()}

    assert rehearse("a", 1) == rehearse("b", 2)
