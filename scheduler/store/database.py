"""Opening the database that config.yaml names, and keeping rehearsal and live apart."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections

from scheduler.errors import BhxhError

_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"

_POSTGRES = {
    "connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3,
    "tcp_user_timeout": 60_000, "options": "-c lock_timeout=30s -c idle_in_transaction_session_timeout=10min",
}  # fmt: skip
"""Nothing waits for ever: not for a server that vanished (seconds; milliseconds without an answer), not for a row that
another session keeps, as long as on SQLite, and nobody keeps one by falling asleep."""


def setup() -> None:
    """Make Django's models importable. Safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.settings")
    if not apps.ready:
        django.setup()


def use(url: str) -> None:
    """Point Django at `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    setup()
    settings = _settings(url)
    for alias in list(connections):
        connections[alias].close()
    connections.settings = connections.configure_settings({"default": settings})
    connections["default"].close()
    del connections["default"]


def prepare(url: str, mode: str) -> None:
    """Open the database, bring its tables up to date, and stamp it with its mode, or refuse the other mode's."""
    try:
        use(url)
        connections["default"].ensure_connection()
        call_command("migrate", verbosity=0, interactive=False)
        from scheduler.store.models import Setting

        stamp, _ = Setting.objects.get_or_create(name="mode", defaults={"value": mode})
    except (DatabaseError, OSError) as error:
        raise _unusable(url, error) from None
    if stamp.value != mode:
        raise BhxhError(
            f'cơ sở dữ liệu này thuộc chế độ "{stamp.value}", còn cấu hình đang là "{mode}"',
            where=shown(url),
            fix=f'hãy đặt mode: {stamp.value} trong config.yaml, hoặc dùng cơ sở dữ liệu khác cho chế độ "{mode}"',
        )


def _unusable(url: str, error: Exception) -> BhxhError:
    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if url.startswith("sqlite"):
        fix = "xem thư mục có ghi được không, ổ đĩa còn chỗ không, và tệp có đúng là của bhxh không"
    else:
        fix = "xem máy chủ PostgreSQL có chạy không, và địa chỉ, tên, mật khẩu trong BHXH_DATABASE_URL có đúng không"
    return BhxhError(f"không mở được cơ sở dữ liệu: {why}", where=shown(url), fix=fix)


def shown(url: str) -> str:
    """The address without its password, for people to read."""
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url


def _settings(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": _POSTGRES,
        }
    raise BhxhError(
        f'không hiểu địa chỉ cơ sở dữ liệu "{shown(url)}"',
        where="database",
        fix="hãy viết sqlite:///đường/dẫn.sqlite3 hoặc postgresql://người:mật-khẩu@máy:5432/tên",
    )


def _sqlite(path: str) -> dict[str, Any]:
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _SQLITE}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
