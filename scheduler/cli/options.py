"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scheduler.cli.office import Office, day_of
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.store.find import Choice

Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON · one JSON object per line."
)
by = click.option("--by", required=True, metavar="TÊN", help="Tài khoản người làm việc này · who does this.")
why = click.option("--why", default="", metavar="LÝ DO", help="Lý do, ghi vào nhật ký · the reason, for the log.")


def office(ctx: click.Context) -> Office:
    """The office of a command."""
    return Office(ctx.find_root().obj)


def choice(command: Command) -> Command:
    """The options that choose posts: a campaign or key as argument, and filters."""
    for option in (
        click.option("--until", metavar="NGÀY", help="Đến hết ngày này · due until this day."),
        click.option("--since", metavar="NGÀY", help="Từ ngày này · due from this day."),
        click.option("--message", default="", metavar="MÃ", help="Chỉ thông điệp này · only this message."),
        click.option("--kind", default="", metavar="LOẠI", help="facebook, radio…"),
        click.option("--unit", default="", metavar="MÃ", help="Chỉ đơn vị này · only this unit."),
        click.option("--channel", default="", metavar="MÃ", help="Chỉ kênh này · only this channel."),
        click.argument("names", nargs=-1, metavar="[CHIẾN DỊCH | MÃ BÀI]…"),
    ):
        command = option(command)
    return command


def chosen(values: dict[str, Any], states: tuple[str, ...] = (), prefer: tuple[str, ...] = ()) -> Choice:
    """The choice that the options of `choice` make. A name with a slash is a post's key, else a campaign.

    `prefer`: the states of the revisions that are meant where a key has several.
    """
    names = values["names"]
    keys = tuple(name for name in names if "/" in name)
    campaigns = [name for name in names if "/" not in name]
    if len(campaigns) > 1:
        raise BhxhError("chỉ nhận một chiến dịch mỗi lần", where=" ".join(campaigns), fix="chạy từng chiến dịch một")
    return Choice(
        keys=keys,
        campaign=campaigns[0] if campaigns else "",
        channel=values["channel"],
        unit=values["unit"],
        kind=values["kind"],
        message=values["message"],
        states=states,
        prefer=prefer,
        since=day_of(values["since"], "--since") if values["since"] else None,
        until=day_of(values["until"], "--until") if values["until"] else None,
    )


def require_narrow(choice: Choice, command: str) -> None:
    """Raise BhxhError where nothing was chosen: no act falls on all posts by omission."""
    if not choice.narrow():
        raise BhxhError(
            "chưa chọn bài nào", where=command, fix=f"nêu chiến dịch hoặc mã bài, ví dụ: bhxh {command} thang-5-2021 …"
        )


def state_name(state: str) -> str:
    """A state as the screen says it."""
    return SCREEN[State(state)]
