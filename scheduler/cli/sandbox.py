"""`bhxh sandbox`: the practice Graph server, with our Pages in it."""

import json
from pathlib import Path

import click

from scheduler.cli.office import Office
from scheduler.errors import BhxhError
from scheduler.publish.machine import sandbox_data
from scheduler.publish.practice import seed
from scheduler.sandbox.database import WrongFileError
from scheduler.sandbox.scenario import WrongScenarioError
from scheduler.sandbox.server import AddressInUseError, serve


@click.command()
@click.option("--host", help="Địa chỉ; mặc định theo config.yaml · address.")
@click.option("--port", type=int, help="Cổng; 0 là cổng trống bất kỳ · port, 0 for a free one.")
@click.option("--data", metavar="TỆP", help="Tệp dữ liệu của máy chủ tập dượt · its own data file.")
@click.option("--scenario", metavar="TỆP", help="Kịch bản sự cố (YAML) · faults to play.")
@click.pass_context
def command(ctx: click.Context, host: str | None, port: int | None, data: str | None, scenario: str | None) -> None:
    """Mở máy chủ tập dượt: nhận bài như Facebook, hiện từng fanpage trong trình duyệt, và có thể giả lỗi.

    The practice Graph server; each fanpage as a timeline in the browser. Stops on Ctrl-C.

    \b
    Ví dụ · example:
      bhxh sandbox
      bhxh sandbox --port 9000 --scenario su-co.yaml
    """
    here = Office(ctx.find_root().obj)
    settings = here.config.sandbox
    file = Path(data) if data else sandbox_data(here.config)
    file.parent.mkdir(parents=True, exist_ok=True)
    planted = file.with_suffix(".seed.json")
    planted.write_text(json.dumps(seed(here.content.channels.values()), ensure_ascii=False), encoding="utf-8")
    try:
        serve(
            host or settings.host, settings.port if port is None else port, file, seed=planted,
            scenario=Path(scenario) if scenario else None,
            ready=lambda url: click.echo(f"Trang tập dượt: {url}   (dừng bằng Ctrl-C)"),
        )  # fmt: skip
    except AddressInUseError as error:
        raise BhxhError(str(error), where="sandbox", fix="hãy thử --port 0") from None
    except (WrongFileError, WrongScenarioError) as error:
        raise BhxhError(str(error), where="sandbox") from None
