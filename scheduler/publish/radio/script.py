"""A radio script on paper and as data: what an announcer reads, and what a program takes. Pure."""

import textwrap
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.core.post import Payload
from scheduler.core.radio.sheet import Status
from scheduler.core.radio.wording import RECALLED, WITHHELD, day_words, duration
from scheduler.core.translation import language_name
from scheduler.publish.radio.outputs.text import INDENT, large, rule


@dataclass(frozen=True)
class Script:
    """One script of a station. `due` is wall time where we are; `number` counts per station and year.

    `issue` counts how often it was put out under its number: 2 takes the place of 1.
    """

    key: str
    rev: int
    number: int
    station: str
    station_name: str
    unit: str
    due: datetime
    seconds: int
    payload: Payload
    status: Status = "usable"
    issue: int = 1

    @property
    def name(self) -> str:
        """The name of its files without their ending, sorting by time."""
        return f"{self.due:%H%M}-{self.number}-{self.payload.lang}"

    @property
    def day(self) -> str:
        """The name of its day's folder."""
        return f"{self.due:%Y-%m-%d}"

    @property
    def remote_id(self) -> str:
        """What the station calls it on the telephone, with the station: unique for ever."""
        return f"{self.station}/{self.number}/{self.due.year}"


def as_data(script: Script) -> dict[str, Any]:
    """The fields of the script's JSON file. One that must not be read keeps its identity and loses its words."""
    payload, usable = script.payload, script.status == "usable"
    return {
        "id": script.key,
        "rev": script.rev,
        "issue": script.issue,
        "number": script.number,
        "station": script.station,
        "unit": script.unit,
        "lang": payload.lang,
        "due": script.due.isoformat(),
        "title": payload.title,
        "text": payload.text if usable else "",
        "reading": payload.reading if usable else "",
        "seconds": script.seconds,
        "notes": payload.notes if usable else "",
        "music": payload.music if usable else "",
        "sha256": payload.sha256,
        "status": script.status,
    }


def sheet(script: Script) -> str:
    """The sheet for the announcer: what to know, what to read, and apart from it what not to read aloud."""
    if script.status != "usable":
        banner = RECALLED if script.status == "canceled" else WITHHELD
        return "\n".join((banner, "", *_head(script), "", banner, ""))
    read = (rule("ĐỌC"), "", *_large(script.payload.reading or script.payload.text), "", rule("HẾT PHẦN ĐỌC"))
    replaces = (f"BẢN THAY THẾ LẦN {script.issue - 1} – HỦY BẢN TRƯỚC", "") if script.issue > 1 else ()
    return "\n".join((*replaces, *_head(script), "", *read, *_unread(script.payload), ""))


def _head(script: Script) -> list[str]:
    due, issue = script.due, f", lần ban hành {script.issue}" if script.issue > 1 else ""
    return [
        script.station_name.upper(),
        f"Bản tin số: {script.number}/{due.year}{issue}",
        f"Giờ phát: {due:%H:%M}, {day_words(due.date())}",
        f"Thời lượng ước tính: {duration(script.seconds)}",
        f"Đơn vị phát hành: {script.unit}",
        f"Tiêu đề: {script.payload.title}",
        f"Ngôn ngữ: {language_name(script.payload.lang)}",
    ]


def _large(text: str) -> list[str]:
    """The text in short lines with a blank line after each paragraph: easy to keep one's place in."""
    return ["\n\n".join(large(part) for part in text.splitlines() if part.strip())]


def _unread(payload: Payload) -> list[str]:
    """What the announcer should know but not say; the written text is there to check figures against."""
    written = payload.text if payload.reading and payload.reading != payload.text else ""
    parts = (("Ghi chú", payload.notes), ("Nhạc", payload.music), ("Bản viết để đối chiếu số liệu", written))
    told = [f"- {name}: {_indented(value)}" for name, value in parts if value]
    return ["", "KHÔNG ĐỌC:", *told] if told else []


def _indented(value: str) -> str:
    lines = value.splitlines()
    return lines[0] if len(lines) == 1 else "\n" + textwrap.indent("\n".join(lines), INDENT)
