"""The log: what went out, searched and narrowed, a page at a time; and the same as a file for a spreadsheet."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scheduler.core.radio.aired import COLUMNS as AIRED
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.states import State
from scheduler.core.tables import csv_lines
from scheduler.store import verdicts
from scheduler.store.find import each
from scheduler.store.log import COLUMNS, OUT, entries
from scheduler.store.models import Post
from scheduler.store.paging import page as paged
from scheduler.store.radio.as_aired import as_aired
from scheduler.store.search import matching
from scheduler.web import filters, remarks
from scheduler.web.filters import ALL, Filters
from scheduler.web.request import Desk, desk

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: HttpRequest) -> HttpResponse:
    """A page of the log."""
    here, asked = desk(request), filters.read(request)
    rows = _rows(here, asked)
    shown = paged(rows, _order(asked), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    told = {
        "filters": asked, "offered": filters.options(here), "asks": _asks(), "page": shown, "out": asked.out,
        "remarks": remarks.of_posts(request, here, asked),
        "verdict": verdicts.last(), "wanted": verdicts.wanted(),
    }  # fmt: skip
    return render(request, "log.html", told)


def _rows(here: Desk, asked: Filters) -> Any:
    if not asked.out:
        return matching(asked.rows(here), asked.query)
    rows = replace(asked, state="").rows(here).filter(published_at__isnull=False)
    # What went out is published or recalled: said so that no index of states tempts the database to sort them all.
    # Recalled ones are few, unless their words are looked for.
    if asked.state == State.RECALLED and not asked.query:
        rows = rows.filter(state=State.RECALLED)
    elif asked.state:
        rows = rows.exclude(state=State.PUBLISHED if asked.state == State.RECALLED else State.RECALLED)
    return matching(rows, asked.query)


def _order(asked: Filters) -> Sequence[str]:
    """Newest first, by what an index knows: when it went out, when it is due, or when it was made.

    Of one channel that is when it is due: it may have been silent for long.
    """
    if asked.channel:
        return ("-due", "-pk")
    if asked.out:
        return ("-published_at", "-pk")
    return ("-pk",) if asked.state == ALL else ("-due", "-pk")


def _asks() -> list[tuple[str, str]]:
    return [
        ("query", _("Words")), ("unit", _("Unit")), ("channel", _("Channel")), ("campaign", _("Campaign")),
        ("topic", _("Topic")), ("kind", _("Kind")), ("state", _("State")), ("since", _("From day")),
        ("until", _("To day")),
    ]  # fmt: skip


def _table(here: Desk, asked: Filters) -> Iterator[list[Any]]:
    posts: Iterator[Post] = each(_rows(here, asked).order_by(*_order(asked)))
    return ([row[column] for column in COLUMNS] for row in entries(posts, here.zone))


def as_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What is shown, all of it, as CSV; written as it is read."""
    here = desk(request)
    answer = StreamingHttpResponse(csv_lines(COLUMNS, _table(here, filters.read(request))), content_type="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="nhat-ky-{here.today}.csv"'
    return answer


def as_xlsx(request: HttpRequest) -> FileResponse:
    """What is shown, all of it, as XLSX."""
    from scheduler.store.xlsx import write_xlsx  # only who exports waits for the library

    here = desk(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    write_xlsx(file, _("Log"), COLUMNS, _table(here, filters.read(request)))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"nhat-ky-{here.today}.xlsx", content_type=_XLSX)


def aired(request: HttpRequest) -> StreamingHttpResponse:
    """Of what is shown, what was scheduled for stations beside what they say they aired, as CSV."""
    here = desk(request)
    scripts = filters.read(request).rows(here).filter(kind__in=SPOKEN_KINDS, state__in=OUT).order_by("due", "pk")
    rows = ([row[column] for column in AIRED] for row in as_aired(each(scripts), here.zone))
    answer = StreamingHttpResponse(csv_lines(AIRED, rows), content_type="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="da-phat-{here.today}.csv"'
    return answer


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask the clock to look whether the log is whole; a long log takes longer than a page may."""
    verdicts.want(desk(request).now)
    return redirect("log")
