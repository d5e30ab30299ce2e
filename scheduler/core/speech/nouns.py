"""Words around a figure that settle what it is: what is counted, and what a share is taken of."""

from __future__ import annotations

import re

from scheduler.core.speech.words import CAPITAL

_COUNTED = """
người em cháu học trẻ con cán công viên bác đại đoàn đội nhóm lao nhân phụ nam nữ giáo đảng chiến thương bệnh hộ khẩu
cặp lứa dân đồng nghìn ngàn triệu tỷ tỉ trăm chục giây phút giờ buổi tiếng ca đêm ngày tuần tháng quý năm tuổi nhiệm
lần lượt đợt cuộc phiên chuyến vụ xã phường thôn bản tổ khu cụm huyện tỉnh thị thành nước ngành trạm trường lớp điểm
cơ doanh đơn hội câu bài tin chương chỉ tiêu phóng tiết trang phần khoản mục mức bậc hạng loại hình kênh tuyến nội
hồ thủ giấy thẻ sổ tờ phiếu mẫu tấm ấn video pano băng suất căn ngôi nhà gia địa thửa mảnh giường máy xe chiếc cái bộ
gói cây bao độ món sản loa đài bữa liều mũi y điều dưỡng mét km kg cân tạ tấn lít ha héc sào ô ý lá đầu mặt
"""
COUNTED = frozenset(_COUNTED.split())
"""First syllables of what is counted: "3-5 ngày", "12/15 xã"."""

_SHARED = "số tổng mức dân diện thu thời lương quãng chặng giá trị chi lực khối lượng sản quỹ suất phần kinh tiền"
SHARED = frozenset(_SHARED.split())
"""First syllables of what a share is taken of: "1/3 số hộ", "2/3 mức"."""

_PAIRED = """
xã phường trấn thị thôn bản tổ huyện tỉnh phố thành quận đặc khu khóm ấp buôn làng
nam nữ ông bà anh chị em cha mẹ vợ chồng con cháu cô chú bố
"""
ALTERNATIVES = frozenset(_PAIRED.split())
"""Words that stand beside each other with a slash: "xã/phường", "ông/bà"."""

_AROUND_TU = """
thông đầu thứ vật riêng gia suy vô phần đời mười mươi học phí giáo công hộ nội hình
pháp vấn nhân cách liệu tưởng duy thục lệnh thế chất sản bản hữu doanh trang
"""
AROUND_TU = frozenset(_AROUND_TU.split())
"""Syllables beside which "TƯ" in a heading is a part of a word ("ĐẦU TƯ", "TƯ PHÁP") and not short for Trung ương."""

NUMBERED = (
    r"(?<!\w)(?i:khoản|điều|mục|chương|phần|phụ lục|mẫu|biểu|bảng|tổ|thôn|bản|xóm|ấp|khóm|đội|lớp|khối|quý|quí|vùng|"
    r"khu vực|khu|nhóm|mức độ|cấp độ|cấp|hạng|đợt|kỳ|học kỳ|bài|câu|trang|tập|tầng|phòng|quận|phường|cụm|buổi|ca|tiết|"
    r"tiêu chí|chỉ tiêu|tuyến|bàn|quầy|cửa|lần|ngày|tháng|năm)"
)
"""Pattern of the words before a number that names one of several: "tổ 3", "khoản 1"."""
LABEL_BEFORE = re.compile(rf"(?:{NUMBERED}|(?<!\w)(?:số|thứ))\s+$", re.IGNORECASE)

_BODY = "Hội|Đoàn|Đảng|Ủy|Uỷ|Bộ|Sở|Ban|Phòng|Công|Nhà|Trường|Trạm|Trung|Bảo|Mặt|Liên|Quốc|Chính|Bưu|Đài|Chi|Ngân|Việt"
STREET_AFTER = re.compile(
    rf" (?:(?i:đường|phố) (?={CAPITAL}|\d)|(?!(?:{_BODY})\b){CAPITAL}[^\W\d_]* (?!{CAPITAL}{{2}}){CAPITAL}[^\W\d_])"
)
"""After a house number, as written: "25/3 đường Hoàng Hoa Thám", "12/5 Nguyễn Huệ"; a body is no street."""
REST_AFTER = re.compile(r"\s*(?:còn lại|trở lên)\b")
"""After a share and never after a day."""
HOUSE_BEFORE = re.compile(r"(?:địa chỉ|trụ sở|tại|ở)\s*:?\s*$")

EACH_BEFORE = re.compile(r"(?:mỗi|một|hằng|hàng|từng|nửa)\s+$")
"""Before "ngày", "tháng", "tổ" and their like: then the figure that follows them counts something else."""

_FIRST_WORD = re.compile(r"\s*([^\W\d_]+)")


def counted_follows(after: str) -> bool:
    """Tell whether the text goes on with a thing that is counted."""
    match = _FIRST_WORD.match(after)
    return bool(match and match[1].casefold() in COUNTED)


def share_follows(after: str) -> bool:
    """Tell whether the text goes on with something that is divided."""
    match = _FIRST_WORD.match(after)
    return bool(match and match[1].casefold() in SHARED)
