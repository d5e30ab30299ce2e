"""`bhxh plan`: the calendar of a campaign, nothing stored."""

from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office, day_of
from scheduler.cli.options import as_json, office
from scheduler.cli.queue import campaign_of
from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.explain import day_asked, explain, why
from scheduler.core.near import meant
from scheduler.core.plan import Booked, nothing_booked, plan
from scheduler.core.slot import Gap, Slot
from scheduler.errors import BhxhError
from scheduler.store.bookings import bookings


@click.command()
@click.argument("campaign", metavar="CHIẾN DỊCH")
@click.option("--why", "key", metavar="MÃ", help="Vì sao bài này ở đây, hoặc vì sao KÊNH/NGÀY trống · why.")
@click.option("--gaps", is_flag=True, help="Cả những chỗ trống và lý do · silent days too, with the reason.")
@click.option("--alone", is_flag=True, help="Không tính bài của chiến dịch khác · leave other campaigns out.")
@as_json
@click.pass_context
def command(ctx: click.Context, campaign: str, key: str | None, gaps: bool, alone: bool, as_json: bool) -> None:
    """In lịch của một chiến dịch, mỗi dòng một bài; không lưu gì. Chạy lại cho ra đúng từng chữ.

    The calendar, a line per slot; the same input gives the same plan, byte for byte.

    \b
    Ví dụ · example:
      bhxh plan thang-5-2021
      bhxh plan thang-5-2021 --why fb-van-chan/2021-05-15
    """
    here = office(ctx)
    chosen = campaign_of(here.content, campaign)
    booked = nothing_booked if alone else _bookings(here, chosen)
    if key is not None:
        _require_known(here.content, key)
        said = why(here.content, chosen, key, zone=here.zone, renderer=here.renderer, booked=booked)
        show.json_line({"campaign": chosen.id, "key": key, "why": said}) if as_json else click.echo(said)
        return
    for item in plan(here.content, chosen, zone=here.zone, renderer=here.renderer, booked=booked):
        if isinstance(item, Slot):
            show.json_line(_row(item)) if as_json else click.echo(_line(item))
        elif gaps:
            show.json_line(_gap_row(item)) if as_json else click.echo(f"{item.day}        {item.channel}: {item.why}")


def _require_known(content: Content, key: str) -> None:
    """Raise BhxhError where `--why` was asked about nothing that could be in a plan."""
    parts, day = key.strip().split("/"), day_asked(key)
    if day is None or len(parts) not in (2, 3, 5):
        raise BhxhError(f'không hiểu mã "{key}"', where="--why", fix="viết KÊNH/NGÀY, hoặc mã bài như trong bhxh plan")
    day_of(day, "--why")
    channel = parts[0] if len(parts) == 2 else parts[1]
    if channel not in content.channels:
        hint = meant(channel, content.channels) or "xem mã trong content/channels"
        raise BhxhError(f'không có kênh "{channel}"', where="--why", fix=hint)


def _bookings(here: Office, campaign: Campaign) -> Booked:
    here.open_store()
    return bookings(here.zone, campaign.id)


def _line(slot: Slot) -> str:
    seconds = f"{slot.seconds} giây" if slot.seconds else ""
    return f"{slot.due:%Y-%m-%d %H:%M}  {slot.channel:<28} {slot.message:<40} {slot.lang:<4} {seconds:<9} {slot.key}"


def _row(slot: Slot) -> dict[str, Any]:
    return {
        "key": slot.key, "campaign": slot.campaign, "message": slot.message, "unit": slot.unit, "channel": slot.channel,
        "kind": slot.kind, "lang": slot.lang, "due": slot.due.isoformat(), "state": "planned", "seconds": slot.seconds,
        "why": explain(slot),
    }  # fmt: skip


def _gap_row(gap: Gap) -> dict[str, Any]:
    return {
        "campaign": gap.campaign,
        "channel": gap.channel,
        "day": gap.day.isoformat(),
        "state": "empty",
        "why": gap.why,
    }
