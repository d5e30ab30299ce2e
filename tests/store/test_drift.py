"""Content changed after a post was made: what would now read differently waits for approval again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.store import drift
from scheduler.store.changes import changed
from scheduler.store.models import Post, Transition
from scheduler.store.payloads import Shelf
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import DUE, NOW, get
from tests.store.content import message

FACTS = "facts/facts.yaml"
CHANNELS = "channels/channels.yaml"


@pytest.fixture
def approved(desk: Desk) -> Desk:
    """The campaign, queued and approved."""
    desk.queue()
    desk.approve()
    assert {p.state for p in posts()} == {State.APPROVED}
    return desk


def pending() -> set[str]:
    return {p.key for p in posts(state=State.PENDING)}


def keys(**where: object) -> set[str]:
    return {p.key for p in posts(**where)}


def raise_standard(desk: Desk, since: str = "2016-01-01") -> None:
    """Another poverty line, at once or from a day on."""
    if since == "2016-01-01":
        desk.folder.replace(FACTS, '"700000"', '"800000"')
        return
    desk.folder.replace(
        FACTS, "status: verified}]",
        f'status: verified}}, {{from: {since}, value: "800000", source: Nghị định số 7/2021, status: verified}}]',
    )  # fmt: skip
    before = datetime.fromisoformat(since).date() - timedelta(days=1)
    desk.folder.replace(FACTS, "{from: 2016-01-01, value", f"{{from: 2016-01-01, to: {before}, value")


def test_nothing_changed_nothing_drifts(approved: Desk) -> None:
    found = approved.drift()
    assert (found.looked, found.changed, found.stopped, pending()) == (len(posts()), [], [], set())


def test_a_changed_figure_sends_the_posts_that_quote_it_back_with_the_difference(approved: Desk) -> None:
    raise_standard(approved)
    found = approved.drift()
    assert pending() == keys(message="muc") == {key for key, _ in found.changed}
    assert all("-Mức đóng thấp nhất là 154.000 đồng" in text for _, text in found.changed)
    assert all("+Mức đóng thấp nhất là 176.000 đồng" in text for _, text in found.changed)
    row = Transition.objects.latest("pk")
    assert (row.old, row.new, row.by) == (State.APPROVED, State.PENDING, "đồng hồ")
    assert "+Mức đóng" in row.why


def test_the_author_of_a_drifted_post_still_may_not_approve_it(approved: Desk) -> None:
    raise_standard(approved)
    approved.drift()
    assert {p.author for p in posts()} == {"lan"}


def test_a_figure_that_changes_later_touches_only_posts_due_from_that_day(approved: Desk) -> None:
    raise_standard(approved, "2021-05-09")
    approved.drift()
    late = {p.key for p in posts(message="muc") if p.due.astimezone(ZONE).day >= 9}
    early = keys(message="muc") - late
    assert early and late
    assert pending() == late


def test_another_telephone_touches_the_posts_of_that_unit_that_give_it(approved: Desk) -> None:
    approved.folder.replace("units.yaml", "0216 000 0002", "0216 000 0009")
    approved.drift()
    assert pending() == keys(message="lien-he", unit="u-b") != set()


def test_another_shared_template_touches_the_posts_that_include_it(approved: Desk) -> None:
    approved.folder.replace("templates/lien-he.j2", "Điện thoại", "Số máy")
    approved.drift()
    assert pending() == keys(message="lien-he")


def test_another_text_of_a_message_touches_its_posts(approved: Desk) -> None:
    approved.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm")
    approved.drift()
    assert pending() == keys(message="loi-ich")


def test_another_reading_sends_scripts_back_though_their_words_are_the_same(approved: Desk) -> None:
    approved.folder.replace("lexicon/lexicon.yaml", "spoken: bảo hiểm y tế", "spoken: thẻ bảo hiểm y tế")
    found = approved.drift()
    assert pending() == keys(message="loi-ich", kind="radio") != set()
    assert found.changed[0][1] == "cách đọc, ảnh hoặc chú thích đã đổi"


def test_a_channel_that_another_unit_takes_over_speaks_in_its_name(approved: Desk) -> None:
    approved.folder.replace(CHANNELS, "[{unit: u-b, from: 1995-01-01}]", "[{unit: u-tinh, from: 1995-01-01}]")
    approved.drift()
    assert pending() == keys(channel="fb-b", message="lien-he") != set()
    assert {p.unit for p in posts(channel="fb-b")} == {"u-tinh"}


@pytest.mark.parametrize("state", [State.DRAFT, State.PENDING, State.HELD])
def test_what_waits_in_another_state_gets_its_new_text_too(approved: Desk, state: State) -> None:
    for post in posts():
        set_state(post, state)
    raise_standard(approved)
    approved.drift()
    assert {p.state for p in posts(message="muc")} == {State.PENDING}
    assert all("176.000" in p.payload.body for p in posts(message="muc", kind="facebook"))


def test_what_was_published_or_stopped_is_never_touched(approved: Desk) -> None:
    others = [state for state in State if state not in (State.DRAFT, State.PENDING, State.APPROVED, State.HELD)]
    for post, state in zip(posts(), [*others, *others], strict=False):
        set_state(post, state, remote_id="1_1", published_at=DUE, lease_until=DUE)
    before = {p.key: (p.state, p.payload_id) for p in posts() if p.state in others}
    raise_standard(approved)
    approved.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm")
    approved.folder.replace("templates/lien-he.j2", "Điện thoại", "Số máy")
    approved.drift()
    assert {p.key: (p.state, p.payload_id) for p in posts() if p.key in before} == before
    assert len(before) >= len(others)


def test_an_expired_message_stops_its_posts(approved: Desk) -> None:
    approved.folder.replace(
        "messages/bhyt/loi-ich.yaml", "valid_from: 2018-01-01", "valid_from: 2018-01-01\nvalid_to: 2021-05-08"
    )
    approved.folder.replace(
        "campaigns/thu.yaml", "{id: loi-ich, weight: 1}", "{id: loi-ich, weight: 1, to: 2021-05-08}"
    )
    found = approved.drift()
    late = {p.key for p in posts(message="loi-ich") if p.due.astimezone(ZONE).day > 8}
    assert pending() == late == {key for key, _ in found.stopped} != set()
    assert all("không còn hiệu lực" in why for _, why in found.stopped)
    assert "không còn hiệu lực" in Transition.objects.latest("pk").why


def test_a_channel_that_nobody_owns_stops_its_posts(approved: Desk) -> None:
    approved.folder.replace(
        CHANNELS, "[{unit: u-b, from: 1995-01-01}]", "[{unit: u-b, from: 1995-01-01, to: 2021-05-08}]"
    )
    found = drift_unchecked(approved)
    late = {p.key for p in posts(channel="fb-b") if p.due.astimezone(ZONE).day > 8}
    assert pending() == late == {key for key, _ in found.stopped} != set()


def drift_unchecked(desk: Desk) -> drift.Drift:
    """The campaign would yield a gap, which the check may refuse; here only drift is looked at."""
    content = desk.content
    return drift.check_all(content, Renderer(content), ZONE, NOW)


def test_a_post_written_by_hand_is_stopped_where_its_channel_is_gone_and_else_left(approved: Desk) -> None:
    by_hand = posts(channel="fb-b")[0]
    Post.objects.filter(pk=by_hand.pk).update(campaign="tay", message="")
    approved.drift()
    assert get(by_hand.key).state == State.APPROVED
    content = approved.content
    content = replace(content, channels={k: v for k, v in content.channels.items() if k != "fb-b"})
    drift.check_all(content, Renderer(content), ZONE, NOW)
    assert get(by_hand.key).state == State.PENDING


def test_one_post_is_looked_at_again_just_before_its_release(approved: Desk) -> None:
    post = posts(message="muc", kind="facebook")[0]
    raise_standard(approved)
    content = approved.content
    found = drift.check_one(get(post.key), content, Renderer(content), ZONE, Shelf(), NOW)
    assert found and not found.stopped
    assert pending() == {post.key}
    assert drift.check_one(get(post.key), content, Renderer(content), ZONE, Shelf(), NOW) is None


def two_steps(desk: Desk) -> None:
    """First the same words come to rest on another period, unnoticed by readers; then that period changes."""
    raise_standard(desk, "2021-05-08")
    desk.folder.replace(FACTS, '"800000"', '"700000"')


EDITS: dict[str, Callable[[Desk], None]] = {
    "nothing": lambda desk: None,
    "figure": raise_standard,
    "figure of a later day": lambda desk: raise_standard(desk, "2021-05-09"),
    "formula": lambda desk: desk.folder.replace(FACTS, "chuan * ty_le", "chuan * ty_le * 2"),
    "share": lambda desk: desk.folder.replace(FACTS, 'value: "22"', 'value: "25"'),
    "source of a figure": lambda desk: desk.folder.replace(FACTS, "Luật số 58/2014/QH13", "Luật số 41/2024/QH15"),
    "telephone": lambda desk: desk.folder.replace("units.yaml", "0216 000 0002", "0216 000 0009"),
    "template": lambda desk: desk.folder.replace("templates/lien-he.j2", "Điện thoại", "Số máy"),
    "text": lambda desk: desk.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm", "an tâm"),
    "lexicon": lambda desk: desk.folder.replace("lexicon/lexicon.yaml", "bảo hiểm y tế", "thẻ bảo hiểm y tế"),
    "owner": lambda desk: desk.folder.replace(CHANNELS, "{unit: u-b, from", "{unit: u-tinh, from"),
    "reading speed": lambda desk: desk.folder.replace(
        CHANNELS, "area: Xã An", "area: Xã An\n    syllables_per_minute: 150"
    ),
    "two steps": two_steps,
}


@pytest.mark.parametrize("name", EDITS)
def test_the_index_finds_exactly_the_posts_that_looking_at_all_finds(approved: Desk, name: str) -> None:
    old = approved.content
    EDITS[name](approved)
    new = approved.content
    through_index = approved.drift(changed(old, new))
    found = pending()
    assert found == {key for key, _ in through_index.changed + through_index.stopped}
    everything = approved.drift()
    assert (everything.changed, everything.stopped) == ([], []), "looking at all found what the index did not"
    if name in ("nothing", "source of a figure", "two steps"):
        assert found == set()
    elif name != "reading speed":
        assert found
        assert through_index.looked < len(posts())


def test_the_index_follows_words_that_came_to_rest_on_another_period(approved: Desk) -> None:
    first = approved.content
    two_steps(approved)
    second = approved.content
    approved.drift(changed(first, second))
    assert pending() == set()
    approved.folder.replace(FACTS, 'from: 2021-05-08, value: "700000"', 'from: 2021-05-08, value: "900000"')
    names = changed(second, approved.content)
    approved.drift(names - {("fact", "chuan")})
    assert pending() == {p.key for p in posts(message="muc") if p.due.astimezone(ZONE).day >= 8} != set()


def test_a_new_photo_under_the_same_name_is_a_change_of_the_message(desk: Desk) -> None:
    from scheduler.core.content import Medium

    text = message("loi-ich", "Có thẻ.", topic="bhyt").replace(
        "vi: {text:", "vi: {photos: [{file: a.png, alt: x}], text:", 1
    )
    desk.folder.write("messages/bhyt/loi-ich.yaml", text)
    (desk.folder.path / "media").mkdir()
    (desk.folder.path / "media/a.png").write_bytes(PIXEL)
    old = desk.content
    new = replace(old, media={"a.png": Medium("a.png", "0" * 64, 1)})
    assert changed(old, new) == {("message", "loi-ich")}


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082"
)


def test_content_changed_while_the_machine_was_off_is_noticed_by_its_digest(desk: Desk) -> None:
    assert drift.taken_up() == ""
    drift.remember_taken_up("a" * 64)
    drift.remember_taken_up("b" * 64)
    assert drift.taken_up() == "b" * 64
