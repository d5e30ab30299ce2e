"""The words of a script sheet, the same in every form it takes."""

from collections.abc import Mapping
from datetime import date, datetime

from scheduler.core.radio.parts import Role
from scheduler.core.radio.sheet import SPREAD, Sheet, Signer
from scheduler.core.translation import called, language_name

RECALLED = "THU HỒI – KHÔNG ĐỌC"
WITHHELD = "TẠM GIỮ – CHƯA ĐỌC"

PRIORITY = {"thuong": "thường", "uu_tien": "ưu tiên"}

ROLE: Mapping[Role, str] = {
    Role.OPENING: "Lời mở đầu",
    Role.LEAD: "Lời dẫn",
    Role.BODY: "Nội dung",
    Role.AGAIN: "Xin nhắc lại",
    Role.CLOSE: "Lời kết",
}

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_words(day: date) -> str:
    """`thứ Hai, ngày 23/11/2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"


def moment(at: datetime) -> str:
    """`05:30 ngày 23/11/2026`."""
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def duration(seconds: int) -> str:
    """`1 phút 5 giây`."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} phút"] if minutes else []
    return " ".join(parts + ([f"{rest} giây"] if rest or not minutes else []))


def estimate(sheet: Sheet) -> str:
    """How long it takes to read, and how sure that is."""
    told = f"{duration(sheet.seconds)} (±{SPREAD}%: {duration(sheet.least)} – {duration(sheet.most)})"
    return f"{told}; {sheet.syllables} tiếng, {sheet.rate} tiếng một phút" if sheet.syllables else told


def code(sheet: Sheet) -> str:
    """Number and year, and which revision it is."""
    return f"{sheet.code}, lần ban hành {sheet.issue}"


def running(sheet: Sheet) -> str:
    """What stands at the foot of each page on paper: which script a loose second page belongs to."""
    warned = f"{heading(sheet)} · " if heading(sheet) else ""
    return f"{warned}Số {code(sheet)} · {title(sheet)}"


def heading(sheet: Sheet) -> str:
    """What must stand on top: not to be read, or that it replaces another; empty where there is nothing to warn of."""
    if sheet.status == "canceled":
        return RECALLED
    if sheet.status == "withheld":
        return WITHHELD
    if sheet.supersedes is not None:
        return f"BẢN THAY THẾ LẦN {sheet.issue - 1} – HỦY BẢN TRƯỚC"
    return ""


def title(sheet: Sheet) -> str:
    """What it is called in a list: of one text in several languages, read several times, each line is another."""
    readings = f", lần {sheet.reading}/{sheet.readings}" if sheet.readings > 1 else ""
    return called(sheet.title, sheet.lang) + readings


def recalled(sheet: Sheet) -> str:
    """Which script was taken back, on a list of another day."""
    return f"Số {sheet.code}, {called(sheet.title, sheet.lang)}, {moment(sheet.due)}"


def days(sheet: Sheet) -> str:
    """The days on which it may be read."""
    if sheet.first_day == sheet.last_day:
        return f"{sheet.first_day:%d/%m/%Y}"
    return f"{sheet.first_day:%d/%m/%Y} đến {sheet.last_day:%d/%m/%Y}"


def signer(person: Signer | None) -> str:
    """Name and title."""
    if person is None:
        return ""
    return f"{person.name}, {person.title}" if person.title else person.name


def approver(sheet: Sheet) -> str:
    """Who approved it, and when."""
    if sheet.approver is None or sheet.approved_at is None:
        return ""
    return f"{signer(sheet.approver)}, {moment(sheet.approved_at)}"


def contact(sheet: Sheet) -> str:
    """Whom to call."""
    of = sheet.contact
    return " – ".join(part for part in (of.name, f"ĐT {of.phone}" if of.phone else "", of.address) if part)


def facts(sheet: Sheet) -> list[tuple[str, str]]:
    """The head of a sheet, label and value: what an announcer needs before reading."""
    rows = (
        ("Bản tin số", code(sheet)),
        ("Giờ phát", f"{sheet.due:%H:%M}, {day_words(sheet.due.date())}"),
        ("Thời lượng ước tính", estimate(sheet)),
        ("Loại", PRIORITY[sheet.priority]),
        ("Lần phát", f"{sheet.reading} trên {sheet.readings} lần trong ngày" if sheet.readings > 1 else "1 lần"),
        ("Ngôn ngữ", language_name(sheet.lang)),
        ("Đơn vị phát hành", sheet.unit_name),
    )
    return [(label, value) for label, value in rows if value]


def people(sheet: Sheet) -> list[tuple[str, str]]:
    """The foot of a sheet: on what basis, who wrote, edited and approved it, and whom to call."""
    rows = (
        ("Chiến dịch", sheet.campaign),
        ("Chỉ phát trong ngày", days(sheet)),
        ("Căn cứ", "; ".join(sheet.basis)),
        ("Nguồn số liệu", sources(sheet)),
        ("Người viết", signer(sheet.author)),
        ("Người biên tập", signer(sheet.editor)),
        ("Người dịch", sheet.translator),
        ("Người duyệt", approver(sheet)),
        ("Liên hệ", contact(sheet)),
        ("Mã kịch bản", f"{sheet.key} · {sheet.sha256[:12]}"),
    )
    return [(label, value) for label, value in rows if value]


def sources(sheet: Sheet) -> str:
    """Where the figures come from, each source once."""
    named = (source.strip() for quoted in sheet.quoted for source in quoted.source.split(";"))
    return "; ".join(dict.fromkeys(source for source in named if source))


def unread(sheet: Sheet) -> list[tuple[str, str]]:
    """What an announcer should know and not say."""
    rows = [("Dặn người đọc", sheet.notes)]
    rows += [("Câu dài, cần ngắt hơi", f"“{sentence}”") for sentence in sheet.long]
    rows.append(("Nhạc", sheet.music))
    return [(label, " ".join(value.split())) for label, value in rows if value]


def about(sheet: Sheet) -> str:
    """A line of a list: how long it takes, in which language, which reading of how many."""
    length = f"{duration(sheet.least)} – {duration(sheet.most)}"
    readings = f"lần {sheet.reading}/{sheet.readings}" if sheet.readings > 1 else ""
    return " · ".join(part for part in (length, language_name(sheet.lang), readings, sheet.campaign) if part)
