"""What an address under a station's link asks for.

/radio/<station>/<secret>/                        today: the page on which people read and answer
/radio/<station>/<secret>/2026-11-26              another day's page; its links lead the same way from both
/radio/<station>/<secret>/2026-11-26/day.txt      a day in another form: those of `outputs.DAY_FORMS`
/radio/<station>/<secret>/2026-11-26/<name>.txt   one script: those of `outputs.SHEET_FORMS`
/radio/<station>/<secret>/manifest.json, bundle.zip    the next seven days
POST /radio/<station>/<secret>/told               what the station says of a script
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ROOT = "/radio/"
BACK, AHEAD = 7, 7
"""Days before today whose scripts can still be told about, and days after today that can be looked at."""

PAGE, MOVED, MANIFEST, BUNDLE, TELL = "page", "moved", "manifest", "bundle", "told"
"""Forms besides those of files; `moved` is the folder of a day, whose page stands beside it."""

_OF_TODAY = {"": PAGE, "manifest.json": MANIFEST, "bundle.zip": BUNDLE, "told": TELL}
_REST = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:/|/(?P<name>[\w-]{1,80})\.(?P<ending>[a-z0-9]{2,5}))?", re.ASCII)
_DAY_FILES = ("day", "manifest")


@dataclass(frozen=True, slots=True)
class Address:
    """Which day, in which form, and of it which script: its name, empty for the whole day."""

    day: date
    form: str = PAGE
    part: str = ""

    @property
    def days(self) -> int:
        """How many days it shows."""
        return AHEAD if self.form in (MANIFEST, BUNDLE) else 1

    @property
    def ending(self) -> str:
        """The form as it is recorded."""
        return {PAGE: "html", MANIFEST: "json"}.get(self.form) or self.form.rpartition(".")[2]


def is_pull(path: str) -> bool:
    """Whether somebody means a station's link: a mistyped one is not the desk's, which would log its secret."""
    return path.startswith(ROOT) or f"/{path.lstrip('/').lower()}".startswith(ROOT)


def split(path: str) -> tuple[str, str, str]:
    """Station, secret and the rest; empty where the path is too short."""
    station, _, rest = path[len(ROOT) :].partition("/")
    secret, _, rest = rest.partition("/")
    return station, secret, rest


def is_open(path: str) -> bool:
    """Tell whether the path ends with the secret: without a slash after it, the page's own links lead astray."""
    return path.count("/") == 3 and not path.endswith("/")


@lru_cache(maxsize=4096)
def read(rest: str, today: date) -> Address | None:
    """What the rest of the path asks for; None where there is no such page."""
    if rest in _OF_TODAY:
        return Address(today, _OF_TODAY[rest])
    match = _REST.fullmatch(rest)
    day = day_of(match["day"], today) if match else None
    if match is None or day is None:
        return None
    if rest.endswith(("/", "/index.html")):
        return Address(day, MOVED)
    if match["name"] is None:
        return Address(day)
    if match["name"] in _DAY_FILES:
        return Address(day, f"{match['name']}.{match['ending']}")
    return Address(day, match["ending"], match["name"])


def day_of(text: str, today: date) -> date | None:
    """The day of that name, if it is near enough to be asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if today - timedelta(days=BACK) <= day <= today + timedelta(days=AHEAD) else None
