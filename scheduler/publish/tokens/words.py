"""What is said of a token, in plain Vietnamese and English, each with the step to take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["bad", "warn", "note"]
"""`bad`: this Page cannot publish. `warn`: it soon may not, or something is odd. `note`: worth knowing."""


@dataclass(frozen=True)
class Said:
    """The same in both languages."""

    vi: str
    en: str

    def filled(self, **values: object) -> "Said":
        """With the values put in."""
        return Said(self.vi.format(**values), self.en.format(**values))


@dataclass(frozen=True)
class Finding:
    """One thing found of a Page's access; `code` is for programs and does not change."""

    code: str
    level: Level
    seen: Said
    step: Said

    def as_dict(self) -> dict[str, str]:
        """For storing and for `--json`."""
        return {
            "code": self.code, "level": self.level, "seen": self.seen.vi, "step": self.step.vi,
            "seen_en": self.seen.en, "step_en": self.step.en,
        }  # fmt: skip


RENEW = Said("lấy lại mã truy cập: bhxh token", "get a new token: bhxh token")
NOTHING = Said("", "")

DEATHS: Mapping[int | None, tuple[Said, Said]] = {
    None: (Said("mã truy cập không còn dùng được", "the token is no longer valid"), RENEW),
    458: (
        Said("ứng dụng đã bị gỡ khỏi tài khoản quản trị trang", "the app was removed from the administrator's account"),
        Said(
            "người quản trị trang cấp quyền lại cho ứng dụng, rồi: bhxh token",
            "the administrator grants the app its permissions again, then: bhxh token",
        ),
    ),
    459: (
        Said(
            "Facebook bắt chủ tài khoản đăng nhập và xác nhận", "Facebook wants the administrator to log in and confirm"
        ),
        Said(
            "chủ tài khoản đăng nhập facebook.com làm theo yêu cầu, rồi: bhxh token",
            "the administrator logs in at facebook.com and does what it asks, then: bhxh token",
        ),
    ),
    460: (Said("mật khẩu của tài khoản quản trị trang đã đổi", "the administrator's password was changed"), RENEW),
    463: (Said("mã truy cập đã hết hạn", "the token has expired"), RENEW),
    464: (
        Said("tài khoản quản trị trang chưa được xác nhận", "the administrator's account is not confirmed"),
        Said(
            "chủ tài khoản xác nhận tài khoản trên facebook.com, rồi: bhxh token",
            "the administrator confirms the account at facebook.com, then: bhxh token",
        ),
    ),
    467: (
        Said("người cấp mã đã đăng xuất hoặc thu hồi mã", "the administrator logged out or revoked the token"),
        RENEW,
    ),
    492: (
        Said(
            "người cấp mã không còn vai trò trên trang này", "whoever gave the token has no role on this Page any more"
        ),
        Said(
            "thêm lại vai trò trên trang, hoặc người khác chạy: bhxh token",
            "give that person a role on the Page again, or let another administrator run: bhxh token",
        ),
    ),
    2069032: (Said("đây không phải mã của trang", "this is not a Page token"), RENEW),
}
"""By subcode of code 190, why a token is dead, and the step to take."""

KIND = Said("mã này là của {kind}, không phải của trang", "this token is of type {kind}, not PAGE")
WRONG_PAGE = Said(
    "mã này là của trang {found}, còn tệp kênh ghi page_id {wanted}",
    "this token is of Page {found}, but the channel file says page_id {wanted}",
)
WRONG_PAGE_STEP = Said(
    "sửa page_id trong content/channels, hoặc lấy đúng mã của trang: bhxh token",
    "mend page_id in content/channels, or get the right Page's token: bhxh token",
)
SCOPE = Said("thiếu quyền {scopes}", "permissions missing: {scopes}")
SCOPE_STEP = Said(
    "người quản trị trang cấp lại đủ quyền cho ứng dụng, rồi: bhxh token",
    "the administrator grants the app all its permissions, then: bhxh token",
)
OPTIONAL = Said(
    "thiếu quyền {scopes}: không bình luận đính chính được", "no {scopes}: corrections cannot be said in a comment"
)
TASK = Said("người cấp mã không có quyền tạo nội dung (CREATE_CONTENT) trên trang", "task CREATE_CONTENT is missing")
TASK_STEP = Said(
    "quản trị viên trang cho người đó quyền Nội dung, rồi: bhxh token",
    "an administrator of the Page grants that person the Content task, then: bhxh token",
)
APP = Said(
    "mã do ứng dụng {found} cấp, còn config.yaml ghi {wanted}", "the token is of app {found}, config.yaml says {wanted}"
)
APP_STEP = Said("sửa facebook.app_id, hoặc lấy lại mã: bhxh token", "mend facebook.app_id, or: bhxh token")
EXPIRES = Said("mã truy cập hết hạn lúc {at}", "the token expires at {at}")
EXPIRED = Said("mã truy cập đã hết hạn lúc {at}", "the token expired at {at}")
DATA_ACCESS = Said("quyền đọc dữ liệu hết hạn lúc {at}", "data access ends at {at}")
DATA_ACCESS_OVER = Said("quyền đọc dữ liệu đã hết hạn lúc {at}", "data access ended at {at}")
DATA_ACCESS_STEP = Said(
    "người quản trị trang đăng nhập lại vào ứng dụng, rồi: bhxh token",
    "the administrator logs in to the app again, then: bhxh token",
)
LIFE_UNKNOWN = Said("Facebook không nói mã dùng được đến bao giờ", "Facebook does not say how long the token lives")
LIFE_STEP = Said("xem lại hằng ngày, máy tự làm khi bhxh run", "looked at daily while bhxh run is on")
NO_SECRET = Said(
    "chưa có facebook.app_id và app_secret nên không hỏi được hạn và quyền của mã; chỉ kiểm được mã là của trang nào",
    "without facebook.app_id and app_secret its expiry and permissions cannot be asked; only whose token it is",
)
NO_SECRET_STEP = Said(
    "ghi facebook.app_id và app_secret: env:FB_APP_SECRET vào config.yaml",
    "set facebook.app_id and app_secret: env:FB_APP_SECRET in config.yaml",
)
NOT_TOLD = Said("Facebook không cho xem hạn và quyền của mã ({why})", "Facebook did not tell of the token ({why})")
NOT_TOLD_STEP = Said("kiểm tra app_id và app_secret trong config.yaml", "check app_id and app_secret in config.yaml")
VERSION = Said(
    "Facebook trả lời bằng phiên bản {found}, không phải {wanted}",
    "Facebook answers with version {found}, not {wanted}",
)
VERSION_STEP = Said(
    "phiên bản cũ đã hết hạn: nâng facebook.version, rồi bhxh doctor --probe một trang",
    "the version has ended: raise facebook.version, then bhxh doctor --probe on one Page",
)
UNREACHED = Said("chưa hỏi được Facebook ({why})", "Facebook could not be asked ({why})")
UNREACHED_STEP = Said("kiểm tra mạng rồi chạy lại: bhxh doctor", "check the network, then again: bhxh doctor")
REFUSED = Said("Facebook không trả lời về trang này ({why})", "Facebook refuses to answer for this Page ({why})")
REFUSED_STEP = Said(
    "báo người phụ trách kỹ thuật kèm mã lỗi; quyền của mã: bhxh token", "tell whoever runs this machine, with the code"
)
NOT_READY = Said("{what}", "no usable token is configured: {what}")
WELL = Said("mã truy cập dùng được", "the token works")
