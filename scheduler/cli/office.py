"""What commands share: configuration, content and database, opened when first needed. The clock enters here."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.approval import Person
from scheduler.core.content import Content
from scheduler.core.fields import parse_day
from scheduler.core.kind import KindRules
from scheduler.core.reach import Reach, only, reach_of
from scheduler.core.render import Renderer
from scheduler.core.speech import Style
from scheduler.errors import BhxhError

FARTHEST = timedelta(days=2 * 365)
"""How far away a time may be that somebody types: a campaign is planned for a quarter or a year."""


@dataclass
class Office:
    """The place a command works in."""

    config_path: str | None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    _opened: bool = False

    @cached_property
    def config(self) -> Config:
        """config.yaml with the environment over it. Raises BhxhError with every problem at once."""
        return Config.load(Path(self.config_path) if self.config_path else None)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of all wall times."""
        return ZoneInfo(self.config.zone)

    @cached_property
    def content(self) -> Content:
        """The content, clean. Raises BhxhError with every problem at once."""
        from scheduler.library import load

        return load(self.config.content, kinds=kind_rules(), zone=self.zone, cache=self.config.var / "cache")

    def real_content(self) -> Content:
        """The content to make posts from. Raises BhxhError where live mode would speak with invented data."""
        from scheduler.library import require_real

        require_real(self.content, self.config.mode)
        return self.content

    @cached_property
    def renderer(self) -> Renderer:
        """One renderer per command: it keeps what it compiled."""
        return Renderer(self.content, self.style)

    @property
    def style(self) -> Style:
        """House style of reading aloud."""
        speech = self.config.speech
        return Style(four=speech.four, odd=speech.odd, thousand=speech.thousand, document=speech.document)

    def open_store(self) -> None:
        """Open the database and bring its tables up to date. Raises BhxhError where it belongs to the other mode."""
        from scheduler.store import database

        if not self._opened:
            database.prepare(self.config.database, self.config.mode)
            self._opened = True

    def person(self, name: str, on_behalf: str = "") -> Person:
        """The account that `--by` names, with what lies below its unit today; with `--for`, as a deputy."""
        self.open_store()
        from scheduler.store import accounts, deputies

        person = accounts.person(name)
        if on_behalf:
            person = deputies.stand_in(name, on_behalf, self.today())
        return replace(person, reach=self._reach(person.unit))

    def _reach(self, unit: str) -> Reach:
        """What lies below the unit; its own posts alone where content cannot be read, so that they can be stopped."""
        try:
            return reach_of(unit, self.content.units, self.today(), self.zone) if unit else only(unit)
        except BhxhError:
            return only(unit)

    def wall_time(self, text: str) -> datetime:
        """A time given on the command line: wall time here, or with its own offset.

        Raises BhxhError where it is none, or so far away that the year must be mistyped.
        """
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise BhxhError(f'"{text}" không phải là thời điểm', where="--at", fix="viết 2026-12-01T19:30") from None
        if len(text) <= len("2026-12-01"):
            raise BhxhError(f'"{text}" thiếu giờ', where="--at", fix=f"viết {text}T19:30")
        at = at if at.tzinfo else at.replace(tzinfo=self.zone)
        if at - self.started > FARTHEST:
            what = f"giờ {at:%H:%M %d/%m/%Y} còn quá xa: hơn {FARTHEST.days // 365} năm nữa"
            raise BhxhError(what, where="--at", fix="xem lại năm có gõ nhầm không")
        return at.astimezone(self.zone) if at > self.started else at

    def today(self) -> date:
        """Today's date here."""
        return self.started.astimezone(self.zone).date()


def kind_rules() -> dict[str, KindRules]:
    """What each channel kind asks of its texts, those that modules in `publish/` added included."""
    from scheduler.publish.kinds import KINDS

    return {name: kind.rules for name, kind in KINDS.items()}


def day_of(text: str, where: str) -> date:
    """A day given on the command line, as content writes it. Raises BhxhError naming the form."""
    try:
        return parse_day(text)
    except ValueError as error:
        what = str(error).partition("; hãy ")[0]
        raise BhxhError(what, where=where, fix="viết năm-tháng-ngày: 2021-05-07") from None
