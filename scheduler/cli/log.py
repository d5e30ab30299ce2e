"""`bhxh log`: what went out where, when, under whose approval; and whether the log is whole."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.office import Office
from scheduler.cli.options import as_json, choice, chosen, office, state_name
from scheduler.core.states import State
from scheduler.core.text import fold
from scheduler.core.translation import called
from scheduler.errors import BhxhError
from scheduler.publish.machine import state_folder
from scheduler.store.find import find, require_known
from scheduler.store.log import COLUMNS, OUT, entries
from scheduler.store.verify import verify


@click.command()
@choice
@click.option(
    "--state", "states", multiple=True, type=click.Choice([s.value for s in State]), help="Trạng thái · state."
)
@click.option("--all", "everything", is_flag=True, help="Cả bài chưa đăng · posts that are not out, too.")
@click.option("--find", "words", default="", metavar="CHỮ", help="Có chữ này, không cần dấu · holding these words.")
@click.option(
    "--limit", default=0, type=click.IntRange(min=0), metavar="SỐ", help="Nhiều nhất bao nhiêu bài · at most so many."
)
@click.option("--csv", "as_csv", is_flag=True, help="Xuất CSV, mở được bằng Excel · as CSV.")
@click.option("--verify", "verifying", is_flag=True, help="Soát nhật ký có nguyên vẹn không · is the log whole.")
@click.option(
    "--seal", "seals", multiple=True, metavar="MÃ", help="Niêm phong giữ bên ngoài, để soát · a seal kept outside."
)
@as_json
@click.pass_context
def command(
    ctx: click.Context, /, states: tuple[str, ...], everything: bool, words: str, limit: int, as_csv: bool,
    verifying: bool, seals: tuple[str, ...], as_json: bool, **values: str,
) -> None:  # fmt: skip
    """Nhật ký bài đã đăng: chữ gì, ở đâu, lúc nào, ai duyệt.

    The published-content log; --verify names every row changed, removed, added or moved.

    \b
    Ví dụ · example:
      bhxh log thang-5-2021 --channel fb-van-chan
      bhxh log --since 2021-05-01 --until 2021-05-31 --csv > thang-5.csv
      bhxh log --verify
    """
    here = office(ctx)
    here.open_store()
    if verifying:
        _verify(ctx, here, seals, as_json)
        return
    shown = states or (() if everything else tuple(state.value for state in OUT))
    selection = chosen(values, states=shown)
    require_known(selection)
    rows: Iterable[dict[str, Any]] = entries(find(selection, here.zone).iterator(1000), here.zone)
    if words:
        wanted = fold(words)
        rows = (row for row in rows if wanted in fold(f"{row['title']} {row['text']}"))
    rows = islice(rows, limit) if limit else rows
    if as_json:
        for row in rows:
            show.json_line(row)
    elif as_csv:
        show.csv(COLUMNS, rows)
    else:
        _people(rows)


def _people(rows: Iterable[dict[str, Any]]) -> None:
    count = 0
    for row in rows:
        count += 1
        when = (row["published_at"] or row["due"])[:16].replace("T", " ")
        number = f" số {row['number']}" if row["number"] else ""
        title = called(row["title"] or row["message"], row["lang"])
        click.echo(f"{when}  {state_name(row['state'])}  {row['channel']}{number}  {title}")
        click.echo(f"    {row['unit_name']} · duyệt: {row['approved_by'] or '—'} · {row['permalink'] or row['key']}")
        if row["why"]:
            click.echo(f"    {row['why'].splitlines()[0]}")
    show.note(f"{count} bài." if count else "Chưa có bài nào. Xem cả bài chưa đăng: bhxh log --all")


def _verify(ctx: click.Context, here: Office, seals: tuple[str, ...], as_json: bool) -> None:
    verdict = verify([*seals, *outside_seals(state_folder(here.config) / "seals.log")])
    if as_json:
        show.json_line(
            {"whole": verdict.whole, "rows": verdict.rows, "seals": verdict.seals, "unsealed": verdict.unsealed,
             "last_seal": verdict.last_seal, "faults": verdict.faults}
        )  # fmt: skip
    elif verdict.whole:
        click.echo(
            f"Nhật ký nguyên vẹn: {verdict.rows} dòng, {verdict.seals} niêm phong, {verdict.unsealed} dòng mới "
            f"chưa niêm phong.\nNiêm phong cuối: {verdict.last_seal or '(chưa có)'}"
        )
    else:
        click.echo(f"NHẬT KÝ KHÔNG NGUYÊN VẸN: {len(verdict.faults)} chỗ sai lệch")
        for fault in verdict.faults:
            click.echo(f"  {fault}")
    ctx.exit(0 if verdict.whole else 1)


def outside_seals(file: Path) -> list[str]:
    """The seals kept beside the database. Raises BhxhError where the file cannot be read."""
    if not file.exists():
        return []
    try:
        return [line.split()[1] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        what = f"không đọc được sổ niêm phong: {error}"
        raise BhxhError(what, where=str(file), fix="khôi phục tệp này từ bản sao lưu") from None
