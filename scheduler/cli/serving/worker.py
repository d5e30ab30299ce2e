"""The worker child: APScheduler is the clock; its jobs only call `tick(now)`."""

import logging
import os
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from django.db import connections

from scheduler.cli.log import outside_seals
from scheduler.cli.office import Office
from scheduler.cli.serving.stop import Stop
from scheduler.library.writing import UPLOADS, named_in, sweep_uploads
from scheduler.publish.machine import assemble, state_folder
from scheduler.publish.notices import wake
from scheduler.publish.notices.carry import courier_of
from scheduler.publish.radio.mirror.refresh import MirrorClock
from scheduler.publish.tokens.asked import answer_probes
from scheduler.publish.tokens.daily import TokenWatch
from scheduler.publish.tokens.leftover import sweep_leftovers
from scheduler.publish.tokens.reach import Reach
from scheduler.publish.uptake import CONTENT, Uptake
from scheduler.store import drift, probes, sessions, tidy, verdicts
from scheduler.store.models import Pull, Visit
from scheduler.store.notices import resolve
from scheduler.store.payloads import bodies_with
from scheduler.store.verify import verify

log = logging.getLogger("bhxh.worker")

_NICE = 5
"""The worker mostly waits for Facebook: who waits for a page, a station at five in the morning, comes first."""


_UPLOAD_WAITS = timedelta(days=7)
"""How long an upload is kept for the form into which it was put."""


class Machine:
    """What the clock's jobs do. Whatever happens in one, the next must come: it is told, not raised."""

    def __init__(self, office: Office) -> None:
        self._config = office.config
        self.ticker = assemble(office.config, office.content, office.renderer)
        self._courier = courier_of(office.config, lambda: self.ticker.worker.content)
        self._uptake = Uptake(office.config, self.ticker.worker, office.style)
        self._caught_up = False
        mirror, stopping = office.config.radio.mirror, self.ticker.worker.stopping
        self._mirror = MirrorClock(office.config, mirror, stopping.is_set) if mirror else None

    def tick(self) -> None:
        """Publish what is due."""
        try:
            if self._config.mode == "live":  # a rehearsal's simulated clock leaves its last beat anywhere
                wake.look(datetime.now(UTC), self.ticker.worker.zone, self._config.public_url)
            done = self.ticker.tick(datetime.now(UTC))
            if numbers := {name: count for name, count in done.numbers().items() if count}:
                log.info("tick %s", numbers)
        except Exception:
            log.exception("tick failed")
        finally:
            connections.close_all()

    def take_up(self) -> None:
        """Take up content that was changed, also while the machine was off."""
        now, worker = datetime.now(UTC), self.ticker.worker
        try:
            if not self._caught_up:
                resolve(CONTENT, CONTENT, now)  # the content of this start is clean
            if self._uptake.look(now) is None and not self._caught_up and drift.taken_up() != worker.content.digest:
                found = drift.check_all(worker.content, worker.renderer, worker.zone, now)
                log.info("content changed while off: %d posts looked at, %d changed", found.looked, len(found.changed))
            if drift.taken_up() != worker.content.digest:
                drift.remember_taken_up(worker.content.digest)
            self._caught_up = True
        except Exception:
            log.exception("taking up content failed")
        finally:
            connections.close_all()

    def tell(self) -> None:
        """Send notices. On a job of its own: a slow mail server holds up nothing but itself."""
        try:
            self._courier.carry(datetime.now(UTC))
        except Exception:
            log.exception("sending notices failed")
        finally:
            connections.close_all()

    def tidy(self) -> None:
        """Forget sessions that ran out, what was noted longer ago than it is to be kept, uploads nothing came of."""
        now, config = datetime.now(UTC), self._config
        try:
            known, seen = sessions.forget(now), tidy.forget(Visit, now - config.web.visits_kept)
            pulled = tidy.forget(Pull, now - config.radio.pulls_kept)
            log.info("tidied %d sessions, %d lines of the access log, %d pulls", known, seen, pulled)
            said = set[str]().union(*map(named_in, bodies_with(f'"{UPLOADS}/')))
            if gone := sweep_uploads(config.content, said, now - _UPLOAD_WAITS):
                log.info("tidied %d uploads", gone)
        except Exception:
            log.exception("tidying failed")
        finally:
            connections.close_all()

    def check_tokens(self) -> None:
        """Look at the Pages' tokens whose turn it is, and delete what a probe may have left."""
        now, worker, link = datetime.now(UTC), self.ticker.worker, self._config.public_url
        try:
            reach = Reach(self._config, dict(worker.content.channels))
            TokenWatch(reach, link, worker.stopping).look(now)
            sweep_leftovers(reach, now, link)
        except Exception:
            log.exception("checking tokens failed")
        finally:
            connections.close_all()

    def probe_pages(self) -> None:
        """Run the probes that somebody asked for at the desk."""
        now, worker = datetime.now(UTC), self.ticker.worker
        try:
            if probes.wanted():
                answer_probes(Reach(self._config, dict(worker.content.channels)), now, self._config.public_url)
        except Exception:
            log.exception("probing pages failed")
        finally:
            connections.close_all()

    def refresh_mirror(self) -> None:
        """Bring the stations' mirror up to date where it is time. On a job of its own: a slow host holds up nothing."""
        if self._mirror is None:
            return
        try:
            report = self._mirror.look(datetime.now(UTC), self.ticker.worker.content)
            if report and (report.put or report.removed):
                log.info("mirror: %d files put, %d removed, %d stations left", report.put, report.removed, report.left)
        except Exception:
            log.exception("refreshing the mirror failed")
        finally:
            connections.close_all()

    def look_at_log(self) -> None:
        """Once a day, or where somebody asked: is the log whole. On a job of its own, for a long log takes a while."""
        now = datetime.now(UTC)
        try:
            if verdicts.due(now):
                verdicts.record(verify(outside_seals(state_folder(self._config) / "seals.log")), now)
        except Exception:
            log.exception("looking at the log failed")
        finally:
            connections.close_all()


def work(office: Office) -> None:
    """Tick until SIGTERM or SIGINT. What is in hand is finished; the rest of a pass is given back."""
    stop = Stop()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    machine = Machine(office)
    # Without these three, a tick that comes while one is running, or a second late, would be dropped.
    clock = BackgroundScheduler(
        timezone=office.zone, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )
    every, now = office.config.publishing.tick.total_seconds(), datetime.now(UTC)
    clock.add_job(machine.tick, "interval", seconds=every, next_run_time=now)
    clock.add_job(machine.take_up, "interval", seconds=every, next_run_time=now)
    clock.add_job(machine.tell, "interval", seconds=30, next_run_time=now)
    clock.add_job(machine.check_tokens, "interval", minutes=10, next_run_time=now)
    clock.add_job(machine.probe_pages, "interval", seconds=30, next_run_time=now)
    clock.add_job(machine.refresh_mirror, "interval", minutes=1, next_run_time=now)
    clock.add_job(machine.tidy, "interval", hours=24, next_run_time=now + timedelta(minutes=5))
    clock.add_job(machine.look_at_log, "interval", seconds=60, next_run_time=now)
    clock.start()
    while not stop.wait(3600):
        pass
    machine.ticker.worker.stopping.set()
    clock.shutdown(wait=True)
    machine.ticker.seal(datetime.now(UTC), at_once=True)
