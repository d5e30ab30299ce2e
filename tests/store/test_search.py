"""Searching by words finds what a person means, whatever the diacritics, on both databases."""

import pytest

from scheduler.store import search
from scheduler.store.models import Post
from tests.store.conftest import MakePost


def _found(query: str) -> list[str]:
    return sorted(post.channel for post in search.matching(Post.objects.all(), query))


@pytest.fixture
def three(make_post: MakePost) -> None:
    make_post("fb-a", text="Nhà nước HỖ TRỢ học sinh đóng BHYT; hòa giải ở Thuỷ Tiên.")
    make_post("fb-b", text="Đóng BHXH tự nguyện được hỗ trợ 22%.")
    make_post("fb-c", text="Trợ cấp thất nghiệp: hỏi 1900 9068.")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "channels"),
    [
        ("ho tro", ["fb-a", "fb-b"]),
        ("HỖ TRỢ học sinh", ["fb-a"]),
        ("hỗ trợ đóng", ["fb-a", "fb-b"]),
        ("dong bhxh", ["fb-b"]),
        ("hoà giải thủy tiên", ["fb-a"]),
        ("thất ngh", ["fb-c"]),
        ("1900", ["fb-c"]),
        ("ho tro that nghiep", []),
        ("", ["fb-a", "fb-b", "fb-c"]),
        ("!!! ***", ["fb-a", "fb-b", "fb-c"]),
        ("\"tro\" OR NEAR( & | ' %", []),
    ],
)  # fmt: skip
def test_words_are_found_without_their_diacritics(query: str, channels: list[str]) -> None:
    assert _found(query) == channels


@pytest.mark.usefixtures("three")
def test_many_texts_are_found_as_well_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 1)
    assert _found("ho tro") == ["fb-a", "fb-b"]


@pytest.mark.usefixtures("three")
def test_texts_that_many_posts_say_are_found_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SORTED", -1)
    assert _found("ho tro") == ["fb-a", "fb-b"]
    assert _found("ho tro that nghiep") == []


def test_names_of_fields_are_no_words(make_post: MakePost) -> None:
    make_post(text="Một bài")
    assert _found("reading") == []
    assert _found("sha256") == []
