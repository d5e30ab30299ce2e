"""Clients for looking at tokens: with a Page's own token, with one just obtained, with the app's."""

from datetime import datetime

from scheduler.config import Config
from scheduler.core.channel import Channel, Page
from scheduler.errors import BhxhError
from scheduler.publish.graph import BadTokenError, Graph, Wire, session
from scheduler.publish.machine import speaks_to_sandbox
from scheduler.publish.practice import with_practice_tokens


class Reach:
    """Reaches Graph as the configuration says; its connections are shared by all threads of a process.

    `simulated` tells a sandbox on this machine the time of each call.
    """

    def __init__(self, config: Config, channels: dict[str, Channel], *, simulated: bool = False) -> None:
        self.config = with_practice_tokens(config, channels.values()) if speaks_to_sandbox(config) else config
        self.pages = {c.id: c for c in channels.values() if isinstance(c, Page)}
        self.simulated = simulated
        self._pool = session(config.facebook.threads)

    @property
    def app_id(self) -> str:
        """The id of the app, or nothing."""
        return self.config.facebook.app_id or ""

    @property
    def can_debug(self) -> bool:
        """Whether the app can speak for itself: its id and secret are configured."""
        return bool(self.app_id and self.config.facebook.app_secret)

    def page(self, channel: str, now: datetime) -> Graph:
        """With the Page's token, read anew each time. Raises BhxhError where there is none that can be used."""
        known = self.config.channels.get(channel)
        if known is None:
            fix = f"chạy bhxh token, hoặc ghi channels: {{{channel}: {{token: env:…}}}}"
            raise BhxhError("config.yaml chưa nói mã truy cập của trang này ở đâu", where=channel, fix=fix)
        try:
            return self.speak(known.token.resolve(), now)
        except BadTokenError:
            what = "mã truy cập có ký tự lạ hoặc bị trống"
            raise BhxhError(what, where=known.token.where, fix="lấy lại: bhxh token") from None

    def speak(self, token: str, now: datetime, *, proof: bool = True) -> Graph:
        """With any token. Raises BadTokenError for what no HTTP header carries, BhxhError for a missing app secret."""
        return Graph(token, self._wire(proof), self._pool, now if self.simulated else None)

    def app(self, now: datetime) -> Graph:
        """As the app itself. Raises BhxhError where its id or secret is missing."""
        return self.speak(f"{self.app_id}|{self.app_secret()}", now)

    def app_secret(self) -> str:
        """The app's secret. Raises BhxhError where it, or the app's id, is missing."""
        settings = self.config.facebook
        if not settings.app_id or settings.app_secret is None:
            fix = "ghi facebook: {app_id: …, app_secret: env:FB_APP_SECRET}"
            raise BhxhError("chưa có mã và khóa của ứng dụng Facebook", where="config.yaml", fix=fix)
        return settings.app_secret.resolve()

    def _wire(self, proof: bool) -> Wire:
        settings = self.config.facebook
        timeouts = (settings.connect_timeout.total_seconds(), settings.read_timeout.total_seconds())
        secret = settings.app_secret.resolve() if proof and settings.app_secret else None
        return Wire(settings.graph_url, settings.version, timeouts, secret)
