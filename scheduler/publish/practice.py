"""What the sandbox knows of our Pages in a rehearsal: their names, ids, and tokens that work nowhere else."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scheduler.config import ChannelSecrets, Config
from scheduler.core.channel import Channel, Page
from scheduler.secret import Secret


class PracticeToken(Secret):
    """The token of a Page in the sandbox. No secret: it opens nothing but the sandbox."""

    __slots__ = ("_page_id",)

    def __init__(self, page_id: str) -> None:
        super().__init__("env:PRACTICE", Path(), strict=False)
        self._page_id = page_id

    def resolve(self, env: Mapping[str, str] | None = None) -> str:
        """The token."""
        return f"tap-duot-{self._page_id}"


def seed(channels: Iterable[Channel]) -> dict[str, Any]:
    """The Pages of the content as the sandbox takes them."""
    return {
        "pages": [
            {"id": page.page_id, "name": page.name, "token": PracticeToken(page.page_id).resolve()}
            for page in _pages(channels)
        ]
    }


def with_practice_tokens(config: Config, channels: Iterable[Channel]) -> Config:
    """The configuration of a rehearsal: every Page has its practice token, whatever config.yaml names for it."""
    own = {page.id: ChannelSecrets(token=PracticeToken(page.page_id)) for page in _pages(channels)}
    return config.model_copy(update={"channels": dict(config.channels) | own})


def _pages(channels: Iterable[Channel]) -> list[Page]:
    return sorted((c for c in channels if isinstance(c, Page)), key=lambda page: page.page_id)
