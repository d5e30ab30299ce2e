"""`bhxh check`: every problem of content and config at once, without a database."""

from pathlib import Path

import click

from scheduler.cli import show


@click.command()
@click.argument("folder", required=False, metavar="[THƯ MỤC]")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON · one JSON object per line.")
@click.option("--no-cache", is_flag=True, help="Soát lại từ đầu · do not use what an earlier check kept.")
@click.pass_context
def command(ctx: click.Context, folder: str | None, as_json: bool, no_cache: bool) -> None:
    """Soát mọi tệp trong content/ và config.yaml, báo hết các lỗi một lần: đường-dẫn:dòng:cột: lỗi.

    Reads everything and reports every problem at once. Exit code 1 where there is an error.

    \b
    Ví dụ · example:
      bhxh check
      bhxh check content-moi/
    """
    from scheduler.cli.checking import check_folder

    report = check_folder(ctx.find_root().obj, Path(folder) if folder else None, use_cache=not no_cache)
    for problem in report.problems:
        if as_json:
            show.json_line(problem.as_dict())
        else:
            click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in report.problems)
    others = len(report.problems) - errors
    if not as_json:
        show.note(f"{errors} lỗi, {others} lưu ý." if report.problems else "Không có lỗi nào.")
    ctx.exit(1 if errors else 0)
