"""Routes held against content: units that there are not, and what nobody would hear of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.near import meant
from scheduler.core.notice import KINDS
from scheduler.library.problem import Level
from scheduler.publish.notices.orders import Source, Within, ordered, places_of, unheard

_SHOWN = 5
GENERAL_FIX = "ghi notices.smtp.to hoặc notices.webhook làm danh sách chung, hoặc thêm tuyến"


@dataclass(frozen=True)
class Fault:
    """Something wrong in config.yaml, at `loc` in it."""

    loc: tuple[str | int, ...]
    what: str
    level: Level = "error"


def faults(config: Config, content: Content, now: datetime) -> list[Fault]:
    """What is wrong with the routes. Nothing where there is none: then all goes to the general list."""
    if not config.notices.routes:
        return []
    found = [*_of_units(config, content, now)]
    if untold := untold_words(ordered_at(config, content, now), content):
        found.append(Fault(("notices", "routes"), f"{untold}; hãy {GENERAL_FIX}", "warning"))
    return found


def ordered_at(config: Config, content: Content, now: datetime) -> list[Source]:
    """What config.yaml orders, as content stands at this time."""
    zone = ZoneInfo(config.zone)
    return ordered(config, Within(content, now.astimezone(zone).date(), zone))


def _of_units(config: Config, content: Content, now: datetime) -> Iterator[Fault]:
    day = now.astimezone(ZoneInfo(config.zone)).date()
    for n, route in enumerate(config.notices.routes):
        for m, unit in enumerate(route.units):
            loc = ("notices", "routes", n, "units", m)
            if unit not in content.units:
                known = [one.id for one in content.units if one.on(day)]
                hint = f"; {said}" if (said := meant(unit, known)) else ""
                yield Fault(loc, f'không có đơn vị "{unit}"; hiện có: {_some(known)}{hint}')
            elif content.units[unit].on(day) is None:
                heir = content.units[unit].successor
                then = f'; đơn vị kế tiếp là "{heir}"' if heir else ""
                what = f'đơn vị "{unit}" nay không còn, nên không có tin nào theo dòng này{then}'
                yield Fault(loc, what, "warning")


def untold_words(sources: Iterable[Source], content: Content) -> str:
    """What no person would be told of, in words; empty where all is told."""
    channels = sorted(content.channels)
    found = unheard(sources, channels)
    if not found:
        return ""
    whole = [kind for kind, where in found.items() if where == places_of(kind, channels)]
    if len(whole) == len(KINDS):
        return "không ai được báo về việc gì (chỉ ghi vào thư mục tin)"
    parts = [f"loại tin {', '.join(whole)}"] if whole else []
    some: dict[tuple[str, ...], list[str]] = {}
    for kind, where in found.items():
        if kind not in whole:
            some.setdefault(tuple(where), []).append(kind)
    for places, kinds in some.items():
        named = _some("nhiều kênh cùng lúc" if place == "*" else place for place in places)
        head = "" if places == ("*",) else "kênh "
        parts.append(f"{head}{named}: loại tin {', '.join(kinds)}")
    return f"không ai được báo về {'; '.join(parts)} (chỉ ghi vào thư mục tin)"


def _some(names: Iterable[str]) -> str:
    names = list(names)
    more = f" và {len(names) - _SHOWN} mã khác" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
