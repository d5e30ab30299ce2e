"""Making pages away from the event loop, and storing what stations say."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, connections

from scheduler.core.channel import Station
from scheduler.core.content import Content
from scheduler.errors import BhxhError
from scheduler.publish.radio.bundle import bundle
from scheduler.publish.radio.outputs import DAY_FORMS, SHEET_FORMS, day_bytes, sheet_bytes
from scheduler.publish.radio.outputs.data import as_json
from scheduler.publish.radio.outputs.page import Around, style_hash
from scheduler.publish.radio.outputs.page import sheet_bytes as html_bytes
from scheduler.web.pull import address, answer, telling
from scheduler.web.pull.answer import Answer, Page
from scheduler.web.pull.apart import Apart, begin
from scheduler.web.pull.cache import Made, Where
from scheduler.web.pull.station import Look
from scheduler.web.pull.station_page import Entered, Shown, page_style_hash, station_page
from scheduler.web.pull.visit import BUSY, NOT_HERE, Visit

T = TypeVar("T")
THREADS = 2
_HEAVY = ("pdf", "docx")


@dataclass(frozen=True)
class _Later:
    """A page whose bytes are still to be made in another process."""

    make: Callable[[], bytes]
    page: Callable[[bytes], Page]
    until: datetime


class Pages:
    """Makes the pages of stations. `content` gives the content in use, at once; `database` is its address."""

    def __init__(self, content: Callable[[], Content | None], zone: ZoneInfo, database: str) -> None:
        self._content = content
        self._zone = zone
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")
        self._apart = Apart(partial(begin, database))

    @property
    def content(self) -> str:
        """The digest of the content in use; empty where there is none."""
        found = self._content()
        return found.digest if found else ""

    async def make(self, where: Where, now: datetime) -> Made | Answer:
        """A page and until when it stands by itself; or an answer that there is none, or not here."""
        made = await self._in_thread(lambda: self._make(where, now))
        if not isinstance(made, _Later):
            return made or NOT_HERE
        try:
            return Made(made.page(await self._apart.run(made.make)), made.until)
        except BhxhError as error:
            return answer.plain(503, f"Chưa làm được tệp này: {error}. Hãy lấy bản khác, nội dung như nhau.")

    async def tell(self, visit: Visit, station: str, link: int, now: datetime) -> Answer:
        """Store what a station says, and send it back to its page; or show the form again with what is wrong."""
        if telling.is_foreign(visit.header("host"), visit.header("origin"), visit.header("sec-fetch-site")):
            return answer.plain(403, "Hãy mở đường dẫn của đài rồi bấm nút ở đó.")
        body = await visit.body(telling.LONGEST)
        if body is None:
            return answer.plain(413, "Nội dung gửi lên quá dài.")
        return await self._in_thread(lambda: self._tell(station, telling.fields(body), link, now))

    def close(self) -> None:
        """Let what is being made end."""
        self._pool.shutdown()
        self._apart.close()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _with_store, work)

    def _make(self, where: Where, now: datetime) -> Made | _Later | Answer | None:
        content = self._content()
        if content is None:
            return BUSY
        look = Look(content, self._zone)
        station = look.station(where.station)
        if station is None:
            return None
        if where.form == address.PAGE:
            return _page(look, station, where.day, now)
        if where.form in (address.MANIFEST, address.BUNDLE):
            return _week(look, station, where, now)
        if where.part:
            return _script(look, station, where, now)
        return _day(look, station, where, now)

    def _tell(self, station: str, form: dict[str, str], link: int, now: datetime) -> Answer:
        today = now.astimezone(self._zone).date()
        day = address.day_of(form.get("day", ""), today)
        try:
            told = telling.tell(station, form, link, now, self._zone)
        except telling.NoScriptError:
            return NOT_HERE
        except BhxhError as error:
            return self._again(station, day or today, form, error, now)
        place = "./" if day in (None, today) else f"./{day}"
        return answer.elsewhere(303, f"{place}#so-{told.number}")

    def _again(self, station: str, day: date, form: dict[str, str], error: BhxhError, now: datetime) -> Answer:
        """The page with what was filled in and why it cannot be so: nothing that somebody typed is lost."""
        content = self._content()
        if content is None:
            return BUSY
        look = Look(content, self._zone)
        known = look.station(station)
        if known is None:
            return NOT_HERE
        fix = [part for part in error.fix.split("; ") if part and "bhxh " not in part]  # stations have no commands
        problem = "; ".join([error.what, *fix])
        page = _page(look, known, day, now, Entered(int(form["number"]), int(form["rev"]), problem, form)).page
        return Answer(422, page.answer("").headers, page.answer("").body)


def _page(look: Look, station: Station, day: date, now: datetime, entered: Entered | None = None) -> Made:
    shown, until = look.shown([station], day, now, entered)[station.id]
    return Made(page_of(shown), until)


def page_of(shown: Shown) -> Page:
    """The station's page; who gets it has fetched the scripts whose words are in it."""
    posts = tuple(told.post for told in shown.scripts if told.sheet and told.sheet.usable)
    return answer.page(answer.HTML, station_page(shown), posts=posts, style=page_style_hash())


def _week(look: Look, station: Station, where: Where, now: datetime) -> Made | _Later:
    """The manifest of the next days, or all of them for a stick."""
    shelf = look.shelf(station, now)
    until = min(day.until for day in shelf.days)
    if where.form == address.MANIFEST:
        days = [json.loads(day_bytes(day, "manifest.json")) for day in shelf.days]
        told = as_json({"station": station.id, "days": days})
        return Made(answer.page("application/json; charset=utf-8", told), until)
    posts = tuple(sheet.post for day in shelf.days for sheet in day.current if sheet.usable)
    name = f"{station.id}-{where.day.isoformat()}.zip"
    made = partial(answer.page, "application/zip", posts=posts, name=name, pack=False)
    return _Later(partial(bundle, shelf), made, until)


def _script(look: Look, station: Station, where: Where, now: datetime) -> Made | _Later | None:
    day, form = look.days(station, where.day, 1, now)[0], SHEET_FORMS.get(where.form)
    sheet = day.named(where.part)
    if sheet is None or form is None:
        return None
    posts = (sheet.post,) if sheet.usable else ()
    if where.form in _HEAVY:
        made = partial(answer.page, form.media_type, posts=posts, pack=False)
        return _Later(partial(sheet_bytes, sheet, where.form), made, day.until)
    if where.form == "html":
        body = html_bytes(sheet, Around(back=f"../{where.day.isoformat()}"))
        return Made(answer.page(form.media_type, body, posts=posts, style=style_hash()), day.until)
    return Made(answer.page(form.media_type, sheet_bytes(sheet, where.form), posts=posts), day.until)


def _day(look: Look, station: Station, where: Where, now: datetime) -> Made | None:
    form = DAY_FORMS.get(where.form)
    if form is None:
        return None
    day = look.days(station, where.day, 1, now)[0]
    posts = tuple(sheet.post for sheet in day.current if sheet.usable) if where.form != "manifest.json" else ()
    return Made(answer.page(form.media_type, day_bytes(day, where.form), posts=posts), day.until)


def _with_store(work: Callable[[], T]) -> T:
    """Do the work; once more where the connection to the database had gone meanwhile."""
    try:
        return work()
    except (OperationalError, InterfaceError):
        connections.close_all()
        return work()
