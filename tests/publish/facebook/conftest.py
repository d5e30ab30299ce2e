"""One sandbox for all tests of the carrier, a Page of its own for each."""

import hashlib
import hmac
import io
import itertools
import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from scheduler.config import ChannelSecrets, Config, Facebook
from scheduler.core.channel import Page
from scheduler.core.outcome import Outcome, Prepared
from scheduler.core.post import Payload, Picture
from scheduler.publish.carrier import Job, Result, Setup
from scheduler.publish.facebook import FacebookCarrier
from scheduler.sandbox.process import SandboxProcess, running
from scheduler.secret import Secret

DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
AHEAD = timedelta(minutes=15)
APP_SECRET = "sandbox-app-secret-0123456789abcdef"
_PAGES = itertools.count(61550000000001)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    folder = tmp_path_factory.mktemp("sandbox")
    seed = {"apps": [{"id": "777", "secret": APP_SECRET, "require_proof": True}], "pages": []}
    (folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    with running(folder / "data", seed=folder / "seed.json") as process:
        yield process


@dataclass
class Bench:
    """A Page in the sandbox, its carrier, and a post that walks through the carrier's steps."""

    url: str
    page_id: str
    media: Path
    carrier: FacebookCarrier
    token: str
    results: list[Result] = field(default_factory=list)
    due = DUE
    prepare = DUE - AHEAD
    app_secret = APP_SECRET

    @property
    def proof(self) -> str:
        return hmac.new(APP_SECRET.encode(), self.token.encode(), "sha256").hexdigest()

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        address, kind = f"{self.url}_sandbox/{path}", {"Content-Type": "application/json"}
        request = urllib.request.Request(address, data, kind)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def fails(self, fault: str, **rule: Any) -> None:
        """Let calls of this Page fail; `times=1` unless said otherwise."""
        self.ask("faults", {"fault": fault, "page": self.page_id, "times": 1} | rule)

    def token_state(self, state: Any) -> None:
        self.ask("tokens", {"token": self.token, "state": state})

    def calls(self) -> list[dict[str, Any]]:
        """The calls about this Page, oldest first."""
        return cast("list[dict[str, Any]]", self.ask(f"journal?page={self.page_id}")["calls"])

    def seen(self) -> list[dict[str, Any]]:
        """Every post that a fan of this Page could ever see."""
        return cast("list[dict[str, Any]]", self.ask(f"journal?page={self.page_id}")["posts"])

    def drafts(self) -> int:
        pages = {page["id"]: page for page in self.ask("state")["pages"]}
        return int(pages[self.page_id]["drafts"])

    def photo(self, name: str, colour: str = "red") -> Picture:
        content = io.BytesIO()
        Image.new("RGB", (8, 8), colour).save(content, "PNG")
        (self.media / name).write_bytes(content.getvalue())
        return Picture(name, hashlib.sha256(content.getvalue()).hexdigest(), f"ảnh {name}")

    def named(self, name: str) -> Picture:
        """A file of the media folder as it would be approved now."""
        return Picture(name, hashlib.sha256((self.media / name).read_bytes()).hexdigest(), "")

    def job(self, text: str = "Bà con nhớ gia hạn thẻ BHYT.", *photos: Picture, link: str = "") -> Job:
        page = Page.model_validate({
            "id": "page-1", "name": "BHXH", "page_id": self.page_id,
            "owners": [{"unit": "bhxh", "from": "2020-01-01"}],
        })  # fmt: skip
        return Job("k/page-1/vi/1", page, "BHXH", DUE, Payload("facebook", "vi", text, link=link, photos=photos))

    def run(self, job: Job, now: datetime) -> tuple[Job, Outcome | None]:
        """Take steps as the worker does, until one does not go through or none is left."""
        outcome: Outcome | None = None
        while step := self.carrier.next_step(job, now):
            result = self.carrier.perform(step, job, now)
            self.results.append(result)
            outcome = result.outcome
            if not isinstance(outcome, Prepared):
                break
            job = replace(job, phase=outcome.phase, remote_id=outcome.remote_id, media=outcome.media)
        return job, outcome

    def prepared(self, *photos: Picture) -> Job:
        """A post whose draft lies at Facebook."""
        job, outcome = self.run(self.job("Bà con nhớ gia hạn thẻ BHYT.", *photos), DUE - AHEAD)
        assert isinstance(outcome, Prepared) and job.remote_id
        return job


@pytest.fixture
def bench_of(sandbox: SandboxProcess, tmp_path: Path) -> Callable[..., Bench]:
    def make(**changes: Any) -> Bench:
        page_id = str(next(_PAGES))
        token = f"EAAsandbox{page_id}token"
        media = tmp_path / f"media-{page_id}"
        media.mkdir()
        told = {"url": sandbox.url, "token": token, "protocol": "two-phase"} | changes
        setup = Setup(configured(media, **told), {}, media, tmp_path / "queues", simulated=True)
        bench = Bench(sandbox.url, page_id, media, FacebookCarrier(setup), token)
        bench.ask("pages", {"id": page_id, "name": f"Trang {page_id}", "token": token})
        return bench

    return make


@pytest.fixture
def bench(bench_of: Callable[..., Bench]) -> Bench:
    return bench_of()


def configured(folder: Path, *, url: str, token: str | None, protocol: Any) -> Config:
    """A configuration whose secrets lie in files of the folder."""
    (folder / "app-secret").write_text(APP_SECRET, encoding="utf-8")
    (folder / "token").write_text(token or "", encoding="utf-8")
    facebook = Facebook(
        graph_url=url, app_secret=Secret("file:app-secret", folder, strict=False),
        protocol=protocol, prepare_ahead=AHEAD,
        connect_timeout=timedelta(seconds=2), read_timeout=timedelta(seconds=1),
    )  # fmt: skip
    known = ChannelSecrets(token=Secret("file:token", folder, strict=False))
    return Config(facebook=facebook, channels={} if token is None else {"page-1": known})
