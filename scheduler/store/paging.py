"""Long lists a page at a time, by the values of the last row: the thousandth page costs what the first one did."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

SIZE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page, and the marks by which the pages before and after it are asked for; "" where none is."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""


def page(
    rows: QuerySet[Row], order: Sequence[str], *, after: str = "", before: str = "", size: int = SIZE
) -> Page[Row]:
    """A page of rows in an order that ends in a unique column; `-name` is falling.

    A mark that nobody gave counts as none: the list begins anew. Two questions more than the rows cost nothing.
    """
    mark = _opened(before or after, [_column(rows.model, name.removeprefix("-")) for name in order])
    back = bool(before) and mark is not None
    run = [_turned(name) for name in order] if back else list(order)
    chosen = rows.filter(_beyond(run, mark)) if mark is not None else rows
    found = list(chosen.order_by(*run)[: size + 1])
    shown, more = found[:size], len(found) > size
    if back:
        shown.reverse()
    if not shown:
        return Page(shown)
    has_before, has_after = (more, True) if back else (mark is not None, more)
    return Page(
        shown,
        before=_mark(shown[0], order) if has_before else "",
        after=_mark(shown[-1], order) if has_after else "",
    )


def _column(model: type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], mark: Sequence[Any]) -> Q:
    """The rows after the mark. The bound on the first column alone lets an index find the place."""
    wanted, equal = Q(), Q()
    for name, value in zip(order, mark, strict=True):
        column, way = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        wanted |= equal & Q(**{f"{column}__{way}": value})
        equal &= Q(**{column: value})
    first, way = order[0].removeprefix("-"), "lte" if order[0].startswith("-") else "gte"
    return wanted & Q(**{f"{first}__{way}": mark[0]})


def _mark(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in order]
    plain = [{"at": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _opened(mark: str, fields: Sequence[Any]) -> list[Any] | None:
    """The values of a mark, or None where it is none that we gave: each must be one that its column could hold."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        values = [datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value for value in plain]
        found = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except (ValueError, TypeError, KeyError, ValidationError):
        return None
    return found if all(_usable(value) for value in found) else None


def _usable(value: object) -> bool:
    return value.tzinfo is not None if isinstance(value, datetime) else isinstance(value, str | int)
