"""What click says of a mistyped command line, as a sentence in Vietnamese with what to do."""

import click


def sentence(error: click.ClickException) -> str:
    """`where: what → fix`, on one line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "bhxh"
    where = command.removeprefix("bhxh").strip()
    return f"{where + ': ' if where else ''}{_what(error)} → xem: {command} --help"


def _what(error: click.ClickException) -> str:
    if isinstance(error, click.MissingParameter):
        return f"thiếu {_name(error)}"
    if isinstance(error, click.NoSuchOption):
        near = f'; có phải ý bạn là "{error.possibilities[0]}"?' if error.possibilities else ""
        return f"không có tùy chọn {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"tùy chọn {error.option_name} ghi chưa đúng"
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        allowed = f"; chỉ nhận: {', '.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
        return f"{_name(error)} ghi chưa đúng{allowed}"
    return " ".join(error.format_message().split())


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "một tham số"
    return error.param.opts[0] if error.param.param_type_name == "option" else error.param.make_metavar(_context(error))


def _context(error: click.BadParameter) -> click.Context:
    return error.ctx or click.Context(click.Command("bhxh"))
