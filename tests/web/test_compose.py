"""Writing at the desk: what the form makes, what it refuses and why, and that nothing typed is lost."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from tests.web.conftest import House

FORM = {
    "title": "Lịch tiếp dân", "text-facebook": "{{ unit.name }} tiếp dân sáng thứ Bảy.", "text-radio": "",
    "kind": ["facebook", "radio"], "unit": ["u-a", "u-b"], "day": "2021-05-20", "time-facebook": "19:30",
    "time-radio": "05:00", "spacing": "5", "topic": "bhxh",
}  # fmt: skip


def send(browser: Client, do: str = "submit", **changes: Any) -> Any:
    return browser.post("/compose", {**FORM, "do": do, **changes}, follow=True)


def stored() -> list[tuple[str, str, str, str]]:
    rows = Post.objects.filter(campaign="tay").select_related("payload").order_by("due", "channel")
    return [(row.channel, f"{row.due:%d %H:%M}", row.state, load_payload(row.payload).text) for row in rows]


def test_a_text_goes_to_every_unit_in_its_own_name_some_minutes_apart(house: House) -> None:
    page = send(house.client(Role.AUTHOR, "u-tinh"))
    assert "Đã lưu 2 bài." in page.text
    assert stored() == [
        ("fb-a", "20 12:30", State.PENDING, "BHXH huyện An tiếp dân sáng thứ Bảy."),
        ("fb-b", "20 12:35", State.PENDING, "BHXH huyện Bình tiếp dân sáng thứ Bảy."),
    ]


def test_a_draft_lies_on_the_page_of_writing_until_it_is_handed_in(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    assert "Bản nháp" in send(browser, "draft", unit=["u-a"]).text
    post = Post.objects.get()
    assert (post.state, post.author) == (State.DRAFT, "author-u-tinh")
    browser.post(f"/compose/{post.pk}/submit")
    assert Post.objects.get().state == State.PENDING


def test_a_preview_stores_nothing_and_shows_each_channel_with_what_differs(house: House) -> None:
    page = send(
        house.client(Role.AUTHOR, "u-tinh"), "preview", **{"text-radio": "BHXH {{ unit.short_name }} mời bà con."}
    )
    assert stored() == []
    assert "<mark>Bình </mark>" in page.text
    assert page.text.count('class="fanpage"') == 2
    assert "Bảo hiểm xã hội An mời bà con." in page.text
    assert "khoảng " in page.text


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"day": "2021-04-30"}, "Giờ này đã qua."),
        ({"day": "hôm nào"}, "Không đọc được ngày hoặc giờ."),
        ({"text-facebook": ""}, "Chưa có lời nào."),
        ({"unit": []}, "Chưa chọn đơn vị"),
        ({"text-facebook": "Gọi {{ unit.fone }}."}, "fone"),
        ({"text-facebook": "{{ unit.address }}"}, "address"),
        ({"text-facebook": "{% for x in [1] %}"}, "sai cú pháp mẫu"),
        ({"text-facebook": "x" * 63_207}, "63207 ký tự; nhiều nhất 63206."),
        ({"text-facebook": "", "text-radio": "x " * 10_001}, "20001 ký tự; nhiều nhất 20000."),
        ({"text-facebook": "", "text-radio": "Xem Đ7k/x9."}, "Máy không biết đọc"),
        ({"text-facebook": "", "text-radio": "Mời bà con.", "time-radio": "18:00"}, "đài không có buổi phát nào"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_stays_in_the_form(
    house: House, changes: dict[str, Any], why: str
) -> None:
    page = send(house.client(Role.AUTHOR, "u-tinh"), **changes)
    assert page.status_code == 400
    assert why in page.text
    assert stored() == []
    assert 'value="Lịch tiếp dân"' in page.text


def test_units_outside_ones_own_are_neither_offered_nor_taken(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-a")
    assert 'value="u-b"' not in browser.get("/compose").text
    send(browser)
    assert [channel for channel, *_rest in stored()] == ["fb-a"]


def test_a_message_that_is_there_is_taken_as_it_is_and_follows_its_content(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    page = send(browser, "pick", message="muc")
    text = re.search(r'name="text-facebook"[^>]*>([^<]*)<', page.text)
    assert text is not None
    assert text[1] == "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."
    form = {"message": "muc", "title": "Thông điệp muc", "text-facebook": text[1] + "\r\n", "text-radio": text[1]}
    send(browser, kind=["facebook"], **form)
    assert [(p.message, p.own) for p in Post.objects.all()] == [("muc", False), ("muc", False)]
    send(browser, kind=["facebook"], **form | {"text-facebook": "Lời khác.", "time-facebook": "08:00"})
    assert {(p.message, p.own) for p in Post.objects.filter(payload__body__contains="Lời khác.")} == {("muc", True)}


def test_two_drafts_with_other_words_are_never_taken_for_each_other(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    for n in range(30):
        send(browser, unit=["u-a"], **{"text-facebook": f"Bài số {n}.", "time-facebook": f"{n % 24:02}:{n // 24:02}"})
    assert sorted(text for *_rest, text in stored()) == sorted(f"Bài số {n}." for n in range(30))


def test_figures_are_shown_with_their_source_and_who_has_to_answer(house: House) -> None:
    page = send(house.client(Role.AUTHOR, "u-tinh"), "preview", **{"text-facebook": "Đóng {{ fact.muc_dong }}."})
    assert "Quyết định số 59/2015/QĐ-TTg; Luật số 58/2014/QH13" in page.text
    assert "154.000 đồng" in page.text
    assert "chưa ai xác nhận" in page.text


def test_a_figure_typed_by_hand_and_a_foreign_link_are_warned_of(house: House) -> None:
    page = send(
        house.client(Role.AUTHOR, "u-tinh"), "preview", **{"text-facebook": "Đóng 154.000 đồng: bhxh.example.com"}
    )
    assert "gõ tay" in page.text
    assert "không thuộc .gov.vn" in page.text


def test_what_was_said_on_the_channel_within_a_month_is_pointed_out(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    send(browser)
    page = send(browser, "preview", day="2021-05-25")
    assert page.text.count("Giống 100% một bài của kênh này") == 2


def test_the_rules_of_a_campaign_object_until_the_person_insists(house: House) -> None:
    house.queue()
    browser = house.client(Role.AUTHOR, "u-tinh")
    page = send(browser, day="2021-05-08", unit=["u-a"])
    assert "nhiều nhất 1 (chiến dịch Chiến dịch thử)" in page.text
    assert stored() == []
    send(browser, day="2021-05-08", unit=["u-a"], anyway="1")
    assert len(stored()) == 1


def test_an_impatient_finger_stores_once(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    send(browser)
    assert "Đã có sẵn, giống từng chữ: 2." in send(browser).text
    assert len(stored()) == 2


def picture(**more: Any) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "blue").save(out, "JPEG", **more)
    return SimpleUploadedFile("chợ phiên.jpg", out.getvalue())


def test_a_photo_is_uploaded_shown_and_stored_with_what_it_shows(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    page = send(browser, "preview", upload=picture(), **{"alt-new": "Chợ phiên"})
    name = re.search(r'name="photo" value="(tai-len/[0-9a-f]{24}\.jpg)"', page.text)
    assert name is not None
    shown = browser.get(f"/photo/{name[1]}")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    refused = send(browser, photo=[name[1]], alt=[""])
    assert "mỗi ảnh chụp gì" in refused.text
    send(browser, photo=[name[1], "../../config.yaml"], alt=["Chợ phiên", "x"])
    photos = load_payload(Post.objects.select_related("payload")[0].payload).photos
    assert [(photo.file, photo.alt, len(photo.sha256)) for photo in photos] == [(name[1], "Chợ phiên", 64)]


def test_what_is_no_photo_is_refused_and_the_rest_of_the_form_stays(house: House) -> None:
    page = send(house.client(Role.AUTHOR, "u-tinh"), upload=SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"))
    assert "không phải ảnh" in page.text
    assert 'value="Lịch tiếp dân"' in page.text
    assert stored() == []


@pytest.mark.parametrize("name", ["../config.yaml", "..%2fconfig.yaml", "khong-co.png", "a.txt", "%00.png"])
def test_nothing_but_a_picture_of_the_folder_is_served_as_one(house: House, name: str) -> None:
    house.staff.folder.write("media/a.txt", "chữ")
    assert house.client(Role.AUTHOR).get(f"/photo/{name}").status_code == 404


def test_markup_in_a_text_is_shown_as_text(house: House) -> None:
    page = send(
        house.client(Role.AUTHOR, "u-tinh"), "preview", **{"text-facebook": "<script>alert(1)</script> & \u202e"}
    )
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; [U+202E]" in page.text.replace("</mark>", "").replace(
        "<mark>", ""
    )


def test_the_page_stays_small_and_its_questions_few_with_every_unit_chosen(house: House) -> None:
    browser = house.client(Role.AUTHOR, "u-tinh")
    page = send(browser, "preview", **{"text-radio": "Mời bà con. " * 30, "text-facebook": "Mời bà con. " * 100})
    assert len(page.content) < 100_000


def test_what_the_queue_refuses_is_told_in_the_form(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise BhxhError("khung giờ 06:00 còn 35 giây", where="dai-a", fix="chọn buổi sau")

    monkeypatch.setattr("scheduler.web.pages.compose.compose", full)
    page = send(house.client(Role.AUTHOR, "u-tinh"))
    assert page.status_code == 400
    assert "khung giờ 06:00 còn 35 giây" in page.text
    assert 'value="Lịch tiếp dân"' in page.text
