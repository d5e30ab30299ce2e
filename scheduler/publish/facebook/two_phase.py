"""Prepare, release, verify: the thing that everybody sees is never made in a call whose answer may be lost.

A draft whose answer is lost leaves at worst a draft that nobody sees. Its release goes to the one id that
is stored, so repeating it cannot make a second post.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.core.outcome import Again, ChannelDown, Prepared, Refused
from scheduler.core.retry import Failure, back_off, rule_for
from scheduler.core.retry_rules import Reaction
from scheduler.publish.answer import Answer, GraphFault
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.photos import WrongPhotoError, photo_bytes
from scheduler.publish.facebook.reading import settle, verify
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

PHOTO, DRAFT, RELEASE = "photo", "draft", "release"
UPLOADED, ANEW = "photos", "photos-anew"
"""Phases before there is a draft. ANEW: the photos are being uploaded for the second and last time."""

_MOST_TRIES = 3
_LEFT_DRAFT = "có thể còn một bản nháp không ai thấy trên trang"
_LEFT_PHOTO = "có thể còn một ảnh không ai thấy trên trang, Facebook tự xóa sau một ngày"


def next_step(job: Job, now: datetime, lead: timedelta) -> Step | None:
    """Photos one by one, then the draft, both from `lead` before the due time; at the due time the release."""
    if job.remote_id:
        return Step(RELEASE, visible=True) if now >= job.due else None
    if now < job.due - lead:
        return None
    if len(job.media) < len(job.payload.photos):
        return Step(f"{PHOTO}:{len(job.media) + 1}", visible=False)
    return Step(DRAFT, visible=False)


@dataclass(frozen=True)
class TwoPhase:
    """The protocol over one Page's client."""

    graph: Graph
    page_id: str
    media: Path

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take a step that `next_step` gave."""
        if step.name == DRAFT:
            return self._draft(job, now)
        if step.name == RELEASE:
            return self._release(job, now)
        return self._photo(job, now)

    def _photo(self, job: Job, now: datetime) -> Result:
        picture = job.payload.photos[len(job.media)]
        try:
            content = photo_bytes(self.media, picture)
        except WrongPhotoError as wrong:
            return Result(Refused(str(wrong)))
        except OSError as error:
            why = f'Không đọc được ảnh "{picture.file}" ({error.strerror}): kiểm tra ổ đĩa, sẽ tự thử lại'
            return Result(Again(now + back_off(job.attempts), why))
        answer = posts.upload_photo(self.graph, self.page_id, picture, content)
        if answer.fault is not None or not answer.id:
            return self._not_prepared(answer, job, now, _LEFT_PHOTO)
        phase = ANEW if job.phase == ANEW else UPLOADED
        return Result(Prepared(phase, media=(*job.media, answer.id)), call_of(answer))

    def _draft(self, job: Job, now: datetime) -> Result:
        answer = posts.create_draft(self.graph, self.page_id, job.payload, job.media)
        if answer.fault is None and answer.id:
            return Result(Prepared(DRAFT, answer.id, job.media), call_of(answer, f"bản nháp {answer.id}"))
        if answer.fault and _photos_used(answer.fault) and job.phase != ANEW:
            # Our own earlier draft, whose answer was lost, holds them: a photo serves once.
            return Result(Prepared(ANEW), call_of(answer, _LEFT_DRAFT))
        return self._not_prepared(answer, job, now, _LEFT_DRAFT)

    def _not_prepared(self, answer: Answer, job: Job, now: datetime, left: str) -> Result:
        if answer.fault is None:
            # `success` without an id: what was made cannot be named, so it cannot be used.
            answer = replace(answer, fault=GraphFault(Failure.UNKNOWN, what="câu trả lời không có mã"))
        result = judged(answer, visible=False, attempts=job.attempts, now=now, note=left)
        if answer.fault and _no_drafts(answer.fault):
            return replace(result, outcome=_drafts_refused(answer.fault))
        return result

    def _release(self, job: Job, now: datetime) -> Result:
        answer = posts.show(self.graph, job.remote_id)
        fault = answer.fault
        if fault is None:
            return verify(self.graph, job, now)
        if fault.gone:
            return Result(_missing(fault, job, now), call_of(answer))
        result = judged(answer, visible=True, attempts=job.attempts, now=now)
        if isinstance(result.outcome, Refused) or _already_posted(fault):
            return settle(self.graph, job, now, result)
        return result


def _missing(fault: GraphFault, job: Job, now: datetime) -> Again | Refused:
    """A fresh draft may not be readable yet; one that stays away was deleted, by a person on the Page."""
    if job.attempts < _MOST_TRIES:
        why = f"Facebook chưa thấy bản nháp vừa tạo ({fault.codes}): sẽ tự thử lại"
        return Again(now + back_off(job.attempts), why)
    why = f"Bản nháp trên Facebook không còn ({fault.codes}): xem ai đã xóa, rồi bấm gửi lại để tạo bản mới"
    return Refused(why)


def _photos_used(fault: GraphFault) -> bool:
    return fault.failure is Failure.ANSWERED and 1366051 in (fault.code, fault.subcode)


def _already_posted(fault: GraphFault) -> bool:
    rule = rule_for(fault.code, fault.subcode)
    return fault.failure is Failure.ANSWERED and rule is not None and rule.reaction is Reaction.TWICE


def _no_drafts(fault: GraphFault) -> bool:
    """Whether the Page or API version refuses unpublished posts as such."""
    spoken = "unpublished" in fault.message.lower()
    return fault.failure is Failure.ANSWERED and (fault.code == 3 or (spoken and fault.code in (10, 100, 200)))


def _drafts_refused(fault: GraphFault) -> ChannelDown:
    return ChannelDown(
        f"Facebook không nhận bản nháp trên trang này ({fault.codes}): "
        "chạy bhxh doctor --probe để biết trang nhận cách đăng nào, kiểm tra quyền của token"
    )
