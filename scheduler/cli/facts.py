"""`bhxh facts`: the figures of a day with their sources, and a person's word for one."""

from collections.abc import Mapping

import click

from scheduler.cli import show
from scheduler.cli.figures import written
from scheduler.cli.office import Office, day_of
from scheduler.cli.options import as_json, office
from scheduler.core.approval import forbidden
from scheduler.core.figures import Basis, FactValue
from scheduler.errors import BhxhError
from scheduler.store import confirmations

STATUS = {"verified": "đã kiểm", "secondary": "nguồn thứ cấp", "memory": "theo trí nhớ", "unsure": "chưa chắc"}


@click.command()
@click.option("--on", "day", metavar="NGÀY", help="Số liệu của ngày này; mặc định hôm nay · the day.")
@click.option("--confirm", metavar="MÃ", help="Xác nhận một số liệu: mã, hoặc mã@ngày-bắt-đầu · vouch for one.")
@click.option("--by", metavar="TÊN", help="Người xác nhận · who vouches.")
@as_json
@click.pass_context
def command(ctx: click.Context, day: str | None, confirm: str | None, by: str | None, as_json: bool) -> None:
    """Số liệu có hiệu lực trong một ngày, kèm văn bản; và xác nhận số liệu chưa ai kiểm.

    The figures of a day, with sources; with --confirm a named person vouches for one, once, logged.

    \b
    Ví dụ · example:
      bhxh facts --on 2021-05-10
      bhxh facts --confirm bhxh_tn_ty_le_dong@2014-01-01 --by minh
    """
    here = office(ctx)
    here.open_store()
    on = here.today() if day is None else day_of(day, "--on")
    values = here.content.facts.on(on).values
    if confirm is not None:
        _confirm(here, confirm, by, values)
        return
    sure = confirmations.confirmed()
    rows = [(value, _status(value, sure)) for _, value in sorted(values.items())]
    if as_json:
        for value, status in rows:
            show.json_line(
                {"key": value.key, "label": value.label, "text": str(value), "per": value.per, "status": status,
                 "source": value.source, "periods": [basis.name for basis in value.basis], "on": on.isoformat()}
            )  # fmt: skip
        return
    click.echo(f"Số liệu ngày {on:%d/%m/%Y}")
    for value, status in rows:
        click.echo(f"{value.key} = {value}{f'/{value.per}' if value.per else ''}   [{status}]")
        click.echo(f"    {value.label} · {value.source}")


def _status(value: FactValue, sure: dict[str, tuple[str, str]]) -> str:
    words = [_basis_status(basis, sure) for basis in value.basis]
    return next((word for word in words if word != STATUS["verified"]), STATUS["verified"])


def _basis_status(basis: Basis, sure: dict[str, tuple[str, str]]) -> str:
    if basis.status != "verified" and sure.get(basis.name, ("",))[0] == basis.value:
        return f"{sure[basis.name][1]} đã xác nhận"
    return STATUS[basis.status]


def _confirm(here: Office, name: str, by: str | None, values: Mapping[str, FactValue]) -> None:
    if not by:
        raise BhxhError("cần tên người xác nhận", where="facts --confirm", fix="thêm --by TÊN")
    person = here.person(by)
    if reason := forbidden(person, "confirm"):
        raise BhxhError(reason, where="facts --confirm", fix="hãy nhờ người có quyền duyệt")
    found = _bases(here, name, values)
    if not found:
        raise _unfound(here, name, values)
    for basis in found:
        new = confirmations.confirm(basis.name, basis.value, by=by, now=here.started)
        figure = written(here.content, basis.name, basis.value)
        word = "Đã ghi" if new else "Đã có từ trước"
        click.echo(f"{word}: {by} xác nhận {basis.name} = {figure} ({basis.source})")


def _unfound(here: Office, name: str, values: Mapping[str, FactValue]) -> BhxhError:
    """A figure there is none of, or one whose period, or group, is to be named otherwise."""
    key, _, start = name.partition("@")
    near = [basis.name for basis in _bases(here, key, _on(here, start, values))]
    if not start or not near:
        fix = "xem mã bằng: bhxh facts --on NGÀY --json"
        return BhxhError(f'không có số liệu "{name}"', where="facts --confirm", fix=fix)
    grouped = here.content.facts.groups_of(key)
    what = f'"{key}" có nhiều nhóm, phải nêu nhóm' if grouped else f'"{key}" không có kỳ nào bắt đầu ngày {start}'
    return BhxhError(what, where="facts --confirm", fix=f"viết: {' hoặc '.join(near)}")


def _on(here: Office, start: str, values: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
    return here.content.facts.on(day_of(start, "--confirm")).values if start else values


def _bases(here: Office, name: str, values: Mapping[str, FactValue]) -> list[Basis]:
    key, _, start = name.partition("@")
    values = _on(here, start, values)
    mine = [value for value in values.values() if value.key == key or value.key.startswith(f"{key}.")]
    bases = {basis.name: basis for value in mine for basis in value.basis}
    return [basis for basis in bases.values() if not start or basis.name == name]
