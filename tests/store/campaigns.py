"""A campaign queued, approved and changed as an office does it, on the content of `content.py`."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.core.approval import Person
from scheduler.core.content import Content
from scheduler.core.render import Renderer
from scheduler.core.states import State
from scheduler.store import drift
from scheduler.store.models import Post
from scheduler.store.queue.approve import Verdict, approve
from scheduler.store.queue.enqueue import Queueing, Tally, enqueue
from tests.store.conftest import MINH, NOW
from tests.store.content import Folder

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Desk:
    """One office with its content folder. Content is read anew whenever it is asked for."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)

    @property
    def content(self) -> Content:
        return self.folder.load()

    def job(self, campaign: str = "thu", *, by: str = "lan", replace_approved: bool = False) -> Queueing:
        content = self.content
        renderer = Renderer(content)
        return Queueing(content, content.campaigns[campaign], renderer, ZONE, by, NOW, replace_approved)

    def queue(self, campaign: str = "thu", *, by: str = "lan", replace_approved: bool = False) -> Tally:
        return enqueue(self.job(campaign, by=by, replace_approved=replace_approved))

    def approve(self, person: Person = MINH, *, word: str = "đúng", now: datetime = NOW) -> Verdict:
        return approve(posts(), person, now=now, author_may_approve=False, word=word)

    def drift(self, names: set[tuple[str, str]] | None = None, *, now: datetime = NOW) -> drift.Drift:
        content = self.content
        return drift.check_all(content, Renderer(content), ZONE, now, names)

    def second_campaign(self, **changes: str) -> None:
        """Another campaign on the same channels: `hai`, unless changed."""
        text = (self.folder.path / "campaigns/thu.yaml").read_text(encoding="utf-8").replace("id: thu\n", "id: hai\n")
        for old, new in changes.items():
            text = text.replace(old, new)
        self.folder.write("campaigns/hai.yaml", text)


def posts(**where: object) -> list[Post]:
    return list(Post.objects.filter(**where).select_related("payload", "uses").order_by("due", "key", "rev"))


def texts() -> dict[tuple[str, int], tuple[str, str, str]]:
    """What is stored: state, text hash and author of each post."""
    return {(p.key, p.rev): (p.state, p.payload.sha256, p.author) for p in posts()}


def set_state(post: Post, state: State, **changes: object) -> None:
    """Put a post where a test needs it, past the table of arrows."""
    Post.objects.filter(pk=post.pk).update(state=state, **changes)
