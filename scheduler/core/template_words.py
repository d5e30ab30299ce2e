"""Jinja2's complaints in the words of the people who write templates."""

import re

from jinja2 import nodes
from jinja2.exceptions import SecurityError

from scheduler.core.phrase import phrase

_FORMS: dict[type[nodes.Node], str] = {
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Macro: "{% macro %}",
    nodes.Call: phrase("lời gọi hàm (…)"),
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.With: "{% with %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% import %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
    nodes.Pow: phrase("phép lũy thừa **"),
    nodes.Slice: phrase("phép cắt [a:b]"),
    nodes.Keyword: phrase("tham số có tên (x=…)"),
    nodes.Dict: phrase("nhóm {…}"),
}
_SYNTAX = [
    (r"Encountered unknown tag '(?P<a>.*)'\.", phrase("không có thẻ {{% {a} %}}; chỉ dùng if, for, include")),
    (
        r"expected token 'end of print statement', got '(?P<a>.*)'",
        phrase('thừa "{a}" trước }}}}; có khi thiếu }}}} hoặc ~'),
    ),
    (r"expected token 'end of statement block', got '(?P<a>.*)'", phrase('thừa "{a}" trước %}}; có thể thiếu %}}')),
    (r"expected token '(?P<a>.*)', got '(?P<b>.*)'", phrase('cần "{a}" mà gặp "{b}"')),
    (r"unexpected '(?P<a>.*)', expected '(?P<b>.*)'", phrase('gặp "{a}" mà cần "{b}"')),
    (r"Expected an expression, got '.*'", phrase("thiếu tên giữa {{ và }}")),
    (r"unexpected '(?P<a>.*)'", phrase('không đặt "{a}" ở đây được')),
    (r"unexpected char (?P<a>.*) at \d+", phrase("không dùng ký tự {a} trong {{{{ }}}}; chữ phải có dấu nháy")),
    (r"Unexpected end of template.*(?:end(?:if|for)|elif).*", phrase("{% if %} hoặc {% for %} thiếu endif, endfor")),
    (r"Unexpected end of template.*|unexpected end of template.*", phrase("mẫu hết giữa chừng; thiếu }} hoặc %}")),
    (r"Missing end of comment tag", phrase("{# chưa được đóng bằng #}")),
    (r"Missing end of raw directive", phrase("{% raw %} chưa được đóng bằng {% endraw %}")),
    (r"tag name expected", phrase("thiếu tên thẻ sau {%")),
    (r"No filter named '(?P<a>.*)'.*", phrase('không có bộ lọc "{a}"')),
    (r"No test named '(?P<a>.*)'.*", phrase('không có phép thử "is {a}"')),
]
_PATTERNS = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _SYNTAX]
_FIGURE = re.compile(r'"(?P<name>[\w.]+)"')
_MISSING = [
    re.compile(r".* has no (?:attribute|element) '?(?P<name>[^']*)'?"),
    re.compile(r"'(?P<name>.*)' is undefined"),
]


def form(node: nodes.Node) -> str:
    """What staff call a piece of Jinja2 that they may not use."""
    return _FORMS.get(type(node), type(node).__name__)


def syntax(message: str | None) -> str:
    """The sentence for a syntax error."""
    for pattern, words in _PATTERNS:
        if match := pattern.fullmatch(message or ""):
            return phrase("sai cú pháp mẫu: {what}", what=words.filled(**match.groupdict()))
    return phrase("sai cú pháp mẫu; hãy kiểm tra {{ }}, {% %} và dấu nháy")


def missing(message: str | None) -> tuple[str, str]:
    """The sentence for an undefined value, and its name where Jinja2 tells."""
    for pattern in _MISSING:
        if match := pattern.fullmatch(message or ""):
            name = match["name"]
            return phrase('thiếu giá trị "{name}"', name=name), name
    figure = _FIGURE.search(message or "")
    return message or phrase("thiếu giá trị"), figure["name"].rpartition(".")[2] if figure else ""


def failure(error: BaseException) -> str:
    """The sentence for an expression that cannot be computed, or a template that cannot be compiled."""
    if isinstance(error, SecurityError):
        return phrase("mẫu không được dùng tên bắt đầu bằng dấu _")
    if isinstance(error, ZeroDivisionError):
        return phrase("mẫu chia cho 0")
    if isinstance(error, TypeError):
        return phrase("mẫu tính toán hoặc so sánh hai thứ khác loại (chữ với số)")
    if isinstance(error, RecursionError | MemoryError | SyntaxError):
        return phrase("mẫu lồng nhau quá sâu; hãy viết đơn giản hơn")
    return phrase("không điền được mẫu: {error}", error=error)
