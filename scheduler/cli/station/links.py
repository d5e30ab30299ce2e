"""`bhxh station link`: the secret links by which stations come for their scripts."""

import re
from datetime import datetime, timedelta

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, office
from scheduler.cli.station.script import acting, require_station, station_of
from scheduler.core.approval import Person
from scheduler.core.channel import Station
from scheduler.errors import BhxhError
from scheduler.store.models import StationLink
from scheduler.store.radio import fetches, links

_SPAN = re.compile(r"(?P<count>\d{1,3})(?P<unit>[hd])")


@click.group()
def link() -> None:
    """Đường dẫn bí mật của đài: ai có nó thì mở được trang của đài, không cần mật khẩu.

    A station's secret link. It is shown once, when it is made; the database keeps its hash alone.
    """


@link.command("add")
@click.argument("station", metavar="MÃ ĐÀI")
@click.option("--label", default="", metavar="CHỮ", help="Để nhớ ai giữ nó: máy ở xã, Zalo bà Tâm · whose it is.")
@by
@as_json
@click.pass_context
def add(ctx: click.Context, station: str, label: str, by: str, as_json: bool) -> None:
    """Lập thêm một đường dẫn cho đài; các đường dẫn cũ vẫn dùng được · one more link."""
    here = office(ctx)
    person, found = acting(here, by, "link"), station_of(here, station)
    require_station(here, person, found)
    row, secret = links.make(found.id, by=person.name, now=here.started, label=label)
    _made(here, row, secret, as_json)


@link.command("rotate")
@click.argument("station", metavar="MÃ ĐÀI")
@click.option("--label", default="", metavar="CHỮ", help="Để nhớ ai giữ nó · whose it is.")
@click.option("--overlap", default="7d", show_default=True, metavar="LÚC", help="Đường dẫn cũ còn dùng: 7d, 12h, 0h.")
@by
@as_json
@click.pass_context
def rotate(ctx: click.Context, station: str, label: str, overlap: str, by: str, as_json: bool) -> None:
    """Thay đường dẫn của đài; đường dẫn cũ còn dùng được một thời gian · a new link in place of the others."""
    here = office(ctx)
    person, found, span = acting(here, by, "link"), station_of(here, station), _span(overlap)
    require_station(here, person, found)
    row, secret = links.rotate(found.id, by=person.name, now=here.started, label=label, overlap=span)
    _made(here, row, secret, as_json)
    show.note(f"Các đường dẫn cũ của đài dừng lúc {_wall(here, here.started + span)}.")


@link.command("revoke")
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="SỐ…")
@by
@click.pass_context
def revoke(ctx: click.Context, numbers: tuple[int, ...], by: str) -> None:
    """Hủy đường dẫn ngay, theo số trong danh sách · stop links at once, by their number in the list."""
    here = office(ctx)
    person = acting(here, by, "link")
    for number in numbers:
        _require_link(here, person, number)
        row = links.revoke(number, by=person.name, now=here.started)
        click.echo(f"Đã hủy đường dẫn {number} của {row.station}.")
        if not links.valid(row.station, here.started).exists():
            show.note(f"Đài {row.station} không còn đường dẫn nào: bhxh station link add {row.station} --by TÊN")


def _require_link(here: Office, person: Person, number: int) -> None:
    """Raise BhxhError where the link is one of a station that is not the person's; one of a station that is gone from
    content may be stopped by whoever reaches everything."""
    row = StationLink.objects.filter(pk=number).first()
    channel = here.content.channels.get(row.station) if row else None
    if isinstance(channel, Station):
        require_station(here, person, channel)
    elif row and not person.reaching.everything:
        what = f'đường dẫn {number} của đài "{row.station}", không còn trong content'
        raise BhxhError(what, where=str(number), fix="hãy nhờ người phụ trách cả tỉnh")


@link.command("list")
@click.argument("station", required=False, default="", metavar="[MÃ ĐÀI]")
@as_json
@click.pass_context
def list_(ctx: click.Context, station: str, as_json: bool) -> None:
    """Các đường dẫn: của ai, còn dùng không, dùng lần cuối lúc nào · the links, and when each was last used."""
    here = office(ctx)
    here.open_store()
    rows = list(links.every(station_of(here, station).id if station else ""))
    used = fetches.last_used([row.pk for row in rows])
    if as_json:
        for row in rows:
            show.json_line(_row(here, row, used.get(row.pk)))
        return
    for row in rows:
        label = f" · {row.label}" if row.label else ""
        last = f"dùng lần cuối {_wall(here, used[row.pk])}" if row.pk in used else "chưa dùng"
        click.echo(f"{row.pk}. {row.station}{label} · {_standing(here, row)}")
        click.echo(f"    {row.made_by} lập {_wall(here, row.made_at)} · {last}")
    show.note(f"{len(rows)} đường dẫn." if rows else "Chưa có đường dẫn nào: bhxh station link add MÃ_ĐÀI --by TÊN")


def _made(here: Office, row: StationLink, secret: str, as_json: bool) -> None:
    url = f"{here.config.public_url.rstrip('/')}/radio/{row.station}/{secret}/"
    if as_json:
        show.json_line({"id": row.pk, "station": row.station, "label": row.label, "url": url})
        return
    click.echo(url)
    show.note(f"Đường dẫn {row.pk} của {row.station}. Chép ngay và gửi riêng cho đài: không xem lại được lần nữa.")


def _row(here: Office, row: StationLink, used: datetime | None) -> dict[str, object]:
    return {
        "id": row.pk, "station": row.station, "label": row.label, "made_at": row.made_at, "made_by": row.made_by,
        "ends_at": row.ends_at, "revoked_at": row.revoked_at, "revoked_by": row.revoked_by or None,
        "last_used": used, "valid": links.is_valid(row, here.started),
    }  # fmt: skip


def _standing(here: Office, row: StationLink) -> str:
    if row.revoked_at:
        return f"hủy {_wall(here, row.revoked_at)} ({row.revoked_by})"
    if row.ends_at is None:
        return "đang dùng"
    return f"{'dừng' if links.is_valid(row, here.started) else 'đã dừng'} lúc {_wall(here, row.ends_at)}"


def _wall(here: Office, at: datetime | None) -> str:
    return f"{at.astimezone(here.zone):%H:%M %d/%m/%Y}" if at else ""


def _span(text: str) -> timedelta:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise BhxhError(
            f'"{text}" không phải là khoảng thời gian', where="--overlap", fix="viết 7d (ngày) hoặc 12h (giờ)"
        )
    return timedelta(**{{"h": "hours", "d": "days"}[match["unit"]]: int(match["count"])})
