"""What waits for approval, as the desk shows it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.core.states import State
from scheduler.store.confirmations import confirm
from scheduler.store.desk.inbox import Pile, Shown, figures, of_pile, piles, sheets, titles
from scheduler.store.models import Post
from scheduler.store.queue.edit import Words, edit, reworded
from tests.store.campaigns import Desk, posts, set_state
from tests.store.conftest import DUE, LAN, NOW, MakePost, get


def every() -> Pile:
    (pile,) = piles(Post.objects.filter(message="m"))
    return pile


def test_what_waits_lies_in_piles_of_a_message_and_kind_the_most_urgent_first(desk: Desk) -> None:
    desk.queue()
    found = piles(Post.objects.all())
    assert sum(pile.count for pile in found) == len(posts(state=State.PENDING))
    assert [pile.first for pile in found] == sorted(pile.first for pile in found)  # type: ignore[type-var]  # none is None
    pages = next(pile for pile in found if (pile.message, pile.kind) == ("muc", "facebook"))
    assert (pages.campaign, pages.lang, pages.author) == ("thu", "vi", "lan")
    assert {post.pk for post in of_pile(Post.objects.all(), pages)} == {
        post.pk for post in posts(message="muc", kind="facebook")
    }


def test_posts_with_one_text_are_one_sheet(make_post: MakePost) -> None:
    for day in range(3):
        make_post("fb-a", due=DUE + timedelta(days=day))
    make_post("fb-b", text="Chào bà con Bình")
    found, count = sheets(of_pile(Post.objects.all(), every()))
    assert count == 2
    assert sorted(len(sheet.posts) for sheet in found) == [1, 3]


@pytest.mark.parametrize("number", [10, 60])
def test_a_page_takes_the_same_number_of_questions_however_many_wait(make_post: MakePost, number: int) -> None:
    for n in range(number):
        make_post(f"fb-{n:03}", text=f"Chào bà con xã số {n}")
    with CaptureQueriesContext(connection) as counted:
        piles(Post.objects.all())
        found, count = sheets(of_pile(Post.objects.all(), every()))
        figures(found)
    assert (len(found), count) == (min(number, 40), number)
    assert len(counted) == 8
    assert len(sheets(of_pile(Post.objects.all(), every()), 2)[0]) == number - len(found)


def test_a_sheet_knows_what_was_approved_before(desk: Desk) -> None:
    desk.queue()
    desk.approve()
    desk.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "vững lòng")
    desk.drift()
    (pile,) = (pile for pile in piles(Post.objects.all()) if pile.kind == "facebook")
    found, _ = sheets(of_pile(Post.objects.all(), pile))
    assert {(sheet.payload.text, sheet.before and sheet.before.text) for sheet in found} == {
        ("Có thẻ BHYT là vững lòng.", "Có thẻ BHYT là yên tâm.")
    }


def test_figures_say_who_has_to_answer_for_them(make_post: MakePost) -> None:
    make_post(doubtful=True)
    found, _ = sheets(of_pile(Post.objects.all(), every()))
    assert [(figure.fact.key, figure.doubtful) for figure in figures(found)] == [("rate", True)]
    confirm("rate@2014-01-01", "22", by="minh", now=NOW)
    assert [figure.doubtful for figure in figures(found)] == [False]


def test_only_what_was_shown_counts_as_shown(desk: Desk) -> None:
    desk.queue()
    (first, second, *_) = posts(kind="facebook")
    found, _ = sheets(Post.objects.filter(kind="facebook"))
    shown = Shown.of([sheet.shown for sheet in found])
    made = reworded(first, Words("Khác."), desk.content.channels[first.channel], desk.job().renderer)
    edit(first, made, LAN, seen=first.payload.sha256, now=NOW)
    same, other = shown.split([get(first.key), get(second.key)])
    assert ([p.key for p in same], [p.key for p in other]) == ([second.key], [first.key])


def test_what_no_form_sends_is_left_out() -> None:
    assert Shown.of(["", "abc", "abc:x,-1,²", "abc:1,2"]).texts == {1: "abc", 2: "abc"}


def test_a_pile_by_hand_is_called_by_the_title_of_its_text(make_post: MakePost) -> None:
    make_post()
    Post.objects.update(campaign="tay", message="")
    (pile,) = found = piles(Post.objects.all())
    assert titles(found) == {pile.sample: ""}
    assert titles(piles(Post.objects.filter(message="m"))) == {}


def test_what_does_not_wait_is_in_no_pile(make_post: MakePost) -> None:
    set_state(make_post(), State.DRAFT)
    assert piles(Post.objects.all()) == []
