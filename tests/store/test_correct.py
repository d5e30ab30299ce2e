"""Putting right what is out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.approval import Person, Role
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.corrections import corrections_of
from scheduler.store.models import Correction, Post
from scheduler.store.payloads import load_payload
from scheduler.store.queue.correct import Putting, Wrong, correct, worded
from tests.store.campaigns import ZONE, Desk, posts, set_state
from tests.store.conftest import LAN, NOW, get

ABOUT = Wrong("mức đóng 154.000 đồng", "mức đóng 330.000 đồng", "Nghị định số 07/2021/NĐ-CP")
AT = datetime(2021, 5, 12, 17, 0, tzinfo=ZONE)


def out(desk: Desk, channel: str = "fb-a", **changes: Any) -> Post:
    """A post of the campaign that is out."""
    desk.queue()
    post = posts(channel=channel, message="muc")[0]
    proof: dict[str, Any] = {"remote_id": "1_1", "published_at": post.due + timedelta(hours=1)}
    set_state(post, State.PUBLISHED, **(proof | changes))
    return get(post.key)


def job(desk: Desk, person: Person = LAN) -> Putting:
    content = desk.content
    return Putting(content, Renderer(content), ZONE, person, NOW)


def test_a_correction_names_wrong_right_and_source_and_both_posts_each_other(desk: Desk) -> None:
    old = out(desk)
    text = worded(job(desk), old, ABOUT)
    new = correct(job(desk), old, text, AT, comment=True)
    assert text.startswith("ĐÍNH CHÍNH: Bài đăng ngày 07/05/2021")
    assert all(words in text for words in (ABOUT.wrong, ABOUT.right, ABOUT.source, "BHXH huyện An xin lỗi bà con."))
    assert (new.channel, new.state, load_payload(new.payload).text) == (old.channel, State.PENDING, text)
    assert corrections_of([old.pk, new.pk]) == ({old.pk: [new.key]}, {new.pk: old.key})
    assert Correction.objects.get().comment == text
    assert load_payload(get(old.key).payload) == load_payload(old.payload)


def test_a_correction_on_air_is_read_aloud_and_said_under_nothing(desk: Desk) -> None:
    old = out(desk, "dai-a")
    new = correct(job(desk), old, worded(job(desk), old, ABOUT), AT, comment=True)
    assert load_payload(new.payload).reading.startswith("Kính thưa bà con! Xin đính chính: bản tin phát ngày mùng bảy")
    assert Correction.objects.get().comment == ""


def test_a_correction_may_wait_as_a_draft(desk: Desk) -> None:
    old = out(desk)
    assert correct(job(desk), old, "ĐÍNH CHÍNH: …", AT, submit=False).state == State.DRAFT


@pytest.mark.parametrize("empty", ["wrong", "right", "source"])
def test_a_correction_without_wrong_right_or_source_is_refused(desk: Desk, empty: str) -> None:
    with pytest.raises(BhxhError, match="còn trống"):
        worded(job(desk), out(desk), Wrong(**(vars(ABOUT) | {empty: "  "})))


def test_only_what_is_out_in_vietnamese_on_a_known_channel_is_corrected(desk: Desk) -> None:
    desk.queue()
    with pytest.raises(BhxhError, match="chưa đăng"):
        correct(job(desk), posts()[0], "x", AT)
    with pytest.raises(BhxhError, match="người dịch"):
        correct(job(desk), out(desk, lang="hmn"), "x", AT)
    gone = out(desk, "fb-b")
    set_state(gone, State.PUBLISHED, channel="fb-cu")
    with pytest.raises(BhxhError, match="không còn trong content"):
        correct(job(desk), get(gone.key), "x", AT)
    assert Correction.objects.count() == 0


def test_an_auditor_corrects_nothing(desk: Desk) -> None:
    with pytest.raises(BhxhError, match="dành cho"):
        correct(job(desk, Person("thu", Role.AUDITOR)), out(desk), "x", AT)
