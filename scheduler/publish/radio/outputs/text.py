"""Scripts as plain text: for any machine there is, and for pasting into a loudspeaker's web form.

With a byte order mark and the line ends of Windows: the Notepad of an old PC shows neither Vietnamese letters nor
lines without them.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from scheduler.core.radio import wording
from scheduler.core.radio.day import Day
from scheduler.core.radio.parts import Part
from scheduler.core.radio.sheet import Sheet

WIDTH = 60
INDENT = " " * 4
_MARK = "\ufeff"


def sheet_bytes(sheet: Sheet) -> bytes:
    """One script."""
    return _bytes(_sheet(sheet))


def day_bytes(day: Day) -> bytes:
    """A day: what was taken back of other days, the list, then each script."""
    lines = [line for sheet in day.recalls for line in _recall(sheet)]
    lines += [day.station.name.upper(), f"Kịch bản {wording.day_words(day.day)}", ""]
    lines += [f"{sheet.due:%H:%M}  số {sheet.code}  {wording.title(sheet)}{_aside(sheet)}" for sheet in day.current]
    if not day.current:
        lines.append("Ngày này không có kịch bản.")
    for sheet in day.current:
        lines += ["", "", *_sheet(sheet)]
    return _bytes(lines)


def _bytes(lines: Iterable[str]) -> bytes:
    return (_MARK + "\n".join((*lines, ""))).replace("\n", "\r\n").encode()


def _recall(sheet: Sheet) -> Iterator[str]:
    yield from (f"*** {wording.heading(sheet)} ***", wording.recalled(sheet))
    yield from (*([f"Lý do: {sheet.reason}"] if sheet.reason else ()), "")


def _aside(sheet: Sheet) -> str:
    heading = wording.heading(sheet)
    return f"  *** {heading} ***" if heading else ""


def _sheet(sheet: Sheet) -> Iterator[str]:
    heading = wording.heading(sheet)
    if heading:
        yield from (f"*** {heading} ***", "")
    yield from (sheet.station_name.upper(), f"Tiêu đề: {sheet.title}")
    yield from (f"{label}: {value}" for label, value in wording.facts(sheet))
    if sheet.reason:
        yield f"Lý do: {sheet.reason}"
    if sheet.usable:
        yield from _change(sheet)
        yield from ("", rule("ĐỌC"), "", *_read(sheet.parts), "", rule("HẾT PHẦN ĐỌC"), "")
        yield from _aside_of_reading(sheet)
    yield from ("", *(f"{label}: {value}" for label, value in wording.people(sheet)))
    if heading:
        yield from ("", f"*** {heading} ***")


def _change(sheet: Sheet) -> Iterator[str]:
    if sheet.change:
        marks = {"same": "{}", "out": "[bỏ: {}]", "in": "[thêm: {}]"}
        words = " ".join(marks[piece.op].format(piece.words) for piece in sheet.change)
        yield from ("", "LỜI ĐỌC ĐÃ ĐỔI SO VỚI BẢN TRƯỚC:", textwrap.fill(words, WIDTH + len(INDENT)))


def _read(parts: Sequence[Part]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield from ([""] if number else [])
        yield f"[{wording.ROLE[part.role]}]"
        for line in part.lines:
            yield large(line.spoken)
            yield from ("",) if line is not part.lines[-1] else ()


def _aside_of_reading(sheet: Sheet) -> Iterator[str]:
    """What the announcer should know but not say."""
    unread = wording.unread(sheet)
    figures = [figure for part in sheet.parts for line in part.lines for figure in line.figures]
    if unread or figures:
        yield "KHÔNG ĐỌC:"
    for label, value in unread:
        yield textwrap.fill(f"- {label}: {value}", WIDTH + len(INDENT), subsequent_indent="  ")
    if figures:
        yield "- Số đã viết và cách đọc:"
        yield from (f"  {written} = {spoken}" for written, spoken in dict.fromkeys(figures))


def rule(words: str) -> str:
    """A line across the sheet with words in it."""
    return f" {words} ".center(WIDTH + len(INDENT), "=")


def large(text: str) -> str:
    """A paragraph in short lines, set in: easy to keep one's place in."""
    return textwrap.fill(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
