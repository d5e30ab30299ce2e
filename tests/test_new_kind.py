"""A new channel kind is one module and one line: here a text file in a folder, as a notice board might pick it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.config import Config
from scheduler.core.approval import Person, Role
from scheduler.core.channel import Channel, OtherChannel
from scheduler.core.content import Content
from scheduler.core.kind import KindRules
from scheduler.core.outcome import Again, Outcome, Prepared, Sent
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.library import check, load
from scheduler.publish import kinds
from scheduler.publish.carrier import RECALLED, Carrier, Job, Kind, Lost, Pacing, Result, Setup, Step
from scheduler.publish.machine import assemble
from scheduler.publish.recall import recall_posts
from scheduler.publish.tick import Ticker
from scheduler.store.find import Choice, find
from scheduler.store.models import Post
from scheduler.store.queue.approve import approve
from scheduler.store.queue.enqueue import Queueing, enqueue
from tests.store.content import Folder

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EVE = datetime(2021, 5, 6, 8, tzinfo=ZONE)


# The module -----------------------------------------------------------------------------------------------------------


@dataclass
class FolderCarrier:
    """Puts each post as a text file into the folder that the channel's options name."""

    setup: Setup
    lead: timedelta = timedelta(0)
    grace: timedelta = timedelta(hours=6)
    longest: timedelta = timedelta(seconds=10)
    pacing: Pacing = field(default_factory=Pacing)

    def know(self, channels: Mapping[str, Channel]) -> None:
        """Nothing here depends on which channels there are."""

    def next_step(self, job: Job, now: datetime) -> Step | None:
        return Step("write", visible=True) if now >= job.due else None

    def wake(self, job: Job, now: datetime) -> datetime:
        return job.due

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        path = self._file(job)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(job.payload.text, encoding="utf-8")
        return Result(Sent(path.name, str(path), now))

    def look(self, job: Job, now: datetime) -> Outcome:
        return Sent(self._file(job).name) if self._file(job).exists() else Again(now, "chưa có tệp")

    def take_back(self, job: Job, now: datetime) -> Result:
        return Result(Prepared(""))

    def lost_drafts(self, channel: Channel, lost: Sequence[Lost], now: datetime) -> bool:
        return True

    def recall(self, job: Job, now: datetime) -> Result:
        self._file(job).unlink(missing_ok=True)
        return Result(Prepared(RECALLED))

    def _file(self, job: Job) -> Path:
        assert isinstance(job.channel, OtherChannel)
        return Path(job.channel.options["path"]) / f"{job.due:%Y%m%d-%H%M}.txt"


# The line -----------------------------------------------------------------------------------------------------------

LINE = ("folder", Kind(KindRules(limit=500, spoken=False), FolderCarrier))


BOARD = """\
channels:
  - id: bang-tin-a
    kind: folder
    name: Bảng tin An
    owners: [{{unit: u-a, from: 1995-01-01}}]
    options: {{path: {path}}}
    example: true
"""

TEXT = "Có thẻ BHYT là yên tâm. {{ unit.name }}"


@dataclass
class Office:
    """An office with a notice board beside its pages."""

    folder: Folder
    board: Path
    config: Config

    @property
    def content(self) -> Content:
        return load(self.folder.path, kinds={name: kind.rules for name, kind in kinds.KINDS.items()})

    def ticker(self) -> Ticker:
        return assemble(self.config, self.content, Renderer(self.content))

    def queue_and_approve(self) -> list[Post]:
        content = self.content
        job = Queueing(content, content.campaigns["bang-tin"], Renderer(content), ZONE, "lan", EVE)
        assert enqueue(job).unrendered == []
        verdict = approve(posts(), Person("minh", Role.APPROVER), now=EVE, author_may_approve=False)
        assert verdict.refused == []
        return posts()


def posts() -> list[Post]:
    return list(find(Choice(campaign="bang-tin"), ZONE))


@pytest.fixture
def office(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(kinds.KINDS, *LINE)
    folder = Folder(tmp_path / "content")
    folder.write("channels/boards.yaml", BOARD.format(path=tmp_path / "board"))
    folder.replace(
        "messages/bhyt/loi-ich.yaml", "  radio: {vi:", f"  folder: {{vi: {{text: '{TEXT}'}}}}\n  radio: {{vi:"
    )
    campaign = (folder.path / "campaigns/thu.yaml").read_text(encoding="utf-8")
    head, _ = campaign.replace("id: thu\n", "id: bang-tin\n").split("cadence:")
    head = head.replace("[{id: muc, weight: 1}, {id: loi-ich, weight: 1}, {id: lien-he, weight: 1}]", "[{id: loi-ich}]")
    folder.write("campaigns/bang-tin.yaml", f"{head}cadence:\n  folder: {{triggers: [{{cron: {{hour: 7}}}}]}}\n")
    config = tmp_path / "config.yaml"
    config.write_text("content: content\nvar: var\n", encoding="utf-8")
    return Office(folder, tmp_path / "board", Config.load(config, env={}))


def test_the_module_keeps_to_the_seam(tmp_path: Path) -> None:
    carrier: Carrier = FolderCarrier(Setup(Config(), {}, tmp_path, tmp_path))
    assert carrier.lead == timedelta(0)


def test_a_post_of_the_new_kind_is_planned_approved_and_published(office: Office) -> None:
    stored = office.queue_and_approve()
    assert {(p.kind, p.channel, p.state) for p in stored} == {("folder", "bang-tin-a", State.APPROVED)}
    assert len(stored) == 4
    done = office.ticker().tick(datetime(2021, 5, 7, 7, 0, tzinfo=ZONE).astimezone(UTC))
    assert done.published == 1
    assert [p.name for p in office.board.iterdir()] == ["20210507-0700.txt"]
    assert (office.board / "20210507-0700.txt").read_text(encoding="utf-8") == "Có thẻ BHYT là yên tâm. BHXH huyện An"
    out = posts()[0]
    assert (out.state, out.remote_id, out.permalink) == (
        State.PUBLISHED, "20210507-0700.txt", str(office.board / "20210507-0700.txt"),
    )  # fmt: skip


def test_a_second_tick_writes_nothing_again(office: Office) -> None:
    office.queue_and_approve()
    at = datetime(2021, 5, 7, 7, 0, tzinfo=ZONE).astimezone(UTC)
    office.ticker().tick(at)
    (office.board / "20210507-0700.txt").unlink()
    assert office.ticker().tick(at + timedelta(minutes=1)).published == 0
    assert list(office.board.iterdir()) == []


def test_a_recalled_post_leaves_the_folder(office: Office) -> None:
    office.queue_and_approve()
    at = datetime(2021, 5, 7, 7, 0, tzinfo=ZONE).astimezone(UTC)
    ticker = office.ticker()
    ticker.tick(at)
    done = recall_posts(ticker.worker, posts()[:1], Person("minh", Role.APPROVER), now=at, why="sai")
    assert (done.moved, posts()[0].state, list(office.board.iterdir())) == (1, State.RECALLED, [])


def test_the_check_holds_texts_to_the_limit_of_the_new_kind(office: Office) -> None:
    office.folder.replace("messages/bhyt/loi-ich.yaml", "yên tâm. {{", f"{'yên tâm ' * 100}. {{{{")
    rules = {name: kind.rules for name, kind in kinds.KINDS.items()}
    problems = [p for p in check(office.folder.path, kinds=rules).problems if p.level == "error"]
    assert any("500" in p.message and "loi-ich.yaml" in p.path for p in problems)


def test_without_its_line_the_kind_is_unknown_and_told_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(kinds.KINDS, "folder")
    rules = {name: kind.rules for name, kind in kinds.KINDS.items()}
    problems = [p for p in check(office.folder.path, kinds=rules).problems if p.level == "error"]
    assert any('"folder"' in p.message and "boards.yaml" in p.path for p in problems)
