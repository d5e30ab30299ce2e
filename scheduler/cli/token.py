"""`bhxh token`: from a user's token to the Pages' own, stored by reference, and the Pages run again."""

import sys
from pathlib import Path

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.errors import BhxhError
from scheduler.publish.tokens.reach import Reach
from scheduler.publish.tokens.renew import Renewed, Row, renew
from scheduler.secret import Secret

SCREEN = {
    Renewed.STORED: "✔ đã cất",
    Renewed.NEEDS_LINE: "! đã cất, config.yaml chưa trỏ tới",
    Renewed.NOT_MANAGED: "✘ người này không quản trị trang",
    Renewed.BAD: "✘ không dùng được, không cất",
    Renewed.UNREACHED: "? chưa kiểm tra được, không cất",
}


@click.command()
@click.argument("typed", nargs=-1, metavar="")
@click.option("--from", "source", metavar="NƠI", help="env:TÊN hoặc file:ĐƯỜNG_DẪN · where the user token lies.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không đổi, không cất gì · store nothing.")
@as_json
@click.pass_context
def command(ctx: click.Context, typed: tuple[str, ...], source: str | None, dry_run: bool, as_json: bool) -> None:
    """Lấy mã truy cập của các fanpage từ mã của người quản trị: đổi sang mã dài hạn, kiểm tra, cất, chạy tiếp trang.

    Mã người dùng được hỏi ở bàn phím (không hiện ra), đọc từ đầu vào chuẩn hoặc --from; không bao giờ là tham số.
    From a user token, asked for without echo, to a checked token for each Page, in files of mode 0600.

    \b
    Ví dụ · example:
      bhxh token
      bhxh token --from env:FB_USER_TOKEN --dry-run
    """
    if typed:
        _refuse_typed()
    here = office(ctx)
    reach = Reach(here.config, dict(here.content.channels))
    reach.app_secret()
    here.open_store()
    rows = renew(reach, _user_token(source), here.started, here.config.public_url, dry_run=dry_run)
    if as_json:
        for row in rows:
            show.json_line(_plain(row, dry_run))
    else:
        _people(here, rows, dry_run)
    ctx.exit(0 if all(row.result is Renewed.STORED for row in rows) else 1)


def _refuse_typed() -> None:
    """Without quoting what was typed."""
    what = "không gõ mã vào dòng lệnh: danh sách tiến trình và lịch sử của shell giữ lại nó"
    fix = "mã vừa gõ coi như đã lộ, hãy lấy mã mới; rồi chạy bhxh token và dán mã khi được hỏi"
    raise BhxhError(what, where="token", fix=fix)


def _user_token(source: str | None) -> str:
    """The user's token, from where it lies, from a prompt without echo, or from standard input."""
    if source is not None:
        try:
            return Secret(source, Path(), strict=False).resolve()
        except ValueError:
            what = "--from nhận nơi cất mã, không nhận chính mã"
            raise BhxhError(what, where="--from", fix="viết env:TÊN_BIẾN hoặc file:ĐƯỜNG_DẪN") from None
    if sys.stdin.isatty():
        return str(click.prompt("Mã người dùng (không hiện khi gõ) · user token", hide_input=True, err=True)).strip()
    lines = [line.strip() for line in sys.stdin if line.strip()]
    if len(lines) != 1:
        fix = "đưa đúng một dòng, ví dụ: bhxh token < tệp-chứa-mã"
        raise BhxhError("không đọc được mã người dùng từ đầu vào", where="token", fix=fix)
    return lines[0]


def _plain(row: Row, dry_run: bool) -> dict[str, object]:
    found = row.report.findings if row.report else ()
    return {
        "channel": row.page.id, "page_id": row.page.page_id, "result": row.result.value, "dry_run": dry_run,
        "place": str(row.place) if row.place else None, "resumed": row.resumed,
        "findings": [finding.as_dict() for finding in found],
    }  # fmt: skip


def _people(here: Office, rows: list[Row], dry_run: bool) -> None:
    for row in rows:
        word = SCREEN[row.result]
        if dry_run:
            word = word.replace("đã cất", "sẽ cất")
        resumed = "; trang chạy tiếp" if row.resumed else ""
        click.echo(f"{word}: {row.page.name} ({row.page.id}){resumed}")
        for finding in row.report.findings if row.report else ():
            if finding.level != "note":
                click.echo(f"    {finding.seen.vi} · {finding.seen.en}\n    → {finding.step.vi} · {finding.step.en}")
    lines = [_line(row.page.id, row.place) for row in rows if row.result is Renewed.NEEDS_LINE and row.place]
    if lines:
        click.echo("Thêm vào config.yaml rồi chạy lại bhxh run · add to config.yaml:\nchannels:\n" + "\n".join(lines))
        click.echo("Trang đang tạm dừng thì sau đó: bhxh retry --channel KÊNH --by TÊN")
    if not rows:
        show.note(f"content không có fanpage nào: {here.config.content}/channels")


def _line(channel: str, place: Path) -> str:
    return f'  {channel}: {{token: "file:{place.absolute()}"}}'
