"""The arrows of a post are those of the design and no others, and one package alone moves posts along them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import scheduler
from scheduler.core.states import ARROWS, REPLACEABLE, SCREEN, Refusal, State, require_arrow

DIAGRAM = """
    draft → pending → approved → sending → published → recalled
    pending → draft
    approved → held → approved
    approved → pending
    held → pending
    sending → approved
    sending → unknown → published
    unknown → approved
    sending → failed → approved
    failed → pending
    failed → cancelled
    approved → missed → approved
    held → missed → cancelled
    draft → cancelled
    pending → cancelled
    approved → cancelled
    held → cancelled
"""


STOPPED = ("draft", "pending", "held", "failed", "missed", "cancelled")
"""From where a post was stopped: Facebook may have shown what it held before the word to stop reached it."""


def drawn() -> set[tuple[str, str]]:
    chains = (line.split(" → ") for line in DIAGRAM.split("\n") if line.strip())
    return {(old.strip(), new.strip()) for chain in chains for old, new in pairwise(chain)}


def test_the_table_has_every_arrow_of_the_diagram_and_no_other() -> None:
    seen_too_late = {(stopped, "published") for stopped in STOPPED}
    assert {(old.value, new.value) for old, news in ARROWS.items() for new in news} == drawn() | seen_too_late


def test_every_state_has_a_row_and_a_word_on_the_screen() -> None:
    assert set(ARROWS) == set(SCREEN) == set(State)
    assert len(set(SCREEN.values())) == len(State)


def test_an_arrow_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(
        Refusal, match='"đã đăng" không thể chuyển sang "đã duyệt"; chỉ có thể chuyển sang "đã thu hồi"'
    ):
        require_arrow(State.PUBLISHED, State.APPROVED)
    with pytest.raises(Refusal, match="không đâu cả"):
        require_arrow(State.RECALLED, State.PENDING)


def test_every_arrow_of_the_table_is_let_through() -> None:
    for old, news in ARROWS.items():
        for new in news:
            require_arrow(old, new)


def test_what_was_sent_never_comes_back_to_where_it_could_be_sent_without_a_look() -> None:
    reachable = {State.PUBLISHED, State.RECALLED, State.CANCELLED}
    for state in reachable:
        assert ARROWS[state] <= reachable
    assert State.SENDING not in ARROWS[State.UNKNOWN]


def test_only_what_nobody_approved_is_replaced_unasked() -> None:
    assert {State.DRAFT, State.PENDING} == REPLACEABLE


_WRITES = re.compile(
    r"""\.update\([^)]*\bstate\s*=|\.state\s*=(?!=|\s*')|\bPost\.objects\.(create|bulk_create|bulk_update|update_or_create)\(|\bPost\("""
)


def test_only_the_queue_writes_the_state_of_a_post() -> None:
    root = Path(scheduler.__file__).parent
    for path in root.rglob("*.py"):
        inside = path.relative_to(root).as_posix()
        if inside.startswith(("store/queue/", "store/migrations/", "sandbox/")):
            continue
        found = _WRITES.search(path.read_text(encoding="utf-8"))
        assert not (found and inside != "store/models/posts.py"), f"{inside}: {found and found[0]}"


def test_the_search_for_writers_finds_them() -> None:
    for writer in ('rows.update(why="", state=new)', "post.state = new", "Post(key=key)", "Post.objects.create(key=1)"):
        assert _WRITES.search(writer)
    for reader in (
        "rows.filter(state=new)",
        "if post.state == new:",
        "p.state = 'recalled' in SQL",
        "Post.objects.filter(key=1)",
    ):
        assert not _WRITES.search(reader)
