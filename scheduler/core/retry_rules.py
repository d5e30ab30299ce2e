"""The table of Facebook's errors: code and subcode, what to do, and what to tell a clerk.

Sources: Meta's pages on errors of the Pages API and of each edge (posts, photos, videos), and recorded
answers. A subcode that was seen under several codes has a table of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Reaction(StrEnum):
    """What an error asks for."""

    LATER = "later"
    """Nothing happened: try again after a while."""
    ONCE = "once"
    """Try once more; if it comes again, the content is at fault."""
    LOOK = "look"
    """It may have happened: look before anything else."""
    TWICE = "twice"
    """Facebook says this was posted before: by us, where an earlier try may have got through."""
    FIX = "fix"
    """The content must change."""
    STOP = "stop"
    """The Page takes nothing until a person mends it."""
    PAUSE = "pause"
    """The Page takes nothing for some time. Calling while blocked prolongs the block."""


@dataclass(frozen=True)
class Rule:
    """A line of the table. `doubt_from` is the attempt from which TWICE may mean our own earlier try;
    `takes_estimate` lets the waiting time of Facebook's usage headers replace `pause`; `wide` is a limit of the
    app or its user, which holds for all its Pages."""

    reaction: Reaction
    what: str
    fix: str
    pause: timedelta = timedelta(0)
    takes_estimate: bool = False
    doubt_from: int = 0
    wide: bool = False


_HOUR = timedelta(hours=1)
_RENEW = "cần lấy lại token bằng lệnh bhxh token"
_TOLD = "báo người phụ trách kỹ thuật, kèm mã lỗi này"
_RIGHTS = "người quản trị trang phải cấp lại quyền, rồi lấy lại token bằng lệnh bhxh token"
_SPENT = "tự nghỉ rồi gửi tiếp"


def _stop(what: str, fix: str) -> Rule:
    return Rule(Reaction.STOP, what, fix)


def _fix(what: str, fix: str) -> Rule:
    return Rule(Reaction.FIX, what, fix)


def _spent(what: str, *, takes_estimate: bool = True, wide: bool = False) -> Rule:
    return Rule(Reaction.PAUSE, what, _SPENT, _HOUR, takes_estimate, wide=wide)


_EXPIRED = _stop("Facebook báo mã truy cập của trang đã hết hạn", _RENEW)
_INVALID = _stop("Facebook báo mã truy cập của trang không còn dùng được", _RENEW)
_CHECKPOINT = _stop(
    "Facebook yêu cầu chủ tài khoản quản trị trang đăng nhập và xác nhận",
    "chủ tài khoản đăng nhập facebook.com làm theo yêu cầu, rồi lấy lại token bằng lệnh bhxh token",
)
_NO_RIGHT = _stop("Facebook báo thiếu quyền đăng bài lên trang", _RIGHTS)
_UNSUPPORTED = _stop("Facebook không hỗ trợ lệnh mà phần mềm gửi", _TOLD)
_ABUSE = _stop(
    "Facebook chặn vì cho là vi phạm quy định",
    "người quản trị trang xem thông báo trên Facebook, sửa bài, rồi mở lại trang",
)
_POLICY = _stop(
    "Facebook chưa cho trang này đăng bài",
    "người quản trị trang hoàn tất việc xác minh quyền đăng trên Facebook, rồi mở lại trang",
)
_LINK = Rule(Reaction.ONCE, "Facebook không đọc được đường liên kết", "kiểm tra liên kết có mở được không rồi sửa bài")
_OWN_LINK = _fix("Facebook không nhận liên kết tới facebook.com", "bỏ liên kết đó khỏi bài")
_ALREADY = "Facebook báo nội dung này đã được đăng"
_COMPARE = "mở trang xem đã có bài chưa; nếu chưa, sửa lời bài cho khác"
_MEDIA_TWICE = Rule(Reaction.TWICE, "Facebook báo ảnh đã dùng cho bài khác", _COMPARE)

RULES: Mapping[tuple[int | None, int | None], Rule] = {
    (1, None): Rule(Reaction.LOOK, "Facebook báo lỗi không rõ", "sẽ tự kiểm tra rồi thử lại"),
    (1, 2853006): _NO_RIGHT,
    # Code 2 came seven times while seven copies of the post appeared: it never means "not published".
    (2, None): Rule(Reaction.LOOK, "Facebook đang trục trặc", "sẽ tự kiểm tra rồi thử lại"),
    (3, None): _NO_RIGHT,
    (4, None): _spent("Ứng dụng đã gọi Facebook quá nhiều", wide=True),
    (10, None): _NO_RIGHT,
    (17, None): _spent("Tài khoản đã gọi Facebook quá nhiều", wide=True),
    (32, None): _spent("Trang đã gọi Facebook quá nhiều"),
    (80001, None): _spent("Trang đã dùng hết số lần gọi Facebook cho phép"),
    (341, None): _spent("Đã đăng quá nhiều so với mức Facebook cho phép", takes_estimate=False, wide=True),
    (613, None): _spent("Đã gọi Facebook quá dồn dập", takes_estimate=False, wide=True),
    (613, 1996): _spent("Facebook thấy nhịp gọi bất thường", takes_estimate=False, wide=True),
    (100, None): _fix("Facebook không nhận nội dung này", "xem lời bài, liên kết và ảnh, sửa rồi gửi lại"),
    (100, 33): _stop(
        "Facebook không tìm thấy trang hoặc bài, hoặc mã truy cập không có quyền với nó",
        "kiểm tra page_id và token bằng lệnh bhxh doctor",
    ),
    (100, 1366046): _fix("Facebook không đọc được ảnh, hoặc ảnh quá nặng", "dùng ảnh JPG hay PNG dưới 4 MB"),
    (102, None): _INVALID,
    (190, None): _INVALID,
    (190, 458): _stop("Facebook báo ứng dụng đã bị gỡ khỏi tài khoản quản trị trang", _RIGHTS),
    (190, 459): _CHECKPOINT,
    (190, 460): _stop("Facebook báo mật khẩu của tài khoản quản trị trang đã đổi", _RENEW),
    (190, 463): _EXPIRED,
    (190, 464): _CHECKPOINT,
    (190, 467): _INVALID,
    (190, 492): _stop("Facebook báo người cấp token không còn vai trò trên trang này", _RIGHTS),
    (190, 2069032): _stop("Token đang dùng không phải token của trang", _RENEW),
    (200, None): _NO_RIGHT,
    (200, 2069030): _UNSUPPORTED,
    (200, 2069031): _UNSUPPORTED,
    (200, 2069033): _UNSUPPORTED,
    (324, None): _fix("Facebook báo thiếu ảnh hoặc ảnh hỏng", "thay ảnh khác rồi gửi lại"),
    (368, None): _ABUSE,
    (368, 1390008): Rule(Reaction.PAUSE, "Facebook báo trang đăng quá nhanh", _SPENT, 4 * _HOUR),
    (368, 4854002): _CHECKPOINT,
    (368, 1404082): Rule(Reaction.TWICE, _ALREADY, _COMPARE),
    (389, None): _fix("Facebook không tải được video", "kiểm tra tệp video rồi gửi lại"),
    (506, None): Rule(Reaction.TWICE, "Facebook báo bài trùng với bài ngay trước đó", _COMPARE, doubt_from=1),
    (2500, None): _stop("Facebook không hiểu lệnh gọi (sai phiên bản hay thiếu token)", _TOLD),
    (6000, None): _fix("Facebook không nhận tệp video", "kiểm tra tệp video rồi gửi lại"),
    (6001, None): Rule(Reaction.LATER, "Facebook nhận video bị ngắt giữa chừng", "sẽ tự thử lại"),
}

BY_SUBCODE: Mapping[int | None, Rule] = {
    1346003: _ABUSE,
    1366051: _MEDIA_TWICE,
    1404078: _POLICY,
    1404102: _ABUSE,
    1609005: _LINK,
    1609008: _OWN_LINK,
}
"""Errors that were seen both as codes and as subcodes of 100 or 368."""
