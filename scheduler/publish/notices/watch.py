"""What a tick does about notices: looks over the queue, and in a rehearsal carries what it found at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.publish.notices.carry import Courier, courier_of
from scheduler.publish.notices.daily import Daily
from scheduler.publish.notices.stations import StationSurvey
from scheduler.publish.notices.survey import Survey


@dataclass(frozen=True)
class Watch:
    """Called by every tick. Mail and webhooks are not sent here but by `courier`, on a job of its own: a slow
    server must not hold up a post. Writing into a folder waits for nobody, so a rehearsal does it at once."""

    survey: Survey
    daily: Daily
    courier: Courier
    stations: StationSurvey

    def look(self, now: datetime) -> None:
        """Raise what needs a person."""
        self.survey.look(now)
        self.stations.look(now)
        self.daily.look(now)
        if self.courier.config.mode != "live":
            self.courier.carry(now)


def watch_of(config: Config, content: Callable[[], Content]) -> Watch:
    """The watch of a machine; `content` gives the content as it is taken up anew."""
    zone = ZoneInfo(config.zone)

    def channels() -> Mapping[str, Channel]:
        return content().channels

    survey = Survey(channels, zone, config.public_url)
    stations = StationSurvey(channels, zone, config.public_url, rehearsing=config.mode != "live")
    daily = Daily(zone, config.notices.daily_at, config.public_url)
    return Watch(survey, daily, courier_of(config, content), stations)
