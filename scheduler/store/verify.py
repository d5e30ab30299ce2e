"""Is the log whole: every row as it was written, under an unbroken chain of seals, and in accord with the posts.

Everything is read once, in the order of ids, and compared side by side with what the seals hold, so that a
million rows need no more memory than a thousand.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from scheduler.core.states import SCREEN, State
from scheduler.store.models import Approval, Confirmation, Payload, Post, Seal, Transition, Uses
from scheduler.store.radio.proof import airings, receipts
from scheduler.store.seal import FIRST, SEALED, rows_of, seal_hash, unpacked
from scheduler.store.sealed import approval_hash, confirmation_hash, transition_hash

_WORDS = {1: "nhật ký", 2: "lần duyệt", 3: "xác nhận số liệu", 4: "biên nhận của đài", 5: "lần phát"}
_OUT = (State.PUBLISHED, State.RECALLED)
_MOST = 200


@dataclass
class Verdict:
    """What verification found. `faults` name rows; `unsealed` rows are newer than the last seal."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    last_seal: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    @property
    def full(self) -> bool:
        """Whether no more faults are named."""
        return len(self.faults) >= _MOST

    def blame(self, fault: str) -> None:
        """Remember a fault; after 200 only that there are more."""
        if not self.full:
            self.faults.append(fault)
        elif len(self.faults) == _MOST:
            self.faults.append("… còn nhiều sai lệch nữa")


def verify(known_seals: list[str] | None = None) -> Verdict:
    """Check rows, seals and posts. `known_seals` are hashes kept outside the database; each must still be there."""
    verdict = Verdict()
    last = _check_chain(verdict, known_seals or [])
    for number in SEALED:
        _check_table(number, last, verdict)
    _check_texts(verdict)
    _check_posts(verdict)
    return verdict


def _check_chain(verdict: Verdict, known: list[str]) -> int:
    """Check that each seal follows the one before it; the id of the last, beyond which nothing is looked at."""
    previous, last, missing = FIRST, 0, dict.fromkeys(known)
    for seal in Seal.objects.order_by("id").iterator(1):
        verdict.seals += 1
        if seal.previous != previous:
            verdict.blame(f"niêm phong {seal.pk}: không nối tiếp niêm phong trước nó (có niêm phong bị xóa hoặc chèn)")
        try:
            if seal_hash(seal.previous, seal.at, unpacked(seal)) != seal.hash:
                verdict.blame(f"niêm phong {seal.pk}: đã bị sửa")
        except zlib.error:
            verdict.blame(f"niêm phong {seal.pk}: hỏng, không đọc được")
        previous, last = seal.hash, seal.pk
        missing.pop(seal.hash, None)
    verdict.last_seal = previous if verdict.seals else ""
    for gone in missing:
        verdict.blame(f"niêm phong {gone} đã lưu bên ngoài không còn trong cơ sở dữ liệu: phần đuôi bị cắt hoặc sửa")
    return last


Row = tuple[int, str, str, str]
"""Id, stored hash, hash as recomputed, and what to call the row."""


def _sealed(number: int, last: int) -> Iterator[tuple[int, str]]:
    """Id and hash of each sealed row of a table, in the order in which they were sealed."""
    for seal in Seal.objects.filter(pk__lte=last).order_by("id").iterator(1):
        try:
            for table, pk, digest in rows_of(seal):
                if table == number:
                    yield pk, digest
        except (zlib.error, struct.error, ValueError):
            continue


def _check_table(number: int, last: int, verdict: Verdict) -> None:
    suspects: list[Pair] = []
    for row, expected, newer in _side_by_side(_RECOMPUTE[number](), _sealed(number, last)):
        verdict.rows += row is not None
        if row is None:
            verdict.blame(f"{_WORDS[number]} {expected[0] if expected else ''}: đã bị xóa")
        elif row[1] == row[2] and newer:
            verdict.unsealed += 1
        elif row[1] != row[2] or expected is None or expected[1] != row[1]:
            suspects.append((row, expected, newer))
        if len(suspects) > _MOST:
            break
    if suspects:
        _accuse(number, suspects, last, verdict)


Pair = tuple[Row | None, tuple[int, str] | None, bool]
"""A row and the sealed id and hash that stand for it, either of which may be missing; whether it came after the
last sealed row."""


def _side_by_side(rows: Iterator[Row], sealed: Iterator[tuple[int, str]]) -> Iterator[Pair]:
    row, mark = next(rows, None), next(sealed, None)
    while row or mark:
        if mark and (row is None or mark[0] < row[0]):
            yield None, mark, False
            mark = next(sealed, None)
        elif mark and row and mark[0] == row[0]:
            yield row, mark, False
            row, mark = next(rows, None), next(sealed, None)
        else:
            yield row, None, mark is None
            row = next(rows, None)


def _accuse(number: int, suspects: list[Pair], last: int, verdict: Verdict) -> None:
    """Say of each suspect row what was done to it: a row that carries another row's seal was moved."""
    wanted = {row[1] for row, _, _ in suspects if row}
    homes = {digest: pk for pk, digest in _sealed(number, last) if digest in wanted}
    for row, expected, _ in suspects:
        if row:
            verdict.blame(f"{_WORDS[number]} {row[0]} ({row[3]}): {_what_was_done(row, expected, homes)}")


def _what_was_done(row: Row, expected: tuple[int, str] | None, homes: dict[str, int]) -> str:
    _, stored, recomputed, _ = row
    if stored != recomputed:
        return "nội dung đã bị sửa"
    if expected is None:
        return "dòng chèn thêm, không có trong niêm phong"
    return f"bị đổi chỗ, vốn ở dòng {homes[stored]}" if stored in homes else "nội dung khác với lúc niêm phong"


def _transitions() -> Iterator[Row]:
    rows = Transition.objects.order_by("pk").values_list(
        "pk", "hash", "post__key", "post__rev", "old", "new", "by", "at", "why", "payload_sha", "detail"
    )
    for pk, digest, key, rev, old, new, by, at, why, sha, detail in rows.iterator(1000):
        yield pk, digest, transition_hash(key, rev, old, new, by, at, why, sha, detail), key


def _approvals() -> Iterator[Row]:
    rows = Approval.objects.order_by("pk").values_list(
        "pk", "hash", "post__key", "post__rev", "payload_sha", "by", "at", "vouched", "on_behalf"
    )
    for pk, digest, key, rev, sha, by, at, vouched, on_behalf in rows.iterator(1000):
        yield pk, digest, approval_hash(key, rev, sha, by, at, vouched, on_behalf), key


def _confirmations() -> Iterator[Row]:
    for row in Confirmation.objects.order_by("pk").iterator(1000):
        yield row.pk, row.hash, confirmation_hash(row.period, row.value, row.by, row.at), row.period


_RECOMPUTE: dict[int, Callable[[], Iterator[Row]]] = {
    1: _transitions, 2: _approvals, 3: _confirmations, 4: receipts, 5: airings,
}  # fmt: skip


def _check_texts(verdict: Verdict) -> None:
    """Texts, and the figures and names they were made from, are stored under the hash of what they say."""
    for model, word in ((Payload, "văn bản"), (Uses, "số liệu và tên đơn vị")):
        for pk, sha, body in model._default_manager.order_by("pk").values_list("pk", "sha256", "body").iterator(1000):
            if hashlib.sha256(body.encode()).hexdigest() != sha:
                verdict.blame(f"nội dung {pk} ({sha[:12]}…): {word} đã bị sửa")


def _check_posts(verdict: Verdict) -> None:
    """Each post must stand where its last transition left it, with the payload and proof named there."""
    rows = Post.objects.order_by("pk").values_list(
        "pk", "key", "state", "payload__sha256", "remote_id", "permalink", "published_at",
        "campaign", "channel", "lang", "unit", "uses__body",
    )  # fmt: skip
    logged = _last_transitions()
    entry = next(logged, None)
    for pk, key, state, sha, remote_id, permalink, published_at, *names in rows.iterator(1000):
        if not _names_agree(key, *names):
            verdict.blame(f"bài {key}: chiến dịch, kênh, ngôn ngữ hoặc đơn vị khác với mã bài và nội dung đã lưu")
        while entry and entry[0] < pk:
            entry = next(logged, None)
        if entry is None or entry[0] != pk:
            verdict.blame(f"bài {key}: không có dòng nhật ký nào")
        elif (state, sha) != entry[1:3]:
            verdict.blame(f'bài {key}: trạng thái hoặc nội dung khác với nhật ký (nhật ký ghi "{_screen(entry[1])}")')
        elif state in _OUT and not _proof_agrees(entry[3], remote_id, permalink, published_at):
            verdict.blame(f"bài {key}: mã bài, đường dẫn hoặc giờ đăng khác với nhật ký")
        elif entry[4]:
            verdict.blame(f"bài {key}: nhật ký {entry[4]} không nối tiếp dòng trước nó (chèn thêm hoặc mất dòng)")


def _names_agree(key: str, campaign: str, channel: str, lang: str, unit: str, uses: str) -> bool:
    """Whether a post is where its key says, and speaks for the unit that its text was made for."""
    try:
        made_for = json.loads(uses)["unit"]
    except (ValueError, KeyError, TypeError):
        return True  # the stored text was changed, and was named for it
    return key.split("/")[:3] == [campaign, channel, lang] and unit == made_for


def _last_transitions() -> Iterator[tuple[int, str, str, str, int]]:
    """Of each post, in the order of their ids: post, last state and payload, the detail of its publishing, and the
    first row that does not begin where the row before it ended (0 where all do)."""
    rows = Transition.objects.order_by("post_id", "pk").values_list(
        "post_id", "new", "payload_sha", "detail", "old", "pk"
    )
    for post, of_post in groupby(rows.iterator(1000), key=lambda row: row[0]):
        state, sha, proof, broken = "", "", "", 0
        for _, new, sha, detail, old, pk in of_post:  # noqa: B007  # the last one stays
            broken = broken or (pk if old != state else 0)
            state = new
            proof = detail if new == State.PUBLISHED else proof
        yield post, state, sha, proof, broken


def _screen(state: str) -> str:
    return SCREEN[State(state)] if state in set(State) else state


def _proof_agrees(detail: str, remote_id: str, permalink: str, published_at: datetime | None) -> bool:
    try:
        proof = json.loads(detail)
        at = datetime.fromisoformat(proof["published_at"]) if "published_at" in proof else None
        return (proof.get("remote_id"), proof.get("permalink"), at) == (remote_id, permalink, published_at)
    except (ValueError, TypeError, AttributeError):
        return False  # the row itself was changed, and was named for it
