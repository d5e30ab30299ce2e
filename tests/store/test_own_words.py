"""Words that a person wrote for posts: several channels at once, or one post of a campaign."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.message import Message
from scheduler.core.render import Place, Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import load_payload, load_uses
from scheduler.store.queue.act import act
from scheduler.store.queue.compose import Composed, Composing, Sheet, compose
from scheduler.store.queue.edit import EDITED, Words, edit, reworded, words_of
from scheduler.store.queue.move import Overtaken
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import LAN, MINH, NOW, get

AT = datetime(2021, 5, 7, 17, 0, tzinfo=ZONE)
HOA = Person("hoa", Role.AUTHOR)


def sheets(desk: Desk, text: str, *channels: str, message: str = "", due: datetime = AT) -> list[Sheet]:
    """A text for channels, as the composer makes it: a message that is in no file."""
    content = desk.content
    renderer = Renderer(content)
    body = {"text": text}
    said = content.messages.get(message) or Message.model_validate({
        "id": "tay", "topic": "bhxh", "title": "Mới", "audience": ["Mọi người"], "legal_basis": ["Luật"],
        "valid_from": "2021-01-01", "texts": {"facebook": {"vi": body}, "radio": {"vi": body}},
    })  # fmt: skip
    made = []
    for name in channels:
        channel = content.channels[name]
        place = Place(channel, channel.owner_on(due.date()) or "", "vi", due)
        made.append(Sheet(channel, due, renderer.render(said, place), message, own=not message))
    return made


def store(desk: Desk, some: list[Sheet], person: Person = LAN, *, submit: bool = True, now: datetime = NOW) -> Composed:
    return compose(Composing(desk.content, person, now, ZONE, submit), some)


def rewrite(desk: Desk, post: Post, text: str, person: Person = HOA, **more: Any) -> bool:
    content = desk.content
    words = Words(text, title="Tên riêng")
    made = reworded(post, words, content.channels[post.channel], Renderer(content))
    return edit(post, made, person, seen=more.pop("seen", post.payload.sha256), now=NOW, **more)


def test_a_text_for_several_channels_is_stored_for_each_in_its_own_words(desk: Desk) -> None:
    done = store(desk, sheets(desk, "{{ unit.name }} mời bà con.", "fb-a", "fb-b", "dai-a"))
    assert [load_payload(get(key).payload).text for key in done.stored] == [
        "BHXH huyện An mời bà con.", "BHXH huyện Bình mời bà con.", "BHXH huyện An mời bà con.",
    ]  # fmt: skip
    assert {post.state for post in posts()} == {State.PENDING}
    assert posts(channel="dai-a")[0].number == 1


def test_a_draft_waits_for_nobody_until_it_is_handed_in(desk: Desk) -> None:
    key = store(desk, sheets(desk, "Mời bà con.", "fb-a"), submit=False).stored[0]
    assert get(key).state == State.DRAFT
    assert act("submit", [get(key)], LAN, now=NOW).moved == 1
    assert get(key).state == State.PENDING


def test_sent_twice_nothing_is_stored_a_second_time(desk: Desk) -> None:
    first = store(desk, sheets(desk, "Mời bà con.", "fb-a", "fb-b"))
    again = store(desk, sheets(desk, "Mời bà con.", "fb-a", "fb-b"))
    assert (again.stored, again.there) == ([], first.stored)
    assert len(posts()) == 2


def test_where_one_post_cannot_be_none_is_stored(desk: Desk) -> None:
    some = sheets(desk, "Mời bà con.", "fb-a")
    some += sheets(desk, "Mời bà con.", "fb-b", due=datetime(2021, 4, 1, 8, 0, tzinfo=ZONE))
    with pytest.raises(BhxhError, match="đã qua"):
        store(desk, some)
    assert posts() == []


def test_an_auditor_writes_nothing(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="dành cho"):
        store(desk, sheets(desk, "Mời bà con.", "fb-a"), Person("thu", Role.AUDITOR))


def test_a_composed_message_follows_its_content_and_own_words_do_not(desk: Desk) -> None:
    kept = store(desk, sheets(desk, "", "fb-a", message="loi-ich")).stored[0]
    own = store(desk, sheets(desk, "Lời riêng.", "fb-b")).stored[0]
    desk.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "vững lòng")
    assert [key for key, _ in desk.drift().changed] == [kept]
    assert load_payload(get(kept).payload).text == "Có thẻ BHYT là vững lòng."
    assert load_payload(get(own).payload).text == "Lời riêng."


def test_own_words_stop_when_a_figure_they_state_is_another(desk: Desk) -> None:
    key = store(desk, sheets(desk, "Đóng {{ fact.muc_dong }} một tháng.", "fb-a")).stored[0]
    desk.approve()
    assert desk.drift().stopped == []
    desk.folder.replace("facts/facts.yaml", 'value: "700000"', 'value: "1500000"')
    ((stopped, why),) = desk.drift().stopped
    assert stopped == key
    assert "330.000 đồng" in why
    assert "154.000 đồng" in why
    assert get(key).state == State.PENDING


@pytest.mark.parametrize("state", [State.DRAFT, State.PENDING, State.APPROVED, State.HELD, State.FAILED])
def test_another_text_makes_the_writer_its_author_and_needs_approval(desk: Desk, state: State) -> None:
    desk.queue()
    post = posts(channel="fb-a", message="muc")[0]
    set_state(post, state)
    post = get(post.key)
    assert rewrite(desk, post, "Mức đóng thấp nhất là 154.000 đồng một tháng. Bà con nhớ mang thẻ.")
    after = get(post.key)
    assert (after.state, after.author, after.own) == (State.PENDING, "hoa", True)
    assert [fact.text for fact in load_uses(after.uses).facts] == ["154.000 đồng"]
    row = Transition.objects.latest("pk")
    assert (row.old, row.new, row.by, row.why) == (state, State.PENDING, "hoa", EDITED)


def test_a_figure_that_the_new_words_do_not_state_is_forgotten(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="fb-a", message="muc")[0]
    rewrite(desk, post, "Mời bà con đến xã.")
    assert load_uses(get(post.key).uses).facts == ()


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SENDING, State.CANCELLED, State.UNKNOWN])
def test_what_is_out_or_under_way_is_not_edited(desk: Desk, state: State) -> None:
    desk.queue()
    post = posts(channel="fb-a")[0]
    set_state(post, state, remote_id="1_1", published_at=NOW, lease_until=NOW)
    with pytest.raises(BhxhError, match="bài đang"):
        rewrite(desk, get(post.key), "Khác.")


def test_who_edits_a_text_that_another_changed_is_told_and_overwrites_nothing(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="fb-a")[0]
    seen = post.payload.sha256
    rewrite(desk, post, "Lời của Hoa.")
    with pytest.raises(Overtaken):
        rewrite(desk, get(post.key), "Lời của Lan.", LAN, seen=seen)
    with pytest.raises(Overtaken):  # read before, written after
        rewrite(desk, post, "Lời của Lan.", LAN, seen=seen)
    assert load_payload(get(post.key).payload).text == "Lời của Hoa."


def test_the_same_words_change_nothing(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="dai-a")[0]
    same = reworded(post, words_of(post), desk.content.channels["dai-a"], Renderer(desk.content))
    assert not edit(post, same, HOA, seen=post.payload.sha256, now=NOW)
    assert get(post.key).author == "lan"


def test_a_draft_is_edited_as_a_draft_until_it_is_handed_in(desk: Desk) -> None:
    key = store(desk, sheets(desk, "Mời bà con.", "fb-a"), submit=False).stored[0]
    rewrite(desk, get(key), "Mời bà con đến xã.", submit=False)
    assert get(key).state == State.DRAFT
    assert edit(get(key), reworded(get(key), words_of(get(key)), desk.content.channels["fb-a"], Renderer(desk.content)),
                HOA, seen=get(key).payload.sha256, now=NOW)  # fmt: skip
    assert get(key).state == State.PENDING


def test_own_words_are_read_aloud_anew(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="dai-a")[0]
    rewrite(desk, post, "BHXH An mời 2 bà con.")
    payload = load_payload(get(post.key).payload)
    assert payload.reading == "Bảo hiểm xã hội An mời hai bà con."


def test_queueing_again_leaves_own_words_alone(desk: Desk) -> None:
    desk.queue()
    post = posts(channel="fb-a", message="muc")[0]
    rewrite(desk, post, "Lời riêng.")
    desk.folder.replace("messages/bhxh/muc.yaml", "thấp nhất", "tối thiểu")
    tally = desk.queue()
    assert tally.replaced > 0
    assert load_payload(get(post.key).payload).text == "Lời riêng."


def test_own_words_move_to_a_day_on_which_their_figures_hold(desk: Desk) -> None:
    from scheduler.store.queue.reschedule import Rescheduling, reschedule

    key = store(desk, sheets(desk, "Đóng {{ fact.muc_dong }} một tháng.", "fb-a")).stored[0]
    desk.folder.replace(
        "facts/facts.yaml", "{from: 2016-01-01, value", "{from: 2021-06-01, value: 1500000, source: Nghị định, "
        "status: verified}, {from: 2016-01-01, to: 2021-05-31, value",
    )  # fmt: skip
    content = desk.content

    def to(due: datetime) -> list[tuple[str, str]]:
        return reschedule(Rescheduling(content, Renderer(content), ZONE, LAN, due, NOW), [get(key)]).left

    assert to(AT + timedelta(days=1)) == []
    assert "330.000 đồng" in to(AT + timedelta(days=60))[0][1]
    assert act("cancel", [get(key)], MINH, now=NOW, why="thôi").moved == 1
