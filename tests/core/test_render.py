"""Message × unit × day → the exact text, and the record of what it was made from."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.content import Content
from scheduler.core.post import Rendered
from scheduler.core.render import CannotRender, Place, Renderer, render_by_hand
from tests.store.content import Folder, message

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = datetime(2021, 5, 7, 19, 30, tzinfo=ZONE)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def render(
    content: Content, name: str, channel: str = "fb-a", due: datetime = DAY, renderer: Renderer | None = None
) -> Rendered:
    place = content.channels[channel]
    where = Place(place, place.owner_on(due.date()) or "", "vi", due, content.campaigns["thu"])
    return (renderer or Renderer(content)).render(content.messages[name], where)


def test_figures_are_computed_and_written_as_people_write_them(folder: Folder) -> None:
    assert render(folder.load(), "muc").payload.text == "Mức đóng thấp nhất là 154.000 đồng một tháng."


def test_a_text_names_the_periods_units_and_templates_it_was_made_from(folder: Folder) -> None:
    content = folder.load()
    (fact,) = render(content, "muc").uses.facts
    assert (fact.key, fact.text) == ("muc_dong", "154.000 đồng")
    assert set(fact.periods) == {"chuan@2016-01-01", "ty_le@2014-01-01"}
    assert fact.unconfirmed == (("ty_le@2014-01-01", "22"),)
    uses = render(content, "lien-he").uses
    assert (uses.unit, uses.unit_name, uses.templates) == ("u-a", "BHXH huyện An", ("lien-he.j2",))


def test_names_and_figures_are_those_of_the_due_day(folder: Folder) -> None:
    folder.replace("units.yaml", "from: 1995-01-01, parent: u-tinh, name: BHXH huyện An", (
        "from: 1995-01-01, to: 2025-06-30, parent: u-tinh, name: BHXH huyện An"
    ))  # fmt: skip
    after = 'from: 2025-07-01, parent: u-tinh, name: BHXH cơ sở An, short_name: An, phone: "0216 000 0005"'
    folder.replace("units.yaml", "  - id: u-b", f"      - {{{after}}}\n  - id: u-b")
    content = folder.load()
    assert "0216 000 0001" in render(content, "lien-he").payload.text
    later = render(content, "lien-he", due=datetime(2025, 7, 1, 8, tzinfo=ZONE))
    assert "0216 000 0005" in later.payload.text
    assert later.uses.unit_name == "BHXH cơ sở An"


def test_a_script_carries_its_reading_and_how_long_it_takes(folder: Folder) -> None:
    script = render(folder.load(), "muc", "dai-a")
    assert script.payload.reading == "Mức đóng thấp nhất là một trăm năm mươi tư nghìn đồng một tháng."
    assert script.payload.text == "Mức đóng thấp nhất là 154.000 đồng một tháng."
    assert 2 <= script.seconds <= 10


def test_what_cannot_be_read_aloud_is_named(folder: Folder) -> None:
    content = folder.load()
    shout = replace(content, lexicon=type(content.lexicon).from_entries(()))
    assert render(shout, "loi-ich", "dai-a").unread == ("BHYT",)
    assert render(shout, "loi-ich", "fb-a").unread == ()


def test_a_missing_telephone_stops_a_post_rather_than_leaving_a_blank(folder: Folder) -> None:
    content = folder.load()
    unit = content.units["u-a"]
    silent = unit.model_copy(update={"periods": (unit.periods[0].model_copy(update={"phone": None}),)})
    content = replace(content, units=type(content.units)({**content.units.by_id, "u-a": silent}))
    with pytest.raises(CannotRender, match=r'"lien-he", u-a, ngày 07/05/2021: .*phone'):
        render(content, "lien-he")


def test_a_day_without_a_figure_is_named(folder: Folder) -> None:
    content = folder.load()
    with pytest.raises(CannotRender, match="muc_dong"):
        render(content, "muc", due=datetime(2015, 1, 1, tzinfo=ZONE))


def test_a_language_without_a_text_is_named(folder: Folder) -> None:
    content = folder.load()
    channel = content.channels["fb-a"]
    with pytest.raises(CannotRender, match='không có bài facebook bằng tiếng "hmv"'):
        Renderer(content).render(content.messages["muc"], Place(channel, "u-a", "hmv", DAY))


def test_what_a_renderer_kept_is_what_it_would_render_anew(folder: Folder) -> None:
    folder.write(
        "messages/bhyt/loi-ich.yaml",
        message("loi-ich", "{{ slot.date }} {{ slot.time }} {{ channel.name }}", topic="bhyt"),
    )
    content = folder.load()
    kept = Renderer(content)
    moments = [DAY, DAY.replace(hour=20), DAY.replace(day=8), DAY.replace(year=2022)]
    for name in content.messages:
        for channel in content.channels:
            for due in moments * 2:
                assert render(content, name, channel, due, kept) == render(content, name, channel, due)


def test_a_full_store_of_kept_texts_is_emptied_and_not_grown(folder: Folder) -> None:
    content = folder.load()
    renderer = Renderer(content, kept=2)
    texts = {
        render(content, name, channel, DAY, renderer).payload.text
        for name in content.messages
        for channel in content.channels
    }
    assert texts == {render(content, n, c).payload.text for n in content.messages for c in content.channels}


def test_a_text_typed_by_hand_is_kept_as_it_is_and_read_aloud_on_a_station(folder: Folder) -> None:
    content = folder.load()
    renderer = Renderer(content)
    page = render_by_hand(
        renderer, content.channels["fb-a"], "Mai nghỉ {{ 1 }}", lang="vi", title="", seconds=0, due=DAY
    )
    assert (page.payload.text, page.uses.unit_name) == ("Mai nghỉ {{ 1 }}", "BHXH huyện An")
    script = render_by_hand(
        renderer, content.channels["dai-a"], "Ngày 8/5 nghỉ.", lang="vi", title="", seconds=0, due=DAY
    )
    assert script.payload.reading == "Ngày mùng tám tháng năm nghỉ."
    assert script.seconds > 0


def test_text_typed_in_parts_of_letters_is_stored_whole(folder: Folder) -> None:
    content = folder.load()
    typed = "Chào bà con"
    import unicodedata

    apart = unicodedata.normalize("NFD", typed)
    page = render_by_hand(
        Renderer(content), content.channels["fb-a"], apart, lang="vi", title=apart, seconds=0, due=DAY
    )
    assert (page.payload.text, page.payload.title) == (typed, typed)
