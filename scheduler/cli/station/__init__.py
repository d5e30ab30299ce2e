"""`bhxh station`: the stations, their links, what they said, and what they must be told."""

import click

from scheduler.cli.station.bundle import bundle, receipts
from scheduler.cli.station.links import link
from scheduler.cli.station.listen import listen
from scheduler.cli.station.lists import list_, recalls
from scheduler.cli.station.log import log
from scheduler.cli.station.mirror import mirror
from scheduler.cli.station.revise import revise, withhold
from scheduler.cli.station.told import aired, received


@click.group()
def command() -> None:
    """Đài truyền thanh: đường dẫn nhận kịch bản, biên nhận, lần phát, bản thay thế, thu hồi.

    Radio stations: their secret links, what they received and aired, newer issues of scripts, recalls.

    \b
    Ví dụ · example:
      bhxh station list
      bhxh station link add dai-yen-ninh --by lan
      bhxh station received dai-yen-ninh/14/2026 --person "Bà Tâm" --way phone --by lan
      bhxh station aired dai-yen-ninh/14/2026 --at 2026-11-19T06:02 --seconds 75 --reader "Bà Tâm" --by lan
      bhxh station recalls
      bhxh station bundle dai-yen-ninh --to dai-yen-ninh.zip
    """


for each in (list_, link, received, aired, revise, withhold, recalls, log, bundle, receipts, mirror, listen):
    command.add_command(each)
