"""What a tick does about notices: looks over the queue, and in a rehearsal carries what it found at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.channel import Channel
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
        if self.courier.mode != "live":
            self.courier.carry(now)


def watch_of(config: Config, channels: Callable[[], Mapping[str, Channel]]) -> Watch:
    """The watch of a machine; `channels` gives those of the content as it is taken up anew."""
    zone = ZoneInfo(config.zone)
    survey = Survey(channels, zone, config.desk("notices"))
    stations = StationSurvey(channels, zone, config.desk("stations"), rehearsing=config.mode != "live")
    daily = Daily(zone, config.notices.daily_at, config.desk("notices"))
    return Watch(survey, daily, courier_of(config), stations)
