"""The carrier of Facebook Pages: finds a Page's token and protocol, and hands on to the protocol."""

from datetime import datetime

from scheduler.core.channel import Page
from scheduler.core.outcome import ChannelDown, Outcome, Unknown
from scheduler.errors import BhxhError
from scheduler.publish.carrier import Job, Result, Setup, Step
from scheduler.publish.facebook import reading, two_phase
from scheduler.publish.graph import BadTokenError, Graph, Wire, session

TWO_PHASE = "two-phase"


class NotReadyError(Exception):
    """Something that a call needs is missing at our own side; the text is for a clerk and holds no secret."""


class FacebookCarrier:
    """Carries posts to Facebook Pages. One per process: its connections are shared by all threads."""

    def __init__(self, setup: Setup) -> None:
        self.lead = setup.config.facebook.prepare_ahead
        self.grace = setup.config.publishing.grace
        self._setup = setup
        self._pool = session(setup.config.facebook.threads)

    def next_step(self, job: Job, now: datetime) -> Step | None:
        """The step to take now. Pure."""
        return two_phase.next_step(job, now, self.lead)

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Take the step."""
        try:
            self._require_two_phase(job)
            graph = self._graph(job, now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))
        return two_phase.TwoPhase(graph, page_of(job).page_id, self._setup.media).perform(step, job, now)

    def look(self, job: Job, now: datetime) -> Outcome:
        """Read what became of a post in state unknown."""
        try:
            self._require_two_phase(job)
            return reading.look(self._graph(job, now), job, now)
        except NotReadyError as missing:
            return Unknown(str(missing))

    def take_back(self, job: Job, now: datetime) -> Result:
        """Delete the draft of a post."""
        try:
            return reading.take_back(self._graph(job, now), job, now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))

    def recall(self, job: Job, now: datetime) -> Result:
        """Delete a published post."""
        try:
            return reading.recall(self._graph(job, now), page_of(job).page_id, job, now)
        except NotReadyError as missing:
            return Result(ChannelDown(str(missing)))

    def _require_two_phase(self, job: Job) -> None:
        protocol = page_of(job).protocol or self._setup.config.facebook.protocol
        if protocol != TWO_PHASE:
            raise NotReadyError(
                f'Cách đăng "{protocol}" của trang "{job.channel.id}" chưa dùng được: '
                f"đặt protocol: {TWO_PHASE} trong tệp kênh hoặc config.yaml"
            )

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


def page_of(job: Job) -> Page:
    """The Page of a job. Raises TypeError for a channel of another kind: a bug of the worker."""
    if not isinstance(job.channel, Page):
        raise TypeError(f"{job.channel.id} is a {job.channel.kind}, no Facebook Page")
    return job.channel
