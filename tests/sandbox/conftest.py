"""One real sandbox process per test session; every test works on a Page of its own."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from scheduler.sandbox.process import SandboxProcess, running

NOW = datetime.fromisoformat("2026-11-23T10:00:00+07:00")


class PageClient:
    """Speaks to the sandbox as one Page, on a simulated clock."""

    def __init__(self, url: str, page_id: str, session: requests.Session, version: str = "v26.0") -> None:
        self.root, self.id, self.session, self.version = url, page_id, session, version
        self.token, self.user_token = f"PAGE-{page_id}", f"USER-{page_id}"
        self.now = NOW

    def call(self, method: str, path: str, *, token: str | None = None, **options: Any) -> requests.Response:
        headers = {"X-Sandbox-Now": self.now.isoformat(), "Authorization": f"Bearer {token or self.token}"}
        headers |= options.pop("headers", {})
        address = f"{self.root}{self.version}/{path}"
        return self.session.request(method, address, headers=headers, timeout=options.pop("timeout", 20), **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.call("GET", path, **options).json()

    def post(self, path: str, *, token: str | None = None, **data: object) -> Any:
        return self.call("POST", path, token=token, data=data).json()

    def feed(self, message: str, **data: object) -> str:
        answer = self.call("POST", f"{self.id}/feed", data={"message": message, **data})
        return str(answer.json()["id"])

    def upload(self, content: bytes | None = None, **data: object) -> requests.Response:
        files = {"source": ("a.png", png() if content is None else content)}
        return self.call("POST", f"{self.id}/photos", files=files, data=data)

    def at(self, **ahead: float) -> int:
        """UNIX seconds, so far ahead of this client's clock."""
        return int((self.now + timedelta(**ahead)).timestamp())

    def wait(self, **ahead: float) -> None:
        """Move this client's clock."""
        self.now += timedelta(**ahead)

    def admin(self, path: str, body: object) -> requests.Response:
        return self.session.post(f"{self.root}_sandbox/{path}", json=body, timeout=20)

    def fault(self, name: str, **rule: object) -> None:
        assert self.admin("faults", {"fault": name, "page": self.id, **rule}).status_code == 200

    def journal(self) -> Any:
        address = f"{self.root}_sandbox/journal"
        return self.session.get(address, params={"page": self.id}, timeout=20).json()

    def visible(self) -> list[str]:
        """The texts that a fan of this Page could ever see."""
        return [post["message"] for post in self.journal()["posts"]]

    def listed(self, edge: str = "published_posts", **parameters: object) -> list[str]:
        answer = self.get(f"{self.id}/{edge}", params={"fields": "id", **parameters})
        return [post["id"] for post in answer["data"]]


def png(width: int = 40, height: int = 30) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    data: Path = tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3"
    with running(data) as process:
        yield process


@pytest.fixture(scope="session")
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


NUMBERS = itertools.count(700_000_001)


def planted(url: str, session: requests.Session, page_id: str, **seed: object) -> PageClient:
    """A new Page with a Page token and one person's token."""
    client = PageClient(url, page_id, session)
    people = [{"token": client.user_token, "user": f"8{page_id}", "user_name": "Nguyễn Thị Hoa"}]
    body = {"id": page_id, "name": "BHXH Thủ Đức", "token": client.token, "user_tokens": people, **seed}
    assert client.admin("pages", body).status_code == 200
    return client


@pytest.fixture
def new_page(sandbox: SandboxProcess, http: requests.Session) -> Callable[..., PageClient]:
    return lambda **seed: planted(sandbox.url, http, str(next(NUMBERS)), **seed)


@pytest.fixture
def page(new_page: Callable[..., PageClient]) -> PageClient:
    return new_page()


@pytest.fixture
def plant() -> Callable[..., PageClient]:
    return planted


@pytest.fixture
def image() -> Callable[..., bytes]:
    return png
