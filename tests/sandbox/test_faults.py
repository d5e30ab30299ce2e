"""Each fault as a publisher meets it, with a real requests client over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from scheduler.sandbox.faults import FAULTS
from scheduler.sandbox.process import running
from scheduler.sandbox.scenario import Rule, WrongScenarioError, load_rules


def post(page: Any, message: str = "bài", **options: Any) -> requests.Response:
    answer: requests.Response = page.call("POST", f"{page.id}/feed", data={"message": message}, **options)
    return answer


def test_executed_then_500_publishes_and_says_code_2(page: Any) -> None:
    page.fault("executed-then-500", times=1)
    answer = post(page)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, 2)
    assert answer.json()["error"]["is_transient"] is True
    assert page.visible() == ["bài"]


@pytest.mark.parametrize(("fault", "seen"), [("executed-then-cut", ["bài"]), ("cut", [])])
def test_a_cut_connection_is_a_connection_error_for_the_client(page: Any, fault: str, seen: list[str]) -> None:
    page.fault(fault, times=1, method="POST")
    with pytest.raises(requests.ConnectionError) as raised:
        post(page)
    assert not isinstance(raised.value, requests.Timeout)
    assert raised.value.response is None
    assert page.visible() == seen
    last = page.journal()["calls"][-1]
    assert (last["status"], last["executed"], last["fault"]) == (None, bool(seen), fault)


@pytest.mark.parametrize(("fault", "seen"), [("executed-then-html", ["bài"]), ("html", [])])
def test_an_html_page_comes_with_502(page: Any, fault: str, seen: list[str]) -> None:
    page.fault(fault, times=1, method="POST")
    answer = post(page)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert page.visible() == seen


def test_an_empty_answer_hides_a_success(page: Any) -> None:
    page.fault("executed-then-empty", times=1)
    answer = post(page)
    assert (answer.status_code, answer.json(), page.visible()) == (200, {}, ["bài"])


def test_a_500_may_say_nothing_of_an_error(page: Any) -> None:
    page.fault("executed-then-bare-500", times=1)
    answer = post(page)
    assert (answer.status_code, "error" in answer.json(), page.visible()) == (500, False, ["bài"])


def test_an_answer_may_break_off(page: Any) -> None:
    page.fault("executed-then-broken", times=1)
    answer = post(page)
    assert (answer.status_code, page.visible()) == (200, ["bài"])
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_an_error_can_come_with_http_200(page: Any) -> None:
    page.fault("executed-then-error", times=1, code=1)
    answer = post(page)
    assert (answer.status_code, answer.json()["error"]["code"], page.visible()) == (200, 1, ["bài"])


@pytest.mark.parametrize(("fault", "seen"), [("executed-then-hang", ["bài"]), ("hang", [])])
def test_silence_lasts_longer_than_the_client_waits(page: Any, fault: str, seen: list[str]) -> None:
    page.fault(fault, times=1, seconds=1, method="POST")
    with pytest.raises(requests.ReadTimeout):
        post(page, timeout=0.2)
    assert page.visible() == seen


ERRORS: list[tuple[int, int | None, int]] = [
    (1, None, 500),
    (2, None, 500),
    (4, None, 403),
    (17, None, 400),
    (32, None, 403),
    (341, None, 400),
]
ERRORS += [(613, None, 400), (613, 1996, 400), (100, 33, 400), (368, 1390008, 400), (368, 4854002, 400)]
ERRORS += [(368, 1404082, 400), (506, None, 400), (283, None, 400), (1346003, None, 400), (190, 460, 400)]


@pytest.mark.parametrize(("code", "subcode", "status"), ERRORS)
def test_any_error_can_be_ordered_by_code_and_subcode(page: Any, code: int, subcode: int | None, status: int) -> None:
    page.fault("error", code=code, times=1, method="POST", **({"subcode": subcode} if subcode else {}))
    answer = post(page)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("error_subcode")) == (status, code, subcode)
    assert page.visible() == []
    assert post(page).json()["id"] == f"{page.id}_1"


def test_a_refusal_with_a_duration_ends_by_the_clock(page: Any) -> None:
    page.fault("error", code=368, subcode=1390008, times=1, seconds=7200, method="POST")
    assert post(page).status_code == 400
    page.wait(hours=1, minutes=59)
    assert post(page).status_code == 400
    page.wait(minutes=1)
    assert post(page).status_code == 200


def usage(answer: requests.Response, page: Any) -> tuple[int, int]:
    entry = json.loads(answer.headers["X-Business-Use-Case-Usage"])[page.id][0]
    return entry["call_count"], entry["estimated_time_to_regain_access"]


def test_a_rate_limit_announces_itself_then_refuses_with_80001_until_its_hour_is_over(page: Any) -> None:
    page.fault("rate-limit", after=3, seconds=3600)
    rising = [usage(post(page, f"bài {n}"), page) for n in range(3)]
    assert rising == [(25, 0), (50, 0), (75, 0)]
    refused = post(page, "quá nhiều")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 80001)
    assert usage(refused, page) == (100, 60)
    page.wait(minutes=30)
    assert usage(post(page, "quá nhiều"), page) == (100, 30)
    page.wait(minutes=30)
    assert post(page, "lại được").status_code == 200
    assert len(page.visible()) == 4


def test_a_page_without_an_audience_runs_out_of_calls_by_itself(new_page: Any) -> None:
    page = new_page(engaged_users=1)
    ids = ",".join([page.id] * 50)
    counts = []
    for _ in range(96):
        answer = page.call("GET", "", params={"ids": ids})
        counts.append(usage(answer, page)[0])
    assert (counts[0], counts[47], counts[-1]) == (1, 50, 100)
    assert answer.json()["error"]["code"] == 80001
    page.wait(hours=25)
    assert page.get("me")["id"] == page.id


def test_a_new_post_may_be_unreadable_for_a_while(page: Any) -> None:
    page.fault("lag", seconds=30)
    post_id = page.feed("chậm hiện")
    assert page.get(post_id)["error"]["error_subcode"] == 33
    assert (page.listed(), page.visible()) == ([], ["chậm hiện"])
    page.wait(seconds=30)
    assert (page.get(post_id)["id"], page.listed()) == (post_id, [post_id])


def test_media_can_be_said_to_be_used(page: Any) -> None:
    photo = page.upload(published="false").json()["id"]
    page.fault("media-used", times=1)
    answer = page.post(f"{page.id}/feed", message="a", attached_media=json.dumps([{"media_fbid": photo}]))
    assert answer["error"]["error_subcode"] == 1366051


def test_a_stuck_schedule_stays_unpublished_until_forced(page: Any) -> None:
    page.fault("stuck-schedule", times=1)
    post_id = page.feed("kẹt", published="false", scheduled_publish_time=page.at(hours=1))
    page.wait(hours=2)
    assert page.get(post_id, params={"fields": "is_published"})["is_published"] is False
    page.post(post_id, is_published="true")
    assert page.listed() == [post_id]


def test_a_schedule_can_be_stored_as_a_draft(page: Any) -> None:
    page.fault("schedule-as-draft", times=1)
    page.feed("nháp", published="false", scheduled_publish_time=page.at(hours=1))
    page.wait(hours=2)
    assert (page.listed(), page.listed("scheduled_posts"), len(page.listed("promotable_posts"))) == ([], [], 1)


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_token_dies_mid_run_and_takes_its_persons_other_tokens_along(new_page: Any, subcode: int) -> None:
    page = new_page()
    page.fault("token-dies", after=1, subcode=subcode)
    assert post(page, "trước").status_code == 200
    for _ in range(2):
        error = post(page, "sau").json()["error"]
        assert (error["code"], error["error_subcode"]) == (190, subcode)
    person_lives = "id" in page.get("me", token=page.user_token)
    assert person_lives == (subcode == 492)


def test_a_page_may_refuse_drafts_and_still_take_direct_posts(page: Any) -> None:
    page.fault("refuse-drafts")
    assert page.post(f"{page.id}/feed", message="a", published="false")["error"]["code"] == 3
    assert post(page).status_code == 200


def test_a_short_page_still_has_a_next_and_following_it_finds_everything(page: Any) -> None:
    ids = [page.feed(f"bài {n}") for n in range(7)]
    page.fault("short-page", times=1)
    answer = page.get(f"{page.id}/published_posts", params={"limit": 100, "fields": "id"})
    found = [row["id"] for row in answer["data"]]
    assert len(found) == 3
    while "next" in answer["paging"]:
        answer = page.session.get(answer["paging"]["next"], timeout=20).json()
        found += [row["id"] for row in answer["data"]]
    assert found == ids[::-1]


def test_a_share_of_calls_fails_the_same_way_for_the_same_seed(page: Any) -> None:
    rule = Rule(fault="executed-then-500", rate=0.3, seed=7)
    hits = [rule.chosen(page.id, count) for count in range(2000)]
    assert hits == [rule.chosen(page.id, count) for count in range(2000)]
    assert 500 < sum(hits) < 700
    assert hits != [Rule(fault="executed-then-500", rate=0.3, seed=8).chosen(page.id, n) for n in range(2000)]
    page.fault("executed-then-500", rate=0.3, seed=7)
    answered = [post(page, f"bài {n}").status_code for n in range(30)]
    assert answered == [500 if rule.chosen(page.id, n) else 200 for n in range(1, 31)]


def test_every_fault_of_the_catalogue_can_be_switched_on_and_off(page: Any) -> None:
    address = f"{page.root}_sandbox/faults"
    for name in FAULTS:
        page.fault(name, page="0")
    rules = page.session.get(address, timeout=20).json()["faults"]
    ours = [rule for rule in rules if rule.get("page") == "0"]
    assert {rule["fault"] for rule in ours} == set(FAULTS)
    for rule in ours:
        page.session.delete(address, params={"id": rule["id"]}, timeout=20)
    left = page.session.get(address, timeout=20).json()["faults"]
    assert not [rule for rule in left if rule.get("page") == "0"]


def test_a_scenario_file_strikes_from_the_start_and_a_restart_keeps_its_counts(tmp_path: Path, plant: Any) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("- {fault: executed-then-500, page: '41', after: 1, times: 1}\n", encoding="utf-8")
    statuses = []
    with requests.Session() as session:
        for text in ("một", "hai", "ba"):
            with running(tmp_path / "s.sqlite3", scenario=scenario) as process:
                statuses.append(post(plant(process.url, session, "41"), text).status_code)
    assert statuses == [200, 500, 200]


BROKEN = ["- {fault: flood}", "- {fault: cut, rate: 2}", "- {fault: cut, tims: 1}", "fault: cut", "- [", "\x00"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_scenario_is_refused_with_its_file(tmp_path: Path, text: str) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(text, encoding="utf-8")
    with pytest.raises(WrongScenarioError, match=r"scenario\.yaml"):
        load_rules(scenario)
