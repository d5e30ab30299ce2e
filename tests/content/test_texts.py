"""Every shipped text as it goes out: it renders wherever its campaign goes, quotes the right figures, can be read."""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.campaign import Campaign
from scheduler.core.channel import Channel
from scheduler.core.content import Content
from scheduler.core.message import Message
from scheduler.core.post import Rendered
from scheduler.core.render import Place, Renderer
from scheduler.core.speech import Style, read_aloud

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CAMPAIGNS = ("thang-5-2021", "quy-4-2026")
HOTLINE = "1900 9068"
MONEY = re.compile(r"(\d[\d.]*) đồng")
PERCENT = re.compile(r"(\d+(?:,\d+)?)%")
URL = re.compile(r"https?://([^/\s]+)\S*")
LIST_ITEM = re.compile(r"^(✅|👉|🌟|⛔) ", re.MULTILINE)
SPOKEN_PUNCTUATION = frozenset(" \n,.:;?!%/")

ERAS = {2021: ("2018-01-01", "2021-12-31"), 2026: ("2025-07-01", "2026-12-31")}
"""The days whose examples hold in a campaign: under its laws, up to the end of its year."""

BY_HAND = {
    2021: {
        "563.220",  # 70 % of 804,600: the state's part for the near-poor, and the family's for pupils
        "241.380",  # 30 % of 804,600: the other way round
        "8.940.000",  # 6 x 1,490,000: co-payment beyond which the fund pays all
        "80",  # Luật BHYT, Điều 22: the fund's part for households, pupils, employees
    },
    2026: {
        "956.340",  # 70 % of 1,366,200: the state's part for the near-poor, own part of average farm households
        "409.860",  # 30 % of 1,366,200: the other way round
        "18.500.000",  # 5 x 3,700,000: unemployment benefit at most, region IV
        "26.550.000",  # 5 x 5,310,000: region I
        "80",  # as in 2021, for pupils
        "45",  # Luật 41/2024/QH15, Điều 99: women's pension after 15 years
        "75",  # and the highest pension
    },
}
"""Figures that neither file of the reference holds by themselves."""


def _places(content: Content, campaign: Campaign, step: int = 5) -> Iterator[tuple[Message, Place]]:
    for day in campaign.days()[::step]:
        for channel in content.channels_of(campaign, day):
            for message in _messages(content, campaign, day):
                yield message, _place(channel, day, campaign)


def _messages(content: Content, campaign: Campaign, day: date) -> list[Message]:
    messages = (content.messages[share.id] for share in campaign.messages)
    return [message for message in messages if message.holds(day)]


def _place(channel: Channel, day: date, campaign: Campaign | None = None) -> Place:
    owner = channel.owner_on(day)
    assert owner, (channel.id, day)
    return Place(channel, owner, "vi", datetime(day.year, day.month, day.day, 17, tzinfo=ZONE), campaign)


def _rendered(content: Content, renderer: Renderer, kind: str) -> Iterator[tuple[Message, Rendered]]:
    for name in CAMPAIGNS:
        for message, place in _places(content, content.campaigns[name], step=10):
            if place.channel.kind == kind:
                yield message, renderer.render(message, place)


@cache
def _reference_figures(year: int) -> frozenset[str]:
    """Every amount and percentage that a text of the year's campaign may quote."""
    start, end = ERAS[year]
    found = set(BY_HAND[year])
    for row in _rows("reference_figures.csv"):
        if row["from"] <= end and (row["to"] or end) >= end:
            found.add(_written(row["value"]))
    examples = [row for row in _rows("derived_examples.csv") if start <= row["day"] <= end]
    latest = {(row["key"], row["group"]): row["value"] for row in examples}
    return frozenset(found | {_written(value) for value in latest.values()})


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(value: str) -> str:
    return f"{int(value):,}".replace(",", ".") if value.isdigit() and len(value) > 3 else value.replace(".", ",")


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_every_message_renders_for_every_channel_of_its_campaign(
    content: Content, renderer: Renderer, name: str
) -> None:
    count = 0
    for message, place in _places(content, content.campaigns[name]):
        rendered = renderer.render(message, place)
        assert rendered.uses.unit_name in rendered.payload.text, message.id
        count += 1
    assert count > 1000


def test_a_message_renders_on_its_first_and_on_its_last_day(content: Content, renderer: Renderer) -> None:
    for message in content.messages.values():
        for day in (message.valid_from, min(message.valid_to or date.max, date(2026, 12, 31))):
            for channel in ("fb-mu-cang-chai", "dai-khao-mang"):
                renderer.render(message, _place(content.channels[channel], day))


def test_every_message_of_a_campaign_may_be_said_on_every_day_that_it_has_there(content: Content) -> None:
    for campaign in content.campaigns.values():
        for share in campaign.messages:
            message = content.messages[share.id]
            assert message.holds(share.from_ or campaign.from_), message.id
            assert message.holds(share.to or campaign.to), message.id


@pytest.mark.parametrize(("name", "year"), [("thang-5-2021", 2021), ("quy-4-2026", 2026)])
def test_every_amount_and_percentage_in_a_text_is_one_of_the_reference(
    content: Content, renderer: Renderer, name: str, year: int
) -> None:
    allowed = _reference_figures(year)
    for message, place in _places(content, content.campaigns[name], step=10):
        text = renderer.render(message, place).payload.text
        figures = set(MONEY.findall(text)) | set(PERCENT.findall(text))
        assert figures <= allowed, (message.id, figures - allowed)


def test_the_figures_of_may_2021_read_as_people_knew_them(content: Content, renderer: Renderer) -> None:
    page = content.channels["fb-mu-cang-chai"]
    expected = {
        "bhxh-tn-muc-dong-ho-tro-2021": ("154.000", "46.200", "38.500", "15.400", "30%", "25%", "10%", "700.000"),
        "bhxh-tn-luong-huu-2021": ("20 năm", "60 tuổi 3 tháng", "55 tuổi 4 tháng"),
        "bhyt-ho-gia-dinh-2021": ("804.600", "563.220", "482.760", "402.300", "321.840", "4,5%"),
        "bhyt-can-ngheo-2021": ("70%", "241.380", "95%"),
        "bhtn-muc-huong-2021": ("60%", "6 tháng", "12 tháng", "36 tháng"),
    }
    for message, figures in expected.items():
        text = renderer.render(content.messages[message], _place(page, date(2021, 5, 12))).payload.text
        assert [figure for figure in figures if figure not in text] == [], message


def test_the_figures_of_late_2026_are_those_of_the_new_laws(content: Content, renderer: Renderer) -> None:
    page = content.channels["fb-mu-cang-chai"]
    expected = {
        "bhxh-tn-muc-dong-ho-tro-2026": ("330.000", "165.000", "132.000", "99.000", "66.000", "50%", "20%"),
        "bhxh-tn-luong-huu-2026": ("15 năm", "61 tuổi 6 tháng", "57 tuổi"),
        "bhxh-huu-tri-xa-hoi-2026": ("540.000", "75 tuổi", "70 tuổi"),
        "bhyt-ho-gia-dinh-2026": ("1.366.200", "956.340", "819.720", "683.100", "546.480"),
        "bhyt-hoc-sinh-sinh-vien-2026": ("50%", "683.100"),
        "bhtn-muc-huong-2026": ("60%", "5 lần", "18.500.000"),
    }
    for message, figures in expected.items():
        text = renderer.render(content.messages[message], _place(page, date(2026, 11, 10))).payload.text
        assert [figure for figure in figures if figure not in text] == [], message


def test_a_fanpage_text_is_of_a_length_that_people_read(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "facebook"):
        assert 80 <= len(rendered.payload.text.split()) <= 250, message.id


def test_a_fanpage_text_has_headline_list_contact_and_hashtags(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "facebook"):
        first, *_, last = rendered.payload.text.splitlines()
        assert first == first.upper() and not first[0].isalnum(), message.id
        assert len(LIST_ITEM.findall(rendered.payload.text)) >= 3, message.id
        assert len(re.findall(r"#\w+", last)) >= 3, message.id
        assert rendered.uses.unit_name in rendered.payload.text and HOTLINE in rendered.payload.text, message.id


def test_a_fanpage_text_links_only_to_official_places(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "facebook"):
        for link in URL.finditer(f"{rendered.payload.text} {rendered.payload.link}"):
            assert link[1].endswith(".gov.vn") or link[0] == "https://zalo.me/bhxhvietnam", message.id


def test_a_script_greets_says_its_message_twice_and_thanks(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "radio"):
        text = rendered.payload.text
        assert text.startswith("Kính thưa bà con"), message.id
        assert text.count("Xin nhắc lại: ") == 1, message.id
        assert text.endswith("Xin trân trọng cảm ơn bà con đã chú ý lắng nghe."), message.id


def test_a_script_holds_nothing_but_what_a_voice_can_say(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "radio"):
        odd = {char for char in rendered.payload.text if not char.isalnum()} - SPOKEN_PUNCTUATION
        assert not odd and not URL.search(rendered.payload.text), (message.id, odd)


def test_a_script_is_read_in_less_than_a_slot_and_without_a_stumble(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "radio"):
        assert rendered.unread == (), message.id
        assert 45 <= rendered.seconds <= 150, (message.id, rendered.seconds)


def test_no_sentence_of_a_script_takes_the_breath_away(content: Content, renderer: Renderer) -> None:
    for message, rendered in _rendered(content, renderer, "radio"):
        reading = read_aloud(rendered.payload.text, content.lexicon, Style())
        assert not reading.long_sentences, (message.id, reading.long_sentences)


def test_two_units_get_the_same_message_with_their_own_names(content: Content, renderer: Renderer) -> None:
    message, day = content.messages["bhxh-tn-muc-dong-ho-tro-2021"], date(2021, 5, 12)
    here = renderer.render(message, _place(content.channels["fb-mu-cang-chai"], day)).payload.text
    there = renderer.render(message, _place(content.channels["fb-tram-tau"], day)).payload.text
    assert "huyện Mù Cang Chải" in here and "Trạm Tấu" not in here
    assert here.replace("Mù Cang Chải", "Trạm Tấu").replace("000 0005", "000 0007") == there
