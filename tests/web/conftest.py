"""The desk as people of each role and unit open it: Django's test client over a real database and real content.

The offices are those of `tests.store.content`: the province `u-tinh` with `u-a` and `u-b` below it, and `u-khac`,
which is nobody's. Posts are those of the campaign `thu`, queued by Lan.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from PIL import Image

from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.core.translation import template_hash
from scheduler.store import accounts, database
from scheduler.store.models import Account, Notice, Post
from scheduler.store.notices import News, raise_notice
from scheduler.web import clock, office, secure
from scheduler.web.office import Office
from tests.store.campaigns import ZONE, Desk
from tests.store.conftest import NOW

PASSWORD = "trời xanh mây trắng 21"
FOREIGN_UNIT = """\
  - id: u-khac
    level: tinh
    periods:
      - {from: 1995-01-01, name: BHXH tỉnh Khác, short_name: Khác, phone: "0216 000 0009", example: true}
"""
FOREIGN_PAGE = (
    '  - {id: fb-khac, kind: facebook, name: Trang Khác, page_id: "999000000000909", '
    "owners: [{unit: u-khac, from: 1995-01-01}], example: true}\nstations:"
)


def photo(file: Path, colour: str = "green") -> None:
    """A picture on disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 30), colour).save(file)


class House:
    """An office with its desk open, its people, and the content that they work on."""

    def __init__(self, path: Path) -> None:
        self.staff = Desk(path / "content")
        folder = self.staff.folder
        units = (folder.path / "units.yaml").read_text(encoding="utf-8")
        folder.write("units.yaml", units + FOREIGN_UNIT)
        folder.replace("channels/channels.yaml", "stations:", FOREIGN_PAGE)
        folder.replace("campaigns/thu.yaml", "units_below: [u-tinh]", "units_below: [u-tinh, u-khac]")
        photo(folder.path / "media" / "anh.png")
        self.path, self.now = path, NOW
        self.office = self.configure()

    def configure(self, text: str = "") -> Office:
        """Open the desk with this config.yaml, and as `bhxh run` sets it up."""
        (self.path / "config.yaml").write_text(text, encoding="utf-8")
        config = Config.load(self.path / "config.yaml", env={})
        secure.apply(config)
        self.office = office.set_up(config)
        return self.office

    def account(self, role: Role | str, unit: str = "", name: str = "") -> Account:
        """The account of a role and unit, without a password."""
        return accounts.ensure(name or f"{role}-{unit or 'all'}", Role(role), unit=unit)

    def client(self, role: Role | str = "", unit: str = "", name: str = "", **options: Any) -> Client:
        """A browser; with a role, one in which such a person is logged in."""
        made = Client(HTTP_HOST="127.0.0.1", **{clock.SIMULATED: self.now}, **options)
        if role:
            made.force_login(self.account(role, unit, name))
        return made

    def at(self, moment: datetime | timedelta) -> None:
        """From now on, new browsers see this time, or this long after the one before."""
        self.now = self.now + moment if isinstance(moment, timedelta) else moment

    def queue(self) -> None:
        """The posts of the campaign, waiting for approval."""
        self.account(Role.AUTHOR, name="lan")
        self.staff.queue()

    def notice(self, subject: str, kind: str = "failed") -> Notice:
        """An open notice about a channel."""
        raise_notice(News(kind, subject, f"{subject}: 1 bài không đăng được", "xem lý do rồi gửi lại"), self.now)
        return Notice.objects.get(kind=kind, subject=subject, resolved_at=None)

    def post(self, unit: str = "u-a", **where: Any) -> Post:
        """The first post of a unit."""
        return Post.objects.filter(unit=unit, **where).select_related("payload", "uses").order_by("due", "key")[0]


@pytest.fixture(autouse=True)
def settings_kept() -> Iterator[None]:
    """What `secure.apply` sets is put back afterwards; passwords are hashed quickly meanwhile."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """The house on SQLite."""
    database.use(sqlite_url)
    yield House(tmp_path)
    connections.close_all()


@pytest.fixture
def both_houses(db: str, tmp_path: Path) -> House:
    """The same, once on SQLite and once on PostgreSQL."""
    return House(tmp_path)


@pytest.fixture
def queued(house: House) -> House:
    """A house whose campaign waits for approval."""
    house.queue()
    return house


__all__ = ["PASSWORD", "ZONE", "House"]


@pytest.fixture
def bilingual(house: House) -> House:
    """The station speaks Mông too, and the message about the amount is translated."""
    source = "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."
    body = (
        f"text: 'Them 154.000 nyiaj.', translates: \"{template_hash(source)}\", states: {{muc_dong: 154.000 đồng}}, "
        "seconds: 37, translator: Giàng A Sử"
    )
    old = f"radio: {{vi: {{text: '{source}'}}}}"
    house.staff.folder.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    house.staff.folder.replace("messages/bhxh/muc.yaml", old, old[:-1] + f", hmn: {{{body}}}}}")
    house.configure()
    house.queue()
    return house
