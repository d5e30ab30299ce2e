"""`bhxh submit`, `return`, `hold`, `cancel`, `retry`, `recall`: what a person does to posts under way or out."""

from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, by, choice, chosen, office, require_narrow, why
from scheduler.core.approval import Person, forbidden
from scheduler.core.states import SCREEN, State
from scheduler.errors import BhxhError
from scheduler.publish.machine import assemble
from scheduler.publish.recall import recall_posts
from scheduler.store.find import Choice, each, find, require_known
from scheduler.store.queue.act import ACTS, Done, act
from scheduler.store.queue.claim import resume


@click.command()
@choice
@by
@why
@click.option("--release", is_flag=True, help="Thả các bài đang giữ · let held posts go.")
@as_json
@click.pass_context
def hold_command(ctx: click.Context, /, by: str, why: str, release: bool, as_json: bool, **values: str) -> None:
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
@as_json
@click.pass_context
def submit_command(ctx: click.Context, /, by: str, as_json: bool, **values: str) -> None:
    """Trình duyệt bản nháp soạn ở trang quản lý hoặc bị trả lại mà không cần sửa.

    Hand in drafts that were written at the desk, or returned and need no other words.

    \b
    Ví dụ · example:
      bhxh submit quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --by lan
    """
    _do(ctx, "submit", by, "", as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def return_command(ctx: click.Context, /, by: str, why: str, as_json: bool, **values: str) -> None:
    """Trả bài chờ duyệt về bản nháp, kèm lý do; soạn lại xong thì bài tự vào lại hàng chờ duyệt.

    Return posts to their author, as drafts, with a reason; edited, they are pending again.

    \b
    Ví dụ · example:
      bhxh return quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --by minh --why "thiếu số điện thoại"
    """
    _do(ctx, "return", by, why, as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def cancel_command(ctx: click.Context, /, by: str, why: str, as_json: bool, **values: str) -> None:
    """Hủy bài chưa đăng · cancel posts that are not out.

    \b
    Ví dụ · example:
      bhxh cancel quy-4-2026 --message bhyt-ho-gia-dinh-2026 --by lan --why "chờ văn bản mới"
    """
    _do(ctx, "cancel", by, why, as_json, values)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def retry_command(ctx: click.Context, /, by: str, why: str, as_json: bool, **values: str) -> None:
    """Cho gửi lại bài không đăng được hoặc lỡ giờ; kênh đang tạm dừng được chạy tiếp.

    Send failed or missed posts again; a paused channel works again.

    \b
    Ví dụ · example:
      bhxh retry --channel fb-van-chan --by minh --why "đã lấy lại mã truy cập"
    """
    here = office(ctx)
    person = here.person(by)
    _require_allowed(person, "retry")
    resumed = _owns(here, person, values["channel"]) and resume(values["channel"])
    if resumed:
        show.note(f"Kênh {values['channel']} chạy tiếp.")
    _do(ctx, "retry", by, why, as_json, values, resumed)


@click.command()
@choice
@by
@why
@as_json
@click.pass_context
def recall_command(ctx: click.Context, /, by: str, why: str, as_json: bool, **values: str) -> None:
    """Thu hồi bài đã đăng: xóa trên fanpage, báo đài không đọc. Cần lý do.

    Take back published posts: deleted on the Page, withdrawn from the station.

    \b
    Ví dụ · example:
      bhxh recall quy-4-2026/fb-van-chan/vi/2026-11-19T19:30/1 --by minh --why "sai số liệu"
    """
    here = office(ctx)
    person = here.person(by)
    _require_allowed(person, "recall")
    if not why.strip():
        raise BhxhError("việc này cần lý do", where="recall", fix='hãy thêm --why "lý do"')
    selection = _selection(values, "recall", (State.PUBLISHED,))
    ticker = assemble(here.config, here.content, here.renderer, speaks=False)
    done = recall_posts(ticker.worker, each(find(selection, here.zone)), person, now=here.started, why=why)
    report_done(ctx, done, as_json)


def _owns(here: Office, person: Person, channel: str) -> bool:
    """Whether the channel is named, and today one of the person's."""
    if not channel or not person.unit:
        return bool(channel)
    known = here.content.channels.get(channel)
    return known is not None and person.reaches(known.owner_on(here.today()) or "", here.started)


def _require_allowed(person: Person, name: str) -> None:
    if reason := forbidden(person, name):
        raise BhxhError(reason, where=name, fix="hãy nhờ người có quyền")


def _selection(values: dict[str, Any], name: str, states: tuple[str, ...]) -> Choice:
    """The posts chosen: those named by key whatever their state, so that it can be said why one was left alone."""
    by_key = any("/" in key for key in values["names"])
    selection = chosen(values, states=() if by_key else states, prefer=states)
    require_narrow(selection, name)
    require_known(selection)
    return selection


def _do(
    ctx: click.Context, name: str, by: str, why: str, as_json: bool, values: dict[str, Any], may_be_none: bool = False
) -> None:  # fmt: skip
    here = office(ctx)
    person = here.person(by)
    selection = _selection(values, name, tuple(sorted(ACTS[name].starts)))
    done = act(name, each(find(selection, here.zone)), person, now=here.started, why=why)
    if not (done.moved or done.left or may_be_none):
        words = ", ".join(SCREEN[state] for state in State if state in ACTS[name].starts)
        raise BhxhError(f"không có bài nào đang ở trạng thái: {words}", where=name, fix="xem các bài: bhxh log --all")
    report_done(ctx, done, as_json)


def report_done(ctx: click.Context, done: Done, as_json: bool) -> None:
    """Say how many posts moved, and which were left alone and why; exit code 1 where some were."""
    if as_json:
        show.json_line({"moved": done.moved, "left": [{"key": key, "why": why} for key, why in done.left]})
    else:
        click.echo(f"Đã chuyển {done.moved} bài.")
        for key, why in done.left[:20]:
            show.note(f"  để nguyên {key}: {why}")
    if done.left:
        ctx.exit(1)
