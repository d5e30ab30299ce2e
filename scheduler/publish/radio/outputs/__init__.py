"""The forms in which stations get scripts: one script, or a day's list. All are made from the same sheet.

The same data gives the same bytes, so that a hash of them is an ETag. Modules are imported when a form is first asked
for: the libraries of PDF and Word files are large, and most pulls want neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet

_HERE = "scheduler.publish.radio.outputs"


@dataclass(frozen=True)
class Form:
    """A form: the ending of its files, what a browser is told, what people call it, and the module that makes it."""

    ending: str
    media_type: str
    label: str
    module: str


SHEET_FORMS: Mapping[str, Form] = {
    "html": Form("html", "text/html; charset=utf-8", "Xem, in", "page"),
    "txt": Form("txt", "text/plain; charset=utf-8", "Chữ thường", "text"),
    "docx": Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", "document"),
    "pdf": Form("pdf", "application/pdf", "PDF", "pdf"),
    "json": Form("json", "application/json; charset=utf-8", "JSON", "data"),
}
"""The forms of one script, by the ending of its file, those that people use first."""

DAY_FORMS: Mapping[str, Form] = {
    "index.html": Form("html", "text/html; charset=utf-8", "Danh sách", "page"),
    "day.txt": Form("txt", "text/plain; charset=utf-8", "Cả ngày, chữ thường", "text"),
    "day.json": Form("json", "application/json; charset=utf-8", "JSON", "data"),
    "day.atom": Form("atom", "application/atom+xml; charset=utf-8", "Tin cập nhật (Atom)", "feed"),
    "day.ics": Form("ics", "text/calendar; charset=utf-8", "Lịch (iCalendar)", "agenda"),
    "manifest.json": Form("json", "application/json; charset=utf-8", "Danh mục cho máy", "manifest"),
}
"""The forms of a day, by the name of its file."""


def sheet_bytes(sheet: Sheet, form: str) -> bytes:
    """One script in a form of SHEET_FORMS. Raises BhxhError where this machine lacks what a PDF needs."""
    made: bytes = _module(SHEET_FORMS[form]).sheet_bytes(sheet)
    return made


def day_bytes(day: Day, form: str) -> bytes:
    """A day in a form of DAY_FORMS."""
    made: bytes = _module(DAY_FORMS[form]).day_bytes(day)
    return made


def _module(form: Form) -> Any:
    return import_module(f"{_HERE}.{form.module}")
