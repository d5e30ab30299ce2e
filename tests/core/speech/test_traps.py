"""Each trap that a tool or a published text has fallen into."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.core.speech import Reading

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Thông tư 12/2025/TT-BNV", "Thông tư mười hai năm hai nghìn không trăm hai mươi lăm của Bộ Nội vụ"),
        ("Nghị định 7/2021/NĐ-CP", "Nghị định bảy năm hai nghìn không trăm hai mươi mốt của Chính phủ"),
        ("Nghị định 12/2022", "Nghị định mười hai năm hai nghìn không trăm hai mươi hai"),
    ],
)
def test_a_document_number_up_to_12_is_no_month(read: Read, written: str, spoken: str) -> None:
    assert read(written).spoken == spoken


def test_the_year_keeps_its_word_after_may(read: Read) -> None:
    spoken = "ngày mùng năm tháng năm năm hai nghìn không trăm hai mươi lăm"
    assert read("ngày 5/5/2025").spoken == spoken


def test_a_hotline_is_read_digit_by_digit_in_each_way_it_is_printed(read: Read) -> None:
    for written in ("1900 9068", "1900.9068", "19009068", "1900-9068"):
        spoken = read(f"tổng đài {written}").spoken.replace(",", "")
        assert spoken == "tổng đài một chín không không chín không sáu tám", written


def test_a_telephone_number_with_dots_is_no_million(read: Read) -> None:
    assert "triệu" not in read("0216 3.852.115").spoken


def test_a_range_keeps_its_word_and_is_no_minus(read: Read) -> None:
    assert read("70-100%").spoken == "Bảy mươi đến một trăm phần trăm"


def test_a_decimal_comma_is_never_dropped(read: Read) -> None:
    assert read("4,5%").spoken == "Bốn phẩy năm phần trăm"
    assert read("12,6").spoken == "Mười hai phẩy sáu"


def test_an_empty_group_keeps_its_hundreds(read: Read) -> None:
    assert read("43.031").spoken == "Bốn mươi ba nghìn không trăm ba mươi mốt"
    assert read("1.005").spoken == "Một nghìn không trăm linh năm"
    assert read("1.005.000").spoken == "Một triệu không trăm linh năm nghìn"


def test_2025_keeps_its_empty_hundreds(read: Read) -> None:
    assert read("năm 2025").spoken == "năm hai nghìn không trăm hai mươi lăm"


def test_330000_has_no_empty_hundreds_at_its_end(read: Read) -> None:
    assert read("330.000").spoken == "Ba trăm ba mươi nghìn"


def test_day_word_is_not_said_twice(read: Read) -> None:
    assert read("ngày 1/7").spoken == "ngày mùng một tháng bảy"


def test_april_is_thang_tu(read: Read) -> None:
    assert read("tháng 4").spoken == "tháng tư"
    assert read("4 tháng").spoken == "Bốn tháng"


def test_a_share_is_no_date_and_a_date_no_share(read: Read) -> None:
    assert read("2/3 mức").spoken == "Hai phần ba mức"
    assert read("1/3 số hộ").spoken == "Một phần ba số hộ"
    assert read("ngày 2/9").spoken == "ngày mùng hai tháng chín"
    assert [token.token for token in read("2/9").unread] == ["2/9"]


def test_a_house_number_is_no_date(read: Read) -> None:
    assert read("nhà số 12/5").spoken == "nhà số mười hai trên năm"


def test_a_span_of_days_shares_its_month(read: Read) -> None:
    assert read("Đợt 1 (01-15/7)").spoken == "Đợt một (mùng một đến mười lăm tháng bảy)"


def test_round_the_clock_is_no_july_24(read: Read) -> None:
    assert read("trực 24/7").spoken == "trực hai mươi bốn trên bảy"
    assert read("ngày 24/7").spoken == "ngày hai mươi tư tháng bảy"
    assert len(read("24/7").unread) == 1


def test_round_the_clock_in_brackets_is_no_july_24(read: Read) -> None:
    said = read("Tổng đài 1900 9068 (24/7)").spoken
    assert said == "Tổng đài một chín không không, chín không sáu tám (hai mươi bốn trên bảy)"
    assert read("Đợt 1 (24/7)").spoken == "Đợt một (hai mươi tư tháng bảy)"
    assert read("Thứ Tư (24/7)").spoken == "Thứ Tư (hai mươi tư tháng bảy)"
    assert len(read("(24/7)").unread) == 1


def test_a_blank_before_a_comma_leaves_the_number_unread(read: Read) -> None:
    for text in ("tăng 4 , 5% so với năm trước", "tăng 4 ,5%", "gồm 12 . 345 đồng", "2.340 .000 đồng"):
        assert read(text).unread, text
    assert read("gồm 4, 5 và 6 hộ").spoken == "gồm bốn, năm và sáu hộ"


def test_the_code_of_a_place_is_said_figure_by_figure(read: Read) -> None:
    assert read("mã KCB 15001").spoken == "mã khám chữa bệnh một năm không không một"
    assert read("mã cơ sở khám chữa bệnh ban đầu: 15001").spoken.endswith("ban đầu: một năm không không một")
    assert read("mã cơ sở 15001 người").spoken == "mã cơ sở mười lăm nghìn không trăm linh một người"
    assert read("mã tỉnh 15").spoken == "mã tỉnh mười lăm"


def test_6h30_is_a_time(read: Read) -> None:
    assert read("lúc 6h30").spoken == "lúc sáu giờ ba mươi phút"


def test_nam_the_year_and_nam_the_five(read: Read) -> None:
    assert read("5 năm").spoken == "Năm năm"
    assert read("năm 5").spoken == "năm năm"


def test_point_d_with_its_stroke_stays_apart_from_point_d(read: Read) -> None:
    """Losing the stroke once gave farm households a share of 50 instead of 30 percent."""
    assert read("điểm đ khoản 4").spoken == "điểm đ khoản bốn"
    assert read("điểm d khoản 4").spoken == "điểm d khoản bốn"


def test_tt_has_three_meanings_and_is_read_only_where_one_is_sure(read: Read) -> None:
    assert read("theo TT số 39/2020/TT-BTTTT").spoken.startswith("theo thông tư số ba mươi chín")
    assert read("TT. Mậu A").spoken == "Thị trấn Mậu A"
    assert read("TT y tế").spoken == "Trung tâm y tế"
    assert [token.token for token in read("lưu TT").unread] == ["TT"]


def test_a_grouped_number_with_commas_is_refused(read: Read) -> None:
    assert [token.token for token in read("1,500,000 đồng").unread] == ["1,500,000"]
    assert [token.token for token in read("1,500").unread] == ["1,500"]


def test_decomposed_text_is_read_and_offsets_are_those_of_the_composed_form(read: Read) -> None:
    reading = read("Ba\u0309o hie\u0302\u0309m XYZ")
    assert reading.spoken == "Bảo hiểm XYZ"
    assert (reading.unread[0].start, reading.unread[0].end) == (9, 12)


def test_both_placings_of_the_tone_mark_are_kept_as_the_author_wrote_them(read: Read) -> None:
    assert read("xã Khánh Hoà, xã Khánh Hòa").spoken == "xã Khánh Hoà, xã Khánh Hòa"


@pytest.mark.parametrize("written", ["B¶o hiÓm", "Baûo hieåm", "Ðảng", "bảo\u200b hiểm", "l0 đồng", "5O.000 đồng"])
def test_legacy_fonts_lookalikes_and_hidden_characters_are_refused(read: Read, written: str) -> None:
    assert read(written).unread


def test_a_foreign_word_is_never_spelled_by_guessing(read: Read) -> None:
    assert [token.token for token in read("ứng dụng Foobar").unread] == ["Foobar"]


def test_a_heading_in_capitals_is_words(read: Read) -> None:
    for heading in ("BẢO HIỂM Y TẾ", "ĐÍNH CHÍNH", "THÔNG BÁO", "XỬ LÝ VI PHẠM", "CHI TRẢ CHO CÁN BỘ"):
        assert (read(heading).spoken, read(heading).unread) == (heading, ())


def test_a_roman_numeral_needs_its_word(read: Read) -> None:
    assert read("quý IV").spoken == "quý bốn"
    assert read("nhóm II").spoken == "nhóm hai"
    assert [token.token for token in read("chữ I lớn").unread] == ["I"]
    assert read("37 độ C, loại C").spoken == "Ba mươi bảy độ C, loại C"


def test_an_initial_after_a_name_is_no_district(read: Read) -> None:
    assert read("bà Trần Thị H. Trú tại thôn").spoken == "bà Trần Thị H. Trú tại thôn"
    assert read("H. Văn Chấn").spoken == "Huyện Văn Chấn"


def test_a_count_after_a_date_is_no_further_day(read: Read) -> None:
    assert read("ngày 15/7, 20 người").spoken == "ngày mười lăm tháng bảy, hai mươi người"
    assert read("ngày 3 bữa").spoken == "ngày ba bữa"
    assert read("2 ngày 3 đêm").spoken == "Hai ngày ba đêm"


def test_small_decimals_of_a_percentage_are_kept(read: Read) -> None:
    assert read("2,005%").spoken == "Hai phẩy không không năm phần trăm"


def test_names_keep_their_capitals_and_lines_their_breaks(read: Read) -> None:
    assert read("Xã Púng Luông.\n5 hộ.\n").spoken == "Xã Púng Luông.\nNăm hộ.\n"


def test_a_code_is_no_quantity(read: Read) -> None:
    assert read("mã số BHXH 1520123456").spoken.endswith("một năm hai không một hai ba bốn năm sáu")
    assert read("1520123456").unread
    assert read("số CCCD 015123456789").spoken.endswith("không một năm một hai ba bốn năm sáu bảy tám chín")
