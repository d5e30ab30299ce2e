"""`bhxh approve`: a person answers for the exact text of posts."""

import sys

import click

from scheduler.cli import show
from scheduler.cli.figures import written
from scheduler.cli.options import as_json, by, choice, chosen, office, require_narrow
from scheduler.core.content import Content
from scheduler.core.states import State
from scheduler.store.find import each, find, require_known
from scheduler.store.queue.approve import WORD, Verdict, approve


@click.command()
@choice
@by
@click.option("--for", "on_behalf", default="", metavar="TÊN", help="Duyệt thay người này · as the deputy of.")
@click.option("--word", default="", metavar="CHỮ", help=f'Chữ "{WORD}": tôi chịu trách nhiệm về số liệu chưa xác nhận.')
@as_json
@click.pass_context
def command(ctx: click.Context, /, by: str, on_behalf: str, word: str, as_json: bool, **values: str) -> None:
    """Duyệt bài: cả chiến dịch, một phần, hoặc từng mã bài. Người soạn không tự duyệt bài mình.

    Approve posts of a campaign, a filter, or keys. Where a post quotes a figure that nobody has
    confirmed, the word is asked for.

    \b
    Ví dụ · example:
      bhxh approve quy-4-2026 --by minh
      bhxh approve quy-4-2026 --unit bhxh-co-so-van-chan --by minh --word đúng
    """
    here = office(ctx)
    person = here.person(by, on_behalf)
    by_key = any("/" in name for name in values["names"])
    selection = chosen(values, states=() if by_key else (State.PENDING,), prefer=(State.PENDING,))
    require_narrow(selection, "approve")
    require_known(selection)
    author_may = here.config.approval.author_may_approve

    def run(word: str) -> Verdict:
        posts = each(find(selection, here.zone))
        return approve(posts, person, now=here.started, author_may_approve=author_may, word=word)

    verdict = run(word)
    if verdict.doubtful and not word and sys.stdin.isatty():
        _show_doubtful(verdict, here.content)
        word = click.prompt(
            f'Gõ chữ "{WORD}" nếu bạn chịu trách nhiệm về các số liệu này', default="", show_default=False
        )
        again = run(word)
        verdict = Verdict(verdict.approved + again.approved, again.refused, again.doubtful)
    _report(verdict, here.content, as_json)
    if verdict.refused:
        ctx.exit(1)


def _show_doubtful(verdict: Verdict, content: Content) -> None:
    show.note("Số liệu chưa ai xác nhận:")
    for period, value in sorted(verdict.doubtful.items()):
        figure = written(content, period, value)
        show.note(f"  {period} = {figure}   (xác nhận lâu dài: bhxh facts --confirm {period} --by TÊN)")


def _report(verdict: Verdict, content: Content, as_json: bool) -> None:
    if as_json:
        refused = [{"key": key, "why": why} for key, why in verdict.refused]
        show.json_line({"approved": verdict.approved, "refused": refused, "unconfirmed": verdict.doubtful})
        return
    click.echo(f"Đã duyệt {verdict.approved} bài.")
    if not (verdict.approved or verdict.refused):
        show.note("Không có bài nào đang chờ duyệt. Xem các bài: bhxh log --all")
    if verdict.refused:
        _show_doubtful(verdict, content) if verdict.doubtful else None
        show.note(f"Không duyệt {len(verdict.refused)} bài:")
    for key, why in verdict.refused[:20]:
        show.note(f"  {key}: {why}")
