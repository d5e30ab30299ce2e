"""`bhxh doctor`: is everything ready to go out; and `--probe`, how a Page lets itself be published to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import click

from scheduler.cli import show
from scheduler.cli.checkup import Finding, machine
from scheduler.cli.checkup_notices import notices
from scheduler.cli.checkup_stations import stations
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.core.channel import Page
from scheduler.errors import BhxhError
from scheduler.library.problem import perhaps
from scheduler.publish.machine import speaks_to_sandbox
from scheduler.publish.tokens import words
from scheduler.publish.tokens.asked import run_probe
from scheduler.publish.tokens.daily import keep
from scheduler.publish.tokens.look import Report, look
from scheduler.publish.tokens.probe import Probe
from scheduler.publish.tokens.reach import Reach

MARKS = {None: "✔", "note": "·", "warn": "!", "bad": "✘"}
TRIED = {
    "draft": "tạo bài ẩn · unpublished post",
    "read": "đọc lại bài ẩn · reading it back",
    "words": "chữ đọc lại đúng như đã gửi · the text comes back as sent",
    "list": "tìm lại bài ẩn trong danh sách · finding it in the list",
    "schedule": "hẹn giờ trên bài ẩn · scheduling it",
}


@click.command()
@click.option("--probe", "probed", metavar="KÊNH", help="Thử cách đăng bằng một bài ẩn · try a Page unseen.")
@as_json
@click.pass_context
def command(ctx: click.Context, probed: str | None, as_json: bool) -> None:
    """Khám máy: cấu hình, nội dung, cơ sở dữ liệu, ổ đĩa, đồng hồ, hàng đợi, mã truy cập từng fanpage.

    Is everything ready: configuration, content, database, disk, clock, queue, and each Page's token. --probe tries
    which protocols a Page takes, with a post that nobody sees and that is deleted again.

    \b
    Ví dụ · example:
      bhxh doctor
      bhxh doctor --probe fb-yen-bai
    """
    here = office(ctx)
    if probed:
        _probe(ctx, here, probed, as_json)
        return
    well = True
    for finding in _all(here):
        well = well and finding.well
        _print(finding, as_json)
    ctx.exit(0 if well else 1)


def _print(finding: Finding, as_json: bool) -> None:
    if as_json:
        show.json_line(finding.as_dict())
        return
    click.echo(f"{MARKS[finding.level]} {finding.what}: {finding.seen}")
    if finding.step:
        click.echo(f"    → {finding.step}")
    if finding.seen_en and finding.level:
        click.echo(f"    {finding.seen_en}" + (f" → {finding.step_en}" if finding.step_en else ""))


def _all(here: Office) -> Iterator[Finding]:
    yield from machine(here)
    # Example Pages are no reason not to look at the real ones; unreadable content is.
    if _readable(here):
        yield from notices(here)
        yield from stations(here)
        yield from _pages(here)


def _readable(here: Office) -> bool:
    try:
        here.open_store()
        return bool(here.content)
    except BhxhError:
        return False


def _pages(here: Office) -> Iterator[Finding]:
    """Each Page's access. They are asked one by one until Facebook answers: where nobody does, all would wait."""
    reach = Reach(here.config, dict(here.content.channels))
    pages = sorted(reach.pages.values(), key=lambda page: page.id)
    while pages:
        report = look(reach, pages.pop(0), here.started)
        if report.well is None:
            yield _silence(here, report)
            return
        yield from _kept(here, report)
        if all(finding.code != "not-ready" for finding in report.findings):
            break
    with ThreadPoolExecutor(here.config.facebook.threads, thread_name_prefix="doctor") as pool:
        for report in pool.map(lambda page: look(reach, page, here.started), pages):
            yield from _kept(here, report)


def _kept(here: Office, report: Report) -> Iterator[Finding]:
    keep(report, here.started, here.config.public_url)
    yield from _findings(report)


def _silence(here: Office, report: Report) -> Finding:
    found = next(finding for finding in report.findings if finding.code == "unreached")
    if speaks_to_sandbox(here.config):
        seen, step = "máy chủ tập dượt không chạy, chưa khám được fanpage", "mở máy chủ tập dượt: bhxh sandbox"
        return Finding("Fanpage", "warn", seen, step, "the sandbox is not running", "start it: bhxh sandbox", "sandbox")
    return _finding("Fanpage", found, level="bad")


def _findings(report: Report) -> Iterator[Finding]:
    what = f"Fanpage {report.name} ({report.channel})"
    for found in report.findings:
        yield _finding(what, found)
    if report.well and all(found.level == "note" for found in report.findings):
        until = f", hạn {report.deadline:%d/%m/%Y}" if report.deadline else ""
        yield Finding(what, None, f"{words.WELL.vi}{until}", "", words.WELL.en, "", "well")


def _finding(what: str, found: words.Finding, level: words.Level | None = None) -> Finding:
    return Finding(
        what, level or found.level, found.seen.vi, found.step.vi, found.seen.en, found.step.en, found.code
    )  # fmt: skip


def _probe(ctx: click.Context, here: Office, name: str, as_json: bool) -> None:
    here.open_store()
    page = _page(here, name)
    reach = Reach(here.config, dict(here.content.channels))
    found = run_probe(reach, page, here.started, here.config.public_url)
    if as_json:
        show.json_line({"channel": page.id, **found.as_dict()})
    else:
        _tell(page, found)
    ctx.exit(0 if found.recommended and found.clean else 1)


def _page(here: Office, name: str) -> Page:
    channel = here.content.channels.get(name)
    if not isinstance(channel, Page):
        pages = [c.id for c in here.content.channels.values() if isinstance(c, Page)]
        raise BhxhError(f'không có fanpage "{name}"{perhaps(name, pages)}', where="--probe", fix="nêu mã kênh fanpage")
    return channel


def _tell(page: Page, found: Probe) -> None:
    for tried in found.tried:
        mark = {True: "✔", False: "✘", None: "?"}[tried.holds]
        click.echo(f"{mark} {TRIED[tried.name]}" + (f" ({tried.why})" if tried.why else ""))
    click.echo("· mở bài ẩn ra (two-phase) và đăng thẳng (direct): không thử, vì sẽ hiện bài")
    click.echo("  releasing and direct posting were not tried: they would show something")
    if found.shown:
        click.echo("✘ Facebook đã hiện bài thử dù được dặn ẩn; bài đã bị xóa ngay, hãy xem lại trang")
    if not found.clean:
        what = f"mã {found.left}" if found.left else f'có chữ "{found.text}"'
        click.echo(f"✘ chưa xóa được bài thử ({what}): vào Meta Business Suite xóa bằng tay; máy cũng sẽ tự thử lại")
    if not found.recommended:
        click.echo("? chưa biết trang nhận cách đăng nào: xem lỗi ở trên, chạy bhxh doctor, rồi thử lại")
        return
    click.echo(f"→ nên ghi cho kênh {page.id} trong content/channels:\n    protocol: {found.recommended}")
    if found.handover:
        click.echo("  máy tắt ban đêm thì dùng được · if this PC is off at night:\n    protocol: handover")
