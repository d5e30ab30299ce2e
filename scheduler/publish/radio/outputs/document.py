"""Scripts as Word files, for those who lay out their programme in Word or LibreOffice."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from scheduler.core.radio import wording
from scheduler.core.radio.parts import Line, Part
from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs.archive import packed, unpacked

_FONT = "Times New Roman"
_READ = Pt(17)
_SMALL = Pt(11)
_SAY, _FIGURES = Mm(132), Mm(48)
_LABEL, _VALUE = Mm(42), Mm(138)
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 -- Word's own form has no zone; the same file must always be the same bytes


def sheet_bytes(sheet: Sheet) -> bytes:
    """One script on A4, the words large, the figures beside them."""
    document = _blank(sheet)
    heading = wording.heading(sheet)
    _banner(document, heading, sheet.reason)
    _paragraph(document, sheet.station_name.upper(), _SMALL)
    _paragraph(document, sheet.title, Pt(18), bold=True)
    _rows(document, wording.facts(sheet))
    if sheet.usable:
        _change(document, sheet)
        _unread(document, sheet)
        for part in sheet.parts:
            _part(document, part)
        _paragraph(document, "– Hết phần đọc –", _SMALL).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _rows(document, wording.people(sheet))
    if sheet.usable:
        _station(document)
    return _bytes(document)


def _blank(sheet: Sheet) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SMALL
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(4)
    about = document.core_properties
    about.author, about.title, about.language = sheet.unit_name, f"Số {sheet.code}: {wording.title(sheet)}", sheet.lang
    about.identifier, about.comments, about.revision = sheet.key, "", sheet.issue
    about.created = about.modified = _EPOCH
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{wording.running(sheet)} · trang ").font.size = Pt(8)
    _field(foot, "PAGE")
    return document


def _field(paragraph: Any, name: str) -> None:
    """What Word counts itself."""
    field, run = OxmlElement("w:fldSimple"), paragraph.add_run("1")
    run.font.size = Pt(8)
    field.set(qn("w:instr"), name)
    field.append(run._r)
    paragraph._p.append(field)


def _paragraph(above: Any, text: str, size: Pt, *, bold: bool = False) -> Any:
    paragraph = above.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold
    return paragraph


def _banner(document: Any, heading: str, reason: str) -> None:
    if heading:
        _paragraph(document, heading, Pt(22), bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if heading and reason:
        _paragraph(document, f"Lý do: {reason}", Pt(13)).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _rows(document: Any, pairs: list[tuple[str, str]]) -> None:
    table = _columns(document, _LABEL, _VALUE)
    for label, value in pairs:
        cells = table.add_row().cells
        for cell, text in zip(cells, (label, value), strict=True):
            cell.paragraphs[0].add_run(text).font.size = _SMALL
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _columns(document: Any, *widths: Mm) -> Any:
    """An empty table; without fixed columns Word and LibreOffice share the width out evenly."""
    table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _change(document: Any, sheet: Sheet) -> None:
    if not sheet.change:
        return
    _paragraph(document, "LỜI ĐỌC ĐÃ ĐỔI SO VỚI BẢN TRƯỚC", _SMALL, bold=True)
    paragraph = document.add_paragraph()
    for piece in sheet.change:
        run = paragraph.add_run(f"{piece.words} ")
        run.font.strike, run.font.underline, run.bold = piece.op == "out", piece.op == "in", piece.op == "in"


def _unread(document: Any, sheet: Sheet) -> None:
    rows = wording.unread(sheet)
    if rows:
        _paragraph(document, "KHÔNG ĐỌC", _SMALL, bold=True)
        _rows(document, rows)


def _part(document: Any, part: Part) -> None:
    label = _paragraph(document, wording.ROLE[part.role].upper(), Pt(9))
    label.paragraph_format.keep_with_next = True
    table = _columns(document, _SAY, _FIGURES)
    for line in part.lines:
        _line(table, line)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _line(table: Any, line: Line) -> None:
    row = table.add_row()
    keep = OxmlElement("w:cantSplit")  # a paragraph must not break over two pages under the announcer's eyes
    row._tr.get_or_add_trPr().append(keep)
    say, figures = row.cells
    paragraph = say.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.25
    paragraph.add_run(line.spoken).font.size = _READ
    for number, figure in enumerate(line.figures):
        beside = figures.add_paragraph() if number else figures.paragraphs[0]
        beside.add_run(figure.written).bold = True
        beside.add_run(f" {figure.spoken}").font.size = Pt(9)


def _station(document: Any) -> None:
    """Lines for the station to fill in."""
    _paragraph(document, "PHẦN CỦA ĐÀI", _SMALL, bold=True)
    heads = ("Lần", "Giờ phát thực tế", "Thời lượng thực", "Người đọc", "Ký")
    table = document.add_table(rows=4, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).font.size = Pt(9)
    for number in range(1, 4):
        table.rows[number].cells[0].paragraphs[0].add_run(str(number))


def _bytes(document: Any) -> bytes:
    """The file packed anew: python-docx writes the time of packing into it."""
    buffer = io.BytesIO()
    document.save(buffer)
    return packed(unpacked(buffer.getvalue()))
