"""The carrier of Facebook Pages: finds a Page's token and protocol, and hands on to the protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.core.channel import Channel, Page
from scheduler.core.outcome import ChannelDown, Outcome, Prepared, Spent
from scheduler.core.post import Payload
from scheduler.errors import BhxhError
from scheduler.publish.carrier import Job, Lost, Pacing, Result, Setup, Step
from scheduler.publish.facebook import comments, deleting, direct, drafts, handover, reading, two_phase
from scheduler.publish.facebook.handover import Timing
from scheduler.publish.facebook.making import Making
from scheduler.publish.facebook.reading import Patience
from scheduler.publish.graph import BadTokenError, Graph, Wire, session

HANDOVER, DIRECT = "handover", "direct"


class NotReadyError(Exception):
    """Something that a call needs is missing at our own side; the text is for a clerk and holds no secret."""


class FacebookCarrier:
    """Carries posts to Facebook Pages. One per process: its connections are shared by all threads."""

    def __init__(self, setup: Setup) -> None:
        facebook = setup.config.facebook
        self.grace = setup.config.publishing.grace
        self.pacing = Pacing(facebook.min_gap, facebook.slow_gap)
        # The longest step makes three calls, and one is spared: read, release, and read back.
        self.longest = 4 * (facebook.connect_timeout + facebook.read_timeout) + facebook.send_timeout
        self._setup = setup
        self._pool = session(facebook.threads, facebook.send_timeout.total_seconds())
        self._patience = Patience(facebook.settle_within)
        self._timing = Timing(
            facebook.handover_ahead, facebook.handover_margin, facebook.handover_check, self.grace,
            facebook.handover_soonest, facebook.handover_locked,
        )  # fmt: skip
        self.lead = facebook.prepare_ahead
        self.know(setup.channels)

    def know(self, channels: Mapping[str, Channel]) -> None:
        """Posts begin earlier where a Page hands over."""
        config = self._setup.config.facebook
        protocols = {config.protocol, *(page.protocol for page in channels.values() if isinstance(page, Page))}
        leads = [config.prepare_ahead, *([self._timing.lead] if HANDOVER in protocols else [])]
        self.lead = max(leads)

    def next_step(self, job: Job, now: datetime) -> Step | None:
        """The step to take now. Pure."""
        protocol = self._protocol(job)
        if protocol == HANDOVER:
            return handover.next_step(job, now, self._timing)
        lead = self._setup.config.facebook.prepare_ahead
        following = direct.next_step if protocol == DIRECT else two_phase.next_step
        return following(job, now, lead)

    def wake(self, job: Job, now: datetime) -> datetime:
        """When there is something to do for a post for which there is nothing now. Pure."""
        protocol = self._protocol(job)
        if job.remote_id:
            return self._timing.wake(job, now) if protocol == HANDOVER else job.due
        lead = self._timing.lead if protocol == HANDOVER else self._setup.config.facebook.prepare_ahead
        return job.due if now >= job.due - lead else job.due - lead

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take the step."""
        try:
            making = Making(self._graph(job, now), page_of(job).page_id, self._setup.media)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))
        protocol = self._protocol(job)
        if protocol == HANDOVER:
            result = handover.Handover(making, self._timing).perform(step, job, now)
        elif protocol == DIRECT:
            result = direct.Direct(making).perform(step, job, now)
        else:
            result = two_phase.TwoPhase(making).perform(step, job, now)
        return self._capped(result, now)

    def look(self, job: Job, now: datetime) -> Outcome:
        """Read what became of a post in state unknown: by its id, or by looking for it on the Page."""
        page_id = page_of(job).page_id
        try:
            graph = self._graph(job, now)
        except NotReadyError as missing:
            return ChannelDown(str(missing))
        if job.remote_id:
            outcome = reading.look(graph, page_id, job, now, self._patience)
        else:
            config = self._setup.config.facebook
            search = direct.Search(
                graph, page_id, self._patience, self._setup.owners, config.app_id, config.direct_retry
            )
            outcome = search.look(job, now)
        return self._capped(Result(outcome), now).outcome

    def take_back(self, job: Job, now: datetime) -> Result:
        """Delete the draft of a post."""
        if not job.remote_id:
            return Result(Prepared(""))
        try:
            return self._capped(deleting.take_back(self._graph(job, now), page_of(job).page_id, job, now), now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))

    def recall(self, job: Job, now: datetime) -> Result:
        """Delete a published post."""
        try:
            return deleting.recall(self._graph(job, now), page_of(job).page_id, job, now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))

    def comment(self, job: Job, text: str, now: datetime, *, first: bool) -> Result:
        """Say something under a published post, once; `first` where nobody tried before."""
        try:
            return self._capped(comments.comment(self._graph(job, now), job, text, now, first=first), now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))

    def lost_drafts(self, channel: Channel, lost: Sequence[Lost], now: datetime) -> bool:
        """Find and delete the drafts whose answers were lost; False where the Page could not be read."""
        job = Job("", channel, "", now, Payload("facebook", "vi", ""))
        try:
            return drafts.delete_lost(self._graph(job, now), page_of(job).page_id, lost, self._setup.owners)
        except NotReadyError:
            return False

    def _protocol(self, job: Job) -> str:
        """The Page's protocol; what was handed over under another setting is still carried to its end."""
        if job.handed_due is not None:
            return HANDOVER
        return page_of(job).protocol or self._setup.config.facebook.protocol

    def _capped(self, result: Result, now: datetime) -> Result:
        """No pause by itself, and no estimate of Facebook's, is longer than config allows."""
        latest, call = now + self._setup.config.facebook.longest_pause, result.call
        call = replace(call, page=_capped(call.page, latest - now), app=_capped(call.app, latest - now))
        outcome = result.outcome
        if isinstance(outcome, ChannelDown) and outcome.until and outcome.until > latest:
            outcome = replace(outcome, until=latest)
        return Result(outcome, call)

    def _graph(self, job: Job, now: datetime) -> Graph:
        """A client with the Page's token, read anew each time so that a renewed token needs no restart."""
        channel = job.channel.id
        known = self._setup.config.channels.get(channel)
        if known is None:
            raise NotReadyError(f'config.yaml chưa nói token của trang "{channel}" ở đâu: thêm mục channels.{channel}')
        try:
            token, wire = known.token.resolve(), self._wire()
            return Graph(token, wire, self._pool, now if self._setup.simulated else None)
        except BhxhError as missing:
            raise NotReadyError(f'Trang "{channel}" chưa gọi được Facebook: {missing}') from missing
        except BadTokenError:
            why = f'Token của trang "{channel}" có ký tự lạ hoặc bị trống: lấy lại bằng lệnh bhxh token'
            raise NotReadyError(why) from None

    def _wire(self) -> Wire:
        config = self._setup.config.facebook
        timeouts = (config.connect_timeout.total_seconds(), config.read_timeout.total_seconds())
        secret = config.app_secret.resolve() if config.app_secret else None
        return Wire(config.graph_url, config.version, timeouts, secret)


def _capped(spent: Spent, longest: timedelta) -> Spent:
    return replace(spent, wait=min(spent.wait, longest)) if spent.wait else spent


def page_of(job: Job) -> Page:
    """The Page of a job. Raises TypeError for a channel of another kind: a bug of the worker."""
    if not isinstance(job.channel, Page):
        raise TypeError(f"{job.channel.id} is a {job.channel.kind}, no Facebook Page")
    return job.channel
