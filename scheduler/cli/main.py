"""The command `bhxh`: names its commands, and turns errors into sentences and exit codes.

Commands are imported when they are called: `bhxh check` must not wait for Django.
"""

import importlib
import os
import sys
from typing import NoReturn

import click

from scheduler.cli.mistakes import sentence
from scheduler.core.states import Refusal
from scheduler.errors import BhxhError

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("scheduler.cli.check", "Soát mọi lỗi của content và config.yaml · all problems of content at once"),
    "facts": ("scheduler.cli.facts", "Số liệu của một ngày, và xác nhận số liệu · the figures of a day"),
    "account": ("scheduler.cli.account", "Tài khoản: ai soạn, ai duyệt, ai xem · who may write, approve, look"),
    "render": ("scheduler.cli.render", "Soạn thử một thông điệp · the text of a message on stdout"),
    "speak": ("scheduler.cli.speak", "Đọc mỗi dòng thành lời · each line as it is read aloud"),
    "plan": ("scheduler.cli.plan", "Lịch của một chiến dịch · the calendar of a campaign"),
    "queue": ("scheduler.cli.queue", "Đưa bài của chiến dịch vào hàng đợi · store a campaign's posts"),
    "post": ("scheduler.cli.post", "Viết tay một bài · a post written by hand"),
    "approve": ("scheduler.cli.approve", "Duyệt bài · approve posts"),
    "submit": ("scheduler.cli.acts", "Trình duyệt bản nháp · hand in drafts for approval"),
    "return": ("scheduler.cli.acts", "Trả bài chờ duyệt về cho người soạn · return posts to their author"),
    "reschedule": ("scheduler.cli.reschedule", "Đổi giờ bài chưa đăng · another time for posts that are not out"),
    "hold": ("scheduler.cli.acts", "Tạm giữ bài đã duyệt, hoặc thả ra · hold approved posts, or let them go"),
    "stop": ("scheduler.cli.stop", "Dừng đăng cho đến khi thả ra · stop until it is lifted"),
    "cancel": ("scheduler.cli.acts", "Hủy bài chưa đăng · cancel posts that are not out"),
    "retry": ("scheduler.cli.acts", "Cho gửi lại bài không đăng được hoặc lỡ giờ · send failed or missed posts again"),
    "recall": ("scheduler.cli.acts", "Thu hồi bài đã đăng · take back published posts"),
    "correct": ("scheduler.cli.correct", "Đính chính một bài đã đăng · a correction that names the old post"),
    "station": ("scheduler.cli.station", "Đài: đường dẫn, biên nhận, lần phát, bản thay thế · radio stations"),
    "settle": ("scheduler.cli.settle", "Nói rõ một bài chưa rõ: đã đăng hay chưa · a person's word on an unknown post"),
    "publish": ("scheduler.cli.publish", "Gửi những bài đến giờ rồi dừng · one pass over what is due"),
    "run": ("scheduler.cli.run", "Chạy đồng hồ, máy gửi và trang web · clock, worker and web until stopped"),
    "rehearse": ("scheduler.cli.rehearse", "Tập dượt cả chiến dịch · a whole campaign on a simulated clock"),
    "log": ("scheduler.cli.log", "Nhật ký bài đã đăng · the published-content log"),
    "sandbox": ("scheduler.cli.sandbox", "Máy chủ tập dượt thay Facebook · the practice Graph server"),
    "token": ("scheduler.cli.token", "Lấy mã truy cập của các fanpage · Page tokens from a user's token"),
    "notices": ("scheduler.cli.notices", "Việc đang cần người · what needs a person"),
    "schema": ("scheduler.cli.schema", "Ghi JSON Schema cho trình soạn thảo · JSON Schemas for editors"),
    "doctor": ("scheduler.cli.doctor", "Mọi thứ đã sẵn sàng chưa · is everything ready"),
}
"""Command → the module that has it, and its line in `bhxh --help`."""

WITHOUT_DATABASE = frozenset({"check", "render", "speak", "schema"})
"""Commands that must not wait for Django, nor need it."""


class Commands(click.Group):
    """Commands by name, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is no such name."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_DATABASE:
            database = importlib.import_module("scheduler.store.database")
            database.setup()
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name}_command", None) or module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing any of them."""
        with formatter.section("Lệnh · commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or an error that names the nearest one."""
        from difflib import get_close_matches

        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f'có phải ý bạn là "bhxh {near[0]}"?' if near else "xem danh sách: bhxh --help"
            raise BhxhError(f'không có lệnh "{args[0]}"', fix=hint)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--config", "config_path", metavar="FILE", envvar="BHXH_CONFIG", help="Tệp cấu hình (config.yaml).")
@click.version_option(package_name="bhxh-scheduler", prog_name="bhxh")
@click.pass_context
def bhxh(ctx: click.Context, config_path: str | None) -> None:
    """Lịch truyền thông BHXH: từ thông điệp YAML đến fanpage và kịch bản phát thanh.

    Carries social insurance messages to fanpages and radio stations, on a campaign calendar.

    \b
    Ví dụ · example:
      bhxh check && bhxh rehearse thang-5-2021
    """
    ctx.obj = config_path


def main() -> None:
    """Run the command; an error is one sentence on stderr and exit code 1, never a traceback."""
    try:
        code = bhxh(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except (BhxhError, Refusal) as error:
        _fail(str(error))
    except click.exceptions.Abort:
        _fail("đã dừng theo yêu cầu")
    except click.ClickException as error:
        _fail(sentence(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains while closing it
        sys.exit(1)
    except Exception as error:
        if not _of_the_database(error):
            raise
        _fail(f"cơ sở dữ liệu: {str(error).strip().partition(chr(10))[0]} → hãy thử lại; nếu còn lỗi: bhxh doctor")
    sys.exit(code if isinstance(code, int) else 0)


def _fail(text: str) -> NoReturn:
    print(f"bhxh: {text}", file=sys.stderr)
    sys.exit(1)


def _of_the_database(error: Exception) -> bool:
    """Whether the database was busy, gone or full; told without importing Django where it was not needed."""
    errors = sys.modules.get("django.db.utils")
    return errors is not None and isinstance(error, errors.OperationalError | errors.InterfaceError)
