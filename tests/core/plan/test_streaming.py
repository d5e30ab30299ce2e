"""The plan streams, and is the same in every process: memory grows with one day's slots, not with the campaign."""

import os
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

from scheduler.core.campaign import Campaign
from scheduler.core.plan import plan
from scheduler.core.render import Renderer
from tests.core.plan.building import ZONE, campaign, content, messages, page, station

ROOT = Path(__file__).parents[3]
SAID = messages(4)
CHANNELS = [*(page(f"fb-{n:02}") for n in range(20)), *(station(f"dai-{n:02}") for n in range(60))]
ABOUT = content(CHANNELS, SAID)
RULES = {"facebook": {"triggers": [{"cron": {"hour": "7,19"}}]}, "radio": {"triggers": [{"cron": {"hour": "4,16"}}]}}


def peak(days: int) -> tuple[int, int]:
    """Bytes at the most, and items, of reading a plan of so many days without keeping it."""
    run = campaign(SAID, days=days, cadence=RULES)
    reader = Renderer(ABOUT)
    count = sum(1 for _ in plan(ABOUT, run, zone=ZONE, renderer=reader))  # fills what is kept once and for all
    tracemalloc.start()
    assert sum(1 for _ in plan(ABOUT, run, zone=ZONE, renderer=reader)) == count
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most, count


def test_ten_times_as_many_days_take_no_more_memory() -> None:
    (short, few), (long, many) = peak(40), peak(400)
    assert many == 10 * few
    assert long < 2 * short


def test_the_first_day_comes_before_the_last_is_planned() -> None:
    endless = campaign(SAID, start=date(2021, 5, 3), days=365_000, cadence=RULES)
    assert next(plan(ABOUT, endless, zone=ZONE)).channel == "dai-00"


def printed(seed: str) -> str:
    """The plan as another process has it, whose sets and dictionaries hash otherwise."""
    program = "from tests.core.plan.test_streaming import *; print(list(plan(ABOUT, week(), zone=ZONE)))"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def week() -> Campaign:
    return campaign(SAID, days=7, cadence=RULES)


def test_every_process_plans_the_same_to_the_letter() -> None:
    assert printed("1") == printed("2")
