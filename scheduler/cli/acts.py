"""`bhxh hold`, `cancel`, `retry`, `recall`: what a person does to posts that are under way or out."""

from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.options import as_json, by, choice, chosen, office, require_narrow, why
from scheduler.core.approval import Person, forbidden
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.publish.machine import assemble
from scheduler.publish.recall import recall_posts
from scheduler.store.find import find, require_known
from scheduler.store.queue.act import ACTS, Done, act
from scheduler.store.queue.claim import resume


@click.command()
@choice
@by
@why
@click.option("--release", is_flag=True, help="Thả các bài đang giữ · let held posts go.")
@as_json
@click.pass_context
def hold_command(ctx: click.Context, by: str, why: str, release: bool, as_json: bool, **values: str) -> None:
    """Tạm giữ bài đã duyệt (quốc tang, dừng khẩn cấp), hoặc thả ra bằng --release.

    Hold approved posts, or let them go again. What lies prepared at Facebook is taken back.

    \b
    Ví dụ · example:
      bhxh hold quy-4-2026 --since 2026-12-01 --until 2026-12-02 --by minh --why "quốc tang"
      bhxh hold quy-4-2026 --release --by minh
    """
    _do(ctx, "release" if release else "hold", by, why, as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def cancel_command(ctx: click.Context, by: str, why: str, as_json: bool, **values: str) -> None:
    """Hủy bài chưa đăng · cancel posts that are not out.

    \b
    Ví dụ · example:
      bhxh cancel quy-4-2026 --message bhyt-ho-gia-dinh --by lan --why "chờ văn bản mới"
    """
    _do(ctx, "cancel", by, why, as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def retry_command(ctx: click.Context, by: str, why: str, as_json: bool, **values: str) -> None:
    """Cho gửi lại bài không đăng được hoặc lỡ giờ; kênh đang tạm dừng được chạy tiếp.

    Send failed or missed posts again; a paused channel works again.

    \b
    Ví dụ · example:
      bhxh retry --channel fb-van-chan --by minh --why "đã lấy lại mã truy cập"
    """
    if values["channel"]:
        resume(values["channel"])
    _do(ctx, "retry", by, why, as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def recall_command(ctx: click.Context, by: str, why: str, as_json: bool, **values: str) -> None:
    """Thu hồi bài đã đăng: xóa trên fanpage, báo đài không đọc. Cần lý do.

    Take back published posts: deleted on the Page, withdrawn from the station.

    \b
    Ví dụ · example:
      bhxh recall quy-4-2026/fb-van-chan/vi/2026-11-20T19:30/1 --by minh --why "sai số liệu"
    """
    here = office(ctx)
    person = here.person(by)
    _allow(person, "recall", why)
    selection = chosen(values, states=(State.PUBLISHED,))
    require_narrow(selection, "recall")
    require_known(selection)
    ticker = assemble(here.config, here.content, here.renderer)
    done = recall_posts(ticker.worker, list(find(selection, here.zone)), person, now=here.started, why=why)
    _report(ctx, done, as_json)


def _allow(person: Person, name: str, why: str) -> None:
    if reason := forbidden(person, name):
        raise BhxhError(reason, where=name, fix="hãy nhờ người có quyền")
    if not why.strip():
        raise BhxhError("việc này cần lý do", where=name, fix='hãy thêm --why "lý do"')


def _do(ctx: click.Context, name: str, by: str, why: str, as_json: bool, values: dict[str, Any]) -> None:
    here = office(ctx)
    person = here.person(by)
    by_key = any("/" in key for key in values["names"])
    selection = chosen(values, states=() if by_key else tuple(sorted(ACTS[name].starts)))
    require_narrow(selection, name)
    require_known(selection)
    _report(ctx, act(name, find(selection, here.zone).iterator(1000), person, now=here.started, why=why), as_json)


def _report(ctx: click.Context, done: Done, as_json: bool) -> None:
    if as_json:
        show.json_line({"moved": done.moved, "left": [{"key": key, "why": why} for key, why in done.left]})
    else:
        click.echo(f"Đã chuyển {done.moved} bài.")
        for key, why in done.left[:20]:
            show.note(f"  để nguyên {key}: {why}")
    if done.left:
        ctx.exit(1)
