"""Posts that say nearly the same on a channel within a month."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.core.states import State
from scheduler.store.desk.echoes import echoes
from tests.store.campaigns import set_state
from tests.store.conftest import DUE, MakePost

SAID = "Bà con nhớ gia hạn thẻ bảo hiểm y tế trước ngày cuối năm tại điểm thu ở xã."
AGAIN = f"Kính chào! {SAID}"
DAY = timedelta(days=1)


def test_the_nearest_likeness_on_the_channel_is_pointed_out(make_post: MakePost) -> None:
    make_post("fb-a", text=SAID.replace("cuối năm", "ba mươi"), due=DUE - 10 * DAY)
    nearest = make_post("fb-a", text=SAID, due=DUE - 20 * DAY)
    make_post("fb-b", text="Mời bà con đến hội nghị khách hàng sáng thứ bảy.", due=DUE)
    found = echoes({"fb-a": (AGAIN, DUE), "fb-b": (AGAIN, DUE)})
    assert {channel: echo.post.pk for channel, echo in found.items()} == {"fb-a": nearest.pk}
    assert 60 <= found["fb-a"].percent < 100


def test_what_was_said_more_than_a_month_ago_or_never_went_out_is_no_echo(make_post: MakePost) -> None:
    make_post("fb-a", text=SAID, due=DUE - 31 * DAY)
    set_state(make_post("fb-a", text=SAID, due=DUE - DAY), State.CANCELLED)
    assert echoes({"fb-a": (SAID, DUE)}) == {}


def test_what_is_still_to_come_is_an_echo_too_and_the_post_itself_is_not(make_post: MakePost) -> None:
    ahead = make_post("fb-a", text=SAID, due=DUE + 5 * DAY)
    assert echoes({"fb-a": (SAID, DUE)})["fb-a"].post.pk == ahead.pk
    assert echoes({"fb-a": (SAID, DUE)}, but=[ahead.pk]) == {}


def test_forty_channels_are_one_question(make_post: MakePost) -> None:
    make_post("fb-1", text=SAID)
    with CaptureQueriesContext(connection) as counted:
        assert list(echoes({f"fb-{n}": (SAID, DUE) for n in range(40)})) == ["fb-1"]
        assert echoes({}) == {}
    assert len(counted) == 1
