"""The desk's pages asked over Django's own client, in a fresh process, over a database that is filled first."""

import argparse
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.desk.posts import fill
from bench.fresh import told
from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.store import accounts, database
from scheduler.store.models import Post
from scheduler.web import clock, office, secure

NOW = datetime(2021, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TIMES = 5
PAGES = {
    "today": "/",
    "month": "/calendar",
    "week": "/calendar?view=week",
    "day": "/calendar?view=day",
    "campaigns": "/campaigns",
    "grid": "/campaigns/thang-5-2021",
    "log": "/log",
    "log of a unit": "/log?unit=bhxh-van-chan",
    "search, many": "/log?query=bao+hiem",
    "search, some": "/log?query=hoc+sinh",
    "search, one": "/log?query=tu+rat+hiem",
    "search, none": "/log?query=khongcochunay",
    "all states": "/log?state=all",
    "a post": "/posts/{post}",
    "approvals": "/approve",
    "fanpages": "/stations?kind=facebook",
    "stations": "/stations?kind=radio",
    "one station": "/stations/{station}",
    "people": "/people",
    "to do": "/notices",
}
"""Name of a page → its address; those that this build does not have are left out."""


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser(prog="bench.desk.pages", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--only", default="", help="only pages whose name begins so")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bhxh-bench-") as folder:
        return {"pages": _measure(Path(folder), chosen.posts, chosen.only)}


def _measure(folder: Path, posts: int, only: str) -> dict[str, tuple[float, int, int]]:
    """Milliseconds (median), questions and bytes of each page."""
    content = Path("content").resolve()
    (folder / "config.yaml").write_text(f"content: {content}\n", encoding="utf-8")
    config = Config.load(folder / "config.yaml", env={})
    database.prepare(config.database, config.mode)
    secure.apply(config)
    desk = office.set_up(config)
    channels = sorted(desk.content.channels.values(), key=lambda channel: channel.id)
    messages = [message for message in sorted(desk.content.messages) if message.endswith("2021")]
    fill(posts, channels, messages, NOW, lambda done: told(f"stored {done:,} posts"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = Client(HTTP_HOST="127.0.0.1", **{clock.SIMULATED: NOW})
    browser.force_login(accounts.ensure("kiem-tra", Role.ADMIN))
    middle = Post.objects.values_list("pk", flat=True)[posts // 2]
    station = next(channel.id for channel in channels if channel.kind == "radio")
    pages = {name: path.format(post=middle, station=station) for name, path in PAGES.items() if name.startswith(only)}
    found = {name: asked for name, path in pages.items() if (asked := _ask(browser, path))}
    connections.close_all()
    return found


def _ask(browser: Client, path: str) -> tuple[float, int, int] | None:
    """The first answer, which may compile templates, does not count."""
    with CaptureQueriesContext(connection) as seen:
        first = browser.get(path)
    questions = len(seen)  # now: the next request empties the record
    if first.status_code == 404:
        return None
    if first.status_code != 200:
        raise SystemExit(f"{path} answers {first.status_code}")
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        browser.get(path)
        took.append(1000 * (time.perf_counter() - began))
    return median(took), questions, len(first.content)
