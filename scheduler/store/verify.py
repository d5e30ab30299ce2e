"""Is the log whole: every row as it was written, under an unbroken chain of seals, and in accord with the posts."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.states import SCREEN, State
from scheduler.store.models import Approval, Confirmation, Payload, Post, Seal, Transition
from scheduler.store.seal import FIRST, SEALED, rows_of, seal_hash, unpacked
from scheduler.store.sealed import approval_hash, confirmation_hash, transition_hash

_WORDS = {1: "nhật ký", 2: "lần duyệt", 3: "xác nhận số liệu"}
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

    def blame(self, fault: str) -> None:
        """Remember a fault; after 200 only that there are more."""
        if len(self.faults) < _MOST:
            self.faults.append(fault)
        elif len(self.faults) == _MOST:
            self.faults.append("… còn nhiều sai lệch nữa")


def verify(known_seals: list[str] | None = None) -> Verdict:
    """Check rows, seals and posts. `known_seals` are hashes kept outside the database; each must still be there."""
    verdict = Verdict()
    sealed = _check_chain(verdict, known_seals or [])
    for number, model in SEALED.items():
        _check_table(number, _RECOMPUTE[number](), sealed.get(number, {}), verdict)
    _check_payloads(verdict)
    _check_posts(verdict)
    return verdict


def _check_chain(verdict: Verdict, known: list[str]) -> dict[int, dict[int, str]]:
    sealed: dict[int, dict[int, str]] = {}
    previous, hashes = FIRST, set()
    for seal in Seal.objects.order_by("id").iterator(50):
        verdict.seals += 1
        if seal.previous != previous:
            verdict.blame(f"niêm phong {seal.pk}: không nối tiếp niêm phong trước nó (có niêm phong bị xóa hoặc chèn)")
        try:
            if seal_hash(seal.previous, seal.at, unpacked(seal)) != seal.hash:
                verdict.blame(f"niêm phong {seal.pk}: đã bị sửa")
            for number, pk, digest in rows_of(seal):
                sealed.setdefault(number, {})[pk] = digest
        except (zlib.error, ValueError):
            verdict.blame(f"niêm phong {seal.pk}: hỏng, không đọc được")
        previous = seal.hash
        hashes.add(seal.hash)
    verdict.last_seal = previous if verdict.seals else ""
    for missing in (seal for seal in known if seal not in hashes):
        verdict.blame(f"niêm phong {missing} đã lưu bên ngoài không còn trong cơ sở dữ liệu: phần đuôi bị cắt hoặc sửa")
    return sealed


Row = tuple[int, str, str, str]
"""Id, stored hash, hash as recomputed, and what to call the row."""


def _check_table(number: int, rows: Iterator[Row], sealed: dict[int, str], verdict: Verdict) -> None:
    by_hash = {digest: pk for pk, digest in sealed.items()} if sealed else {}
    last, seen, word = max(sealed, default=0), set(), _WORDS[number]
    for pk, stored, recomputed, name in rows:
        verdict.rows += 1
        seen.add(pk)
        expected = sealed.get(pk)
        if stored != recomputed:
            verdict.blame(f"{word} {pk} ({name}): nội dung đã bị sửa")
        elif expected is None and pk <= last:
            verdict.blame(f"{word} {pk} ({name}): dòng chèn thêm, không có trong niêm phong")
        elif expected is None:
            verdict.unsealed += 1
        elif expected != stored and stored in by_hash:
            verdict.blame(f"{word} {pk} ({name}): bị đổi chỗ, vốn ở dòng {by_hash[stored]}")
        elif expected != stored:
            verdict.blame(f"{word} {pk} ({name}): nội dung khác với lúc niêm phong")
    for pk in sorted(sealed.keys() - seen):
        verdict.blame(f"{word} {pk}: đã bị xóa")


def _transitions() -> Iterator[Row]:
    rows = Transition.objects.order_by("pk").values_list(
        "pk", "hash", "post__key", "post__rev", "old", "new", "by", "at", "why", "payload_sha", "detail"
    )
    for pk, digest, key, rev, old, new, by, at, why, sha, detail in rows.iterator(10_000):
        yield pk, digest, transition_hash(key, rev, old, new, by, at, why, sha, detail), key


def _approvals() -> Iterator[Row]:
    rows = Approval.objects.order_by("pk").values_list(
        "pk", "hash", "post__key", "post__rev", "payload_sha", "by", "at", "vouched"
    )
    for pk, digest, key, rev, sha, by, at, vouched in rows.iterator(10_000):
        yield pk, digest, approval_hash(key, rev, sha, by, at, vouched), key


def _confirmations() -> Iterator[Row]:
    for row in Confirmation.objects.order_by("pk").iterator(10_000):
        yield row.pk, row.hash, confirmation_hash(row.period, row.value, row.by, row.at), row.period


_RECOMPUTE: dict[int, Callable[[], Iterator[Row]]] = {1: _transitions, 2: _approvals, 3: _confirmations}


def _check_payloads(verdict: Verdict) -> None:
    for pk, sha, body in Payload.objects.order_by("pk").values_list("pk", "sha256", "body").iterator(1000):
        if hashlib.sha256(body.encode()).hexdigest() != sha:
            verdict.blame(f"nội dung {pk} ({sha[:12]}…): văn bản đã bị sửa")


def _check_posts(verdict: Verdict) -> None:
    """Each post must stand where its last transition left it, with the payload and proof named there."""
    last = _last_transitions()
    rows = Post.objects.order_by("pk").values_list(
        "pk", "key", "state", "payload__sha256", "remote_id", "permalink", "published_at"
    )
    for pk, key, state, sha, remote_id, permalink, published_at in rows.iterator(10_000):
        entry = last.get(pk)
        if entry is None:
            verdict.blame(f"bài {key}: không có dòng nhật ký nào")
            continue
        if (state, sha) != entry[:2]:
            logged = SCREEN[State(entry[0])]
            verdict.blame(f'bài {key}: trạng thái hoặc nội dung khác với nhật ký (nhật ký ghi "{logged}")')
        elif state == State.PUBLISHED and not _proof_agrees(entry[2], remote_id, permalink, published_at):
            verdict.blame(f"bài {key}: mã bài, đường dẫn hoặc giờ đăng khác với nhật ký")


def _last_transitions() -> dict[int, tuple[str, str, str]]:
    rows = Transition.objects.order_by("pk").values_list("post_id", "new", "payload_sha", "detail")
    return {post: (new, sha, detail) for post, new, sha, detail in rows.iterator(10_000)}


def _proof_agrees(detail: str, remote_id: str, permalink: str, published_at: datetime | None) -> bool:
    proof = json.loads(detail)
    at = datetime.fromisoformat(proof["published_at"]) if "published_at" in proof else None
    return (proof.get("remote_id"), proof.get("permalink"), at) == (remote_id, permalink, published_at)
