"""Prepare, release, verify, against the sandbox: what fans see, what is asked, what is never done twice."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.core.outcome import Again, ChannelDown, Prepared, Refused, Sent, Unknown
from scheduler.core.retry import FIRST_WAIT
from scheduler.publish.carrier import Step
from scheduler.publish.facebook.making import ROUNDS

MINUTE = timedelta(minutes=1)


def asked(bench: Any) -> list[str]:
    return [f"{call['method']} {call['edge']}" for call in bench.calls()]


def test_nothing_is_done_before_it_is_time_to_prepare(bench: Any) -> None:
    assert bench.carrier.next_step(bench.job(), bench.prepare - MINUTE) is None
    assert bench.carrier.next_step(bench.job(), bench.prepare) == Step("draft", visible=False)


def test_a_prepared_post_waits_for_its_time(bench: Any) -> None:
    job = replace(bench.job(), phase="draft", remote_id="1_2")
    assert bench.carrier.next_step(job, bench.due - MINUTE) is None
    assert bench.carrier.next_step(job, bench.due) == Step("release", visible=True)


def test_only_the_release_may_show_a_post(bench: Any) -> None:
    job = bench.job("x", *(bench.photo(f"{n}.png") for n in range(3)))
    names = []
    for media in range(4):
        step = bench.carrier.next_step(replace(job, media=("9",) * media), bench.due)
        names.append((step.name, step.visible))
    assert names == [("photo:1", False), ("photo:2", False), ("photo:3", False), ("draft", False)]


def test_a_post_becomes_visible_at_its_time_and_not_before(bench: Any) -> None:
    job = bench.prepared()
    assert (bench.seen(), bench.drafts()) == ([], 1)
    job, outcome = bench.run(job, bench.due)
    link = f"https://www.facebook.com/{job.remote_id}"
    assert outcome == Sent(job.remote_id, link, bench.due)
    assert [(post["message"], post["visible_at"]) for post in bench.seen()] == [
        ("Bà con nhớ gia hạn thẻ BHYT.", bench.due.isoformat())
    ]
    assert asked(bench) == ["POST feed", "GET post", "POST post", "GET post"]


def test_a_late_post_is_prepared_and_released_at_once(bench: Any) -> None:
    _, outcome = bench.run(bench.job(), bench.due + MINUTE)
    assert isinstance(outcome, Sent) and outcome.published_at == bench.due + MINUTE


def test_photos_go_with_their_bytes_their_words_and_in_their_order(bench: Any) -> None:
    pictures = [bench.photo("một.png", "red"), bench.photo("hai.png", "blue")]
    job, outcome = bench.run(bench.prepared(*pictures), bench.due)
    assert isinstance(outcome, Sent)
    uploads = [call["parameters"] for call in bench.calls() if call["edge"] == "photos"]
    assert [(up["file"]["sha256"], up["alt_text_custom"], up["published"]) for up in uploads] == [
        (picture.sha256, picture.alt, "false") for picture in pictures
    ]
    draft = next(call["parameters"] for call in bench.calls() if call["edge"] == "feed")
    assert draft["attached_media"] == f'[{{"media_fbid":"{job.media[0]}"}},{{"media_fbid":"{job.media[1]}"}}]'


def test_each_photo_is_stored_as_soon_as_it_is_up(bench: Any) -> None:
    job = bench.job("x", bench.photo("1.png"), bench.photo("2.png"))
    first = bench.carrier.perform(Step("photo:1", False), job, bench.prepare).outcome
    second = bench.carrier.perform(Step("photo:2", False), replace(job, media=first.media), bench.prepare).outcome
    assert len(first.media) == 1 and second.media[:1] == first.media and len(second.media) == 2


def test_a_link_goes_as_a_link_and_beside_photos_in_the_text(bench: Any) -> None:
    bench.run(bench.job("Xem tại đây.", link="https://baohiemxahoi.gov.vn/"), bench.prepare)
    bench.run(bench.job("Xem ảnh.", bench.photo("1.png"), link="https://baohiemxahoi.gov.vn/"), bench.prepare)
    first, second = (call["parameters"] for call in bench.calls() if call["edge"] == "feed")
    assert (first["message"], first["link"]) == ("Xem tại đây.", "https://baohiemxahoi.gov.vn/")
    assert (second["message"], "link" in second) == ("Xem ảnh.\n\nhttps://baohiemxahoi.gov.vn/", False)


LOST = ["executed-then-500", "executed-then-cut", "executed-then-html", "executed-then-empty", "executed-then-error",
        "executed-then-bare-500", "executed-then-broken"]  # fmt: skip


@pytest.mark.parametrize("fault", [*LOST, "executed-then-hang"])
def test_a_lost_answer_to_a_draft_leaves_at_worst_a_draft_that_nobody_sees(fault: str, bench: Any) -> None:
    bench.fails(fault, edge="feed", seconds=2)
    job, outcome = bench.run(bench.job(), bench.prepare)
    assert isinstance(outcome, Again) and outcome.at == bench.prepare + FIRST_WAIT
    assert "bản nháp" in bench.results[-1].call.note
    job, outcome = bench.run(job, outcome.at)
    assert isinstance(outcome, Prepared)
    bench.run(job, bench.due)
    assert (len(bench.seen()), bench.drafts()) == (1, 1)


@pytest.mark.parametrize("fault", [*LOST, "executed-then-hang"])
def test_a_lost_answer_to_a_release_is_settled_by_looking(fault: str, bench: Any) -> None:
    job = bench.prepared()
    bench.fails(fault, edge="post", method="POST", seconds=2)
    job, outcome = bench.run(job, bench.due)
    assert isinstance(outcome, Unknown)
    settled = bench.carrier.look(job, bench.due + MINUTE)
    assert isinstance(settled, Sent) and settled.published_at == bench.due
    assert len(bench.seen()) == 1


@pytest.mark.parametrize("fault", ["cut", "hang", "html"])
def test_a_release_that_never_arrived_is_safe_to_repeat(fault: str, bench: Any) -> None:
    job = bench.prepared()
    bench.fails(fault, edge="post", method="POST", seconds=2)
    job, outcome = bench.run(job, bench.due)
    assert isinstance(outcome, Unknown)
    settled = bench.carrier.look(job, bench.due + MINUTE)
    assert isinstance(settled, Again) and settled.at == bench.due + MINUTE
    _, outcome = bench.run(job, bench.due + MINUTE)
    assert isinstance(outcome, Sent)
    assert len(bench.seen()) == 1


def test_releasing_twice_shows_one_post(bench: Any) -> None:
    job = bench.prepared()
    first = bench.carrier.perform(Step("release", True), job, bench.due)
    second = bench.carrier.perform(Step("release", True), job, bench.due + MINUTE)
    assert isinstance(first.outcome, Sent) and isinstance(second.outcome, Sent)
    assert len(bench.seen()) == 1


@pytest.mark.parametrize("fault", ["cut", "html", "hang"])
def test_a_post_that_cannot_be_read_back_is_not_called_sent(fault: str, bench: Any) -> None:
    job = bench.prepared()
    bench.fails(fault, edge="post", method="GET", seconds=2, after=1)
    _, outcome = bench.run(job, bench.due)
    assert isinstance(outcome, Unknown)
    assert outcome.why.startswith("Không đọc lại được bài trên trang")
    assert isinstance(bench.carrier.look(job, bench.due), Sent)


def test_a_draft_that_cannot_be_read_yet_is_tried_again(bench: Any) -> None:
    bench.fails("lag", edge="feed", seconds=40 * 60)
    job = bench.prepared()
    job, outcome = bench.run(job, bench.due)
    if isinstance(outcome, Unknown):
        outcome = bench.carrier.look(job, bench.due)
    assert not isinstance(outcome, Sent)
    later = bench.due + timedelta(hours=1)
    assert isinstance(bench.run(job, later)[1], Sent)
    assert len(bench.seen()) == 1


def test_a_release_refused_after_all_is_called_sent_only_if_the_page_shows_it(bench: Any) -> None:
    shown, hidden = bench.prepared(), bench.prepared()
    bench.carrier.perform(Step("release", True), shown, bench.due)
    bench.fails("error", edge="post", method="POST", code=100, times=2)
    assert isinstance(bench.run(shown, bench.due)[1], Sent)
    assert isinstance(bench.run(hidden, bench.due)[1], Refused)


@pytest.mark.parametrize(("code", "subcode"), [(506, None), (368, 1404082)])
def test_already_posted_is_believed_only_if_the_page_shows_it(code: int, subcode: int | None, bench: Any) -> None:
    job = replace(bench.prepared(), attempts=2)
    bench.fails("error", edge="post", method="POST", code=code, subcode=subcode)
    _, outcome = bench.run(job, bench.due)
    assert isinstance(outcome, Refused) and str(code) in outcome.why


def test_a_draft_that_somebody_deleted_is_given_to_a_person(bench: Any) -> None:
    job = bench.prepared()
    bench.carrier.take_back(job, bench.prepare)
    _, outcome = bench.run(job, bench.due)
    assert isinstance(outcome, Again)
    _, outcome = bench.run(replace(job, attempts=3), bench.due)
    assert isinstance(outcome, Refused) and "không còn" in outcome.why
    assert bench.seen() == []


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_dead_token_stops_the_page_and_says_how_to_mend_it(subcode: int, bench: Any) -> None:
    bench.token_state(subcode)
    _, outcome = bench.run(bench.job(), bench.prepare)
    assert isinstance(outcome, ChannelDown) and outcome.until is None
    assert f"(190/{subcode})" in outcome.why and "bhxh token" in outcome.why
    call = bench.results[-1].call
    assert (call.status, call.code, call.subcode) == (400, 190, subcode)
    assert call.trace


def test_a_page_that_refuses_drafts_is_stopped_and_not_posted_to_directly(bench: Any) -> None:
    bench.fails("refuse-drafts")
    _, outcome = bench.run(bench.job(), bench.prepare)
    assert isinstance(outcome, ChannelDown)
    assert "không nhận bản nháp" in outcome.why and "bhxh doctor --probe" in outcome.why
    assert bench.seen() == []


def test_a_rate_limit_pauses_the_page_as_long_as_facebook_says(bench: Any) -> None:
    bench.fails("rate-limit", seconds=20 * 60, times=None)
    _, outcome = bench.run(bench.job(), bench.prepare)
    assert isinstance(outcome, ChannelDown)
    assert outcome.until == bench.prepare + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("content", "name"), [(b"no image at all", "hỏng.png"), (b"\x89PNG\r\n" + bytes(5_000_000), "to.png")]
)
def test_a_photo_that_facebook_cannot_read_is_for_a_person_to_change(content: bytes, name: str, bench: Any) -> None:
    picture = replace(bench.photo(name), sha256=hashlib.sha256(content).hexdigest())
    (bench.media / name).write_bytes(content)
    _, outcome = bench.run(bench.job("x", picture), bench.prepare)
    assert isinstance(outcome, Refused)


def test_a_photo_changed_after_approval_never_goes_out(bench: Any) -> None:
    picture = bench.photo("a.png", "red")
    bench.photo("a.png", "blue")
    _, outcome = bench.run(bench.job("x", picture), bench.prepare)
    assert isinstance(outcome, Refused) and "sau khi duyệt" in outcome.why
    assert bench.calls() == []


@pytest.mark.parametrize("name", ["../secret.png", "/etc/hostname", "missing.png", ".", "a\0.png"])
def test_only_photos_of_the_media_folder_are_read(name: str, bench: Any) -> None:
    (bench.media.parent / "secret.png").write_bytes(b"x")
    picture = replace(bench.photo("a.png"), file=name)
    _, outcome = bench.run(bench.job("x", picture), bench.prepare)
    assert isinstance(outcome, Refused) and name in outcome.why


def test_photos_held_by_a_lost_draft_are_uploaded_anew_and_only_once(bench: Any) -> None:
    picture = bench.photo("a.png")
    bench.fails("executed-then-cut", edge="feed")
    job, outcome = bench.run(bench.job("x", picture), bench.prepare)
    assert isinstance(outcome, Again) and job.media
    job, outcome = bench.run(job, outcome.at)
    assert isinstance(outcome, Prepared) and job.remote_id
    bench.run(job, bench.due)
    assert len(bench.seen()) == 1


def test_photos_that_facebook_always_calls_used_end_with_a_person(bench: Any) -> None:
    bench.fails("media-used", times=None)
    _, outcome = bench.run(bench.job("x", bench.photo("a.png")), bench.prepare)
    assert isinstance(outcome, Refused)
    assert len(bench.calls()) == 2 * len(ROUNDS), "a photo and a draft each round"


def test_many_drafts_lost_in_a_row_only_cost_a_photo_more_each(bench: Any) -> None:
    """Each lost draft holds its photo for good; giving up after a few of them would lose the post."""
    bench.fails("executed-then-cut", edge="feed", times=16)
    job, now, outcome = bench.job("x", bench.photo("a.png")), bench.prepare, Again(bench.prepare, "")
    while isinstance(outcome, Again):
        job, outcome = bench.run(job, outcome.at)
        now = max(now, bench.due)
    assert asked(bench).count("POST photos") > 4
    bench.run(job, now)
    assert len(bench.seen()) == 1


def test_a_bad_parameter_is_not_taken_for_lost_photos_for_long(bench: Any) -> None:
    bench.fails("error", edge="feed", code=100, times=None)
    _, outcome = bench.run(bench.job("x", bench.photo("a.png")), bench.prepare)
    assert isinstance(outcome, Refused)
    assert len(bench.calls()) == 8, "four rounds of a photo and a draft"


@pytest.mark.parametrize("token", [None, "", "hai từ", "a b"])
def test_a_missing_or_broken_token_stops_the_page_without_quoting_it(
    token: str | None, bench_of: Callable[..., Any]
) -> None:
    bench = bench_of(token=token)
    _, outcome = bench.run(bench.job(), bench.prepare)
    assert isinstance(outcome, ChannelDown) and "page-1" in outcome.why
    assert not token or token not in outcome.why
    assert bench.calls() == []
