"""`bhxh rehearse`: a whole campaign on a simulated clock against the sandbox."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scheduler.cli import show
from scheduler.cli.log import outside_seals
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, office
from scheduler.cli.queue import campaign_of
from scheduler.core.approval import Person, Role
from scheduler.core.campaign import Campaign
from scheduler.core.states import State
from scheduler.errors import BhxhError
from scheduler.publish.machine import assemble, sandbox_data, state_folder
from scheduler.publish.practice import seed
from scheduler.publish.rehearsal import Rehearsal
from scheduler.sandbox.process import NotStartedError, start
from scheduler.store import accounts
from scheduler.store.models import Post
from scheduler.store.verify import verify

AUTHOR, APPROVER = "tap-duot-soan", "tap-duot-duyet"
BAD = (State.FAILED, State.UNKNOWN, State.MISSED)


@click.command()
@click.argument("campaign", metavar="CHIẾN DỊCH")
@as_json
@click.pass_context
def command(ctx: click.Context, campaign: str, as_json: bool) -> None:
    """Tập dượt cả một chiến dịch trên đồng hồ mô phỏng: soạn, duyệt, đăng vào máy chủ tập dượt, phát hành kịch bản.

    A whole campaign on a simulated clock, over real HTTP into the sandbox. Run twice, it publishes nothing twice.

    \b
    Ví dụ · example:
      bhxh rehearse thang-5-2021
    """
    here = office(ctx)
    if here.config.mode != "rehearsal":
        raise BhxhError(
            "chỉ tập dượt được ở chế độ rehearsal", where="mode", fix="đặt mode: rehearsal trong config.yaml"
        )
    here.open_store()
    chosen = campaign_of(here.content, campaign)
    with _sandbox(here):
        numbers = _rehearse(here, chosen, quiet=as_json)
    whole = _report(here, chosen, numbers, as_json)
    bad = Post.objects.filter(campaign=chosen.id, state__in=BAD).count()
    ctx.exit(0 if whole and not bad and not numbers["unrendered"] and not numbers["refused"] else 1)


@contextmanager
def _sandbox(here: Office) -> Iterator[None]:
    """The sandbox that the environment names, or one of our own for as long as the rehearsal lasts."""
    if os.environ.get("BHXH_GRAPH_URL"):
        yield
        return
    data = sandbox_data(here.config)
    data.parent.mkdir(parents=True, exist_ok=True)
    planted = data.with_suffix(".seed.json")
    planted.write_text(json.dumps(seed(here.content.channels.values()), ensure_ascii=False), encoding="utf-8")
    try:
        sandbox = start(data, seed=planted)
    except NotStartedError as error:
        raise BhxhError(str(error), where="sandbox", fix="xem ổ đĩa còn chỗ không rồi chạy lại") from None
    here.config = here.config.at_sandbox(sandbox.url)
    try:
        yield
    finally:
        sandbox.stop()


def _rehearse(here: Office, campaign: Campaign, *, quiet: bool) -> dict[str, Any]:
    accounts.ensure(AUTHOR, Role.AUTHOR, full_name="Người soạn tập dượt")
    accounts.ensure(APPROVER, Role.APPROVER, full_name="Người duyệt tập dượt")
    ticker = assemble(here.config, here.content, here.renderer, simulated=True)
    rehearsal = Rehearsal(
        ticker, campaign, Person(AUTHOR, Role.AUTHOR), Person(APPROVER, Role.APPROVER), here.zone,
        here.config.publishing.tick,
    )  # fmt: skip
    with _bar(quiet) as (bar, task):
        bar.update(task, description="Soạn và xếp lịch")
        tally = rehearsal.queue(lambda t: bar.update(task, description=f"Soạn và xếp lịch: {t.total} bài"))
        bar.update(task, description="Duyệt")
        verdict = rehearsal.approve()
        waiting = Post.objects.filter(campaign=campaign.id, state=State.APPROVED).count()
        bar.update(task, total=max(waiting, 1), description="Đăng")
        published = 0
        for now, done in rehearsal.play():
            published += done.published
            bar.update(task, completed=published, description=f"Đăng · {now:%d/%m/%Y %H:%M}")
        bar.update(task, completed=max(waiting, 1))
    return {
        "added": tally.added, "unrendered": tally.unrendered, "approved": verdict.approved, "refused": verdict.refused,
        "vouched": verdict.doubtful, "published_now": published, "gaps": tally.gaps,
    }  # fmt: skip


@contextmanager
def _bar(quiet: bool) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("{task.description:<34}"),
        BarColumn(40),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, disable=quiet, transient=False, refresh_per_second=3) as bar:
        yield bar, bar.add_task("Chuẩn bị", total=None)


def _report(here: Office, campaign: Campaign, numbers: dict[str, Any], as_json: bool) -> bool:
    rows = _per_unit(campaign)
    verdict = verify(outside_seals(state_folder(here.config) / "seals.log"))
    if as_json:
        show.json_line(
            {"campaign": campaign.id, **numbers, "units": rows, "whole": verdict.whole, "faults": verdict.faults}
        )
        return verdict.whole
    columns = ("Đơn vị", "Kế hoạch", "Đã đăng", "Đã phát hành", "Không đạt")
    body = [(r["unit"], r["planned"], r["published"], r["released"], r["failed"]) for r in rows]
    body.append(("Tổng cộng", *(sum(row[i] for row in body) for i in range(1, 5))))
    show.table(f"{campaign.name} ({campaign.from_:%d/%m/%Y} – {campaign.to:%d/%m/%Y})", columns, body)
    click.echo(f"Lần này đăng và phát hành {numbers['published_now']} bài; thêm {numbers['added']} bài vào hàng đợi.")
    for key, why in [*numbers["unrendered"], *numbers["refused"]][:20]:
        show.note(f"  {key}: {why}")
    if numbers["vouched"]:
        click.echo(
            f"{len(numbers['vouched'])} số liệu chưa ai kiểm; khi chạy thật phải xác nhận: "
            f"bhxh facts --on {campaign.from_}"
        )
    click.echo("Nhật ký nguyên vẹn." if verdict.whole else f"NHẬT KÝ KHÔNG NGUYÊN VẸN: {'; '.join(verdict.faults[:5])}")
    click.echo(
        f"Xem tiếp:\n"
        f"  .venv/bin/bhxh sandbox                     fanpage trong trình duyệt\n"
        f"  .venv/bin/bhxh log {campaign.id:<23} nhật ký bài đã đăng\n"
        f"  {state_folder(here.config) / 'radio'}     kịch bản của từng đài"
    )
    return verdict.whole


def _per_unit(campaign: Campaign) -> list[dict[str, Any]]:
    """What became of each unit's posts: all planned, published on pages, released to stations, and gone wrong."""
    counts: dict[str, Counter[str]] = {}
    names = Post.objects.filter(campaign=campaign.id).exclude(state=State.CANCELLED)
    for unit, kind, state in names.order_by("unit").values_list("unit", "kind", "state").iterator(10_000):
        count = counts.setdefault(unit, Counter())
        count["planned"] += 1
        if state == State.PUBLISHED:
            count["released" if kind == "radio" else "published"] += 1
        elif state in BAD:
            count["failed"] += 1
    return [
        {
            "unit": unit,
            "planned": c["planned"],
            "published": c["published"],
            "released": c["released"],
            "failed": c["failed"],
        }
        for unit, c in counts.items()
    ]
