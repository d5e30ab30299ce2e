"""Stopping, letting go, taking back and putting right, at the desk."""

import re
from datetime import timedelta
from typing import Any

import pytest

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Correction, Post, Recall, Stop, Transition
from scheduler.store.payloads import load_payload
from scheduler.store.recalls import recall_done
from tests.store.campaigns import set_state
from tests.store.conftest import get
from tests.web.conftest import House


@pytest.fixture
def going(queued: House) -> House:
    """A campaign that is approved."""
    queued.staff.approve()
    return queued


def units(state: State) -> set[str]:
    return set(Post.objects.filter(state=state).values_list("unit", flat=True))


def out(house: House, unit: str = "u-a", kind: str = "facebook") -> Post:
    post = house.post(unit, kind=kind, message="muc")
    set_state(post, State.PUBLISHED, remote_id=f"1_{post.pk}", published_at=post.due)
    return get(post.key)


def test_one_button_and_a_reason_stop_everything_that_is_the_persons(going: House) -> None:
    browser = going.client(Role.AUTHOR, "u-tinh")
    assert "Dừng tất cả" in browser.get("/stop").text
    page = browser.post("/stop/order", {"why": "sai số liệu"}, follow=True)
    assert "Đã dừng. Giữ lại" in page.text
    assert (units(State.HELD), units(State.APPROVED)) == ({"u-a", "u-b"}, {"u-khac"})
    assert "Đang có 1 lệnh dừng" in browser.get("/").text
    assert "Đang có" not in going.client(Role.AUTHOR, "u-khac").get("/").text


def test_nothing_is_stopped_without_a_reason(going: House) -> None:
    page = going.client(Role.AUTHOR).post("/stop/order", {"why": " "}, follow=True)
    assert "Hãy ghi lý do" in page.text
    assert (Stop.objects.count(), units(State.HELD)) == (0, set())


def test_a_part_is_shown_in_numbers_before_it_is_stopped(going: House) -> None:
    browser = going.client(Role.APPROVER, "u-tinh")
    page = browser.get("/stop?message=muc&unit=u-a").text
    count = Post.objects.filter(message="muc", unit="u-a", state=State.APPROVED).count()
    assert f"đã duyệt, sẽ bị giữ lại: {count}" in page
    assert "thông điệp “Thông điệp muc”, An và các đơn vị trực thuộc" in page
    browser.post("/stop/order", {"message": "muc", "unit": "u-a", "why": "chờ văn bản"})
    assert {(p.message, p.unit) for p in Post.objects.filter(state=State.HELD)} == {("muc", "u-a")}


def test_stop_everything_means_everything_after_a_look_at_a_part_too(going: House) -> None:
    browser = going.client(Role.APPROVER)
    page = browser.get("/stop?message=muc&unit=u-a&mourning=1").text
    everything, part = (re.search(rf"<form(?:(?!</form>).)*{button}.*?</form>", page, re.DOTALL) for button in _BUTTONS)
    assert everything is not None
    assert part is not None
    assert _hidden(everything[0]) == {"form": "why-all"}
    assert _hidden(part[0]) == {"form": "why-some", "message": "muc", "unit": "u-a", "mourning": "1"}


def test_days_in_the_wrong_order_would_stop_nothing_and_are_refused(going: House) -> None:
    browser, days = going.client(Role.APPROVER), {"since": "2021-05-08", "until": "2021-05-07"}
    assert "ngày cuối 07/05/2021 đứng trước ngày đầu 08/05/2021" in browser.get("/stop", days).text
    browser.post("/stop/order", {**days, "why": "quốc tang"})
    assert not Stop.objects.exists()


_BUTTONS = ('id="why-all"', 'id="why-some"')


def _hidden(form: str) -> dict[str, str]:
    found = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def test_on_days_of_mourning_service_notices_go_out(going: House) -> None:
    going.staff.folder.replace("messages/bhtn/lien-he.yaml", "valid_from", "tone: service\nvalid_from")
    going.configure()
    day = {"mourning": "1", "since": "2021-05-08", "until": "2021-05-08", "why": "quốc tang"}
    going.client(Role.APPROVER, "u-tinh").post("/stop/order", day)
    held = Post.objects.filter(state=State.HELD)
    assert held.exists()
    assert all(f"{post.due + timedelta(hours=7):%d}" == "08" and post.message != "lien-he" for post in held)


def test_a_day_of_mourning_is_called_everything_but_service_notices(going: House) -> None:
    going.staff.folder.replace("messages/bhxh/muc.yaml", "valid_from", "tone: service\nvalid_from")
    going.configure()
    assert "<h3>tất cả, trừ thông báo phục vụ</h3>" in going.client(Role.APPROVER).get("/stop?mourning=1").text


def test_who_stopped_may_let_go_only_where_he_may_and_what_is_his(going: House) -> None:
    going.client(Role.AUTHOR, "u-a").post("/stop/order", {"why": "thử"})
    order = Stop.objects.get()
    assert going.client(Role.AUTHOR, "u-a").post(f"/stop/{order.pk}/lift").status_code == 403
    assert going.client(Role.APPROVER, "u-b").post(f"/stop/{order.pk}/lift").status_code == 404
    page = going.client(Role.APPROVER, "u-a").post(f"/stop/{order.pk}/lift", {"why": "đã sửa"}, follow=True)
    assert "Đã thả." in page.text
    assert units(State.HELD) == set()


def test_of_two_who_let_go_the_second_is_told(going: House) -> None:
    browser = going.client(Role.APPROVER, "u-tinh")
    browser.post("/stop/order", {"why": "thử"})
    order = Stop.objects.get()
    browser.post(f"/stop/{order.pk}/lift")
    late = going.client(Role.ADMIN, name="quan")
    page = late.post(f"/stop/{order.pk}/lift", {"why": "hết lễ, đăng tiếp"}, follow=True)
    assert f"số {order.pk}: lệnh dừng này đã được thả trước đó, người thả: approver-u-tinh" in page.text
    assert "hết lễ, đăng tiếp" in page.text, "what was typed is not lost"
    assert not Transition.objects.filter(by="quan").exists()


@pytest.mark.parametrize("form", [{"unit": "u-khac"}, {"unit": "không-có"}, {"since": "hôm nao"}])
def test_what_is_not_there_or_not_ones_own_is_not_stopped(going: House, form: dict[str, str]) -> None:
    browser = going.client(Role.APPROVER, "u-a")
    page = browser.post("/stop/order", {"why": "dừng thử một lần", **form}, follow=True)
    assert 'class="error"' in page.text
    assert "dừng thử một lần" in page.text, "what was typed is not lost"
    assert browser.get("/stop", form).status_code == 200
    assert Stop.objects.count() == 0


def test_what_is_out_is_asked_back_by_message_with_who_and_why(going: House) -> None:
    mine, foreign = out(going), out(going, "u-khac")
    browser = going.client(Role.APPROVER, "u-tinh", "minh")
    page = browser.post("/stop/recall", {"message": "muc", "why": "sai mức đóng"}, follow=True)
    assert "Đang thu hồi 1 bài." in page.text
    recall = Recall.objects.get()
    assert (recall.post_id, recall.by, recall.why) == (mine.pk, "minh", "sai mức đóng")
    assert "máy sẽ làm trong vòng một phút" in browser.get("/stop").text
    assert get(foreign.key).state == State.PUBLISHED


def test_the_pages_say_when_a_recall_is_done(going: House) -> None:
    one, other, foreign = out(going), out(going, "u-b"), out(going, "u-khac")
    browser, all_units = going.client(Role.APPROVER, "u-tinh", "minh"), going.client(Role.APPROVER)
    page = browser.post("/stop/recall", {"post": one.pk, "why": "sai mức đóng"}, follow=True)
    assert page.request["PATH_INFO"] == f"/posts/{one.pk}", "it was asked for there, and is told there"
    for post in (other, foreign):
        all_units.post("/stop/recall", {"post": post.pk, "why": "sai mức đóng"})
    for n, done in enumerate((0, 25, 1)):
        recall_done(Recall.objects.order_by("pk")[n], now=going.now - timedelta(hours=done))
    assert "1 bài đã được thu hồi trong 24 giờ qua." in browser.get("/stop").text
    assert "2 bài đã được thu hồi trong 24 giờ qua." in all_units.get("/stop").text
    assert "/log?state=recalled" in browser.get("/stop").text


@pytest.mark.parametrize("form", [{"why": "thử"}, {"message": "muc", "why": ""}, {"post": "999999", "why": "thử"}])
def test_nothing_is_taken_back_by_omission(going: House, form: dict[str, str]) -> None:
    out(going)
    going.client(Role.APPROVER).post("/stop/recall", form)
    assert Recall.objects.count() == 0


FORM = {
    "wrong": "mức đóng 154.000 đồng", "right": "mức đóng 330.000 đồng", "source": "Nghị định số 07/2021/NĐ-CP",
    "at": "2021-05-20T17:00", "comment": "1",
}  # fmt: skip


def correct(house: House, old: Post, do: str = "submit", **changes: str) -> Any:
    browser = house.client(Role.AUTHOR, "u-a", "hoa")
    return browser.post(f"/compose/{old.pk}/correct", {**FORM, "do": do, **changes}, follow=True)


def test_a_correction_is_read_before_it_is_handed_in(going: House) -> None:
    old = out(going)
    page = correct(going, old, "preview")
    assert "ĐÍNH CHÍNH: Bài đăng ngày" in page.text
    assert Correction.objects.count() == 0
    assert "Đính chính đang chờ duyệt." in correct(going, old).text
    link = Correction.objects.select_related("post__payload").get()
    assert (link.corrects_id, link.post.state, link.post.author) == (old.pk, State.PENDING, "hoa")
    assert link.comment == load_payload(link.post.payload).text
    assert "Đã có đính chính" in going.client(Role.AUTHOR, "u-a").get(f"/compose/{old.pk}/correct").text


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"wrong": " "}, "còn trống"), ({"at": "x"}, "không đọc được"), ({"at": "2020-01-01T08:00"}, "đã qua")],
)
def test_a_correction_that_cannot_be_says_why_and_keeps_what_was_typed(
    going: House, changes: dict[str, str], why: str
) -> None:
    page = correct(going, out(going), **changes)
    assert page.status_code == 400
    assert why in page.text
    assert "mức đóng 330.000 đồng" in page.text
    assert Correction.objects.count() == 0


def test_a_post_that_is_not_out_needs_no_correction(going: House) -> None:
    page = going.client(Role.AUTHOR, "u-a").get(f"/compose/{going.post('u-a').pk}/correct")
    assert page.status_code == 409


def test_a_post_is_held_let_go_and_cancelled_by_its_buttons(going: House) -> None:
    browser, post = going.client(Role.APPROVER, "u-a", "minh"), going.post("u-a", kind="facebook")
    page = f"/approve/{post.pk}"
    assert "hãy ghi lý do" in browser.post(f"/posts/{post.pk}/hold", {"why": " "}, follow=True).text.lower()
    for name, state in (("hold", State.HELD), ("release", State.APPROVED), ("cancel", State.CANCELLED)):
        assert f'action="/posts/{post.pk}/{name}"' in browser.get(page).text
        done = browser.post(f"/posts/{post.pk}/{name}", {"why": "chờ văn bản", "next": page}, follow=True)
        assert done.redirect_chain[-1][0] == page
        assert get(post.key).state == state
    late = browser.post(f"/posts/{post.pk}/hold", {"why": "x"}, follow=True)
    assert "đã hủy" in late.text


def test_a_post_offers_only_what_the_person_may_do(going: House) -> None:
    post = out(going)
    assert "Thu hồi" in going.client(Role.APPROVER, "u-a").get(f"/approve/{post.pk}").text
    author = going.client(Role.AUTHOR, "u-a").get(f"/approve/{post.pk}").text
    assert "Thu hồi" not in author
    assert "Đính chính…" in author
    assert "Đính chính…" not in going.client(Role.AUDITOR, "u-a").get(f"/approve/{post.pk}").text


def test_who_cancels_what_another_held_meanwhile_is_told_first(going: House) -> None:
    post, place = going.post(), f"/posts/{going.post().pk}"
    late = going.client(Role.APPROVER, "u-a", "hoa")
    page = late.get(place).text
    assert 'name="stood" value="approved"' in page
    going.client(Role.AUTHOR, "u-a", "lan").post(f"{place}/hold", {"why": "chờ xác minh"})
    form = {"why": "trùng bài khác", "stood": "approved", "next": place, "form": "why-cancel"}
    told = late.post(f"{place}/cancel", form, follow=True).text
    assert "Bài lúc này “tạm giữ”, khác khi bạn mở trang. Gần nhất: lan" in told
    assert get(post.key).state == State.HELD
    cancel = told.partition('id="why-cancel"')[2].partition("</form>")[0]
    assert "trùng bài khác" in cancel
    late.post(f"{place}/cancel", form | {"stood": "held"})
    assert get(post.key).state == State.CANCELLED


def test_a_post_that_is_being_taken_back_says_so_where_somebody_would_correct_it(going: House) -> None:
    post = out(going)
    going.client(Role.APPROVER, "u-a", "minh").post("/stop/recall", {"post": post.pk, "why": "sai mức đóng"})
    for address in (f"/posts/{post.pk}", f"/compose/{post.pk}/correct", f"/approve/{post.pk}"):
        assert "Đang thu hồi theo yêu cầu của minh: sai mức đóng." in going.client(Role.AUTHOR, "u-a").get(address).text


def test_asked_for_twice_a_recall_keeps_who_asked_first_and_both_reasons(going: House) -> None:
    post = out(going)
    for name, why in (("minh", "sai mức đóng"), ("hoa", "sai cả điện thoại")):
        going.client(Role.APPROVER, "u-a", name).post("/stop/recall", {"post": post.pk, "why": why})
    row = Recall.objects.get()
    assert (row.by, row.why) == ("minh", "sai mức đóng; hoa: sai cả điện thoại")
