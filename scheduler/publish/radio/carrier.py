"""The carrier of radio stations: puts scripts into a station's queue folder, which the station pulls.

`<queues>/<station>/<day>/<HHMM>-<number>-<lang>.txt` and `.json`, and a `manifest.json` per day. Every file is
whole or not there; releasing the same script again writes the same bytes, so a doubt is settled by repeating.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.core.channel import Channel, Station
from scheduler.core.outcome import Again, Call, Outcome, Prepared, Refused, Sent
from scheduler.core.radio.sheet import Status
from scheduler.core.retry import back_off
from scheduler.publish.carrier import RECALLED, Job, Lost, Pacing, Result, Setup, Step
from scheduler.publish.files import OutsideFolderError, inside, make_folder, sync_folder, write_whole
from scheduler.publish.radio.outputs.data import as_json
from scheduler.publish.radio.script import Script, as_data, sheet

RELEASE = "release"
MANIFEST = "manifest.json"
_LISTED = ("id", "rev", "number", "sha256", "status")


class WrongScriptError(Exception):
    """A script that may not be released as it is; the text says why and what to do."""


class RadioCarrier:
    """Carries scripts to the queue folders of stations."""

    def __init__(self, setup: Setup) -> None:
        self._ahead = setup.config.publishing.release_ahead
        self.lead = self._ahead
        self.know(setup.channels)
        self.grace: timedelta = setup.config.publishing.radio_grace
        self.longest = timedelta(minutes=1)
        self.pacing = Pacing()
        self._zone = ZoneInfo(setup.config.zone)
        self._queues = setup.queues
        # A rehearsal that a power cut ends is played again; waiting for the disk would make it take hours.
        self._durable = not setup.simulated

    def next_step(self, job: Job, now: datetime) -> Step | None:
        """Release some time before the broadcasting time, so that the station has it in good time."""
        return Step(RELEASE, visible=True) if now >= self.wake(job, now) else None

    def wake(self, job: Job, now: datetime) -> datetime:
        """When the release may run."""
        return job.due - self._ahead_of(job.channel)

    def know(self, channels: Mapping[str, Channel]) -> None:
        """The station that wants its scripts soonest says how far ahead there is anything to do."""
        self.lead = max((self._ahead_of(channel) for channel in channels.values()), default=self._ahead)

    def _ahead_of(self, channel: Channel) -> timedelta:
        return (channel.release_ahead if isinstance(channel, Station) else None) or self._ahead

    def perform(self, step: Step, job: Job, now: datetime) -> Result:
        """Write the script and the day's manifest."""
        try:
            script = self._script(job)
            folder = self._folder(script)
            _refuse_other(folder, script)
            _put(folder, script, durable=self._durable)
        except WrongScriptError as wrong:
            return Result(Refused(str(wrong)))
        except OSError as error:
            return _disk_failed(error, job, now)
        return Result(self._sent(script, now))

    def look(self, job: Job, now: datetime) -> Outcome:
        """Whether the script lies in the folder as approved; where not, releasing it again is safe."""
        try:
            script = self._script(job)
            found = _complete(self._folder(script), script)
        except WrongScriptError as wrong:
            return Refused(str(wrong))
        return self._sent(script, now) if found else Again(now, "Kịch bản chưa nằm đủ trong thư mục của đài")

    def take_back(self, job: Job, now: datetime) -> Result:
        """Nothing of a script is at the station before its release."""
        return Result(Prepared(""))

    def lost_drafts(self, channel: Channel, lost: Sequence[Lost], now: datetime) -> bool:
        """There are none: nothing is at the station before its release."""
        return True

    def recall(self, job: Job, now: datetime) -> Result:
        """Mark the script canceled and take its words away; the notice stays where the script was."""
        return self._mark(job, "canceled", now)

    def withhold(self, job: Job, now: datetime, *, withheld: bool) -> Result:
        """Take the words of a released script away until somebody decides, or put them back."""
        return self._mark(job, "withheld" if withheld else "usable", now)

    def _mark(self, job: Job, status: Status, now: datetime) -> Result:
        try:
            script = replace(self._script(job), status=status)
            folder = self._folder(script)
            _refuse_other(folder, script)
            _put(folder, script, durable=self._durable)
        except WrongScriptError as wrong:
            return Result(Refused(str(wrong)))
        except OSError as error:
            return _disk_failed(error, job, now)
        return Result(Prepared(RECALLED if status == "canceled" else status, script.remote_id))

    def _script(self, job: Job) -> Script:
        if not isinstance(job.channel, Station):
            raise TypeError(f"{job.channel.id} is a {job.channel.kind}, no radio station")
        if job.number is None:
            raise WrongScriptError("Kịch bản chưa có số: xếp lại bài vào hàng chờ để được cấp số")
        due, station = job.due.astimezone(self._zone), job.channel
        return Script(
            job.key, job.rev, job.number, station.id, station.name, job.unit_name, due, job.seconds, job.payload,
            issue=job.issue,
        )  # fmt: skip

    def _folder(self, script: Script) -> Path:
        try:
            inside(self._queues, script.station, script.day, f"{script.name}.txt")
            return inside(self._queues, script.station, script.day)
        except OutsideFolderError as name:
            raise WrongScriptError(f'Tên tệp "{name}" không dùng được: sửa mã đài hoặc mã ngôn ngữ') from None

    def _sent(self, script: Script, now: datetime) -> Sent:
        return Sent(script.remote_id, f"{script.station}/{script.day}/{script.name}.txt", now)


def _put(folder: Path, script: Script, *, durable: bool) -> None:
    """Sheet and data first, then the manifest that names them."""
    make_folder(folder, durable=durable)
    write_whole(folder / f"{script.name}.txt", sheet(script).encode(), durable=durable)
    write_whole(folder / f"{script.name}.json", as_json(as_data(script)), durable=durable)
    _list(folder, durable=durable)
    if durable:
        sync_folder(folder)


def _list(folder: Path, *, durable: bool) -> None:
    """Write the manifest from what lies in the folder, until it agrees with it.

    Another worker may add a script meanwhile: whoever writes last looks once more, so no script stays unlisted.
    """
    written: bytes | None = None
    while (wanted := as_json({"scripts": list(_entries(folder))})) != written:
        write_whole(folder / MANIFEST, wanted, durable=durable)
        written = wanted


def _complete(folder: Path, script: Script) -> bool:
    """Whether all that a release writes lies there."""
    try:
        written = (folder / f"{script.name}.txt").read_bytes() == sheet(script).encode()
    except OSError:
        return False
    listed = (_stored(folder / MANIFEST) or {}).get("scripts")
    stored = _stored(folder / f"{script.name}.json") == as_data(script)
    return written and stored and isinstance(listed, list) and _entry(as_data(script), script.name) in listed


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        data = _stored(path) if path.name != MANIFEST else None
        if data is not None:
            yield _entry(data, path.stem)


def _entry(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: data.get(field) for field in _LISTED} | {"file": f"{name}.txt"}


def _stored(path: Path) -> dict[str, Any] | None:
    """A script's data as it lies there; None where it does not, or is not readable."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _refuse_other(folder: Path, script: Script) -> None:
    """Never put a script in the place of another one, of a newer revision, or of its own recall."""
    stored = _stored(folder / f"{script.name}.json")
    if stored is None or script.status == stored.get("status") == "canceled":
        return
    if stored.get("id") != script.key:
        raise WrongScriptError(f"Tệp {script.name} đã thuộc bài {stored.get('id')}: kiểm tra thư mục hàng chờ của đài")
    if int(stored.get("rev") or 0) > script.rev:
        raise WrongScriptError(f"Đài đã có bản sửa lần {stored.get('rev')} của bản tin số {script.number}")
    if stored.get("status") == "canceled" and stored.get("rev") == script.rev:
        raise WrongScriptError(f"Bản tin số {script.number} đã thu hồi: muốn phát lại, lập bản sửa mới")


def _disk_failed(error: OSError, job: Job, now: datetime) -> Result:
    why = f"Không ghi được kịch bản vào thư mục của đài ({error.strerror}): kiểm tra ổ đĩa, sẽ tự thử lại"
    return Result(Again(now + back_off(job.attempts, job.first_wait), why), Call(note=f"errno {error.errno}"))
