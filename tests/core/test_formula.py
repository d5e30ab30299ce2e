"""Formulas: sums and products of figures, exact, and nothing else."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.formula import FormulaError, evaluate, names, parse

VALUES = {"a": Fraction(3), "b.c": Fraction(1, 3)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [("a", 3), ("a + 2", 5), ("a * b.c", 1), ("(a + 1) * (a - 1) / 2", 4), ("1 - b.c", Fraction(2, 3)), ("1/3*3", 1)],
)
def test_a_formula_is_computed_without_rounding(formula: str, value: Fraction) -> None:
    assert evaluate(formula, VALUES.__getitem__) == value


@pytest.mark.parametrize(
    "formula",
    [
        "", "a +", "a ** 9", "-a", "a if b else c", "f(a)", "a.b.c", "'x'", "1.5", "True", "a[0]", "a; b", "a < b",
        "lambda: 1", "__import__('os')", "a\x00", "(" * 400, "a" * 501, "[a]", "a @ b", "a // b", "a % b",
    ],
)  # fmt: skip
def test_anything_else_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        parse(formula)


def test_the_figures_of_a_formula_are_named_once_in_order() -> None:
    assert names("b.c * a + a * each") == ["b.c", "a", "each"]


def test_division_by_zero_is_told_as_such() -> None:
    with pytest.raises(FormulaError, match="chia cho 0"):
        evaluate("a / (a - a)", VALUES.__getitem__)


@given(st.text("ab.c +-*/()1", max_size=40))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        used = names(text)
    except FormulaError:
        return
    assert all(name.replace(".", "").isidentifier() for name in used)
