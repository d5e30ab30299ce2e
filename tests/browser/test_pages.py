"""The pages on which people write, approve and stop: for everybody, on a telephone and on the office's PC."""

import os
from pathlib import Path

import pytest

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post
from tests.browser.conftest import PHONE, SCREEN, OpenPage, Served, overflow, violations
from tests.store.campaigns import set_state

pytestmark = pytest.mark.browser

PILE = "/approve/pile?campaign=thu&message=muc&kind={}&lang=vi&author=lan"


def addresses() -> list[str]:
    page, script, out, read = (
        Post.objects.filter(unit="u-a", kind=kind).order_by("due")[at]
        for kind, at in (("facebook", 0), ("radio", 0), ("facebook", 1), ("radio", 1))
    )
    set_state(out, State.PUBLISHED, remote_id="1_1", published_at=out.due)
    set_state(read, State.PUBLISHED, remote_id="dai-a/2/2021/1", published_at=read.due)
    return [
        "/compose", "/compose?message=muc", f"/compose/{page.pk}/edit", f"/compose/{script.pk}/edit",
        f"/compose/{out.pk}/correct", f"/compose/{read.pk}/revise", "/approve",
        PILE.format("facebook"), PILE.format("radio"),
        f"/approve/{page.pk}", f"/approve/{script.pk}", f"/approve/{out.pk}", "/stop", "/stop?message=muc&mourning=1",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_every_page_is_for_everybody(served: Served, open_page: OpenPage, size: tuple[int, int]) -> None:
    served.queue()
    served.person(Role.ADMIN, name="minh")
    page = open_page("minh", size=size)
    for address in addresses():
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert violations(page) == [], address
        assert overflow(page) == 0, address


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_a_preview_and_the_file_of_a_message_are_for_everybody(
    served: Served, open_page: OpenPage, size: tuple[int, int]
) -> None:
    served.person(Role.ADMIN, name="minh")
    page = open_page("minh", size=size)
    page.goto("/compose?message=muc")
    page.get_by_label("An", exact=True).check()
    page.get_by_label("Bình", exact=True).check()
    page.get_by_role("button", name="Xem trước").last.click()
    page.wait_for_selector(".fanpage")
    assert (violations(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Lưu thành thông điệp…").click()
    page.get_by_role("button", name="Xem phần khác nhau").click()
    assert (violations(page), overflow(page)) == ([], 0)


def test_reading_and_approving_need_no_script(served: Served, open_page: OpenPage) -> None:
    served.queue()
    served.person(Role.APPROVER, name="minh")
    page = open_page("minh", size=PHONE, script=False)
    page.goto(PILE.format("facebook"))
    page.fill("#word", "đúng")
    page.get_by_role("button", name="Duyệt").first.click()
    assert "Đã duyệt" in page.inner_text(".messages")
    assert not Post.objects.filter(message="muc", kind="facebook", state=State.PENDING).exists()


def test_finding_a_unit_needs_no_marks(served: Served, open_page: OpenPage) -> None:
    served.person(Role.AUTHOR, name="lan")
    page = open_page("lan")
    page.goto("/compose")
    page.fill("#find-unit", "binh")
    assert page.locator("#unit-list label:visible").all_inner_texts() == ["Bình"]
    page.get_by_label("chọn hết các dòng đang hiện").check()
    page.fill("#find-unit", "")
    assert page.locator("#unit-list input:checked").count() == 1


def test_photos_too_large_to_send_are_told_before_anything_is_sent(
    served: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    served.person(Role.AUTHOR, name="lan")
    page = open_page("lan")
    page.goto("/compose")
    sizes = {"to": 20_000_001, "a": 19_000_000, "b": 19_000_000, "c": 19_000_000, "d": 19_000_000, "e": 19_000_001}
    for name, size in sizes.items():
        (tmp_path / f"{name}.jpg").touch()
        os.truncate(tmp_path / f"{name}.jpg", size)
    for together in (["to"], list("abcde")):
        page.set_input_files("#upload", [tmp_path / f"{name}.jpg" for name in together])
        assert "nhiều nhất 20 MB" in page.evaluate("document.querySelector('#upload').validationMessage")
    page.set_input_files("#upload", [tmp_path / f"{name}.jpg" for name in "abcd"])
    assert page.evaluate("document.querySelector('#upload').validity.valid")
