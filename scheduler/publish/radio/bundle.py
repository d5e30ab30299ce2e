"""The next days of a station as one zip for a USB stick: read offline, with a form to take the answers back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.core.radio import wording
from scheduler.core.radio.answer import codes, script_code
from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs import page, pdf
from scheduler.publish.radio.outputs.archive import packed
from scheduler.publish.radio.outputs.page import Link
from scheduler.publish.radio.shelf import Shelf, pieces

RECEIPTS_PAGE, RECEIPTS_FORM, READ_ME = "bien-nhan.html", "bien-nhan.txt", "DOC-TRUOC.txt"

_RECEIPTS = Link("Phiếu báo về", RECEIPTS_PAGE)


def bundle(shelf: Shelf) -> bytes:
    """The zip. The same shelf gives the same bytes; without Pango on this machine it holds no PDF."""
    if "pdf" in shelf.forms and pdf.lack():
        shelf = replace(shelf, forms=tuple(form for form in shelf.forms if form != "pdf"))
    files = {READ_ME: _read_me(shelf)}
    files |= {piece.path: piece.make() for piece in sorted(pieces(shelf, [_RECEIPTS]), key=lambda piece: piece.path)}
    files |= {RECEIPTS_PAGE: receipts_page(shelf).encode(), RECEIPTS_FORM: _windows(_form(shelf))}
    return packed(files)


def _sheets(shelf: Shelf) -> list[Sheet]:
    """What a station may answer: the scripts, and the recalls that are not acknowledged, each once."""
    scripts = [sheet for day in shelf.days for sheet in day.current]
    posts = {sheet.post for sheet in scripts}
    return [*(sheet for sheet in shelf.recalls if sheet.post not in posts), *scripts]


def receipts_page(shelf: Shelf) -> str:
    """The page to print, fill in by hand and send back."""
    rows = [
        {
            "code": script_code(sheet),
            "title": wording.title(sheet),
            "when": wording.moment(sheet.due),
            "codes": codes(sheet),
        }
        for sheet in _sheets(shelf)
    ]
    contact = shelf.contact.name + (f", điện thoại {shelf.contact.phone}" if shelf.contact.phone else "")
    station = shelf.days[0].station.name
    return page.rendered(
        "receipts.html.j2", station_name=station, told=shelf.told, rows=rows, contact=contact, form=RECEIPTS_FORM
    )


def _form(shelf: Shelf) -> Iterator[str]:
    """The text to fill in with Notepad, which `bhxh station receipts` reads."""
    station = shelf.days[0].station
    yield f"# Phiếu báo về của {station.name}. Xóa dấu # ở đầu những dòng đúng, sửa giờ, số giây và tên người đọc."
    yield f"# Xong thì lưu lại, gửi tệp này về {shelf.contact.name} cùng USB hoặc qua thư."
    yield from (f"DAI: {station.id}", "NGUOI: ")
    for sheet in _sheets(shelf):
        heading = wording.heading(sheet)
        yield from ("", f"# {f'{heading}: ' if heading else ''}{wording.title(sheet)}, {wording.moment(sheet.due)}")
        yield from (f"# {code}" for code in codes(sheet))


def _read_me(shelf: Shelf) -> bytes:
    return _windows((
        f"{shelf.days[0].station.name}: kịch bản của {shelf.contact.name}", "",
        shelf.told, "",
        "Mở index.html để xem. Mỗi ngày một thư mục; mỗi kịch bản có bản để in (html, pdf), bản Word, bản chữ thường.",
        f"Báo về: in {RECEIPTS_PAGE}, hoặc điền {RECEIPTS_FORM} rồi gửi lại.",
        "Kịch bản ghi THU HỒI thì không đọc, kể cả khi đài còn giữ bản cũ.",
    ))  # fmt: skip


def _windows(lines: Sequence[str] | Iterator[str]) -> bytes:
    """Text as the Notepad of an old PC shows it."""
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()
