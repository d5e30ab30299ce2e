"""Formulas of derived figures: sums and products of base figures, exact, with nothing else in them."""

import ast
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from scheduler.core.phrase import phrase

_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


class FormulaError(ValueError):
    """A formula that cannot be read; the text says what is wrong with it."""


@lru_cache(maxsize=1024)
def parse(formula: str) -> ast.expr:
    """The formula as a tree. Raises FormulaError where it holds more than names, numbers, + - * / and brackets."""
    if len(formula) > 500:
        raise FormulaError(phrase("công thức dài quá 500 ký tự"))
    try:
        tree = ast.parse(formula, mode="eval").body
        _require_plain(tree)
    except (SyntaxError, RecursionError, ValueError) as error:
        if isinstance(error, FormulaError):
            raise
        raise FormulaError(phrase('không đọc được công thức "{formula}"', formula=formula)) from None
    return tree


def names(formula: str) -> list[str]:
    """The keys of the figures that a formula uses, `key` or `key.group`, in order of appearance."""
    return list(dict.fromkeys(_names(parse(formula))))


def evaluate(formula: str, value_of: Callable[[str], Fraction]) -> Fraction:
    """The exact value. `value_of` gives each name's value and may raise; division by zero is a FormulaError."""
    try:
        return _value(parse(formula), value_of)
    except ZeroDivisionError:
        raise FormulaError(phrase('công thức "{formula}" chia cho 0', formula=formula)) from None


def _require_plain(node: ast.expr) -> None:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        _require_plain(node.left)
        _require_plain(node.right)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        return
    elif not _dotted(node):
        raise FormulaError(
            phrase(
                'công thức chỉ có tên số liệu, số nguyên, + - * / và ngoặc; không có "{part}"',
                part=ast.unparse(node),
            )
        )


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def _names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.BinOp):
        return _names(node.left) + _names(node.right)
    return [name] if (name := _dotted(node)) else []


def _value(node: ast.expr, value_of: Callable[[str], Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, value_of), _value(node.right, value_of))
    if isinstance(node, ast.Constant):
        return Fraction(int(str(node.value)))
    return value_of(_dotted(node))
