"""What pages share: content taken up anew once it is clean, times and browsers in words, questions counted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from scheduler.core.approval import Role
from scheduler.library import Unclean
from scheduler.web import office
from scheduler.web.office import Office
from scheduler.web.when import ago, span, when
from scheduler.web.words import browser, visible
from tests.web.conftest import ZONE, House


@pytest.fixture
def watching(house: House, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that looks at its files at every question, instead of every few seconds."""
    monkeypatch.setattr(office, "LOOK_EVERY", 0.0)
    return house.office


def test_changed_content_is_taken_up(house: House, watching: Office) -> None:
    assert watching.content.messages["loi-ich"].title == "Thông điệp loi-ich"
    house.staff.folder.replace("messages/bhyt/loi-ich.yaml", "Thông điệp loi-ich", "Thẻ BHYT")
    assert watching.content.messages["loi-ich"].title == "Thẻ BHYT"


def test_unclean_content_leaves_the_old_in_use_and_says_what_is_wrong(house: House, watching: Office) -> None:
    before, renderer = watching.content, watching.renderer
    house.staff.folder.write("messages/bhyt/loi-ich.yaml", "id: [")
    assert watching.content is before
    assert watching.renderer is renderer
    assert any("loi-ich.yaml" in problem.path for problem in watching.problems)
    house.staff.folder.write("messages/bhyt/loi-ich.yaml", "")
    (house.staff.folder.path / "messages/bhyt/loi-ich.yaml").unlink()
    house.staff.folder.replace("campaigns/thu.yaml", "{id: loi-ich, weight: 1}, ", "")
    assert "loi-ich" not in watching.content.messages
    assert watching.problems == []


def test_without_any_clean_content_what_needs_it_says_so(house: House) -> None:
    house.staff.folder.write("units.yaml", "units: [")
    fresh = house.configure()
    with pytest.raises(Unclean):
        _ = fresh.content


def test_live_mode_makes_no_post_of_invented_data(house: House) -> None:
    live = house.configure("mode: live\n")
    assert live.content.messages
    with pytest.raises(Unclean, match="dữ liệu ví dụ"):
        live.real_content()


NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # 08:00 in Hà Nội


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-11-26T19:30", "hôm nay 19:30"), ("2026-11-26T00:00", "hôm nay 00:00"),
        ("2026-11-27T05:00", "ngày mai 05:00"), ("2026-11-25T23:59", "hôm qua 23:59"),
        ("2026-11-24T08:00", "24/11 08:00"), ("2026-12-31T08:00", "31/12 08:00"),
        ("2027-01-01T08:00", "01/01/2027 08:00"), ("2021-05-07T05:30", "07/05/2021 05:30"),
    ],
)  # fmt: skip
def test_times_are_said_as_people_say_them_in_the_zone_of_the_office(instant: str, said: str) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=ZONE)
    with translation.override("vi"):
        assert when(at.astimezone(UTC), NOW, ZONE) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 giây trước"), (3, "3 giây trước"), (59, "59 giây trước"), (60, "1 phút trước"), (7199, "1 giờ trước"),
     (86400 * 3, "3 ngày trước"), (-5, "0 giây trước")],
)  # fmt: skip
def test_how_long_ago(seconds: int, said: str) -> None:
    with translation.override("vi"):
        assert ago(NOW - timedelta(seconds=seconds), NOW) == said


def test_a_length_of_time_is_said_in_its_largest_whole_unit() -> None:
    with translation.override("en"):
        said = [span(timedelta(seconds=n)) for n in (1, 90, 5400, 14400, 86400, 172800)]
    assert said == ["1 second", "90 seconds", "90 minutes", "4 hours", "1 day", "2 days"]


def test_what_hides_in_a_text_is_shown() -> None:
    assert visible("a\x00b\u202ec\u200bd") == "a[U+0000]b[U+202E]c[U+200B]d"
    assert visible("dòng\nmột\tđôi 👨‍👩‍👧") == "dòng\nmột\tđôi 👨‍👩‍👧"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_name(agent: str, said: str) -> None:
    assert browser(agent) == said


def test_a_page_asks_as_many_questions_for_many_people_as_for_few(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    admin, counts = house.client(Role.ADMIN), []
    for start, end in ((0, 5), (5, 45)):
        for n in range(start, end):
            house.account(Role.AUTHOR, "u-a", f"nguoi-{n:02}")
        admin.get("/people")
        with CaptureQueriesContext(connection) as asked:
            admin.get("/people")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
