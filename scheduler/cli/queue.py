"""`bhxh queue`: a campaign's plan becomes stored posts."""

import click
from django.db import IntegrityError, OperationalError

from scheduler.cli import show
from scheduler.cli.options import as_json, by, office
from scheduler.core.approval import forbidden
from scheduler.core.campaign import Campaign
from scheduler.core.content import Content
from scheduler.core.near import meant
from scheduler.errors import BhxhError
from scheduler.store.queue.enqueue import Queueing, Tally, enqueue


@click.command()
@click.argument("campaign", metavar="CHIẾN DỊCH")
@by
@click.option(
    "--replace-approved", is_flag=True, help="Thay cả bài đã duyệt; chúng phải duyệt lại · approved ones too."
)
@as_json
@click.pass_context
def command(ctx: click.Context, campaign: str, by: str, replace_approved: bool, as_json: bool) -> None:
    """Đưa bài của một chiến dịch vào hàng đợi. Chạy lại chỉ thay bài nháp và bài chờ duyệt; bài đã gửi không đổi.

    Stores a campaign's posts. Again: shows what differs, replaces only draft and pending posts.

    \b
    Ví dụ · example:
      bhxh queue quy-4-2026 --by lan
    """
    here = office(ctx)
    person = here.person(by)
    if reason := forbidden(person, "queue"):
        raise BhxhError(reason, where="queue", fix="hãy nhờ người soạn")
    job = Queueing(
        here.real_content(),
        campaign_of(here.content, campaign),
        here.renderer,
        here.zone,
        by,
        here.started,
        replace_approved,
        person.reaching,
    )
    tally = _enqueued(job)
    report(tally, as_json)
    if tally.unrendered:
        ctx.exit(1)


def _enqueued(job: Queueing) -> Tally:
    """Queue; where another machine queues the same campaign at this moment, begin again and add what is left."""
    for _ in range(_TRIES):
        try:
            return enqueue(job)
        except (IntegrityError, OperationalError):
            show.note(f"Có lệnh khác cũng đang đưa chiến dịch {job.campaign.id} vào hàng đợi; đang so lại…")
    raise BhxhError("có lệnh khác đang đưa chiến dịch này vào hàng đợi", where=job.campaign.id, fix="lát nữa chạy lại")


_TRIES = 20


def campaign_of(content: Content, name: str) -> Campaign:
    """The campaign of that name. Raises BhxhError with the nearest name."""
    if name in content.campaigns:
        return content.campaigns[name]
    hint = meant(name, content.campaigns) or f"hiện có: {', '.join(sorted(content.campaigns))}"
    raise BhxhError(f'không có chiến dịch "{name}"', where="content/campaigns", fix=hint)


def report(tally: Tally, as_json: bool) -> None:
    """Say what queueing did."""
    numbers = {
        "added": tally.added, "unchanged": tally.unchanged, "replaced": tally.replaced,
        "withdrawn": tally.withdrawn, "left": tally.left, "differing": tally.differing, "leftover": tally.leftover,
        "unrendered": [{"key": key, "why": why} for key, why in tally.unrendered], "gaps": tally.gaps,
        "silences": [{"why": why, "count": count} for why, count in tally.silences.most_common()],
    }  # fmt: skip
    if as_json:
        show.json_line(numbers)
        return
    click.echo(
        f"Thêm {tally.added} bài, thay {tally.replaced}, giữ nguyên {tally.unchanged}, rút {tally.withdrawn}, "
        f"đã gửi hoặc đã dừng nên không đụng đến {tally.left}."
    )
    _name(tally.differing, "đã duyệt nhưng nội dung hoặc giờ nay khác", "thay bằng --replace-approved")
    _name(tally.leftover, "đã duyệt, không còn trong lịch nhưng vẫn sẽ đăng", "rút bằng --replace-approved")
    for key, why in tally.unrendered[:20]:
        show.note(f"  không soạn được {key}: {why}")
    if tally.gaps:
        click.echo(f"{tally.gaps} chỗ trống trong lịch; xem từng chỗ: bhxh plan CHIẾN DỊCH --gaps")
    for why, count in tally.silences.most_common(_MOST_CAUSES):
        click.echo(f"  {count} lần: {why}")
    if len(tally.silences) > _MOST_CAUSES:
        click.echo(f"  … và {len(tally.silences) - _MOST_CAUSES} lý do khác")


def _name(keys: list[str], what: str, fix: str) -> None:
    for key in keys[:_MOST_KEYS]:
        click.echo(f"  {what}: {key} ({fix})")
    if len(keys) > _MOST_KEYS:
        click.echo(f"  … và {len(keys) - _MOST_KEYS} bài nữa {what}")


_MOST_CAUSES = 12
_MOST_KEYS = 20
