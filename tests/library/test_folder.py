"""Only the folder's own files are read, and each that is passed over is told."""

import os
from pathlib import Path

import pytest

from scheduler.library import Unclean, check, fingerprint, load

from .conftest import Folder, build


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("units.yml", "đổi tên thành units.yaml"),
        ("messages/bhyt/hai.yml", "đổi tên thành hai.yaml"),
        ("messages/khac/hai.yaml", "messages/bhxh, messages/bhyt hoặc messages/bhtn"),
        ("messages/hai.yaml", "messages/bhxh"),
        ("ghi-chu.txt", "tệp lạ"),
        ("templates/a.html", "tệp lạ"),
        ("facts/cu/a.yaml", "tệp lạ"),
    ],
)
def test_a_file_that_is_passed_over_is_a_warning(content: Folder, name: str, words: str) -> None:
    content.write(name, "x: 1")
    problem = content.only()
    assert (problem.path, problem.level) == (f"{content.path}/{name}", "warning")
    assert words in problem.message


@pytest.mark.parametrize("name", [".gitkeep", "media/.DS_Store", "README.md", "facts/a.yaml~", "schemas/a.schema.json"])
def test_files_of_editors_and_of_ours_are_nobodys_problem(content: Folder, name: str) -> None:
    content.write(name, "x: 1")
    assert content.shown() == []


def test_messages_may_lie_in_folders_of_folders(content: Folder) -> None:
    text = (content.path / "messages/bhyt/mot.yaml").read_text(encoding="utf-8").replace("bhyt-mot", "bhyt-hai")
    content.write("messages/bhyt/2021/thang-5/hai.yaml", text)
    assert set(load(content.path).messages) == {"bhyt-mot", "bhyt-hai"}


def test_a_link_out_of_the_folder_is_refused_and_not_read(content: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("root:x:0", encoding="utf-8")
    (content.path / "facts/lien-ket.yaml").symlink_to(tmp_path / "secret.yaml")
    problem = content.only()
    assert "dẫn ra ngoài" in problem.message
    assert "root" not in problem.message


def test_a_link_to_a_folder_outside_is_refused(content: Folder, tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    (content.path / "media").symlink_to(tmp_path / "khac")
    assert "dẫn ra ngoài" in content.only().message


def test_a_link_inside_the_folder_is_followed(content: Folder) -> None:
    (content.path / "lexicon").mkdir()
    content.write("lexicon/a.yaml", "entries: [{written: XKZ, spoken: ích ca dét}]")
    (content.path / "lexicon/b.yaml").symlink_to(content.path / "lexicon/a.yaml")
    assert content.shown() == []


def test_links_that_go_round_in_a_circle_end(content: Folder) -> None:
    (content.path / "messages/bhyt/vong").symlink_to(content.path / "messages")
    assert "vòng tròn" in content.only().message


def test_a_pipe_is_refused_and_not_waited_for(content: Folder) -> None:
    os.mkfifo(content.path / "facts/ong.yaml")
    assert "không phải tệp thường" in content.only().message


def test_a_name_that_is_no_utf8_is_told_and_printable(content: Folder) -> None:
    (Path(os.fsdecode(os.fsencode(content.path) + b"/facts/\xff\n.yaml"))).write_text("facts: []", encoding="utf-8")
    assert content.shown() == [] or "".join(content.shown()).encode()


def test_a_missing_folder_says_what_to_point_at(tmp_path: Path) -> None:
    with pytest.raises(Unclean, match="không có thư mục nội dung"):
        load(tmp_path / "khong-co")


def test_a_missing_units_file_says_what_to_put_in_it(content: Folder) -> None:
    (content.path / "units.yaml").unlink()
    problem = content.only()
    assert problem.path == f"{content.path}/units.yaml"
    assert "units:" in problem.message


def test_calendar_lexicon_templates_and_media_may_be_missing(content: Folder) -> None:
    loaded = load(content.path)
    assert (loaded.templates, loaded.media) == ({}, {})


def test_an_empty_file_names_the_keys_it_needs(content: Folder) -> None:
    content.write("messages/bhyt/trong.yaml", "")
    assert "id, topic, title" in content.only().message


def test_a_photo_named_in_decomposed_letters_is_found_by_its_composed_name(content: Folder) -> None:
    content.write("media/a\u0309nh.jpg", b"x")
    content.change(
        "messages/bhyt/mot.yaml", "      text: |", "      photos: [{file: ảnh.jpg, alt: Ảnh}]\n      text: |"
    )
    assert "không phải ảnh" in content.only().message


def test_a_fingerprint_changes_when_a_file_does(content: Folder) -> None:
    seen = {fingerprint(content.path)}
    content.change("units.yaml", "Số 2", "Số 22")
    seen.add(fingerprint(content.path))
    content.write("facts/them.yaml", "facts: []")
    seen.add(fingerprint(content.path))
    (content.path / "facts/them.yaml").rename(content.path / "facts/doi.yaml")
    assert len(seen | {fingerprint(content.path)}) == 4


def test_two_folders_with_the_same_files_have_the_same_digest(tmp_path: Path) -> None:
    one, two = build(tmp_path / "a"), build(tmp_path / "b")
    assert load(one.path).digest == load(two.path).digest


def test_the_whole_of_the_shipped_content_has_no_problem() -> None:
    report = check(Path(__file__).parents[2] / "content")
    assert [str(problem) for problem in report.problems] == []


def test_a_link_to_itself_is_told(content: Folder) -> None:
    link = content.path / "messages/bhyt/vong.yaml"
    link.symlink_to(link)
    assert any("đi vòng tròn" in problem.message for problem in content.check().problems)
