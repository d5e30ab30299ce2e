"""Language variants: said beside the Vietnamese text, only while they say the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from scheduler.core.fact import Fact
from scheduler.core.message import Message
from scheduler.core.plan import Booking
from scheduler.core.translation import template_hash
from tests.core.plan.building import Planned, at, campaign, content, message, page, planned, station, words

RATE = Fact.model_validate({
    "key": "rate", "label": "Mức", "kind": "money", "periods": [
        {"from": "2000-01-01", "to": "2021-05-03", "value": "154000", "source": "NĐ", "status": "verified"},
        {"from": "2021-05-04", "value": "330000", "source": "NĐ", "status": "verified"},
    ],
})  # fmt: skip

SLOTS = (("05:00", 100), ("17:00", 100))


def bilingual(id_: str = "m", seconds: int = 30, kind: str = "radio", **mong: Any) -> Message:
    text = words(seconds)
    body = {"text": "Nyob zoo", "translates": template_hash(text), "seconds": 40, **mong}
    return message(id_, texts={kind: {"vi": text, "hmn": body}})


def run(
    said: Sequence[Message],
    languages: Sequence[str] = ("vi", "hmn"),
    slots: Sequence[tuple[Any, ...]] = SLOTS,
    days: int = 1,
    **cadence: Any,
) -> Planned:
    rules = {"triggers": [{"cron": {"hour": 4}}], "max_per_day": 9, **cadence}
    about = content([station(slots=slots, languages=languages)], said, facts=[RATE])
    return planned(about, campaign(said, days=days, cadence={"radio": rules}))


def heard(plan: Planned) -> list[tuple[str, str]]:
    return [(f"{slot.due:%H:%M}", slot.lang) for slot in plan]


def test_each_language_of_a_station_is_a_slot_of_its_own_after_the_vietnamese_one() -> None:
    plan = run([bilingual()])
    assert heard(plan) == [("05:00", "vi"), ("05:00", "hmn")]
    assert [slot.seconds for slot in plan] == [30, 40]
    assert [slot.key for slot in plan] == ["c/dai-a/vi/2021-05-03T04:00/1", "c/dai-a/hmn/2021-05-03T04:00/1"]


def test_a_variant_without_room_goes_into_the_next_slot() -> None:
    assert heard(run([bilingual(seconds=70)])) == [("05:00", "vi"), ("17:00", "hmn")]


def test_a_variant_without_room_all_day_leaves_a_gap() -> None:
    plan = run([bilingual(seconds=70)], slots=[("05:00", 100)])
    assert heard(plan) == [("05:00", "vi")]
    assert "không còn khung giờ nào đủ giây cho bản tiếng Mông" in plan.why


def test_a_station_of_vietnamese_alone_hears_no_variant() -> None:
    assert heard(run([bilingual()], ("vi",))) == [("05:00", "vi")]


def test_a_missing_variant_is_told_and_filled_by_nothing() -> None:
    plan = run([message("m", 30)])
    assert heard(plan) == [("05:00", "vi")]
    assert plan.why == 'lượt 04:00: thông điệp "m": chưa có bản tiếng Mông'


def test_a_variant_of_an_older_vietnamese_text_is_not_said() -> None:
    plan = run([bilingual(translates=template_hash("bản trước"))])
    assert heard(plan) == [("05:00", "vi")]
    assert "bản dịch tiếng Mông đã cũ" in plan.why


def test_a_variant_that_names_no_original_is_not_said() -> None:
    assert heard(run([bilingual(translates=None)])) == [("05:00", "vi")]


@pytest.mark.parametrize("stated", ["154.000 đồng", "154.000"])
def test_a_variant_is_said_until_a_figure_that_it_states_changes(stated: str) -> None:
    plan = run([bilingual(states={"rate": stated})], days=3)
    assert [slot.due.day for slot in plan if slot.lang == "hmn"] == [3]
    assert 'bản dịch ghi rate là "' in plan.on(date(2021, 5, 4)).why
    assert "330.000 đồng" in plan.on(date(2021, 5, 4)).why


def test_a_variant_that_states_an_unknown_figure_is_not_said() -> None:
    plan = run([bilingual(states={"khac": "1"})])
    assert heard(plan) == [("05:00", "vi")]
    assert 'không có số liệu "khac"' in plan.why


def quoting(mong: str, **more: Any) -> Message:
    """A Vietnamese text with a figure, and a translation with these words."""
    text = "Mức đóng là {{ fact.rate }} một tháng."
    body = {"text": mong, "translates": template_hash(text), "seconds": 40, **more}
    return message("m", texts={"radio": {"vi": text, "hmn": body}})


@pytest.mark.parametrize("mong", ["Them 154.000 đồng.", "Them 154.000 nyiaj.", "(154.000 đồng)"])
def test_a_variant_that_says_a_figure_without_stating_it_is_not_said(mong: str) -> None:
    plan = run([quoting(mong)])
    assert heard(plan) == [("05:00", "vi")]
    assert "bản dịch tiếng Mông nêu 154.000 đồng mà không ghi trong states" in plan.why
    assert 'rate: "154.000 đồng"' in plan.why


@pytest.mark.parametrize(
    ("mong", "states"),
    [
        ("Them 154.000 đồng.", {"rate": "154.000"}),
        ("Them {{ fact.rate }}.", {}),
        ("Nyob zoo.", {}),
        ("Them 1.154.000 đồng, 154.000,5.", {}),
    ],
)
def test_a_variant_that_states_its_figures_or_has_none_is_said(mong: str, states: dict[str, str]) -> None:
    assert heard(run([quoting(mong, states=states)])) == [("05:00", "vi"), ("05:00", "hmn")]


def test_a_station_without_vietnamese_hears_only_its_own_languages() -> None:
    plan = run([bilingual("co"), message("chua-dich", 30)], ("hmn",), days=2)
    assert {slot.lang for slot in plan} == {"hmn"}
    assert set(plan.said) == {"co"}
    assert 'thông điệp "chua-dich": chưa có bản tiếng Mông' in plan.why


def test_every_repeated_reading_brings_its_variants() -> None:
    plan = run([bilingual()], repeats=2)
    assert heard(plan) == [("05:00", "vi"), ("05:00", "hmn"), ("17:00", "vi"), ("17:00", "hmn")]
    assert [slot.key[-1] for slot in plan] == ["1", "1", "2", "2"]


def test_what_strikes_every_reading_of_a_turn_is_told_once() -> None:
    assert run([message("m", 30)], repeats=2).why == 'lượt 04:00: thông điệp "m": chưa có bản tiếng Mông'


def test_a_variant_takes_no_turn_from_the_most_a_day() -> None:
    plan = run([bilingual("m1"), bilingual("m2")], triggers=[{"cron": {"hour": "4,12"}}], max_per_day=2)
    assert heard(plan) == [("05:00", "vi"), ("05:00", "hmn"), ("17:00", "vi"), ("17:00", "hmn")]


def test_a_variant_that_another_campaign_booked_counts_only_for_its_language() -> None:
    def booked(channel: str, day: date) -> Sequence[Booking]:
        return [Booking(at(f"{day}T05:00"), 10, lang) for lang in ("vi", "hmn")]

    about = content([station(slots=SLOTS, languages=["vi", "hmn"])], [bilingual()])
    rules = {"triggers": [{"cron": {"hour": 4}}], "max_per_day": 2}
    plan = planned(about, campaign([("m", 1)], days=1, cadence={"radio": rules}), booked=booked)
    assert heard(plan) == [("05:00", "vi"), ("05:00", "hmn")]


def test_a_variant_that_waits_for_a_later_slot_keeps_the_gap_to_what_others_booked() -> None:
    def booked(channel: str, day: date) -> Sequence[Booking]:
        return [Booking(at(f"{day}T16:30"), 0)]

    slots = [("05:00", 60), ("17:00", 100), ("20:00", 100)]
    about = content([station(slots=slots, languages=["vi", "hmn"])], [bilingual()])
    rules = {"triggers": [{"cron": {"hour": 4}}], "min_gap": "2h"}
    plan = planned(about, campaign([("m", 1)], days=1, cadence={"radio": rules}), booked=booked)
    assert heard(plan) == [("05:00", "vi"), ("20:00", "hmn")]


def test_a_variant_without_a_length_is_timed_by_its_words() -> None:
    original, mong = words(30), words(50)
    untimed = message(
        "m", texts={"radio": {"vi": original, "hmn": {"text": mong, "translates": template_hash(original)}}}
    )
    assert [slot.seconds for slot in run([untimed])] == [30, 50]


def test_an_urgent_message_moves_an_ordinary_one_with_its_variants() -> None:
    said = [bilingual("thuong"), message("khan", 90, priority="uu_tien")]
    plan = run(said, triggers=[{"cron": {"hour": "3,4"}}])
    assert [(f"{s.due:%H:%M}", s.message, s.lang) for s in plan] == [
        ("05:00", "khan", "vi"), ("17:00", "thuong", "vi"), ("17:00", "thuong", "hmn"),
    ]  # fmt: skip


def test_a_page_in_two_languages_posts_the_variant_in_its_next_free_minute() -> None:
    said = [bilingual(kind="facebook")]
    pages = [page("fb-a", languages=["vi", "hmn"]), page("fb-b")]
    plan = planned(content(pages, said), campaign(said, days=1))
    assert [(f"{s.due:%H:%M}", s.channel, s.lang) for s in plan] == [
        ("08:00", "fb-a", "vi"), ("08:01", "fb-a", "hmn"), ("08:02", "fb-b", "vi"),
    ]  # fmt: skip


def test_a_translation_is_compared_in_composed_form() -> None:
    assert template_hash("Bảo hiểm") == template_hash("Bảo hiểm")
