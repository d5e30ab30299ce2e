"""`bhxh account`: who may write, approve, look."""

import sys

import click

from scheduler.cli import show
from scheduler.cli.options import as_json, by, office
from scheduler.core.approval import ROLE_SCREEN, Person, Role
from scheduler.errors import BhxhError
from scheduler.store import accounts, invitations, people


@click.group()
def command() -> None:
    """Tài khoản · accounts, for `--by` and the desk.

    \b
    Ví dụ · example:
      bhxh account add lan --role author --name "Nguyễn Thị Lan" --unit bhxh-yen-bai
      bhxh account add minh --role approver --name "Trần Văn Minh" --title "Phó Giám đốc"
      bhxh account password minh
      bhxh account invite lan --by minh
      bhxh account list
    """


@command.command("add")
@click.argument("name", metavar="TÊN")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="Vai trò · role.")
@click.option("--name", "full_name", default="", help="Họ và tên · full name.")
@click.option("--title", default="", help="Chức vụ · title.")
@click.option("--unit", default="", help="Mã đơn vị; bỏ trống là tất cả · unit id, empty for all.")
@click.option("--email", default="", help="Địa chỉ thư, để nhận tin báo · where to send notices.")
@click.pass_context
def add(ctx: click.Context, name: str, role: str, full_name: str, title: str, unit: str, email: str) -> None:
    """Lập tài khoản · make an account."""
    here = office(ctx)
    here.open_store()
    if unit and unit not in here.content.units:
        raise BhxhError(f'không có đơn vị "{unit}"', where="--unit", fix="xem mã trong content/units.yaml")
    accounts.add(name, Role(role), full_name=full_name, title=title, unit=unit, email=accounts.mailbox(email))
    show.note(f"Đã lập tài khoản {name} ({ROLE_SCREEN[Role(role)]}).")


@command.command("password")
@click.argument("name", metavar="TÊN")
@click.option("--stdin", "piped", is_flag=True, help="Đọc mật khẩu từ stdin · read it from stdin.")
@click.pass_context
def password(ctx: click.Context, name: str, piped: bool) -> None:
    """Đặt mật khẩu để vào trang quản lý; mọi phiên đang mở của tài khoản kết thúc.

    Set the password for the desk; all open sessions of the account end. It is never given on the command line.
    """
    office(ctx).open_store()
    account = accounts.get(name)
    words = sys.stdin.readline().rstrip("\n") if piped else click.prompt("Mật khẩu", hide_input=True)
    if not piped and click.prompt("Gõ lại", hide_input=True) != words:
        raise BhxhError("hai lần gõ không giống nhau", where="account password", fix="hãy gõ lại")
    accounts.set_password(account, words)
    show.note(f"Đã đặt mật khẩu cho {name}.")


@command.command("invite")
@click.argument("name", metavar="TÊN")
@by
@click.pass_context
def invite(ctx: click.Context, name: str, by: str) -> None:
    """In đường dẫn để người ấy tự đặt mật khẩu: dùng một lần, trong ba ngày · a link to choose a password by."""
    here = office(ctx)
    person = here.person(by)
    _require_admin(person)
    account = accounts.get(name)
    people.require_reach(person, account.unit)
    token = invitations.invite(account, by=person.name, now=here.started)
    click.echo(here.config.desk(f"join/{token}"))
    show.note("Chỉ đưa cho đúng người ấy; lập đường dẫn mới thì đường dẫn cũ mất hiệu lực.")


def _require_admin(person: Person) -> None:
    if person.role != Role.ADMIN:
        what = f'tài khoản "{person.name}" không phải là quản trị'
        raise BhxhError(what, where="account", fix="hãy nhờ người quản trị")


@command.command("list")
@as_json
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Xem các tài khoản · list accounts."""
    office(ctx).open_store()
    rows = accounts.everybody()
    if as_json:
        for row in rows:
            show.json_line(
                {"name": row.username, "role": row.role, "full_name": row.first_name, "title": row.title,
                 "unit": row.unit, "email": row.email, "active": row.is_active}
            )  # fmt: skip
        return
    columns = ("Tên", "Vai trò", "Họ và tên", "Chức vụ", "Đơn vị", "Thư", "Trạng thái")
    show.table("Tài khoản", columns, [
        (row.username, ROLE_SCREEN[Role(row.role)], row.first_name, row.title, row.unit or "tất cả",
         row.email, "đang dùng" if row.is_active else "đã khóa")
        for row in rows
    ])  # fmt: skip


@command.command("close")
@click.argument("name", metavar="TÊN")
@click.pass_context
def close(ctx: click.Context, name: str) -> None:
    """Khóa tài khoản · close an account; what it did stays in the log."""
    _set_active(ctx, name, False)


@command.command("open")
@click.argument("name", metavar="TÊN")
@click.pass_context
def open_(ctx: click.Context, name: str) -> None:
    """Mở lại tài khoản · open an account again."""
    _set_active(ctx, name, True)


def _set_active(ctx: click.Context, name: str, active: bool) -> None:
    office(ctx).open_store()
    accounts.set_active(name, active)
    show.note(f"Đã {'mở' if active else 'khóa'} tài khoản {name}.")
