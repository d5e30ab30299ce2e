"""`bhxh station log`: what was scheduled beside what the stations say they aired."""

from collections.abc import Iterable
from typing import Any

import click

from scheduler.cli import show
from scheduler.cli.options import as_json, choice, chosen, office
from scheduler.core.radio.aired import COLUMNS
from scheduler.core.render import SPOKEN_KINDS
from scheduler.core.translation import called
from scheduler.store.find import find, require_known
from scheduler.store.radio.as_aired import as_aired
from scheduler.store.radio.chain import OUT


@click.command()
@choice
@click.option("--csv", "as_csv", is_flag=True, help="Xuất CSV, mở được bằng Excel · as CSV.")
@as_json
@click.pass_context
def log(ctx: click.Context, /, as_csv: bool, as_json: bool, **values: str) -> None:
    """Nhật ký phát của các đài: lịch đặt bên cạnh lời đài báo, mỗi lần đọc một dòng. Tải về chưa phải là đã phát.

    The as-aired log, a row per reading: what was scheduled beside what the station tells.

    \b
    Ví dụ · example:
      bhxh station log --channel dai-yen-ninh --since 2026-11-01 --until 2026-11-30
      bhxh station log quy-4-2026 --csv > da-phat.csv
    """
    here = office(ctx)
    here.open_store()
    selection = chosen(values, states=tuple(state.value for state in OUT))
    require_known(selection)
    posts = find(selection, here.zone).filter(kind__in=SPOKEN_KINDS)
    rows = as_aired(posts.iterator(1000), here.zone)
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
        planned = row["slot_planned"][:16].replace("T", " ")
        issue = f" lần {row['issue']}" if row["issue"] > 1 else ""
        title = called(row["title"], row["lang"])
        click.echo(f"{planned}  {row['station']} số {row['number']}{issue}  {row['status']}  {title}")
        if row["entered_at"]:
            click.echo(f"    {_told(row)}")
    show.note(f"{count} dòng." if count else "Chưa có kịch bản nào được phát hành trong phần đã chọn.")


def _told(row: dict[str, Any]) -> str:
    at = row["aired_at"][11:16] if row["aired_at"] else ""
    took = f"{row['actual_sec']} giây (dự kiến {row['planned_sec']})" if row["actual_sec"] else ""
    late = "ghi muộn" if row["late"] else ""
    parts = (at, took, row["method"], row["reader"], row["reason"], f"{row['way']}, {row['entered_by']} ghi", late)
    return " · ".join(part for part in parts if part)
