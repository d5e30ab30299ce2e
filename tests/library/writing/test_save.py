"""A message goes into content/ with its difference shown first, and nothing of anybody else's is lost."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.kind import KINDS_BUILT_IN
from scheduler.core.message import Message
from scheduler.errors import BhxhError
from scheduler.library import load
from scheduler.library.writing import Drafting, Proposal, propose, save
from tests.library.conftest import FILES

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NAME = "messages/bhyt/mot.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def shown(root: Path, message: Message) -> Proposal:
    return propose(root, message, kinds=KINDS_BUILT_IN, zone=ZONE)


def edited(root: Path, change: Callable[[str], str], **more: object) -> Message:
    """The folder's message with another Facebook text."""
    old = load(root).messages["bhyt-mot"]
    body = old.texts["facebook"]["vi"]
    texts = old.texts | {"facebook": {"vi": body.model_copy(update={"text": change(body.text)})}}
    return old.model_copy(update={"texts": texts, **more})


def new(root: Path, text: str = "Mời bà con đến xã.") -> Message:
    return Message.model_validate({
        "id": "bhxh-moi", "topic": "bhxh", "title": "Mới", "audience": ["Mọi người"], "legal_basis": ["Luật"],
        "valid_from": "2021-01-01", "texts": {"facebook": {"vi": {"text": text}}},
    })  # fmt: skip


def test_a_new_message_becomes_a_file_that_the_library_reads(root: Path) -> None:
    proposal = shown(root, new(root))
    assert not (root / proposal.name).exists()
    assert proposal.diff.startswith("--- /dev/null\n+++ messages/bhxh/bhxh-moi.yaml\n")
    save(proposal)
    assert load(root).messages["bhxh-moi"].title == "Mới"


def test_an_edited_text_changes_its_own_lines_and_no_comment(root: Path) -> None:
    file = root / NAME
    file.write_text("# Người soạn: Lan\n" + file.read_text("utf-8") + "# hết\n", encoding="utf-8")
    before = file.read_text("utf-8")
    save(shown(root, edited(root, lambda text: text.replace("Gọi", "Mời bà con gọi") + "Thêm một dòng.\n")))
    after = file.read_text("utf-8")
    assert "Thêm một dòng." in after
    assert set(before.splitlines()) - set(after.splitlines()) == {"      Gọi {{ unit.phone }}."}
    assert after.startswith("# Người soạn: Lan\n")
    assert after.endswith("# hết\n")
    assert load(root).messages["bhyt-mot"].texts["facebook"]["vi"].text.endswith("Thêm một dòng.\n")


def test_a_comment_behind_a_changed_value_stays(root: Path) -> None:
    file = root / NAME
    title = load(root).messages["bhyt-mot"].title
    file.write_text(file.read_text("utf-8").replace(f"title: {title}", f"title: {title}  # đã duyệt"), "utf-8")
    save(shown(root, edited(root, str, title="Tên mới: có dấu hai chấm")))
    assert 'title: "Tên mới: có dấu hai chấm"  # đã duyệt\n' in file.read_text("utf-8")


def test_more_than_words_changes_only_a_file_without_comments(root: Path) -> None:
    file, source = root / NAME, (root / NAME).read_text("utf-8")
    longer = edited(root, str, audience=("Một", "Hai", "Ba"))
    save(shown(root, longer))
    assert load(root).messages["bhyt-mot"].audience == ("Một", "Hai", "Ba")
    file.write_text(f"{source}# chú thích\n", encoding="utf-8")
    with pytest.raises(BhxhError, match="chú thích"):
        shown(root, longer)
    assert file.read_text("utf-8") == f"{source}# chú thích\n"


def test_a_file_that_changed_meanwhile_is_left_as_it_is(root: Path) -> None:
    proposal = shown(root, edited(root, lambda text: f"{text}Một dòng.\n"))
    other = (root / NAME).read_text("utf-8") + "# người khác\n"
    (root / NAME).write_text(other, encoding="utf-8")
    with pytest.raises(BhxhError, match="người khác sửa"):
        save(proposal)
    assert (root / NAME).read_text("utf-8") == other


def test_a_new_file_that_somebody_else_just_made_is_left_as_it_is(root: Path) -> None:
    first, second = shown(root, new(root)), shown(root, new(root, "Bài khác."))
    save(first)
    with pytest.raises(BhxhError):
        save(second)
    assert "Bài khác." not in (root / first.name).read_text("utf-8")
    assert [file.name for file in (root / "messages/bhxh").iterdir()] == ["bhxh-moi.yaml"]


def test_a_text_with_an_error_is_shown_and_not_saved(root: Path) -> None:
    proposal = shown(root, new(root, "Gọi {{ unit.fone }}."))
    assert any("fone" in problem.message for problem in proposal.problems)
    with pytest.raises(BhxhError, match="fone"):
        save(proposal)
    assert not proposal.file.exists()


def test_errors_of_other_files_do_not_stop_it(root: Path) -> None:
    (root / "messages/bhyt/hong.yaml").write_text("id: hong\n", encoding="utf-8")
    save(shown(root, new(root)))
    assert (root / "messages/bhxh/bhxh-moi.yaml").exists()


def test_a_message_in_writing_is_held_against_the_rules_of_the_library(root: Path) -> None:
    drafting = Drafting(root, KINDS_BUILT_IN)
    assert drafting.problems(new(root)) == []
    found = drafting.problems(new(root, "Đóng 330.000 đồng, xem http://la.example, gọi {{ fact.luog }}."))
    assert [problem.level for problem in found] == ["warning", "warning", "error"]
    assert drafting.problems(new(root, "Dấu\u200bẩn"))[0].message.startswith("ký tự ẩn")
