"""How alike two texts are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.core.similar import ALIKE, likeness, sketch
from scheduler.core.text import fold

SAID = ("bà", "con", "nhớ", "gia", "hạn", "thẻ", "mức", "đóng", "một", "năm", "ở", "xã")
words = st.lists(st.sampled_from(SAID), max_size=40).map(" ".join)

POST = """📢 BHXH TỰ NGUYỆN – ĐIỂM TỰA TUỔI GIÀ
Bà con không thuộc diện BHXH bắt buộc có thể tham gia BHXH tự nguyện tại điểm thu gần nhất.
✅ Mức đóng thấp nhất: 330.000 đồng/tháng (22% của 1.500.000 đồng).
✅ Đủ tuổi và đủ 15 năm đóng: hưởng lương hưu.
"""
OTHER = """📢 THẺ BHYT CHO CẢ NHÀ
Ốm đau không báo trước; cả nhà cùng tham gia thì người sau đóng ít hơn người trước, mời bà con đến xã.
"""
CONTACT = """📍 BHXH huyện Văn Chấn, thị trấn Sơn Thịnh – ☎️ 0216 000 0001
☎️ Tổng đài 1900 9068
#BHXH #BHYT #BaoHiemXaHoi #AnSinhXaHoi"""


def alike(one: str, other: str) -> float:
    return likeness(sketch(one), sketch(other))


@settings(deadline=None)
@given(words, words)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) == alike(other, one) <= 1


@settings(deadline=None)
@given(words)
def test_accents_case_and_punctuation_make_no_other_text(text: str) -> None:
    if text:
        assert alike(text, fold(text).upper().replace(" ", ", ")) == 1


def test_another_figure_or_greeting_is_still_the_same_post() -> None:
    assert alike(POST + CONTACT, POST.replace("330.000", "297.000") + CONTACT) > ALIKE
    assert alike(POST + CONTACT, "Kính chào bà con! " + POST + CONTACT) > ALIKE


def test_two_messages_with_the_same_contact_block_are_not_alike() -> None:
    assert alike(POST + CONTACT, OTHER + CONTACT) < ALIKE


def test_an_empty_text_is_like_none() -> None:
    assert alike("", POST) == alike("", "") == alike("!!!", "…") == 0


def test_a_long_text_is_known_by_a_sample() -> None:
    long = " ".join(f"câu {n} nói về việc {n * 7}" for n in range(3000))
    assert len(sketch(long)) == 256
    assert alike(long, long.replace("câu 5 ", "câu năm ")) > 0.95
