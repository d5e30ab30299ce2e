"""What the sandbox starts with: apps, people, Pages and their tokens, from JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.sandbox.accounts import derive_token
from scheduler.sandbox.database import Database

SCOPES = (
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_show_list",
    "pages_read_user_content",
    "pages_manage_engagement",
    "read_insights",
)
TASKS = ("ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT", "MANAGE")
State = Literal["valid", "expired", "dead", 458, 459, 460, 463, 464, 467, 492]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AppSeed(_Model):
    """An app; with `require_proof` every call needs an appsecret_proof."""

    id: str = Field(default="100000000000001", pattern=r"^\d{1,20}$")
    secret: str = "sandbox-secret"  # noqa: S105 - a practice app's, known to everybody on purpose
    name: str = "Lịch truyền thông BHXH"
    require_proof: bool = False
    users: int = Field(default=1000, ge=1)


class TokenSeed(_Model):
    """A token and its state. Instants in UNIX seconds; `expires_at` 0 = never, None = Graph does not say."""

    token: str = Field(min_length=1, max_length=500)
    state: State = "valid"
    scopes: tuple[str, ...] = SCOPES
    tasks: tuple[str, ...] = TASKS
    issued_at: int | None = None
    expires_at: int | None = 0
    data_access_expires_at: int | None = 0


class UserTokenSeed(TokenSeed):
    """The token of a person, or of a system user, with tasks on a Page."""

    kind: Literal["USER", "SYSTEM_USER"] = "USER"
    user: str = Field(default="200000000000001", pattern=r"^\d{1,20}$")
    user_name: str = "Cán bộ truyền thông"


class PageSeed(_Model):
    """A Page with its own token and those of the people behind it."""

    id: str = Field(pattern=r"^\d{1,20}$")
    name: str = Field(min_length=1, max_length=200)
    category: str = "Tổ chức chính phủ"
    fan_count: int = Field(default=500, ge=0)
    engaged_users: int = Field(default=200, ge=1)
    app: str | None = None
    token: str | TokenSeed | None = None
    user_tokens: tuple[UserTokenSeed, ...] = ()


class Seed(_Model):
    """A whole seed; the first app is that of every Page which names none."""

    apps: tuple[AppSeed, ...] = ()
    pages: tuple[PageSeed, ...] = ()


class WrongSeedError(Exception):
    """A seed that cannot be read; the text says where and what to do."""


def load_seed(path: Path) -> Seed:
    """The seed in a JSON file. Raises WrongSeedError."""
    try:
        return Seed.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise WrongSeedError(f"{path}: tệp khởi tạo không đọc được, hãy sửa lại: {error}") from error


def plant(database: Database, seed: Seed) -> None:
    """Put a seed into the data file. What is there already stays: planting twice changes nothing.

    Raises WrongSeedError if a Page names an app that does not exist.
    """
    with database.transaction():
        for app in seed.apps:
            database.run(
                "INSERT INTO app VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, "
                "name = excluded.name, require_proof = excluded.require_proof, users = excluded.users",
                *(app.id, app.secret, app.name, app.require_proof, app.users),
            )
        for page in seed.pages:
            _plant_page(database, page, _app_of(database, page))


def _app_of(database: Database, page: PageSeed) -> str:
    if page.app is None and not database.one("SELECT 1 FROM app"):
        app = AppSeed()
        database.run("INSERT INTO app VALUES (?, ?, ?, 0, ?)", app.id, app.secret, app.name, app.users)
    sql = "SELECT id FROM app WHERE id = ? OR ? IS NULL ORDER BY rowid LIMIT 1"
    row = database.one(sql, page.app, page.app)
    if row is None:
        raise WrongSeedError(f"Trang {page.id}: không có ứng dụng {page.app}; hãy khai ứng dụng ở mục apps")
    return str(row["id"])


def _plant_page(database: Database, page: PageSeed, app_id: str) -> None:
    database.run(
        "INSERT INTO page (id, name, category, fan_count, engaged_users) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, category = excluded.category, "
        "fan_count = excluded.fan_count, engaged_users = excluded.engaged_users",
        *(page.id, page.name, page.category, page.fan_count, page.engaged_users),
    )
    own = TokenSeed(token=page.token) if isinstance(page.token, str) else page.token
    owner = page.user_tokens[0] if page.user_tokens else None
    if own:
        _plant_person(database, owner)
        _plant_token(database, own, "PAGE", app_id, owner.user if owner else None, page.id)
    for user in page.user_tokens:
        _plant_role(database, page, user, app_id)


def _plant_person(database: Database, user: UserTokenSeed | None) -> None:
    if user:
        database.run("INSERT OR IGNORE INTO person VALUES (?, ?)", user.user, user.user_name)


def _plant_role(database: Database, page: PageSeed, user: UserTokenSeed, app_id: str) -> None:
    """A person's tasks on a Page; the Page token is the Page's own, or one derived for this person."""
    _plant_person(database, user)
    _plant_token(database, user, user.kind, app_id, user.user, None)
    page_token = page.token.token if isinstance(page.token, TokenSeed) else page.token
    if page_token is None or user is not page.user_tokens[0]:
        page_token = derive_token(user.token, page.id)
        derived = user.model_copy(update={"token": page_token, "state": "valid"})
        _plant_token(database, derived, "PAGE", app_id, user.user, page.id)
    sql = "INSERT OR IGNORE INTO role VALUES (?, ?, ?, ?)"
    database.run(sql, user.token, page.id, page_token, json.dumps(user.tasks))


def _plant_token(
    database: Database, seed: TokenSeed, kind: str, app_id: str, person_id: str | None, page_id: str | None
) -> None:
    database.run(
        "INSERT OR IGNORE INTO token VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(seed.token, kind, app_id, person_id, page_id, json.dumps(seed.scopes), json.dumps(seed.tasks)),
        *(seed.issued_at, seed.expires_at, seed.data_access_expires_at, death(seed.state)),
    )


def death(state: State) -> int | None:
    """How a state is stored: None alive, 0 dead without a subcode, else the subcode."""
    if state == "valid":
        return None
    if state == "dead":
        return 0
    return 463 if state == "expired" else state
