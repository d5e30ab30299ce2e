"""Content changed after a script was released: it is withheld, and what stations get next is drafted."""

from datetime import timedelta

from scheduler.core.states import State
from scheduler.store.models import Correction, Post, Transition
from scheduler.store.payloads import load_payload
from scheduler.store.queue.revise import Revising, revise
from tests.store.campaigns import ZONE, Desk, posts
from tests.store.conftest import NOW, rendered
from tests.store.radio.conftest import Script
from tests.store.radio.office import RELEASED, aired, approved, fresh, release

FACTS = "facts/facts.yaml"
LATER = RELEASED + timedelta(hours=1)


def test_a_changed_figure_withholds_the_script_and_drafts_a_newer_issue(desk: Desk, script: Script) -> None:
    old = script()
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    found = desk.drift(now=LATER)
    assert [key for key, _ in found.withheld] == [post.key for post in posts(kind="radio", message="muc", issue=1)]
    assert script().withheld_at == LATER
    (new,) = posts(key=old.key, issue=2)
    assert (new.state, new.author, new.number) == (State.PENDING, old.author, old.number)
    assert "176.000 đồng" in load_payload(new.payload).text
    assert "154.000" in new.why
    assert "176.000" in new.why


def test_looking_again_withholds_and_drafts_nothing_more(desk: Desk, script: Script) -> None:
    script()
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    desk.drift(now=LATER)
    before = (Post.objects.count(), Transition.objects.count())
    assert desk.drift(now=LATER + timedelta(hours=1)).withheld == []
    assert (Post.objects.count(), Transition.objects.count()) == before


def test_scripts_that_rest_on_nothing_that_changed_stay_as_they_are(desk: Desk, script: Script) -> None:
    script()
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    desk.drift(now=LATER)
    assert {post.withheld_at for post in posts(kind="radio", issue=1) if post.message != "muc"} == {None}


def test_a_draft_that_would_change_again_is_changed_again(desk: Desk, script: Script) -> None:
    old = script()
    for before, after in (('"700000"', '"800000"'), ('"800000"', '"900000"')):
        desk.folder.replace(FACTS, before, after)
        desk.drift(now=LATER)
    (new,) = posts(key=old.key, issue=2)
    assert "198.000 đồng" in load_payload(new.payload).text


def test_a_script_that_can_no_longer_be_made_is_withheld(desk: Desk, script: Script) -> None:
    old = script()
    due = old.due.astimezone(ZONE).date()
    after = f"valid_from: {due + timedelta(days=1)}"
    desk.folder.replace("messages/bhxh/muc.yaml", "valid_from: 2018-01-01", after)
    desk.drift(now=LATER)
    assert script().withheld_at == LATER
    assert "không soạn lại được" in script().why
    assert posts(key=old.key, issue=2) == []


def test_the_words_of_a_person_are_left_alone(desk: Desk, script: Script) -> None:
    old = script()
    job = Revising(lambda _: rendered("Lời người viết", kind="radio"), "lan", LATER, "sai", typed=True)
    (new,) = revise(job, old, alone=True).made
    new = release(approved(new, LATER), LATER)
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    desk.drift(now=LATER)
    assert fresh(new).withheld_at is None
    desk.queue(replace_approved=True)
    assert load_payload(fresh(new).payload).text == "Lời người viết"


def test_queueing_again_leaves_a_newer_issue_to_those_who_made_it(desk: Desk, script: Script) -> None:
    old = script()
    job = Revising(lambda _: rendered("Lời người viết", kind="radio"), "lan", LATER, "sai", typed=True)
    (new,) = revise(job, old, alone=True).made
    desk.queue()
    assert (fresh(new).state, load_payload(fresh(new).payload).text) == (State.PENDING, "Lời người viết")


def test_what_was_aired_with_another_figure_gets_a_drafted_correction(desk: Desk, script: Script) -> None:
    old = script()
    aired(old)
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    now = old.due + timedelta(hours=2)
    found = dict(desk.drift(now=now).withheld)
    correction = Correction.objects.select_related("post__payload").get(corrects=old)
    new = correction.post
    assert new.key in found[old.key]
    assert (new.state, new.author, new.campaign) == (State.PENDING, "lan", "tay")
    text = load_payload(new.payload).text
    assert "nói: Mức đóng thấp nhất là 154.000 đồng một tháng." in text
    assert "Nội dung đúng là: Mức đóng thấp nhất là 176.000 đồng một tháng." in text
    assert new.due > now
    assert script().withheld_at is None


def test_a_correction_is_drafted_once(desk: Desk, script: Script) -> None:
    old = script()
    aired(old)
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    for hours in (2, 3):
        desk.drift(now=old.due + timedelta(hours=hours))
    assert Correction.objects.filter(corrects=old).count() == 1


def test_what_was_aired_is_not_corrected_for_another_wording(desk: Desk, script: Script) -> None:
    old = script()
    aired(old)
    desk.folder.replace("messages/bhxh/muc.yaml", "radio: {vi: {text: 'Mức đóng", "radio: {vi: {text: 'Số tiền đóng")
    desk.drift(now=old.due + timedelta(hours=2))
    assert Correction.objects.count() == 0


def test_nothing_is_done_about_a_script_whose_time_is_over(desk: Desk, script: Script) -> None:
    old = script()
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    desk.drift(now=old.due + timedelta(hours=1))
    assert script().withheld_at is None
    assert posts(key=old.key, issue=2) == []


def test_drift_is_told_of_the_time_it_was_found(desk: Desk, script: Script) -> None:
    script()
    desk.folder.replace(FACTS, '"700000"', '"800000"')
    desk.drift(now=LATER)
    at = Transition.objects.filter(post=script(), detail__contains="withheld").values_list("at", flat=True)
    assert list(at) == [LATER]
    assert LATER > NOW
