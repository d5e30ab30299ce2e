"""The worker child: APScheduler is the clock; its jobs only call `tick(now)`."""

import logging
import signal
import threading
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler
from django.db import connections

from scheduler.cli.office import Office
from scheduler.publish.machine import assemble
from scheduler.publish.uptake import Uptake

log = logging.getLogger("bhxh.worker")


def work(office: Office) -> None:
    """Tick until SIGTERM or SIGINT. What is in hand is finished; the rest of a pass is given back."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    ticker = assemble(office.config, office.content, office.renderer)
    uptake = Uptake(office.config, ticker.worker, office.style)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: (stopping.set(), ticker.worker.stopping.set()))
    # Without these three, a tick that comes while one is running, or a second late, would be dropped.
    clock = BackgroundScheduler(
        timezone=office.zone, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )
    every = office.config.publishing.tick.total_seconds()

    def tick() -> None:
        try:
            done = ticker.tick(datetime.now(UTC))
            numbers = {name: count for name, count in done.numbers().items() if count}
            if numbers:
                log.info("tick %s", numbers)
        except Exception:
            # The next tick must come whatever happened in this one; what happened is told.
            log.exception("tick failed")
        finally:
            connections.close_all()

    def take_up() -> None:
        try:
            uptake.look(datetime.now(UTC))
        except Exception:
            log.exception("taking up content failed")
        finally:
            connections.close_all()

    clock.add_job(tick, "interval", seconds=every, next_run_time=datetime.now(UTC))
    clock.add_job(take_up, "interval", seconds=max(every, 30))
    clock.start()
    stopping.wait()
    clock.shutdown(wait=True)
    ticker.seal(datetime.now(UTC), at_once=True)
