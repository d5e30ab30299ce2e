"""A message written at the desk becomes a file of content/, after its difference was seen."""

import re
from typing import Any

from django.test import Client

from scheduler.core.approval import Role
from scheduler.library import load
from tests.web.conftest import House

FORM = {
    "id": "tiep-dan", "title": "Lịch tiếp dân", "topic": "bhxh", "audience": "Mọi người\nNgười cao tuổi",
    "legal_basis": "Luật số 58/2014/QH13", "valid_from": "2021-01-01", "tone": "service",
    "text-facebook": "{{ unit.name }} tiếp dân sáng thứ Bảy.", "text-radio": "Mời bà con đến tiếp dân.",
}  # fmt: skip


def send(browser: Client, do: str, **changes: str) -> Any:
    return browser.post("/compose/keep", {**FORM, "do": do, **changes}, follow=True)


def before(page: Any) -> str:
    found = re.search(r'name="before" value="(\w+)"', page.text)
    assert found is not None
    return found[1]


def test_a_message_is_saved_only_after_its_difference_was_seen(house: House) -> None:
    browser, root = house.client(Role.AUTHOR), house.staff.folder.path
    page = send(browser, "show")
    assert "+  - Người cao tuổi" in page.text
    assert not (root / "messages/bhxh/tiep-dan.yaml").exists()
    assert send(browser, "save").status_code == 400
    assert not (root / "messages/bhxh/tiep-dan.yaml").exists()
    assert "Đã ghi vào messages/bhxh/tiep-dan.yaml." in send(browser, "save", before=before(page)).text
    message = load(root).messages["tiep-dan"]
    assert (message.audience, message.tone) == (("Mọi người", "Người cao tuổi"), "service")


def test_an_existing_message_changes_in_its_own_lines(house: House) -> None:
    browser, folder = house.client(Role.AUTHOR), house.staff.folder
    words = {"message": "muc", "id": "muc", "title": "Thông điệp muc", "audience": "Mọi người", "tone": "plain",
             "valid_from": "2018-01-01", "text-facebook": "Đóng ít nhất {{ fact.muc_dong }}.",
             "text-radio": "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."}  # fmt: skip
    page = send(browser, "show", **words)
    changed = [line for line in page.text.splitlines() if re.match(r"[+-] ", line)]
    assert len(changed) == 2
    send(browser, "save", before=before(page), **words)
    assert load(folder.path).messages["muc"].texts["facebook"]["vi"].text.strip() == "Đóng ít nhất {{ fact.muc_dong }}."


def test_a_file_that_another_changed_meanwhile_is_shown_anew_and_not_written(house: House) -> None:
    browser, folder = house.client(Role.AUTHOR), house.staff.folder
    words = {"message": "muc", "id": "muc", "text-facebook": "Đóng {{ fact.muc_dong }}."}
    page = send(browser, "show", **words)
    folder.replace("messages/bhxh/muc.yaml", "Thông điệp muc", "Tên mới")
    source = (folder.path / "messages/bhxh/muc.yaml").read_text("utf-8")
    again = send(browser, "save", before=before(page), **words)
    assert "Tệp vừa thay đổi" in again.text
    assert (folder.path / "messages/bhxh/muc.yaml").read_text("utf-8") == source


def test_a_text_with_an_error_says_where_and_offers_no_saving(house: House) -> None:
    page = send(house.client(Role.AUTHOR), "show", **{"text-facebook": "Gọi {{ unit.fone }}."})
    assert "fone" in page.text
    assert 'value="save"' not in page.text


def test_the_name_of_another_message_is_not_taken(house: House) -> None:
    page = send(house.client(Role.AUTHOR), "show", id="muc")
    assert page.status_code == 400
    assert "đã có thông điệp mang tên này" in page.text


def test_a_name_that_would_lead_elsewhere_is_refused(house: House) -> None:
    page = send(house.client(Role.AUTHOR), "show", id="../../config")
    assert page.status_code == 400
    assert "chỉ được gồm chữ thường không dấu" in page.text


def test_a_unit_does_not_write_for_all_the_others(house: House) -> None:
    page = send(house.client(Role.ADMIN, "u-a"), "show")
    assert page.status_code == 409
    assert "thông điệp dùng cho mọi đơn vị" in page.text
    assert "Lưu thành thông điệp" not in house.client(Role.ADMIN, "u-a").get("/compose").text


def test_the_way_back_to_writing_leads_to_the_same_units_day_and_times(house: House) -> None:
    where: dict[str, Any] = {
        "unit": ["u-a", "u-b"], "kind": ["facebook"], "day": "2021-05-09", "time-facebook": "18:45", "spacing": "5",
        "basis": "Công văn 12/CV", "anyway": "1",
    }  # fmt: skip
    page = send(house.client(Role.AUTHOR), "show", **where).text
    kept = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    for name, value in where.items():
        assert [said for key, said in kept if key == name] == ([value] if isinstance(value, str) else value), name
