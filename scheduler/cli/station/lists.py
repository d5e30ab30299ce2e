"""`bhxh station list`, `recalls`: how stations stand, and which recalls nobody there has acknowledged."""

from collections.abc import Iterator
from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.core.channel import Station
from scheduler.store.radio import fetches, links, waiting
from scheduler.store.radio.rate import learned_rate
from scheduler.store.radio.waiting import Unanswered


@click.command("list")
@click.option("--late", "late_only", is_flag=True, help="Chỉ đài chưa tải dù đã qua giờ chốt · only those late.")
@as_json
@click.pass_context
def list_(ctx: click.Context, late_only: bool, as_json: bool) -> None:
    """Các đài: điện thoại, đường dẫn, lần tải cuối, tốc độ đọc đặt và đo được, kịch bản chưa tải.

    The stations: telephone, links, last pull, reading rate as set and as learned, scripts not fetched in time.

    \b
    Ví dụ · example:
      bhxh station list
      bhxh station list --late
    """
    here = office(ctx)
    here.open_store()
    late = {one.station.id: one for one in waiting.unfetched(here.content.channels, here.zone, here.started)}
    pulls = fetches.last_pulls()
    rows = [
        _station(here, station, len(late[station.id].posts) if station.id in late else 0)
        | {"last_pull": pulls.get(station.id)}
        for station in here.content.channels.values()
        if isinstance(station, Station) and (station.id in late or not late_only)
    ]
    if as_json:
        for row in rows:
            show.json_line(row)
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['name']}  điện thoại {row['phone']}")
        click.echo(f"    {' · '.join(_standing(here, row))}")
    show.note(f"{len(rows)} đài.")


def _standing(here: Office, row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['links']} đường dẫn" if row["links"] else "chưa có đường dẫn"
    yield f"tải lần cuối {_wall(here, row['last_pull'])}" if row["last_pull"] else "chưa tải lần nào"
    yield f"đọc {row['rate']} tiếng/phút ({_learned(row)})"
    if row["unfetched"]:
        yield f"QUÁ GIỜ CHỐT: {row['unfetched']} kịch bản chưa tải"


def _station(here: Office, station: Station, unfetched: int) -> dict[str, Any]:
    known = learned_rate(station.id)
    return {
        "id": station.id, "name": station.name, "phone": station.phone, "area": station.area,
        "links": links.valid(station.id, here.started).count(), "rate": station.syllables_per_minute,
        "learned_rate": known.rate if known else None, "learned_from": known.readings if known else 0,
        "unfetched": unfetched,
    }  # fmt: skip


def _learned(row: dict[str, Any]) -> str:
    known = row["learned_rate"]
    return f"đo được {known} qua {row['learned_from']} lần phát" if known else "chưa đủ lần phát để đo"


@click.command()
@as_json
@click.pass_context
def recalls(ctx: click.Context, as_json: bool) -> None:
    """Kịch bản đã thu hồi hoặc thay thế mà đài chưa xác nhận, kèm điện thoại của đài.

    Recalled and replaced scripts that nobody at the station has acknowledged, with its telephone.

    \b
    Ví dụ · example:
      bhxh station recalls
    """
    here = office(ctx)
    here.open_store()
    found = waiting.unanswered(here.started)
    if as_json:
        for one in found:
            show.json_line(_recall(here, one))
    elif not found:
        click.echo("Không có thu hồi nào chờ đài xác nhận.")
    for one in [] if as_json else found:
        row = _recall(here, one)
        mark = "QUÁ HẠN " if one.overdue else ""
        click.echo(f"{mark}{row['station']} số {row['number']} (phát {_wall(here, one.post.due)}): {row['why']}")
        click.echo(f"    {row['station_name']}, điện thoại {row['phone']} · thu hồi {_wall(here, one.recalled.at)}")


def _recall(here: Office, one: Unanswered) -> dict[str, Any]:
    station = here.content.channels.get(one.post.channel)
    named = {"station_name": station.name, "phone": station.phone} if isinstance(station, Station) else {}
    return {"station_name": one.post.channel, "phone": ""} | named | {
        "key": one.post.key, "rev": one.post.rev, "number": one.post.number, "station": one.post.channel,
        "due": one.post.due, "recalled_at": one.recalled.at, "recalled_by": one.recalled.by,
        "why": one.recalled.why.partition("\n")[0], "replaced_by": one.chain.replaced_by,
        "fetched_at": one.chain.fetched_at, "overdue": one.overdue,
    }  # fmt: skip


def _wall(here: Office, at: Any) -> str:
    return f"{at.astimezone(here.zone):%H:%M %d/%m}" if at else ""
