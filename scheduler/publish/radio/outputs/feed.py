"""A day as an Atom feed: a station's reader shows what is new, changed or recalled without anybody asking."""

from xml.etree import ElementTree

from scheduler.core.radio import wording
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet

_ATOM = "http://www.w3.org/2005/Atom"


def day_bytes(day: Day) -> bytes:
    """The feed; an entry's id never changes, its time does with each change of its status."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _add(root, "id", f"urn:bhxh:radio:{day.station.id}:{day.day.isoformat()}")
    _add(root, "title", f"{day.station.name}: kịch bản {wording.day_words(day.day)}")
    changed = [sheet.changed_at for sheet in (*day.recalls, *day.sheets)]
    _add(root, "updated", max(changed).isoformat() if changed else f"{day.day.isoformat()}T00:00:00Z")
    _add(_add(root, "author"), "name", day.sheets[0].unit_name if day.sheets else day.station.name)
    for sheet in day.recalls:
        _entry(root, sheet)
    for sheet in day.current:
        entry = _entry(root, sheet)
        for ending, media_type in (("html", "text/html"), ("txt", "text/plain")):
            _add(entry, "link", rel="alternate", type=media_type, href=f"{sheet.name}.{ending}")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ElementTree.Element, sheet: Sheet) -> ElementTree.Element:
    entry, heading = _add(root, "entry"), wording.heading(sheet)
    _add(entry, "id", f"urn:bhxh:radio:{sheet.key}")
    title = wording.title(sheet)
    _add(entry, "title", f"{heading}: số {sheet.code}, {title}" if heading else f"Số {sheet.code}: {title}")
    _add(entry, "published", sheet.released_at.isoformat())
    _add(entry, "updated", sheet.changed_at.isoformat())
    _add(_add(entry, "author"), "name", sheet.unit_name)
    _add(entry, "content", _content(sheet), type="text")
    return entry


def _content(sheet: Sheet) -> str:
    if not sheet.usable:
        return f"{wording.heading(sheet)}. {sheet.reason}".strip()
    when = f"{sheet.due:%H:%M}, {wording.day_words(sheet.due.date())}. {wording.estimate(sheet)}."
    return "\n\n".join((when, *(line.spoken for part in sheet.parts for line in part.lines)))


def _add(above: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(above, name, attributes)
    if text:
        element.text = text
    return element
