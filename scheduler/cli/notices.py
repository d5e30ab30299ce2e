"""`bhxh notices`: what needs a person, and taking note of it."""

from datetime import datetime
from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.core.notice import KINDS
from scheduler.errors import BhxhError
from scheduler.store import notices
from scheduler.store.models import Notice


@click.command()
@click.option("--ack", "numbers", type=int, multiple=True, metavar="SỐ", help="Đã biết, đừng nhắc lại · acknowledge.")
@click.option("--by", default="", metavar="TÊN", help="Tài khoản người nhận tin · who acknowledges.")
@click.option("--test", "trying", is_flag=True, help="Gửi tin thử tới mọi nơi nhận tin · send everybody a trial.")
@as_json
@click.pass_context
def command(ctx: click.Context, numbers: tuple[int, ...], by: str, trying: bool, as_json: bool) -> None:
    """Những việc đang cần người: bài không đăng được, kênh tạm dừng, mã truy cập sắp hết hạn.

    What needs a person, and who is told of it; each is repeated by mail or webhook until somebody acknowledges it.
    --test sends a letter that is marked as a trial to everybody who is told, and says what each answered.

    \b
    Ví dụ · example:
      bhxh notices
      bhxh notices --test
      bhxh notices --ack 12 --by lan
    """
    here = office(ctx)
    here.open_store()
    if numbers:
        _acknowledge(here, numbers, by)
        return
    if trying:
        ctx.exit(0 if _try_out(here, as_json) else 1)
    rows = list(notices.open_notices())
    told = _told(here, rows)
    if as_json:
        for row in rows:
            show.json_line(_row(row) | {"link": _link(here, row), "to": told.get(row.pk, [])})
    elif not rows:
        click.echo("Không có việc gì đang cần người.")
    else:
        _people(here, rows, told)


def _told(here: Office, rows: list[Notice]) -> dict[int, list[str]]:
    """By a notice's number, who is told of it. Nobody of one that somebody has acknowledged."""
    from scheduler.publish.notices.who import Listeners, shares

    try:
        listeners = Listeners(here.config, lambda: here.content).at(here.started)
    except BhxhError:  # content has mistakes: what is open is shown all the same
        return {}
    mine = shares((row for row in rows if row.acked_at is None), listeners)
    told: dict[int, list[str]] = {}
    for listener in listeners:
        for row in mine[listener.ear.name]:
            told.setdefault(row.pk, []).append(listener.label)
    return told


def _try_out(here: Office, as_json: bool) -> bool:
    """Send the trial; False where somebody could not be reached."""
    from scheduler.publish.notices.carry import courier_of

    answers = courier_of(here.config, lambda: here.content).try_out(here.started)
    for listener, wrong in answers:
        if as_json:
            show.json_line({"to": listener.label, "why": list(listener.why), "well": not wrong, "answer": wrong})
        else:
            why = [name for name in listener.why if name not in listener.label]
            where = f"{listener.label} ({', '.join(why)})" if why else listener.label
            click.echo(f"{'✘' if wrong else '✔'} {where}: {wrong or 'đã nhận'}")
    if here.config.mode != "live":
        show.note("Đang tập dượt: tin thử chỉ ghi vào thư mục, không gửi ra ngoài.")
    return not any(wrong for _, wrong in answers)


def _acknowledge(here: Office, numbers: tuple[int, ...], by: str) -> None:
    if not by:
        raise BhxhError("cần biết ai nhận tin", where="--ack", fix="thêm --by TÊN, xem tên: bhxh account list")
    person = here.person(by)
    for number in numbers:
        notice = notices.acknowledge(number, person.name, here.started)
        show.note(f"Đã ghi: {person.name} đã biết tin {number} ({notice.reason})")


def _row(row: Notice) -> dict[str, Any]:
    names = ("kind", "subject", "stage", "reason", "remedy", "link", "raised_at", "acked_at", "acked_by")
    return {"id": row.pk} | {name: getattr(row, name) for name in names}


def _link(here: Office, row: Notice) -> str:
    from scheduler.publish.notices import place

    return row.link or place.link(here.config.public_url, row.kind, row.subject)


def _people(here: Office, rows: list[Notice], told: dict[int, list[str]]) -> None:
    def wall(at: datetime | None) -> str:
        return f"{at.astimezone(here.zone):%H:%M %d/%m}" if at else ""

    for row in rows:
        known = f" · {row.acked_by} đã biết lúc {wall(row.acked_at)}" if row.acked_at else ""
        word = KINDS[row.kind].word if row.kind in KINDS else row.kind
        click.echo(f"{row.pk}. [{word}] {row.reason} (từ {wall(row.raised_at)}{known})")
        click.echo(f"    → {row.remedy}")
        click.echo(f"    Mở: {_link(here, row)}")
        if row.pk in told:
            click.echo(f"    ✉ {'; '.join(told[row.pk])}")
