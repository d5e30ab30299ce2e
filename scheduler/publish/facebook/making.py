"""Making what nobody sees yet: photos one by one, then the unpublished post. Every protocol but `direct` does both."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.core.outcome import Again, ChannelDown, Prepared, Refused
from scheduler.core.retry import Failure, back_off
from scheduler.publish.answer import Answer, GraphFault
from scheduler.publish.carrier import Job, Result, Step
from scheduler.publish.facebook import posts
from scheduler.publish.facebook.photos import WrongPhotoError, photo_bytes
from scheduler.publish.graph import Graph
from scheduler.publish.outcomes import call_of, judged

PHOTO, DRAFT = "photo", "draft"
ROUNDS = ("photos", *(f"photos-{number}" for number in range(2, 13)))
"""Phases before there is a draft. Photos are free and seen by nobody, but they are not uploaded for ever: each lost
answer to a draft costs a round, and so many lost in a row are no bad luck any more."""

_AT_ONCE = 4
"""Rounds without a pause between them; the only ones where Facebook does not say that the photos are used."""

_LEFT_DRAFT = "có thể còn một bản nháp không ai thấy trên trang"
_LEFT_PHOTO = "có thể còn một ảnh không ai thấy trên trang, Facebook tự xóa sau một ngày"


def next_photo(job: Job, now: datetime, lead: timedelta) -> Step | None:
    """The next photo to upload, from `lead` before the due time; None where all are up, or it is too early."""
    if now < job.due - lead or len(job.media) >= len(job.payload.photos):
        return None
    return Step(f"{PHOTO}:{len(job.media) + 1}", visible=False)


def next_making(job: Job, now: datetime, lead: timedelta) -> Step | None:
    """The next step towards a draft, from `lead` before the due time."""
    if now < job.due - lead:
        return None
    return next_photo(job, now, lead) or Step(DRAFT, visible=False)


@dataclass(frozen=True)
class Making:
    """Photos and drafts over one Page's client."""

    graph: Graph
    page_id: str
    media: Path

    def photo(self, job: Job, now: datetime) -> Result:
        """Upload the next photo."""
        picture = job.payload.photos[len(job.media)]
        try:
            content = photo_bytes(self.media, picture)
        except WrongPhotoError as wrong:
            return Result(Refused(str(wrong)))
        except OSError as error:
            why = f'Không đọc được ảnh "{picture.file}" ({error.strerror}): kiểm tra ổ đĩa, sẽ tự thử lại'
            return Result(Again(now + back_off(job.attempts, job.first_wait), why))
        answer = posts.upload_photo(self.graph, self.page_id, picture, content)
        if answer.fault is not None or not answer.id:
            return self._not_made(answer, job, now, _LEFT_PHOTO)
        phase = job.phase if job.phase in ROUNDS else ROUNDS[0]
        return Result(Prepared(phase, media=(*job.media, answer.id)), call_of(answer))

    def draft(self, job: Job, now: datetime, wake: datetime | None) -> Result:
        """Create the post unpublished; `wake` is when there is something to do with it again."""
        answer = posts.create_draft(self.graph, self.page_id, job.payload, job.media)
        if answer.fault is None and answer.id:
            done = Prepared(DRAFT, answer.id, job.media, next_try=wake)
            return Result(done, call_of(answer, f"bản nháp {answer.id}"))
        if answer.fault and (anew := _anew(answer.fault, job, now)):
            # Our own earlier draft, whose answer was lost, holds them, or took them along when it was deleted.
            return Result(anew, call_of(answer, _LEFT_DRAFT))
        return self._not_made(answer, job, now, _LEFT_DRAFT)

    def _not_made(self, answer: Answer, job: Job, now: datetime, left: str) -> Result:
        if answer.fault is None:
            # `success` without an id: what was made cannot be named, so it cannot be used.
            answer = replace(answer, fault=GraphFault(Failure.UNKNOWN, what="câu trả lời không có mã"))
        result = judged(answer, job, now, visible=False, note=left)
        if answer.fault and _no_drafts(answer.fault):
            return replace(result, outcome=_drafts_refused(answer.fault))
        return result


def _anew(fault: GraphFault, job: Job, now: datetime) -> Prepared | None:
    """The next round of uploading, where the stored photos no longer serve: used (1366051), or gone (100; it says the
    same of much else, so it is not believed as often). None where that is not so, or no round is left."""
    if fault.failure is not Failure.ANSWERED or not job.media or job.phase not in ROUNDS:
        return None
    used, following = 1366051 in (fault.code, fault.subcode), ROUNDS.index(job.phase) + 1
    most = len(ROUNDS) if used else _AT_ONCE if fault.code == 100 else 0
    if following >= most:
        return None
    pause = back_off(following - _AT_ONCE, job.first_wait) if following >= _AT_ONCE else timedelta(0)
    return Prepared(ROUNDS[following], next_try=now + pause if pause else None)


def _no_drafts(fault: GraphFault) -> bool:
    """Whether the Page or API version refuses unpublished posts as such."""
    spoken = "unpublished" in fault.message.lower()
    return fault.failure is Failure.ANSWERED and (fault.code == 3 or (spoken and fault.code in (10, 100, 200)))


def _drafts_refused(fault: GraphFault) -> ChannelDown:
    return ChannelDown(
        f"Facebook không nhận bản nháp trên trang này ({fault.codes}): "
        "chạy bhxh doctor --probe để biết trang nhận cách đăng nào, kiểm tra quyền của token"
    )
