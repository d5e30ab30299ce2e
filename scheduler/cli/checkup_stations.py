"""What `bhxh doctor` looks at for radio stations: can they reach us, and how old is what they find on the mirror."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from scheduler.cli.checkup import Finding
from scheduler.cli.office import Office
from scheduler.config_radio import Mirror
from scheduler.errors import BhxhError
from scheduler.publish.radio.mirror.refresh import names_of, stations_of
from scheduler.publish.radio.outputs import pdf
from scheduler.publish.radio.reach import NOBODY, look, made_at

_LATE = 3
"""Turns that a mirror may miss before it counts as late."""


def stations(here: Office) -> Iterator[Finding]:
    """How stations come to their scripts; nothing where the content has no station."""
    found = stations_of(here.content)
    if not found:
        return
    yield _pull(here.config.public_url, found[0].id)
    settings = here.config.radio.mirror
    if settings is not None:
        yield from _mirror(here, settings, [station.id for station in found])
    if lack := pdf.lack():
        yield Finding("Bản PDF của kịch bản", "warn", lack, "đài vẫn có bản HTML, Word và chữ thường", code="pdf")


def _pull(public_url: str, station: str) -> Finding:
    """Open a station's link that nobody has: our own short answer says that stations come through."""
    what, seen = "Đài lấy kịch bản", look(f"{public_url.rstrip('/')}/radio/{station}/{NOBODY}/")
    if seen.problem or not (seen.status == 404 and seen.ours):
        why = seen.problem or f"trả lời {seen.status}, không phải trang của bhxh"
        step = "mở bhxh run, xem public_url, tường lửa và đường vào từ ngoài"
        return Finding(what, "warn", f"{public_url}: {why}", step, code="pull")
    if _near(public_url):
        step = "đặt public_url là địa chỉ mà đài mở được, hoặc dùng trang gương (radio.mirror)"
        return Finding(what, "note", f"{public_url}: chỉ mở được trong máy hoặc mạng này", step, code="pull-near")
    return Finding(what, None, f"mở được {public_url} như một đài", code="pull")


def _near(address: str) -> bool:
    """Whether only this machine or its own network reaches the address."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host


def _mirror(here: Office, settings: Mirror, stations: list[str]) -> Iterator[Finding]:
    what = "Trang gương của các đài"
    if here.config.mode == "rehearsal":
        yield Finding(what, "note", "tập dượt: chỉ ghi vào thư mục trên máy này", "khi live mới đưa ra ngoài")
        return
    if settings.public_url is None:
        yield Finding(what, "note", "chưa biết các đài mở bằng địa chỉ nào", "ghi radio.mirror.public_url")
        return
    try:
        names = [names_of(here.config).current(station) for station in stations]
    except BhxhError as error:
        yield Finding(what, "bad", error.what, error.fix, code="mirror")
        return
    yield _age(here, settings, what, names[0])
    front = look(f"{settings.public_url}/")
    if any(name in front.text for name in names):
        seen = "máy chủ web liệt kê thư mục: ai cũng thấy địa chỉ riêng của các đài"
        step = "tắt liệt kê thư mục trên máy chủ web, rồi đổi địa chỉ: bhxh station mirror --rotate"
        yield Finding(what, "bad", seen, step, code="mirror-listed")


def _age(here: Office, settings: Mirror, what: str, name: str) -> Finding:
    """Open the folder of the first station and read how old it says it is."""
    page = look(f"{settings.public_url}/{name}/")
    made = made_at(page.text, here.zone)
    if page.problem or page.status != 200 or made is None:
        why = page.problem or f"trả lời {page.status}" + ("" if made else ", không có trang của đài")
        step = "làm mới: bhxh station mirror; rồi xem radio.mirror.to và public_url có cùng một chỗ không"
        return Finding(what, "bad", f"{settings.public_url}: {why}", step, code="mirror")
    minutes = int((here.started - made).total_seconds()) // 60
    if here.started - made > _LATE * settings.every:
        step = "xem: bhxh notices, bhxh station mirror"
        return Finding(what, "bad", f"đã {minutes} phút chưa làm mới", step, code="mirror-old")
    return Finding(what, None, f"{settings.public_url}: làm mới {max(minutes, 0)} phút trước", code="mirror")
