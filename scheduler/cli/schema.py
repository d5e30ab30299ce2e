"""`bhxh schema`: JSON Schemas, by which editors complete and check YAML files."""

from pathlib import Path

import click

from scheduler.cli.office import Office
from scheduler.library.schemas import write_schemas


@click.command()
@click.option("--to", "folder", metavar="THƯ MỤC", help="Nơi ghi; mặc định content/schemas · where to write.")
@click.pass_context
def command(ctx: click.Context, folder: str | None) -> None:
    """Ghi JSON Schema cho VS Code và các trình soạn thảo khác · JSON Schemas for editors.

    \b
    Ví dụ · example:
      bhxh schema
    """
    target = Path(folder) if folder else Path(Office(ctx.find_root().obj).config.content) / "schemas"
    for path in write_schemas(target):
        click.echo(str(path))
