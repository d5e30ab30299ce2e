"""What must hold after every trial. Each complaint begins with the name of the promise that was broken."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.soak.evidence import Evidence, Row
from tests.soak.office import Planned

_MARK = re.compile(r"\[\d+-\d+\]")
_INSPECTED = re.compile(r"^GET /v[\d.]+/debug_token\?")
"""Graph takes a token that is to be inspected as a parameter, and nowhere else."""
_OUT = ("published", "recalled")
_LATE = timedelta(seconds=3)
"""How far the log's time may lie from the journal's: Graph tells whole seconds."""


def complaints(evidence: Evidence) -> list[str]:
    """Everything that is wrong; empty where all promises were kept."""
    checks = (_twice, _lost, _told, _attempted, _whole, _secret, _addressed, _stumbled)
    found = [complaint for check in checks for complaint in check(evidence)]
    return [*found, *(f"process: {what}" for what in evidence.complaints)]


def _by_mark(evidence: Evidence) -> dict[str, list[Row]]:
    """The posts that were ever visible, by the mark in their text."""
    found: dict[str, list[Row]] = defaultdict(list)
    for post in evidence.visible:
        marks = _MARK.findall(post["message"])
        found[marks[0] if len(marks) == 1 else "?"].append(post)
    return found


def _twice(evidence: Evidence) -> Iterator[str]:
    """No post is ever visible twice, on whichever Page, and nothing is visible that nobody approved."""
    known = {post.mark for post in evidence.planned}
    for mark, posts in _by_mark(evidence).items():
        if len(posts) > 1:
            yield f"twice: {mark} was visible {len(posts)} times: {[post['id'] for post in posts]}"
        if mark not in known:
            yield f"twice: {mark} is visible, and was never approved"


def _lost(evidence: Evidence) -> Iterator[str]:
    """Every post is visible. One sent directly may stay in doubt instead, named, for a person to decide."""
    seen = _by_mark(evidence)
    for post in evidence.planned:
        row = evidence.log.get(post.key)
        if row is None:
            yield f"lost: {post.mark} is not in the log"
        elif row["state"] == "unknown" and evidence.protocol == "direct":
            if not evidence.doubtful.get(post.key, {}).get("why"):
                yield f"lost: {post.mark} is in doubt and the log does not say why"
        elif row["state"] not in _OUT:
            yield f"lost: {post.mark} ended as {row['state']} ({row['why']}), visible {len(seen[post.mark])} times"
        elif not seen[post.mark]:
            yield f"lost: {post.mark} is in the log as published, and was never visible"


def _told(evidence: Evidence) -> Iterator[str]:
    """The log says of a post what the journal says: its id, Page, words and time."""
    seen = _by_mark(evidence)
    for post in evidence.planned:
        row = evidence.log.get(post.key)
        if row and row["state"] in _OUT and seen[post.mark]:
            yield from (f"told: {post.mark} {what}" for what in _differences(post, row, seen[post.mark][0]))


def _differences(post: Planned, row: Row, shown: Row) -> Iterator[str]:
    if row["remote_id"] != shown["id"]:
        yield f"has the id {row['remote_id']} in the log, {shown['id']} in the journal"
    if shown["page_id"] != post.page_id:
        yield f"went to the Page {shown['page_id']} instead of {post.page_id}"
    if row["text"] != post.text or not shown["message"].startswith(post.text):
        yield f"reads {row['text']!r} in the log, {shown['message']!r} in the journal"
    if not row["permalink"]:
        yield "has no permalink"
    visible, told = datetime.fromisoformat(shown["visible_at"]), datetime.fromisoformat(row["published_at"])
    if abs(visible - told) > _LATE:
        yield f"was published at {told} says the log, at {visible} says the journal"
    if visible < post.due - timedelta(seconds=1):
        yield f"was visible at {visible}, before it was due at {post.due}"


def _attempted(evidence: Evidence) -> Iterator[str]:
    """Before each call that makes or shows something, an attempt was written: the n-th has n attempts before it.

    Deleting needs none where nobody ever saw the post: lost drafts are swept up Page by Page. What was visible is
    not deleted here at all.
    """
    owners, visible = _owners(evidence), {post["id"] for post in evidence.visible}
    calls: dict[str, list[Row]] = defaultdict(list)
    for call in evidence.writes:
        key = _key_of(call, owners)
        if key is None:
            yield f"attempted: nobody knows for whom call {call['n']} was made ({call['method']} {call['edge']})"
        elif call["method"] == "POST":
            calls[key].append(call)
        elif call["object_id"] in visible:
            yield f"attempted: call {call['n']} deleted {call['object_id']} of {key}, which was visible"
    for key, of_post in calls.items():
        begun = sorted(_utc(attempt["started_at"]) for attempt in evidence.attempts.get(key, ()))
        if missing := _unwritten(of_post, begun):
            yield f"attempted: {key} has {len(begun)} attempts; none for {', '.join(missing)}"


def _unwritten(calls: list[Row], begun: list[datetime]) -> list[str]:
    """The calls of a post before which too few attempts had begun."""
    return [
        f"call {call['n']} ({call['method']} {call['edge']})"
        for number, call in enumerate(calls)
        if number >= len(begun) or begun[number] > datetime.fromisoformat(call["at"])
    ]


def _owners(evidence: Evidence) -> dict[str, str]:
    """Marks and Facebook's ids, and the key of the post that each belongs to."""
    owners = {post.mark: post.key for post in evidence.planned}
    for call in evidence.calls:
        key = _key_of(call, owners)
        if call["result_id"] and key and call["method"] == "POST":
            owners.setdefault(call["result_id"], key)
    return owners


def _key_of(call: Row, owners: dict[str, str]) -> str | None:
    given = call["parameters"]
    marks = _MARK.findall(given.get("message", "") + given.get("alt_text_custom", ""))
    return next((owners[name] for name in (*marks, call["object_id"]) if name in owners), None)


def _utc(value: object) -> datetime:
    """SQLite gives instants as text without their zone."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return at if at.tzinfo else datetime.fromisoformat(f"{at.isoformat()}+00:00")


def _whole(evidence: Evidence) -> Iterator[str]:
    """The log is whole, seen from every machine."""
    for verdict in evidence.verdicts:
        if not verdict["whole"]:
            yield f"whole: {verdict['faults']}"


def _secret(evidence: Evidence) -> Iterator[str]:
    """No token, and not the app's secret, shows anywhere."""
    for where, text in evidence.words:
        for secret in evidence.secrets:
            if secret in text and not _INSPECTED.search(text):
                yield f"secret: {secret[:10]}… shows in {where}"


def _addressed(evidence: Evidence) -> Iterator[str]:
    """The product speaks Graph and nothing else: whatever it asks for would mean the same at Facebook."""
    strange = Counter(
        ask.line for ask in evidence.asks if not re.match(r"(GET|POST|DELETE) /v\d+\.\d+/[\w/]+[? ]", ask.line)
    )
    yield from (f"addressed: {line} ({count} times)" for line, count in strange.items())
    for ask in evidence.asks:
        if "x-sandbox" in ask.head.lower() or "authorization: bearer" not in ask.head.lower():
            yield f"addressed: {ask.line} has headers that are not Graph's, or no token in one"


def _stumbled(evidence: Evidence) -> Iterator[str]:
    """A worker meets faults and rivals without losing its thread: its log holds no traceback."""
    for where, text in evidence.words:
        if where.startswith("worker") and (count := text.count("Traceback")):
            yield f"stumbled: {where} holds {count} tracebacks, the last: {text.rstrip().splitlines()[-1]}"
