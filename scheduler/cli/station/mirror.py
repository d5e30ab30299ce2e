"""`bhxh station mirror`: the stations' scripts on an ordinary web host."""

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.cli.station.script import acting, require_station, station_of
from scheduler.config_radio import Mirror
from scheduler.errors import BhxhError
from scheduler.publish.radio.mirror.names import OVERLAP
from scheduler.publish.radio.mirror.refresh import names_of, refresh, stations_of, tell
from scheduler.publish.radio.mirror.upload import Report


@click.command()
@click.option("--links", is_flag=True, help="Địa chỉ riêng của từng đài · each station's own address.")
@click.option("--rotate", default="", metavar="ĐÀI", help="Đổi địa chỉ riêng của một đài · a new address.")
@click.option("--by", default="", metavar="TÊN", help="Tài khoản người đổi · who turns it over.")
@as_json
@click.pass_context
def mirror(ctx: click.Context, links: bool, rotate: str, by: str, as_json: bool) -> None:
    """Trang gương: làm mới ngay, xem địa chỉ riêng của từng đài, hoặc đổi địa chỉ.

    The mirror on an ordinary web host (radio.mirror in config.yaml): refresh it now; --links shows each station's
    secret address; --rotate gives a station a new one, and the old one goes on for a week.

    \b
    Ví dụ · example:
      bhxh station mirror
      bhxh station mirror --links
      bhxh station mirror --rotate dai-yen-ninh --by lan
    """
    here = office(ctx)
    settings = here.config.radio.mirror
    if settings is None:
        fix = "ghi mục radio: mirror: to: … (xem docs/configuration.md)"
        raise BhxhError("chưa cấu hình trang gương", where="config.yaml", fix=fix)
    if rotate:
        _rotate(here, settings, rotate, by)
    elif links:
        _links(here, settings, as_json)
    else:
        ctx.exit(0 if _refresh(here, settings, as_json) else 1)


def address(settings: Mirror, name: str) -> str:
    """Where a station finds its folder; where nobody said by which address, its name alone."""
    return f"{settings.public_url}/{name}/" if settings.public_url else f"…/{name}/"


def _rotate(here: Office, settings: Mirror, name: str, by: str) -> None:
    station = station_of(here, name)
    require_station(here, acting(here, by, "link"), station)
    new = names_of(here.config).rotate(station.id, here.started)
    click.echo(address(settings, new))
    show.note(f"Địa chỉ mới của {station.name}; địa chỉ cũ còn dùng được {OVERLAP.days} ngày. Gửi cho đài ngay.")


def _links(here: Office, settings: Mirror, as_json: bool) -> None:
    names = names_of(here.config)
    for station in stations_of(here.content):
        link = address(settings, names.current(station.id))
        if as_json:
            show.json_line({"station": station.id, "name": station.name, "link": link})
        else:
            click.echo(f"{station.id}  {link}")
    show.note("Địa chỉ riêng là bí mật của từng đài: ai có địa chỉ thì xem được kịch bản của đài ấy.")


def _refresh(here: Office, settings: Mirror, as_json: bool) -> bool:
    here.open_store()
    report = refresh(here.config, settings, here.content, here.started)
    tell(report, here.started, here.config.public_url)
    if as_json:
        show.json_line(vars(report))
    else:
        _say(report)
    return not report.problem


def _say(report: Report) -> None:
    done = f"{report.stations} đài: đưa lên {report.put} tệp, giữ nguyên {report.kept}, gỡ {report.removed}"
    click.echo(done + (f"; còn {report.left} đài để lần sau (hết thời gian)" if report.left else ""))
    if report.problem:
        show.note(f"bhxh: {report.problem}")
