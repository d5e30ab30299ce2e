"""`bhxh station received`, `aired`: what a station told us by telephone or on paper, written down by one of us."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office
from scheduler.cli.station.script import acting, require_reach, script_of
from scheduler.core.radio.chain import words
from scheduler.core.radio.entry import Reading, Teller
from scheduler.core.radio.told import SAID_SCREEN, Method, Said, Way
from scheduler.errors import BhxhError
from scheduler.store.models import Post
from scheduler.store.radio.chain import chain_of
from scheduler.store.radio.tell import air, receive

_BY_HAND = [way.value for way in Way if way != Way.LINK]

Command = TypeVar("Command", bound=Callable[..., Any])


def _way(command: Command) -> Command:
    choice = click.Choice(_BY_HAND)
    option = click.option("--way", type=choice, default="phone", show_default=True, help="Đài báo bằng cách nào · how.")
    return option(command)


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="KỊCH BẢN…")
@click.option("--person", required=True, metavar="HỌ TÊN", help="Ai ở đài nói · who at the station said so.")
@click.option("--accepted", is_flag=True, help="Lãnh đạo xã đã duyệt cho phát · the commune accepted it.")
@click.option("--recall", is_flag=True, help="Đài đã biết kịch bản bị thu hồi · the recall was seen.")
@click.option("--at", default="", metavar="GIỜ", help="Đài nói lúc nào; bỏ trống là bây giờ · when it was said.")
@click.option("--note", default="", metavar="CHỮ", help="Ghi chú · a note.")
@_way
@by
@as_json
@click.pass_context
def received(
    ctx: click.Context, scripts: tuple[str, ...], person: str, accepted: bool, recall: bool, at: str, note: str,
    way: str, by: str, as_json: bool,
) -> None:  # fmt: skip
    """Ghi lời đài: đã nhận kịch bản, xã đã duyệt phát, hoặc đã biết thu hồi.

    Write down that a station received a script, that its commune accepted it, or that it knows of a recall.

    \b
    Ví dụ · example:
      bhxh station received dai-yen-ninh/14/2026 --person "Bà Tâm" --way phone --by lan
      bhxh station received dai-yen-ninh/14/2026 --person "Bà Tâm" --recall --by lan
    """
    if accepted and recall:
        raise BhxhError("chỉ ghi được một điều mỗi lần", where="--accepted --recall", fix="chạy lệnh hai lần")
    here = office(ctx)
    enters = acting(here, by, "tell")
    teller = Teller(person, Way(way), enters.name)
    what = Said.ACCEPTED if accepted else Said.RECALL_SEEN if recall else Said.RECEIVED
    said_at = here.wall_time(at) if at else None
    meant = [script_of(name) for name in scripts]
    require_reach(enters, meant)
    for script in meant:
        receive(script, what, teller, now=here.started, at=said_at, note=note)
        _say(here, script, SAID_SCREEN[what], as_json)


@click.command()
@click.argument("called", metavar="KỊCH BẢN")
@click.option("--at", default="", metavar="GIỜ", help="Giờ phát thực tế: 2026-12-01T06:02 · when it was aired.")
@click.option("--seconds", type=int, default=None, metavar="GIÂY", help="Đọc mất bao lâu · how long it took.")
@click.option("--reader", default="", metavar="HỌ TÊN", help="Ai đọc · who read it.")
@click.option(
    "--method", type=click.Choice([m.value for m in Method]), default="read", show_default=True,
    help="đọc, máy đọc (tts), tiếp âm (relay) · how.",
)  # fmt: skip
@click.option("--not", "skipped", is_flag=True, help="Không phát; cần --why · it was not aired.")
@click.option("--why", default="", metavar="LÝ DO", help="Vì sao không phát · why not.")
@click.option("--occurrence", type=int, default=0, metavar="SỐ", help="Lần phát thứ mấy trong ngày · which reading.")
@_way
@by
@as_json
@click.pass_context
def aired(
    ctx: click.Context, called: str, at: str, seconds: int | None, reader: str, method: str, skipped: bool, why: str,
    occurrence: int, way: str, by: str, as_json: bool,
) -> None:  # fmt: skip
    """Ghi một lần phát của kịch bản, hoặc không phát và vì sao. Ghi lại khác đi là sửa; dòng cũ vẫn còn trong nhật ký.

    Write down one reading on air, or that there was none and why. Entered anew, it corrects the earlier entry.

    \b
    Ví dụ · example:
      bhxh station aired dai-yen-ninh/14/2026 --at 2026-11-19T06:02 --seconds 75 --reader "Bà Tâm" --by lan
      bhxh station aired dai-yen-ninh/14/2026 --not --why "mất điện" --by lan
    """
    here = office(ctx)
    enters, script = acting(here, by, "tell"), script_of(called)
    require_reach(enters, [script])
    entered_by = enters.name
    if skipped == bool(at):
        fix = "đã phát thì thêm --at GIỜ; không phát thì --not --why LÝ DO"
        raise BhxhError("cần đúng một trong --at và --not", where="station aired", fix=fix)
    reading = Reading(
        occurrence or chain_of(script).nth, not skipped, _aired_at(here, at), seconds, reader, Method(method), why
    )  # fmt: skip
    air(script, reading, Teller(reader, Way(way), entered_by), now=here.started)
    _say(here, script, "không phát" if skipped else "lần phát", as_json)


def _aired_at(here: Office, at: str) -> datetime | None:
    return here.wall_time(at) if at else None


def _say(here: Office, script: Post, what: str, as_json: bool) -> None:
    chain = chain_of(script)
    if as_json:
        show.json_line({"key": script.key, "rev": script.rev, "stage": chain.stage, "chain": words(chain)})
    else:
        number = f"{script.channel}/{script.number}/{script.year}"
        click.echo(
            f"Đã ghi ({what}): kịch bản {number}, {script.due.astimezone(here.zone):%H:%M %d/%m/%Y}: {words(chain)}"
        )
