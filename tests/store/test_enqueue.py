"""Queueing a campaign, as often as one likes."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connections

from scheduler.core.plan import plan
from scheduler.core.render import Renderer
from scheduler.core.slot import Slot
from scheduler.core.states import State
from scheduler.core.unit import Units
from scheduler.store.bookings import bookings
from scheduler.store.models import Payload, Post, Transition
from scheduler.store.queue import enqueue as module
from scheduler.store.queue.act import act
from scheduler.store.queue.enqueue import enqueue
from scheduler.store.queue.insert import insert_posts
from scheduler.store.queue.reschedule import Rescheduling, reschedule
from tests.store.campaigns import ZONE, Desk, posts, set_state, texts
from tests.store.conftest import DUE, LAN, MINH, NOW

OUT = {"remote_id": "1_1", "published_at": DUE}


def planned(desk: Desk, campaign: str = "thu") -> list[Slot]:
    job = desk.job(campaign)
    slots = plan(job.content, job.campaign, zone=ZONE, renderer=job.renderer, booked=bookings(ZONE, campaign))
    return [item for item in slots if isinstance(item, Slot)]


def change_text(desk: Desk) -> None:
    desk.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm")


def of_message(name: str) -> list[Post]:
    return posts(message=name)


def test_every_slot_of_the_plan_becomes_a_pending_post(desk: Desk) -> None:
    slots = planned(desk)
    tally = desk.queue()
    assert (tally.added, len(slots)) == (len(posts()), len(posts()))
    assert {(p.key, p.message, p.unit, p.due) for p in posts()} == {(s.key, s.message, s.unit, s.due) for s in slots}
    assert {(p.state, p.author, p.rev) for p in posts()} == {(State.PENDING, "lan", 0)}
    assert Transition.objects.filter(old="", new=State.PENDING).count() == len(slots)


def test_queueing_again_changes_nothing(desk: Desk) -> None:
    first = desk.queue()
    before, rows = texts(), Transition.objects.count()
    again = desk.queue()
    assert (again.added, again.replaced, again.withdrawn, again.unchanged) == (0, 0, 0, first.added)
    assert (texts(), Transition.objects.count()) == (before, rows)


def test_draft_and_pending_posts_get_the_new_text_and_wait_for_approval(desk: Desk) -> None:
    desk.queue()
    draft, *rest = of_message("loi-ich")
    set_state(draft, State.DRAFT)
    change_text(desk)
    tally = desk.queue(by="hoa")
    assert tally.replaced == 1 + len(rest)
    assert {(p.state, p.author) for p in of_message("loi-ich")} == {(State.PENDING, "hoa")}
    assert all("an tâm" in p.payload.body for p in of_message("loi-ich"))


@pytest.mark.parametrize("state", [State.APPROVED, State.HELD])
def test_approved_posts_change_only_when_asked_and_are_pending_again(desk: Desk, state: State) -> None:
    desk.queue()
    for post in posts():
        set_state(post, state)
    change_text(desk)
    before = texts()
    quiet = desk.queue()
    assert quiet.differing == [p.key for p in of_message("loi-ich")]
    assert (quiet.replaced, texts()) == (0, before)
    asked = desk.queue(replace_approved=True)
    assert asked.replaced == len(quiet.differing)
    assert {p.state for p in of_message("loi-ich")} == {State.PENDING}
    assert {p.state for p in posts() if p.message != "loi-ich"} == {state}


SENT = [State.SENDING, State.PUBLISHED, State.RECALLED, State.UNKNOWN, State.FAILED, State.MISSED]


def test_what_was_sent_or_stopped_is_never_touched(desk: Desk) -> None:
    desk.queue()
    change_text(desk)
    stopped = of_message("loi-ich")
    for state in SENT:
        for post in stopped:
            set_state(post, state, lease_until=DUE, **OUT)
        before = {post.key: texts()[post.key, 0] for post in stopped}
        tally = desk.queue(replace_approved=True)
        assert {post.key: texts()[post.key, 0] for post in stopped} == before
        assert (tally.left, tally.added) == (len(before), 0)


def test_slots_that_left_the_plan_are_withdrawn(desk: Desk) -> None:
    desk.queue()
    desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-05-08")
    tally = desk.queue()
    gone = [p for p in posts() if p.planned.astimezone(ZONE).day > 8]
    assert tally.withdrawn == len(gone) > 0
    assert {p.state for p in gone} == {State.CANCELLED}
    assert State.CANCELLED not in {p.state for p in posts() if p not in gone}


def test_a_withdrawn_slot_that_comes_back_is_a_new_revision(desk: Desk) -> None:
    desk.queue()
    desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-05-09")
    withdrawn = desk.queue().withdrawn
    desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-09", "to: 2021-05-10")
    assert desk.queue().added == withdrawn
    back = posts(rev=1)
    assert {p.key for p in back} == {p.key for p in posts(state=State.CANCELLED, rev=0)}
    assert {p.state for p in back} == {State.PENDING}
    assert desk.queue().added == 0


def test_approved_posts_that_left_the_plan_are_withdrawn_only_when_asked(desk: Desk) -> None:
    desk.queue()
    for post in posts():
        set_state(post, State.APPROVED)
    desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-05-08")
    assert desk.queue().withdrawn == 0
    assert desk.queue(replace_approved=True).withdrawn > 0


def test_a_post_that_somebody_cancelled_stays_cancelled(desk: Desk) -> None:
    desk.queue()
    act("cancel", posts()[:1], LAN, now=NOW, why="chờ văn bản mới")
    change_text(desk)
    tally = desk.queue(replace_approved=True)
    assert (posts()[0].state, tally.added) == (State.CANCELLED, 0)
    assert Post.objects.filter(rev=1).count() == 0


def test_slots_that_cannot_be_written_are_named_and_the_rest_is_queued(desk: Desk) -> None:
    job = desk.job()
    unit = job.content.units["u-b"]
    silent = unit.model_copy(update={"periods": (unit.periods[0].model_copy(update={"phone": None}),)})
    content = replace(job.content, units=Units({**job.content.units.by_id, "u-b": silent}))
    tally = enqueue(replace(job, content=content, renderer=Renderer(content)))
    assert {key.split("/")[1] for key, _ in tally.unrendered} == {"fb-b"}
    assert all("phone" in why for _, why in tally.unrendered)
    assert tally.added == len(posts()) == len(planned(desk)) - len(tally.unrendered)


def test_a_crash_in_the_middle_and_a_second_run_give_the_same_as_one_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = planned(desk)
    real, calls = insert_posts, []

    def crash(*args: object, **more: object) -> None:
        calls.append(1)
        real(*args, **more)  # type: ignore[arg-type]  # handed on as it came
        if len(calls) == 3:
            raise RuntimeError("power cut")

    monkeypatch.setattr(module, "FRESH", 3)
    monkeypatch.setattr(module, "insert_posts", crash)
    with pytest.raises(RuntimeError):
        desk.queue()
    monkeypatch.undo()
    some = len(posts())
    assert 0 < some < len(whole), "the crash was in the middle"
    assert Transition.objects.count() == some, "a batch is stored whole or not at all"
    desk.queue()
    assert {p.key for p in posts()} == {s.key for s in whole}
    assert len(posts()) == len(whole) == Transition.objects.count()
    assert numbers() == list(range(1, len(numbers()) + 1))


def numbers() -> list[int]:
    return sorted(n for n in Post.objects.filter(channel="dai-a").values_list("number", flat=True) if n is not None)


def test_script_numbers_go_on_per_station_and_year_without_doubles(desk: Desk) -> None:
    desk.queue()
    first = numbers()
    desk.second_campaign(**{"2021-05-07": "2021-05-17", "2021-05-10": "2021-05-20"})
    desk.queue("hai")
    assert first == [1, 2, 3, 4]
    assert numbers() == [1, 2, 3, 4, 5, 6, 7, 8]
    by_time = Post.objects.filter(channel="dai-a").order_by("due").values_list("number", flat=True)
    assert list(by_time) == numbers()


def test_script_numbers_begin_anew_each_year(desk: Desk) -> None:
    desk.queue()
    desk.second_campaign(**{"2021-05-07": "2022-05-07", "2021-05-10": "2022-05-10"})
    desk.queue("hai")
    assert {p.number for p in posts(year=2022, channel="dai-a")} == {1, 2, 3, 4}


def test_what_other_campaigns_queued_counts_towards_the_most_a_day(desk: Desk) -> None:
    desk.queue()
    desk.second_campaign()
    tally = desk.queue("hai")
    assert (tally.added, len(posts(campaign="hai"))) == (0, 0)
    assert tally.gaps > 0


def test_a_cancelled_post_of_another_campaign_leaves_its_place_free(desk: Desk) -> None:
    desk.queue()
    act("cancel", posts(channel="fb-a"), LAN, now=NOW, why="nhường chỗ")
    desk.second_campaign()
    desk.queue("hai")
    assert {p.channel for p in posts(campaign="hai")} == {"fb-a"}


def test_the_same_text_is_stored_once(desk: Desk) -> None:
    desk.queue()
    assert Payload.objects.count() == len({p.payload.sha256 for p in posts()}) < len(posts())


def test_two_machines_that_queue_at_the_same_moment_end_with_one_set_of_posts(desk: Desk) -> None:
    slots, start = planned(desk), threading.Barrier(2)
    jobs, failures = [desk.job(), desk.job(by="hoa")], []

    def run(number: int) -> None:
        start.wait()
        try:
            for _ in range(20):
                try:
                    enqueue(jobs[number])
                    return
                except (IntegrityError, OperationalError):
                    continue
            failures.append("never came through")
        except Exception as error:
            failures.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert sorted(p.key for p in posts()) == sorted(s.key for s in slots)
    assert numbers() == [1, 2, 3, 4]
    assert Transition.objects.count() == len(slots)


def test_approved_posts_that_read_the_same_stay_approved_whatever_was_asked(desk: Desk) -> None:
    desk.queue()
    desk.approve(MINH)
    before = texts()
    tally = desk.queue(replace_approved=True)
    assert (texts(), tally.replaced) == (before, 0)
    assert {p.state for p in posts()} == {State.APPROVED}


def move_the_spread(desk: Desk) -> None:
    """The second page now speaks half an hour after the first instead of a minute."""
    desk.folder.replace("campaigns/thu.yaml", "facebook: {triggers", "facebook: {spread: 1h, triggers")


def test_a_minute_that_moves_in_the_plan_moves_pending_posts_and_keeps_their_key(desk: Desk) -> None:
    desk.queue()
    before = {p.key: p.due for p in posts(channel="fb-b")}
    move_the_spread(desk)
    tally = desk.queue()
    after = {p.key: p.due for p in posts(channel="fb-b")}
    assert before.keys() == after.keys()
    assert all(after[key] != due for key, due in before.items())
    assert (tally.replaced, tally.added, tally.withdrawn) == (len(before), 0, 0)
    assert desk.queue().replaced == 0


def test_an_approved_post_moves_with_the_plan_only_when_asked_and_keeps_its_approval(desk: Desk) -> None:
    desk.queue()
    desk.approve()
    move_the_spread(desk)
    before = {p.key: p.due for p in posts(channel="fb-b")}
    assert sorted(desk.queue().differing) == sorted(before)
    desk.queue(replace_approved=True)
    moved = posts(channel="fb-b")
    assert all(p.due != before[p.key] and p.state == State.APPROVED for p in moved)


def test_approved_posts_that_left_the_plan_are_named_and_withdrawn_only_when_asked(desk: Desk) -> None:
    desk.queue()
    desk.approve()
    desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-05-08")
    gone = sorted(p.key for p in posts() if p.planned.astimezone(ZONE).day > 8)
    quiet = desk.queue()
    assert (sorted(quiet.leftover), quiet.withdrawn) == (gone, 0)
    assert {p.state for p in posts()} == {State.APPROVED}
    asked = desk.queue(replace_approved=True)
    assert (asked.leftover, asked.withdrawn) == ([], len(gone))
    assert sorted(p.key for p in posts() if p.state == State.CANCELLED) == gone


def test_a_time_given_by_hand_stays_when_the_campaign_is_queued_again(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="fb-b")[0]
    content, due = desk.content, post.due + timedelta(hours=1)
    reschedule(Rescheduling(content, Renderer(content), ZONE, LAN, due, NOW, "mất điện"), [post])
    assert desk.queue().replaced == 0
    assert Post.objects.get(pk=post.pk).due == due


def test_a_campaign_that_is_stored_in_many_pieces_is_what_the_plan_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pieces are parts of the channels and a few posts of each; another campaign's posts count in every one."""
    desk.queue()
    desk.second_campaign(**{"max_per_day: 1": "max_per_day: 2"})
    whole = planned(desk, "hai")
    for name, size in (("STATIONS", 1), ("FRESH", 3), ("TEXTS", 2)):
        monkeypatch.setattr(module, name, size)
    tally = desk.queue("hai")
    assert tally.added == len(whole) > 0
    assert {(p.key, p.message, p.due) for p in posts(campaign="hai")} == {(s.key, s.message, s.due) for s in whole}
    again = desk.queue("hai")
    assert (again.added, again.unchanged, again.gaps) == (0, len(whole), tally.gaps)
