"""Lists a page at a time: nothing twice, nothing left out, both ways, and the same number of questions."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.store.models import Visit
from scheduler.store.paging import page
from tests.store.conftest import NOW

ORDER = ["-at", "id"]


@pytest.fixture
def visits(db: str) -> list[int]:
    """Thirty lines at ten times, three at each, in the order in which they are to be read."""
    for n in range(30):
        Visit.objects.create(at=NOW + timedelta(minutes=n % 10), name=f"n{n}", kind="act")
    return list(Visit.objects.order_by(*ORDER).values_list("pk", flat=True))


def walk(order: list[str], size: int = 7) -> list[list[int]]:
    found, mark = [], ""
    while True:
        some = page(Visit.objects.all(), order, size=size, after=mark)
        found.append([row.pk for row in some.rows])
        mark = some.after
        if not mark:
            return found


@pytest.mark.parametrize("last", ["id", "pk"])
def test_all_pages_together_are_the_list(visits: list[int], last: str) -> None:
    pages = walk(order=["-at", last])
    assert [pk for some in pages for pk in some] == visits
    assert [len(some) for some in pages] == [7, 7, 7, 7, 2]


def test_the_way_back_leads_through_the_same_rows(visits: list[int]) -> None:
    marks, mark = [""], ""
    while mark := page(Visit.objects.all(), ORDER, after=mark, size=7).after:
        marks.append(mark)
    last = page(Visit.objects.all(), ORDER, after=marks[-1], size=7)
    back = page(Visit.objects.all(), ORDER, before=last.before, size=7)
    assert [row.pk for row in back.rows] == visits[21:28]
    assert back.after
    first = page(Visit.objects.all(), ORDER, after=marks[1], size=7)
    begin = page(Visit.objects.all(), ORDER, before=first.before, size=7)
    assert ([row.pk for row in begin.rows], begin.before) == (visits[:7], "")


def test_a_row_that_came_meanwhile_repeats_none(visits: list[int]) -> None:
    first = page(Visit.objects.all(), ORDER, size=7)
    Visit.objects.create(at=NOW + timedelta(hours=1), name="mới", kind="act")
    second = page(Visit.objects.all(), ORDER, after=first.after, size=7)
    assert [row.pk for row in second.rows] == visits[7:14]


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "mark", ["x", "!!!", _packed("[]"), _packed("[1]"), _packed("{}"), _packed('[{"at": "hôm qua"}, 1]'),
             _packed('[["a"], 1]'), _packed("[null, null]"), _packed('["chữ", {"a": 1}]'),
             _packed('["chữ", 1]'), _packed("[1, 1]"), _packed('[{"at": "2026-01-01T00:00:00"}, 1]'),
             _packed('[{"at": "2026-01-01T00:00:00+07:00"}, "x"]')],
)  # fmt: skip
def test_a_mark_that_nobody_gave_begins_anew(visits: list[int], mark: str) -> None:
    assert [row.pk for row in page(Visit.objects.all(), ORDER, after=mark, size=7).rows] == visits[:7]


def test_a_page_is_one_question_wherever_it_lies(visits: list[int]) -> None:
    mark = ""
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            mark = page(Visit.objects.all(), ORDER, after=mark, size=7).after
        assert len(asked) == 1


def test_an_empty_list_has_one_empty_page(db: str) -> None:
    some = page(Visit.objects.all(), ORDER)
    assert (list(some.rows), some.before, some.after) == ([], "", "")
