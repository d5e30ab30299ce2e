"""The office of a trial: configuration, content, tokens in files, and approved posts that fall due within seconds."""

import hashlib
import io
import random
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml
from django.db import connections
from django.db.models import F
from PIL import Image

from scheduler.cli.office import kind_rules
from scheduler.core.approval import Role
from scheduler.core.content import Content
from scheduler.core.post import Payload, Picture, Rendered, Uses
from scheduler.library import load
from scheduler.store import accounts, database
from scheduler.store.find import Choice, find
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.store.queue.by_hand import write_by_hand

if TYPE_CHECKING:
    from tests.soak.trial import Trial

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
APP_ID, APP_SECRET = "100000000000777", "khoa-ung-dung-rat-bi-mat-0123456789abcdef"
HEAD_START = {"two-phase": 10, "handover": 40, "direct": 6}
"""Seconds from the start until the first post falls due: what comes before its time must have time to happen."""

_MEANWHILE = timedelta(hours=1)
"""How far off posts are written; they move to their times once all are approved, however long that took."""

_DJANGO = threading.Lock()
"""Django knows one database at a time; trials that run side by side store their posts one after the other."""

_WITH_PHOTO, _WITH_LINK = 7, 5
"""Every seventh post shows a photo, every fifth a link."""


@dataclass(frozen=True)
class Planned:
    """A post as it was approved. `mark` stands in its text and in no other."""

    mark: str
    key: str
    channel: str
    page_id: str
    text: str
    due: datetime


@dataclass(frozen=True)
class Office:
    """Where everything lies. One configuration file per worker, as if each were a machine of its own."""

    folder: Path
    configs: tuple[Path, ...]
    posts: tuple[Planned, ...]

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never show: all tokens and the app's secret."""
        return (APP_SECRET, *(file.read_text() for file in sorted(self.folder.glob("secrets/*.token"))))


def channel_of(number: int) -> str:
    """The id of a channel."""
    return f"fb-{number:02}"


def page_of(number: int) -> str:
    """The id of its Page at Facebook."""
    return f"9990000000{number:05}"


def token_of(number: int, seed: int) -> str:
    """The token of its Page: of a shape like Facebook's, and good for nothing."""
    return "EAAsoak" + hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def build(trial: "Trial", folder: Path) -> Office:
    """Write configuration, content and secrets, then store the posts and have them approved."""
    _secrets(trial, folder / "secrets")
    _content(trial, folder / "content")
    configs = tuple(_config(trial, folder, number) for number in range(trial.workers))
    content = load(folder / "content", kinds=kind_rules(), zone=ZONE, cache=folder / "cache")
    with _DJANGO:
        database.prepare(trial.database, "live")
        try:
            posts = _store(trial, folder, content)
        finally:
            connections.close_all()
    return Office(folder, configs, posts)


def _secrets(trial: "Trial", folder: Path) -> None:
    folder.mkdir(parents=True)
    names = {"app.secret": APP_SECRET}
    names |= {f"{channel_of(n)}.token": token_of(n, trial.seed) for n in range(trial.pages)}
    for name, secret in names.items():
        (folder / name).touch(0o600)
        (folder / name).write_text(secret)


def _content(trial: "Trial", folder: Path) -> None:
    period = {"from": "2020-01-01", "name": "Bảo hiểm xã hội cơ sở Thử", "short_name": "BHXH Thử"}
    owners = [{"unit": "bhxh-thu", "from": "2020-01-01"}]
    pages = [
        {"id": channel_of(n), "name": f"BHXH Thử {n}", "page_id": page_of(n), "owners": owners}
        for n in range(trial.pages)
    ]
    _write(folder / "units.yaml", {"units": [{"id": "bhxh-thu", "level": "co_so", "periods": [period]}]})
    _write(folder / "channels" / "pages.yaml", {"pages": pages})


def _config(trial: "Trial", folder: Path, number: int) -> Path:
    """Short waits throughout, so that minutes of real life pass in seconds."""
    sections: dict[str, dict[str, object]] = {
        "facebook": {
            "protocol": trial.protocol, "app_id": APP_ID, "app_secret": "file:secrets/app.secret", "threads": 4,
            "connect_timeout": "1s", "read_timeout": "1s", "send_timeout": "1s", "prepare_ahead": "10s",
            "handover_ahead": "1m", "handover_soonest": "5s", "handover_locked": "2s", "handover_margin": "1s",
            "handover_check": "8s", "look_every": "1s", "settle_within": "8s", "orphans_after": "4s",
            "longest_pause": "4s", "slow_gap": "1s",
        },
        "publishing": {"tick": "1s", "lease": "4s", "grace": "1h", "seal_every": "2s", "retry_after": "1s"},
        "channels": {
            channel_of(n): {"token": f"file:secrets/{channel_of(n)}.token"} for n in range(trial.pages)
        },
    }  # fmt: skip
    for section, values in trial.settings.items():
        sections.setdefault(section, {}).update(values)
    file = folder / f"config-{number}.yaml"
    _write(file, {"mode": "live", "content": "content", "var": f"var-{number}", **sections})
    return file


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _store(trial: "Trial", folder: Path, content: Content) -> tuple[Planned, ...]:
    accounts.ensure("lan", Role.AUTHOR)
    accounts.ensure("minh", Role.APPROVER)
    start = datetime.now(UTC).replace(microsecond=0) + _MEANWHILE
    dice = random.Random(f"due/{trial.seed}")
    posts = tuple(
        _post(content, number, trial, start + timedelta(seconds=dice.randint(0, trial.window)), folder)
        for number in range(trial.posts)
    )
    waiting = find(Choice(states=("pending",)), ZONE)
    verdict = approve(waiting, accounts.person("minh"), now=datetime.now(UTC), author_may_approve=False)
    if verdict.approved != trial.posts:
        raise RuntimeError(f"{verdict.approved} of {trial.posts} posts were approved: {verdict.refused}")
    return _brought_near(posts, start, datetime.now(UTC) + timedelta(seconds=HEAD_START[trial.protocol]))


def _brought_near(posts: tuple[Planned, ...], start: datetime, first: datetime) -> tuple[Planned, ...]:
    """The posts as if they had been written for times from `first` instead of `start` on."""
    sooner = start - first.replace(microsecond=0)
    Post.objects.update(due=F("due") - sooner)
    return tuple(replace(post, due=post.due - sooner) for post in posts)


def _post(content: Content, number: int, trial: "Trial", due: datetime, folder: Path) -> Planned:
    """Store a post. Texts have blanks and line ends in them, as people type."""
    page = number % trial.pages
    mark = f"[{trial.seed}-{number:05}]"
    text = f"Bà con  chú ý {mark}\n\nĐóng BHXH tự nguyện được Nhà nước hỗ trợ.\nHỏi cơ quan BHXH gần nhất!"
    link = f"https://baohiemxahoi.gov.vn/bai/{number}" if number % _WITH_LINK == 1 else ""
    photos = (_photo(folder / "content" / "media", mark, number),) if number % _WITH_PHOTO == 3 else ()
    payload = Payload("facebook", "vi", text, link="" if photos else link, photos=photos)
    rendered = Rendered(payload, Uses("bhxh-thu", "Bảo hiểm xã hội cơ sở Thử"), 0)
    channel = content.channels[channel_of(page)]
    key = write_by_hand(
        content, channel, due, rendered, person=accounts.person("lan"), now=datetime.now(UTC), zone=ZONE
    )
    return Planned(mark, key, channel.id, page_of(page), text, due)


def _photo(media: Path, mark: str, number: int) -> Picture:
    """A photo unlike all others; the journal tells whose it is by the mark in its alternative text."""
    media.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (number % 256, number // 256 % 256, 90)).save(buffer, "PNG")
    file = f"anh-{number:05}.png"
    (media / file).write_bytes(buffer.getvalue())
    return Picture(file, hashlib.sha256(buffer.getvalue()).hexdigest(), f"Ảnh của bài {mark}")
