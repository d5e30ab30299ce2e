"""The probe: which ways of publishing a Page takes, tried with a post that nobody sees and that is deleted again.

What would show something cannot be tried: the release of two-phase, and direct as a whole. Scheduling is tried
weeks ahead, so that even a probe that is killed leaves time; what it may leave behind is stored before it is made.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from scheduler.core.channel import Page
from scheduler.core.retry import Failure
from scheduler.core.text import visible
from scheduler.publish.answer import Answer
from scheduler.publish.facebook import posts
from scheduler.publish.graph import Graph

AHEAD = timedelta(days=20)
"""How far ahead the post is scheduled: well inside 10 minutes to 29 days, which every page of Meta's allows."""

MARK = "[BÀI THỬ KẾT NỐI]"
_TEXT = MARK + " Bài ẩn do máy tạo để kiểm tra cách đăng, sẽ tự xóa. Không công khai. Mã thử: {code}"
_MOST_LISTS = 3
_TRIES = 3
_NO_CAPABILITY = 3

Remember = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Tried:
    """One thing tried: `holds` is None where it could not be told."""

    name: str
    holds: bool | None
    why: str = ""


@dataclass
class Probe:
    """What a probe found. Unless `clean`, something may be left at Facebook: the post `left`, or one of that `text`."""

    text: str
    tried: list[Tried] = field(default_factory=list)
    left: str = ""
    clean: bool = False
    shown: bool = False
    """Whether Facebook showed the post although it was told not to; it was deleted at once."""

    def holds(self, name: str) -> bool:
        """Whether a thing was tried and held."""
        return any(tried.name == name and tried.holds for tried in self.tried)

    def refused(self, name: str) -> bool:
        """Whether a thing was tried and did not hold."""
        return any(tried.name == name and tried.holds is False for tried in self.tried)

    @property
    def recommended(self) -> str:
        """The protocol to set; nothing where not even drafts could be told."""
        if self.holds("draft") and self.holds("read") and not self.shown and not self.refused("words"):
            return "two-phase"
        return "direct" if self.refused("draft") or self.refused("words") or self.shown else ""

    @property
    def handover(self) -> bool:
        """Whether Facebook can be trusted with the hour."""
        return self.recommended == "two-phase" and self.holds("schedule")

    def as_dict(self) -> dict[str, Any]:
        """For storing and `--json`."""
        return {
            "tried": [vars(tried) for tried in self.tried], "recommended": self.recommended,
            "handover": self.handover, "left": self.left, "text": self.text, "clean": self.clean, "shown": self.shown,
        }  # fmt: skip


def probe(graph: Graph, page: Page, now: datetime, remember: Remember) -> Probe:
    """Try a Page. `remember` stores what may be left behind, before it is made and as it becomes known."""
    found = Probe(text=_TEXT.format(code=secrets.token_hex(6)))
    remember(found.as_dict())
    try:
        _try(graph, page, now, found, remember)
    finally:
        clean_up(graph, page, found)
        remember(found.as_dict())
    return found


def _try(graph: Graph, page: Page, now: datetime, found: Probe, remember: Remember) -> None:
    made = cast(Answer, graph.put_object(page.page_id, "feed", message=found.text, published=False))
    if made.fault is None and made.id:
        found.left = made.id
        remember(found.as_dict())
    found.tried.append(_draft_held(made, graph, page, found))
    if not found.left:
        return
    read = _read(graph, found.left)
    found.shown = read.fault is None and read.data.get("is_published") is True
    found.tried.append(Tried("read", _unpublished(read), _why(read)))
    found.tried.append(_words_held(read, found))
    found.tried.append(_list_held(graph, page, found))
    if not found.shown and _unpublished(read):
        found.tried.append(_schedule_held(graph, now, found))


def _draft_held(made: Answer, graph: Graph, page: Page, found: Probe) -> Tried:
    """Whether the draft was made. Without a clear answer it may be there all the same: the list says."""
    if found.left:
        return Tried("draft", holds=True)
    if _refuses_drafts(made):
        return Tried("draft", holds=False, why=_why(made))
    found.left = _listed(graph, page, found) or ""
    if found.left:
        return Tried("draft", holds=True, why="câu trả lời bị mất, đã tìm thấy bài trong danh sách")
    return Tried("draft", holds=None, why=_why(made) or "câu trả lời không có mã bài")


def _refuses_drafts(made: Answer) -> bool:
    """Whether unpublished posts as such are refused; any other error says nothing of drafts."""
    fault = made.fault
    if fault is None or fault.failure is not Failure.ANSWERED:
        return False
    return fault.code == _NO_CAPABILITY or "unpublished" in fault.message.lower()


def _words_held(read: Answer, found: Probe) -> Tried:
    """Whether a text comes back as it was sent: a draft with other words is held for one that somebody changed."""
    told = read.data.get("message")
    if read.fault is not None or not isinstance(told, str):
        return Tried("words", None, _why(read))
    same = visible(told) == visible(found.text)
    return Tried("words", same, "" if same else f"Facebook trả về: {told}")


def _list_held(graph: Graph, page: Page, found: Probe) -> Tried:
    """Whether a draft can be found again by its text: how drafts whose answers were lost are cleaned up."""
    listed = _listed(graph, page, found)
    return Tried("list", None if listed == "" else listed is not None)


def _schedule_held(graph: Graph, now: datetime, found: Probe) -> Tried:
    when = int((now + AHEAD).timestamp())
    told = graph.update_object(found.left, scheduled_publish_time=when)
    read = _read(graph, found.left)
    at = posts.seen(read).due
    taken = read.fault is None and at is not None and int(at.timestamp()) == when and _unpublished(read) is True
    graph.update_object(found.left, scheduled_publish_time=0)
    if taken:
        return Tried("schedule", holds=True)
    unclear = read.fault is not None or (told.fault is not None and told.fault.code is None)
    return Tried("schedule", None if unclear else False, _why(told) or _why(read))


def clean_up(graph: Graph, page: Page, found: Probe) -> bool:
    """Delete what a probe made; True where nothing is left. A post without an id is looked for by its text."""
    for _ in range(_TRIES):
        found.left = found.left or _listed(graph, page, found) or ""
        if found.left:
            deleted = cast(Answer, graph.delete_object(found.left))
            if deleted.fault is None:
                found.left, found.clean = "", True
                return True
            found.left = "" if deleted.fault.gone else found.left
        # "Not there" is said of fresh posts too, so only a list without our text proves it.
        if _listed(graph, page, found) is None:
            found.left, found.clean = "", True
            return True
    return False


def _read(graph: Graph, post_id: str) -> Answer:
    return cast(Answer, graph.get_object(post_id, fields="id,message,is_published,scheduled_publish_time"))


def _unpublished(read: Answer) -> bool | None:
    return None if read.fault is not None else read.data.get("is_published") is False


def _listed(graph: Graph, page: Page, found: Probe) -> str | None:
    """The id of our post in the list of all the Page's posts: None where it is not there, empty where not known."""
    onward: dict[str, str] | None = None
    for _ in range(_MOST_LISTS):
        answer = posts.listed(graph, page.page_id, "promotable_posts", onward)
        if answer.fault is not None:
            return ""
        for row in posts.seen_many(answer):
            if visible(row.message) == visible(found.text):
                return row.id
        onward = posts.next_page(answer)
        if onward is None:
            return None
    return None


def _why(answer: Answer) -> str:
    return (answer.fault.codes or answer.fault.what) if answer.fault else ""
