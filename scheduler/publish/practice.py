"""What the sandbox knows of our Pages in a rehearsal: their names, ids, and tokens that work nowhere else."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scheduler.config import ChannelSecrets, Config
from scheduler.core.channel import Channel, Page
from scheduler.secret import Secret

APP_ID = "100000000000001"
USER_TOKEN = "tap-duot-can-bo"  # noqa: S105 - opens nothing but the sandbox
"""What to give `bhxh token` in a rehearsal: the practice user who manages every Page."""

_APP_SECRET = "sandbox-secret"  # noqa: S105 - the practice app's, known to everybody on purpose
_MARKS = ("tap-duot-", "EAAsandbox")
"""How tokens begin that the sandbox gave out. No other is ever sent to it."""


class PracticeSecret(Secret):
    """A secret of the sandbox, which is none: it opens nothing else."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        super().__init__("env:PRACTICE", Path(), strict=False)
        self._value = value

    def resolve(self, env: Mapping[str, str] | None = None) -> str:
        """The secret."""
        return self._value


class PracticeToken(Secret):
    """The token of a Page in the sandbox: the one that `bhxh token` practised getting, else the first one."""

    __slots__ = ("_page_id", "_renewed")

    def __init__(self, page_id: str, renewed: Path | None = None) -> None:
        super().__init__(f"file:{renewed}" if renewed else "env:PRACTICE", Path(), strict=False)
        self._page_id = page_id
        self._renewed = renewed

    def resolve(self, env: Mapping[str, str] | None = None) -> str:
        """The token."""
        if self._renewed is not None and self._renewed.is_file():
            token = self._renewed.read_text(encoding="utf-8").strip()
            if token.startswith(_MARKS):
                return token
        return f"tap-duot-{self._page_id}"


def seed(channels: Iterable[Channel]) -> dict[str, Any]:
    """The app, its user and the Pages of the content, as the sandbox takes them."""
    return {
        "apps": [{"id": APP_ID, "secret": _APP_SECRET}],
        "pages": [
            {
                "id": page.page_id, "name": page.name, "app": APP_ID, "token": PracticeToken(page.page_id).resolve(),
                # A person for each Page: a fault that kills a person's tokens then strikes that Page alone.
                "user_tokens": [{"token": USER_TOKEN, "user": f"2{page.page_id}"[:20]}],
            }
            for page in _pages(channels)
        ],
    }  # fmt: skip


def with_practice_tokens(config: Config, channels: Iterable[Channel]) -> Config:
    """The configuration of a rehearsal: Pages and app have their practice secrets, whatever config.yaml names."""
    folder = secrets_folder(config)
    own = {
        page.id: ChannelSecrets(token=PracticeToken(page.page_id, folder / f"{page.id}.token"))
        for page in _pages(channels)
    }
    app = {"app_id": APP_ID, "app_secret": PracticeSecret(_APP_SECRET)}
    facebook = config.facebook.model_copy(update=app)
    return config.model_copy(update={"channels": dict(config.channels) | own, "facebook": facebook})


def secrets_folder(config: Config) -> Path:
    """Where `bhxh token` keeps tokens unless config.yaml names a file: a folder for each mode."""
    return config.var / config.mode / "secrets"


def _pages(channels: Iterable[Channel]) -> list[Page]:
    return sorted((c for c in channels if isinstance(c, Page)), key=lambda page: page.page_id)
