"""Figures as people read them, where the store knows only a period's name and what content has there."""

from datetime import date

from scheduler.core.content import Content


def written(content: Content, period: str, value: str) -> str:
    """`luong_co_so@2019-07-01` and `1490000` as `1.490.000 đồng`; as it is where content has something else by now."""
    key, _, start = period.partition("@")
    try:
        figure = content.facts.on(date.fromisoformat(start)).values.get(key)
    except ValueError:
        return value
    same = figure is not None and any(basis.name == period and basis.value == value for basis in figure.basis)
    return str(figure) if same else value
