"""`bhxh stop`: a word to stop that holds until it is lifted."""

from datetime import date

import click

from scheduler.cli import show
from scheduler.cli.acts import report_done
from scheduler.cli.office import day_of
from scheduler.cli.options import as_json, by, office, why
from scheduler.errors import BhxhError
from scheduler.store.models import Stop
from scheduler.store.queue.stops import Asked, cover_of, held_by, in_force, lift, stop


@click.command()
@click.argument("campaign", default="", metavar="[CHIẾN DỊCH]")
@click.option("--unit", default="", metavar="MÃ", help="Đơn vị này và trực thuộc · this unit and those below.")
@click.option("--message", default="", metavar="MÃ", help="Chỉ thông điệp này · only this message.")
@click.option("--since", metavar="NGÀY", help="Bài đăng từ ngày này · due from this day.")
@click.option("--until", metavar="NGÀY", help="Đến hết ngày này · due until this day.")
@click.option("--mourning", is_flag=True, help="Quốc tang: thông báo phục vụ vẫn đăng · service notices still go out.")
@click.option("--lift", "number", type=int, metavar="SỐ", help="Thả lệnh dừng số này · lift the word of this number.")
@by
@why
@as_json
@click.pass_context
def command(
    ctx: click.Context, campaign: str, unit: str, message: str, since: str | None, until: str | None, mourning: bool,
    number: int | None, by: str, why: str, as_json: bool,
) -> None:  # fmt: skip
    """Dừng đăng: giữ mọi bài thuộc lệnh này, cả bài duyệt sau đó, cho đến khi thả bằng --lift.

    Stop: what it covers is held, and so is what is approved later, until it is lifted.

    \b
    Ví dụ · example:
      bhxh stop --since 2026-12-01 --until 2026-12-02 --mourning --by minh --why "quốc tang"
      bhxh stop --lift 1 --by minh
    """
    here = office(ctx)
    person = here.person(by)
    if number is not None:
        report_done(ctx, lift(_order(number), person, now=here.started, why=why), as_json)
        return
    asked = Asked(campaign, message, unit, _day(since, "--since"), _day(until, "--until"), mourning)
    cover = cover_of(asked, person, here.content, here.today(), here.zone)
    order, done = stop(cover, person, now=here.started, why=why)
    show.note(f"Lệnh dừng số {order.pk} đang có hiệu lực. Thả: bhxh stop --lift {order.pk} --by TÊN")
    report_done(ctx, done, as_json)


def _day(text: str | None, where: str) -> date | None:
    return day_of(text, where) if text else None


def _order(number: int) -> Stop:
    found = Stop.objects.filter(pk=number).first()
    if found is None:
        held = ", ".join(f"{order.pk} ({held_by(order).count()} bài)" for order in in_force()) or "không có"
        raise BhxhError(f"không có lệnh dừng số {number}; đang có hiệu lực: {held}", where="--lift", fix="xem lại số")
    return found
