"""Routes held against content: units that there are not, and what nobody would hear of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.library.problem import Level, perhaps
from scheduler.publish.notices.who import Listeners, Source, unheard

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
    if untold := untold_words(Listeners(config, lambda: content).ordered(now), content):
        found.append(Fault(("notices", "routes"), f"{untold}; hãy {GENERAL_FIX}", "warning"))
    return found


def _of_units(config: Config, content: Content, now: datetime) -> Iterator[Fault]:
    day = now.astimezone(ZoneInfo(config.zone)).date()
    for n, route in enumerate(config.notices.routes):
        for m, unit in enumerate(route.units):
            loc = ("notices", "routes", n, "units", m)
            if unit not in content.units:
                known = [one.id for one in content.units if one.on(day)]
                yield Fault(loc, f'không có đơn vị "{unit}"{perhaps(unit, known)}; có: {_some(known)}')
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
    whole = [kind for kind, where in found.items() if where == [""] or where == channels]
    parts = [f"loại tin {', '.join(whole)}"] if whole else []
    some: dict[tuple[str, ...], list[str]] = {}
    for kind, where in found.items():
        if kind not in whole:
            some.setdefault(tuple(where), []).append(kind)
    parts += [f"kênh {_some(where)}: loại tin {', '.join(kinds)}" for where, kinds in some.items()]
    return f"không ai được báo về {'; '.join(parts)} (chỉ ghi vào thư mục tin)"


def _some(names: Iterable[str]) -> str:
    names = list(names)
    more = f" và {len(names) - _SHOWN} mã khác" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
