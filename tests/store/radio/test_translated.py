"""Scripts in other languages: they rest on the Vietnamese text and the figures they state, and on a time that a person
measured; the machine reads nothing into them."""

from datetime import timedelta

import pytest

from scheduler.core.states import State
from scheduler.core.translation import source_hash, template_hash
from scheduler.store.changes import changed
from scheduler.store.models import Post, UsesIndex
from scheduler.store.payloads import load_payload
from tests.store.campaigns import Desk, posts
from tests.store.conftest import NOW
from tests.store.radio.office import RELEASED, fresh, release

SOURCE = "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng."
WORDS = "Txhua lub hli them 154.000 nyiaj."
LATER = RELEASED + timedelta(hours=1)


@pytest.fixture
def bilingual(desk: Desk) -> Desk:
    """The station speaks Mông too, and the message about the amount is translated."""
    desk.folder.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    text = (desk.folder.path / "messages/bhxh/muc.yaml").read_text(encoding="utf-8")
    body = (
        f"text: '{WORDS}', translates: \"{template_hash(SOURCE)}\", states: {{muc_dong: 154.000 đồng}}, seconds: 37, "
        "translator: Giàng A Sử"
    )
    text = text.replace(f"radio: {{vi: {{text: '{SOURCE}'}}}}", f"radio: {{vi: {{text: '{SOURCE}'}}, hmn: {{{body}}}}}")
    assert "Giàng A Sử" in text
    desk.folder.write("messages/bhxh/muc.yaml", text)
    return desk


def mong() -> list[Post]:
    return posts(kind="radio", lang="hmn", issue=1)


def test_a_translation_is_stored_as_it_was_written_with_the_time_that_was_given(bilingual: Desk) -> None:
    bilingual.queue()
    post, *_ = mong()
    payload = load_payload(post.payload)
    assert (payload.text, payload.reading, post.seconds) == (WORDS, WORDS, 37)


def test_what_cannot_be_said_in_the_language_is_told_when_queueing(bilingual: Desk) -> None:
    tally = bilingual.queue()
    causes = dict(tally.silences)
    assert causes['thông điệp "loi-ich": chưa có bản tiếng Mông'] >= 1
    assert sum(causes.values()) == tally.gaps


def test_a_translation_rests_on_the_figures_that_it_states(bilingual: Desk) -> None:
    bilingual.queue()
    post, *_ = mong()
    names = set(UsesIndex.objects.filter(uses=post.uses_id).values_list("what", "name"))
    assert ("fact", "muc_dong") in names


def test_a_figure_that_changes_after_queueing_stops_the_translation(bilingual: Desk) -> None:
    bilingual.queue()
    bilingual.approve()
    before = bilingual.content
    bilingual.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    found = bilingual.drift(changed(before, bilingual.content))
    post, *_ = mong()
    assert post.state == State.PENDING
    assert 'bản dịch ghi muc_dong là "154.000 đồng", ngày này là "176.000 đồng"' in post.why
    assert post.key in dict(found.stopped)


def test_a_vietnamese_text_that_is_edited_after_queueing_stops_the_translation(bilingual: Desk) -> None:
    bilingual.queue()
    bilingual.approve()
    bilingual.folder.replace("messages/bhxh/muc.yaml", "radio: {vi: {text: 'Mức đóng", "radio: {vi: {text: 'Số đóng")
    bilingual.drift()
    post, *_ = mong()
    assert (post.state, "bản tiếng Việt đã sửa sau khi dịch" in post.why) == (State.PENDING, True)


def test_a_stale_translation_is_not_queued(bilingual: Desk) -> None:
    bilingual.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    bilingual.queue()
    assert mong() == []


def test_a_released_translation_that_grew_stale_is_withheld(bilingual: Desk) -> None:
    bilingual.queue()
    bilingual.approve()
    post, *_ = mong()
    release(post)
    bilingual.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    bilingual.drift(now=LATER)
    assert fresh(post).withheld_at == LATER
    assert posts(key=post.key, issue=2) == []
    assert LATER > NOW


@pytest.fixture
def with_part(desk: Desk) -> Desk:
    """The message with a shared part is translated, as `check` tells a translator to name it."""
    desk.folder.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    text = (desk.folder.path / "messages/bhtn/lien-he.yaml").read_text(encoding="utf-8")
    before = desk.content
    source = before.messages["lien-he"].texts["radio"]["vi"].text
    named = source_hash(source, before.templates)
    old = f"radio: {{vi: {{text: '{source}'}}}}"
    assert old in text and named != template_hash(source)
    new = old[:-1] + f", hmn: {{text: 'Hu rau peb.', translates: \"{named}\", seconds: 20, translator: Giàng A Sử}}}}"
    desk.folder.write("messages/bhtn/lien-he.yaml", text.replace(old, new))
    return desk


def test_a_shared_part_that_is_edited_makes_the_translation_old(with_part: Desk) -> None:
    with_part.queue()
    with_part.approve()
    post, *_ = mong()
    assert post.message == "lien-he" and post.state == State.APPROVED
    before = with_part.content
    with_part.folder.write("templates/lien-he.j2", "Gọi số: {{ unit.phone }}.\n")
    found = with_part.drift(changed(before, with_part.content))
    assert "bản tiếng Việt đã sửa sau khi dịch" in fresh(post).why
    assert post.key in dict(found.stopped)


def test_a_translation_may_name_the_template_by_itself(with_part: Desk) -> None:
    content = with_part.content
    source = content.messages["lien-he"].texts["radio"]["vi"].text
    text = (with_part.folder.path / "messages/bhtn/lien-he.yaml").read_text(encoding="utf-8")
    plain = text.replace(source_hash(source, content.templates), template_hash(source))
    with_part.folder.write("messages/bhtn/lien-he.yaml", plain)
    with_part.queue()
    assert mong()
