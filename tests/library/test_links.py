"""What only shows when files are seen together, and on the days of a campaign."""

import io

import pytest
from PIL import Image, ImageFile

from scheduler.core.kind import KINDS_BUILT_IN, KindRules
from scheduler.core.translation import template_hash
from scheduler.library import check, examples, load

from .conftest import Folder

MESSAGE, CAMPAIGN, CHANNELS, UNITS = (
    "messages/bhyt/mot.yaml",
    "campaigns/thang-5.yaml",
    "channels/kenh.yaml",
    "units.yaml",
)


def test_an_id_used_in_two_files_names_the_first(content: Folder) -> None:
    content.write("messages/bhyt/hai.yaml", (content.path / MESSAGE).read_text(encoding="utf-8"))
    problem = content.only()
    assert problem.path.endswith("mot.yaml")
    assert "hai.yaml dòng 1" in problem.message


def test_problems_of_all_files_come_together_in_order_of_place(content: Folder) -> None:
    content.change(MESSAGE, "topic: bhyt", "topic: x")
    content.change(MESSAGE, "audience: [Người dân]", "audience: []")
    content.change(UNITS, "level: huyen", "level: x")
    content.change(CHANNELS, "time:", "tim:")
    problems = content.check().problems
    assert [(p.path, p.line) for p in problems] == sorted((p.path, p.line) for p in problems)
    assert {p.path.rsplit("/", 1)[1] for p in problems} == {"mot.yaml", "units.yaml", "kenh.yaml"}


def test_a_broken_units_file_does_not_make_every_campaign_wrong(content: Folder) -> None:
    content.change(UNITS, "level: huyen", "level: x")
    assert content.only().path.endswith("units.yaml")


def test_a_units_file_that_cannot_be_read_is_the_only_problem(content: Folder) -> None:
    content.write(UNITS, "units: [")
    assert content.only().path.endswith("units.yaml")


def test_a_figure_missing_on_the_last_day_is_told_at_its_line(content: Folder) -> None:
    content.change("facts/so-lieu.yaml", "{from: 2019-07-01, to: 2023-06-30,", "{from: 2019-07-01, to: 2021-05-20,")
    lines = [str(p).removeprefix(f"{content.path}/") for p in content.check().problems if p.level == "error"]
    assert any(line.startswith(f"{MESSAGE}:11:") and "21/05/2021" in line and "luong" in line for line in lines)
    assert any(line.startswith(f"{MESSAGE}:12:") and "tien_ho_tro" in line for line in lines)


def test_a_telephone_missing_for_one_unit_is_told_with_unit_and_day(content: Folder) -> None:
    content.change(UNITS, '        phone: "0216 000 0001"\n', "")
    problem = content.only()
    assert (problem.line, problem.level) == (13, "error")
    assert 'thiếu giá trị "phone"' in problem.message
    assert 'đơn vị "huyen", ngày 07/05/2021' in problem.message


def test_a_missing_value_in_a_shared_part_is_told_in_the_part(content: Folder) -> None:
    content.write("templates/lien-he.j2", "Gọi\n{{ unit.address }}\n")
    content.change(MESSAGE, "Gọi {{ unit.phone }}.", "{% include 'lien-he.j2' %}")
    content.change(UNITS, "        address: Số 2\n", "")
    assert content.only().path.endswith("templates/lien-he.j2")
    assert content.only().line == 2


def test_a_mistake_in_a_shared_part_is_told_once(content: Folder) -> None:
    content.write("templates/lien-he.j2", "Gọi\n{{ unit.fone }}\n")
    content.change(MESSAGE, "Gọi {{ unit.phone }}.", "{% include 'lien-he.j2' %}")
    problem = content.only()
    assert (problem.path, problem.line, problem.col) == (f"{content.path}/templates/lien-he.j2", 2, 9)


def test_a_text_for_no_kind_of_the_campaign_is_an_error(content: Folder) -> None:
    content.change(
        CAMPAIGN, "cadence:\n  facebook:\n    triggers:\n      - cron: {hour: 19, minute: 30}\n", "cadence:\n"
    )
    content.change(MESSAGE, "  radio:\n    vi:\n      text: |\n        Kính thưa bà con.\n", "")
    content.change(MESSAGE, "        Lương cơ sở là {{ fact.luong }}.\n", "")
    assert "không có bài cho loại kênh nào" in content.only().message


def test_a_facebook_text_over_the_limit_is_an_error_at_the_text(content: Folder) -> None:
    content.change(MESSAGE, "Gọi {{", "a" * 63_250 + " Gọi {{")
    problem = content.only()
    assert (problem.line, problem.level) == (11, "error")
    assert "quá 63206 ký tự" in problem.message


def test_a_script_longer_than_the_longest_slot_is_an_error(content: Folder) -> None:
    content.change(MESSAGE, "        Kính thưa bà con.\n", "        Kính thưa bà con.\n" * 300)
    assert "buổi dài nhất của các đài là 240 giây" in content.only().message


def test_a_script_that_one_station_has_room_for_is_no_error(content: Folder) -> None:
    content.change(MESSAGE, "        Kính thưa bà con.\n", "        Kính thưa bà con.\n" * 300)
    content.change(CHANNELS, "seconds: 240", "seconds: 3600")
    assert content.shown() == []


def test_a_token_that_cannot_be_read_aloud_is_named(content: Folder) -> None:
    content.change(MESSAGE, "Kính thưa bà con.", "Kính thưa bà con XKZQW.")
    problem = content.only()
    assert (problem.line, problem.col, problem.level) == (17, 26, "warning")
    assert '"XKZQW"' in problem.message


def test_a_sentence_too_long_for_one_breath_is_pointed_out_with_its_opening(content: Folder) -> None:
    content.change(MESSAGE, "Kính thưa bà con.", f"Kính thưa {'bà con ' * 20}trong xã.")
    problem = content.only()
    assert (problem.line, problem.level) == (17, "warning")
    assert "câu dài 44 tiếng khi đọc, quá 40: “Kính thưa bà con bà con bà con…”" in problem.message


def test_links_to_government_and_to_our_pages_are_fine(content: Folder) -> None:
    content.change(MESSAGE, "Gọi {{", "https://vss.gov.vn/a, https://facebook.com/111, bhxh@yenbai.gov.vn. Gọi {{")
    assert content.shown() == []


def test_two_pages_with_one_page_id_are_an_error(content: Folder) -> None:
    page = '  - {id: fb-hai, name: Trang, page_id: "111", owners: [{unit: tinh, from: 1995-01-01}]}\n'
    content.change(CHANNELS, "stations:", page + "stations:")
    assert 'đã là của kênh "fb-huyen"' in content.only().message


def test_two_owners_at_a_time_are_an_error(content: Folder) -> None:
    content.change(CHANNELS, "    owners:\n", "    owners:\n      - {unit: tinh, from: 1990-01-01, to: 1999-01-01}\n")
    assert any('cùng lúc thuộc "tinh"' in line for line in content.shown())


def test_a_page_without_an_owner_in_the_middle_of_a_campaign_is_an_error(content: Folder) -> None:
    content.change(
        CHANNELS,
        "      - {unit: huyen, from: 1995-01-01}\n",
        "      - {unit: huyen, from: 1995-01-01, to: 2021-05-10}\n      - {unit: huyen, from: 2021-05-15}\n",
    )
    problem = content.only()
    assert problem.level == "error"
    assert "không thuộc đơn vị nào từ 11/05/2021 đến 14/05/2021" in problem.message


def test_a_campaign_without_any_slot_is_an_error_that_says_why(content: Folder) -> None:
    content.change(CAMPAIGN, "units: [huyen]", "units: [tinh]")
    problem = content.only()
    assert problem.path.endswith("thang-5.yaml")
    assert "không cho ra buổi nào" in problem.message


def test_a_spread_of_less_than_a_minute_a_page_is_an_error(content: Folder) -> None:
    pages = "".join(
        f'  - {{id: fb-{n}, name: Trang, page_id: "9{n}", owners: [{{unit: huyen, from: 1995-01-01}}]}}\n'
        for n in range(5)
    )
    content.change(CHANNELS, "stations:", pages + "stations:")
    content.change(CAMPAIGN, "minute: 30}", "minute: 30}\n    spread: 3m")
    assert "spread quá ngắn cho 6 kênh" in content.only().message


@pytest.fixture
def translated(content: Folder) -> Folder:
    digest = template_hash("Kính thưa bà con.\nLương cơ sở là {{ fact.luong }}.\n")
    content.change(
        MESSAGE,
        "  radio:\n",
        f'  radio:\n    hmn:\n      text: Nyob zoo.\n      translates: "{digest}"\n'
        "      states: {luong: 1.490.000 đồng}\n"
        "      seconds: 20\n",
    )
    return content


def test_a_translation_of_the_present_text_and_figures_is_fine(translated: Folder) -> None:
    assert translated.shown() == []


def test_a_translation_of_an_older_text_is_told_with_the_hash_to_write(translated: Folder) -> None:
    translated.change(MESSAGE, "        Kính thưa bà con.", "        Kính thưa toàn thể bà con.")
    digest = template_hash("Kính thưa toàn thể bà con.\nLương cơ sở là {{ fact.luong }}.\n")
    problem = translated.only()
    assert problem.level == "warning"
    assert f"translates: {digest}" in problem.message


def test_a_translation_that_states_another_figure_is_a_warning(translated: Folder) -> None:
    translated.change(MESSAGE, "1.490.000 đồng", "1.390.000 đồng")
    problem = translated.only()
    assert problem.level == "warning"
    assert "1.390.000 đồng" in problem.message


def test_a_translation_that_does_not_state_a_figure_of_its_original_is_told_which(translated: Folder) -> None:
    translated.change(MESSAGE, "      states: {luong: 1.490.000 đồng}\n", "")
    problem = translated.only()
    assert problem.level == "warning"
    assert 'ghi thêm luong: "1.490.000 đồng"' in problem.message


@pytest.mark.parametrize("word", ["khan_cap", "khẩn cấp", "KHAN-CAP"])
def test_an_emergency_is_refused_with_whose_it_is(word: str, content: Folder) -> None:
    content.change(MESSAGE, "texts:\n", f"priority: {word}\ntexts:\n")
    message = content.only().message
    assert f'"{word}" không phải của BHXH' in message
    assert "uu_tien" in message


def test_a_photo_that_no_program_opens_is_an_error(content: Folder) -> None:
    content.write("media/hong.jpg", b"not a picture")
    assert "không phải ảnh" in content.only().message


def test_a_cut_photo_is_an_error(content: Folder) -> None:
    content.write("media/cut.png", _png()[:60])
    assert content.only().level == "error"


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_photo_that_ends_halfway_is_an_error(kind: str, content: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what makes PDFs sets it for the whole process
    whole = io.BytesIO()
    Image.effect_noise((200, 150), 60).save(whole, kind)
    content.write("media/nua.jpg", whole.getvalue()[: len(whole.getvalue()) // 2])
    assert content.only().level == "error"


def test_a_photo_over_four_megabytes_is_an_error(content: Folder) -> None:
    content.write("media/to.png", _png() + bytes(4_000_000))
    assert "lớn hơn 4 MB" in content.only().message


def test_a_good_photo_has_the_hash_of_its_bytes(content: Folder) -> None:
    content.write("media/anh/tot.png", _png())
    content.change(MESSAGE, "      text: |", "      photos: [{file: anh/tot.png, alt: Ảnh}]\n      text: |")
    loaded = load(content.path)
    assert len(loaded.media["anh/tot.png"].sha256) == 64
    assert loaded.media["anh/tot.png"].size == len(_png())


def test_a_kind_that_a_module_added_is_known_by_its_rules(content: Folder) -> None:
    content.change(MESSAGE, "  radio:\n", "  zalo:\n    vi: Một lời nhắn rất dài.\n  radio:\n")
    kinds = {**KINDS_BUILT_IN, "zalo": KindRules(10, spoken=False)}
    assert 'không có loại kênh "zalo"' in content.only().message
    (problem,) = check(content.path, kinds=kinds).problems
    assert "quá 10 ký tự của zalo" in problem.message


def test_invented_contact_data_is_found_where_it_stands(content: Folder) -> None:
    content.change(CHANNELS, '    page_id: "111"\n', '    page_id: "111"\n    example: true\n')
    content.change(UNITS, "        address: Số 2\n", "        address: Số 2\n        example: true\n")
    found = examples(load(content.path))
    assert [(p.path.rsplit("/", 1)[1], p.line) for p in found] == [("kenh.yaml", 2), ("units.yaml", 6)]


def test_the_digest_changes_with_any_letter_and_only_then(content: Folder) -> None:
    before = load(content.path).digest
    assert load(content.path).digest == before
    content.change(MESSAGE, "Gọi {{", "Xin gọi {{")
    assert load(content.path).digest != before


def _png() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((40, 30), 50).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("    vi: >\n      Gọi\n      {{ unit.fone }}.\n", (12, 15)),
        ('    vi: "Gọi\n\n      {{ unit.fone }}."\n', (12, 15)),
        ("    vi: Gọi '{{ unit.fone }}.'\n", (10, 22)),
        ("    vi: |2\n\n      Gọi\n      {{ unit.fone }}.\n", (13, 15)),
        ("    vi:\n      link: https://vss.gov.vn\n      text: |-\n        {{ unit.fone }}\n", (13, 17)),
        ("    vi: >-\n\n      {{ unit.fone\n      }}\n", (12, 15)),
    ],
)
def test_a_word_in_any_style_of_yaml_text_is_found_at_its_line_and_column(
    content: Folder, text: str, place: tuple[int, int]
) -> None:
    message = (content.path / MESSAGE).read_text(encoding="utf-8")
    head, _, rest = message.partition("    vi: |\n")
    content.write(MESSAGE, head + text + rest[rest.index("  radio:") :])
    (problem,) = [p for p in content.check().problems if "fone" in p.message]
    assert (problem.line, problem.col) == place


def test_a_file_that_cannot_be_read_does_not_hide_a_mistyped_id_elsewhere(content: Folder) -> None:
    content.write("messages/bhyt/hai.yaml", "[")
    content.change(CAMPAIGN, "id: bhyt-mot", "id: bhyt-mott")
    assert any(
        'có phải ý bạn là "bhyt-mot"' in p.message and p.path.endswith("thang-5.yaml") for p in content.check().problems
    )


def test_parts_that_include_each_other_are_told_and_not_followed(content: Folder) -> None:
    content.write("templates/mot.j2", '{% include "hai.j2" %}')
    content.write("templates/hai.j2", '{% include "mot.j2" %}')
    content.change(MESSAGE, "vi: |\n", 'vi: |\n      {% include "mot.j2" %}\n')
    assert any("gọi lại chính nó" in problem.message for problem in content.check().problems)


def test_a_translation_for_radio_without_its_reading_time_is_a_warning(translated: Folder) -> None:
    translated.change(MESSAGE, "      seconds: 20\n", "")
    problem = translated.only()
    assert problem.level == "warning"
    assert "chưa ghi seconds" in problem.message


def test_a_mistyped_shared_part_is_named_with_the_one_that_was_meant(content: Folder) -> None:
    content.write("templates/lien-he.j2", "Gọi {{ unit.phone }}\n")
    content.change(MESSAGE, "Gọi {{ unit.phone }}.", "{% include 'lien-hee.j2' %}")
    assert 'có phải ý bạn là "lien-he.j2"?' in content.only().message
