"""What a station gets is what holds at that moment, however often the same was asked for before."""

from datetime import datetime, timedelta

import pytest

from scheduler.store.models import Post
from scheduler.store.queue import act
from scheduler.store.queue.withhold import withhold
from tests.web.pull.house import DUE, EVE, MINH, MORNING, ZONE, House, Served, fresh, recall, release, revised, serving

FORMS = ("", "2026-11-26", "2026-11-26/day.json", "2026-11-26/day.txt", "2026-11-26/day.atom", "2026-11-26/day.ics",
         "2026-11-26/0530-1-vi.html", "2026-11-26/0530-1-vi.txt", "2026-11-26/0530-1-vi.json")  # fmt: skip
WORDS = "một triệu hai trăm sáu mươi ba nghìn"


def words(served: Served, link: str) -> set[str]:
    """The forms in which the script's words are handed out."""
    replies = {form: served.ask(link + form) for form in FORMS}
    assert {reply.status for reply in replies.values()} == {200}
    unfolded = {form: reply.text.replace("\r\n ", "") for form, reply in replies.items()}
    return {form for form, text in unfolded.items() if WORDS in " ".join(text.split())}


def test_a_recall_reaches_the_next_pull_in_every_form(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    assert words(served, link) == set(FORMS)
    recall(post, MORNING)
    assert words(served, link) == set()
    assert "THU HỒI – KHÔNG ĐỌC" in served.ask(link).text
    assert '"canceled"' in served.ask(f"{link}2026-11-26/manifest.json").text
    assert "CANCELLED" in served.ask(f"{link}2026-11-26/day.ics").text


def test_a_recall_stands_in_every_form_of_other_days_until_a_person_acknowledges_it(
    served: Served, house: House
) -> None:
    station = house.station()
    post, link = house.script(station, title="Thẻ bảo hiểm y tế"), house.link(station)
    other = ("2026-11-27", *(f"2026-11-27/day.{ending}" for ending in ("txt", "json", "atom", "ics")),
             "2026-11-27/manifest.json", "manifest.json")  # fmt: skip

    def told() -> set[str]:
        replies = {form: served.ask(link + form).text.replace("\r\n ", "") for form in other}
        return {form for form, text in replies.items() if "KHÔNG ĐỌC" in text or '"canceled"' in text}

    assert told() == set()
    recall(post, MORNING)
    assert told() == set(other)
    house.at(MORNING + timedelta(days=1))
    assert told() == set(other), "a day later, when the script itself is past its day"
    assert served.tell(link, post, "recall_seen", person="Ông Bảy").status == 303
    assert told() == set()
    house.at(MORNING)
    assert told() == {"manifest.json"}, "under its own day"


def test_a_recall_made_here_is_seen_by_a_second_machine_that_had_the_page_in_memory(
    served: Served, house: House
) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    with serving(house) as other:
        assert WORDS in served.ask(link).text and WORDS in other.ask(link).text
        recall(post, MORNING)
        assert WORDS not in served.ask(link).text and WORDS not in other.ask(link).text


def test_what_is_withheld_has_no_words_and_what_is_given_free_again_has_them(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    assert WORDS in served.ask(link).text
    withhold(fresh(post), by="minh", now=MORNING, why="đang xem lại")
    assert WORDS not in served.ask(link).text
    Post.objects.filter(pk=post.pk).update(withheld_at=None)
    assert WORDS in served.ask(link).text


def test_a_script_that_is_not_released_is_nowhere(served: Served, house: House) -> None:
    station = house.station()
    waiting, link = house.approved(station, title="Chưa được đọc"), house.link(station)
    for form in ("", "2026-11-26/day.json", "2026-11-26/manifest.json", "manifest.json"):
        assert "Chưa được đọc" not in served.ask(link + form).text
    assert served.ask(f"{link}2026-11-26/0530-1-vi.txt").status == 404
    release(waiting, MORNING)
    assert "Chưa được đọc" in served.ask(link).text


def test_at_midnight_the_list_changes_by_itself_and_yesterdays_words_are_gone(served: Served, house: House) -> None:
    station = house.station()
    house.script(station, title="Bài hôm nay")
    house.script(station, DUE + timedelta(days=1), title="Bài ngày mai")
    link = house.link(station)
    house.at(datetime(2026, 11, 26, 23, 59, 59, tzinfo=ZONE))
    before = served.ask(link)
    assert "Bài hôm nay" in before.text and WORDS in before.text and "Bài ngày mai" not in before.text
    house.at(datetime(2026, 11, 27, 0, 0, tzinfo=ZONE))
    after = served.ask(link, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert "Bài ngày mai" in after.text and "Bài hôm nay" not in after.text
    yesterday = served.ask(f"{link}2026-11-26").text
    assert "Bài hôm nay" in yesterday and WORDS not in yesterday
    assert WORDS not in served.ask(f"{link}2026-11-26/day.json").text
    assert served.ask(f"{link}2026-11-26/0530-1-vi.txt").status == 404


def test_a_reading_of_another_day_counts_on_the_page_of_this_one_at_once(served: Served, house: House) -> None:
    station = house.station()
    first, link = house.script(station), house.link(station)
    second = house.script(station, DUE + timedelta(days=1))
    another_reading(first, second)
    page = f"{link}2026-11-26"
    assert "Đã phát 1/2" not in served.ask(page).text
    house.at(DUE + timedelta(days=1, minutes=5))
    assert served.tell(link, second, "aired", at="5:31").status == 303
    house.at(DUE + timedelta(minutes=5))
    assert "Đã phát 1/2" in served.ask(page).text


def test_a_reading_that_falls_away_before_its_release_is_wanted_no_more(served: Served, house: House) -> None:
    station = house.station()
    first, link = house.script(station), house.link(station)
    second = house.approved(station, DUE + timedelta(hours=11))
    another_reading(first, second)
    assert "lần 1/2" in served.ask(link).text
    act.act("cancel", [fresh(second)], MINH, now=MORNING, why="một lần là đủ")
    assert "lần 1/2" not in served.ask(link).text


def another_reading(first: Post, second: Post) -> None:
    """Make the second script another reading of the first one's text, as `repeats` has it."""
    Post.objects.filter(pk=second.pk).update(key=f"{first.key[:-1]}2", planned=first.planned)


@pytest.mark.parametrize("form", ["", "2026-11-26/day.json", "2026-11-26/0530-1-vi.txt", "manifest.json"])
def test_a_repeated_pull_is_a_304_until_something_changes(served: Served, house: House, form: str) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    first = served.ask(link + form)
    again = served.ask(link + form, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"] and again.headers["cache-control"] == "private, no-cache"
    recall(post, MORNING)
    assert served.ask(link + form, if_none_match=first.headers["etag"]).status == 200


def test_packed_and_unpacked_are_the_same_page(served: Served, house: House) -> None:
    import gzip

    station = house.station()
    house.script(station)
    link = house.link(station)
    plain, packed = served.ask(link), served.ask(link, accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 2
    assert packed.headers["etag"] == plain.headers["etag"]


def test_only_near_days_are_shown(served: Served, house: House) -> None:
    link = house.link(house.station())
    days = {"2026-11-19": 200, "2026-12-03": 200, "2026-11-18": 404, "2026-12-04": 404, "2026-13-40": 404}
    assert {day: served.ask(link + day).status for day in days} == days


def test_the_folder_of_a_day_leads_to_its_page(served: Served, house: House) -> None:
    link = house.link(house.station())
    for folder in ("2026-11-26/", "2026-11-26/index.html"):
        reply = served.ask(link + folder)
        assert (reply.status, reply.headers["location"]) == (302, "../2026-11-26")


def test_what_makes_many_pages_makes_the_page_that_a_pull_would_make(served: Served, house: House) -> None:
    from scheduler.web.pull.content import read_content
    from scheduler.web.pull.oven import bake, wanted

    station = house.station()
    house.script(station)
    link, day = house.link(station), MORNING.date()
    known = wanted(day, MORNING, ZONE)
    ((name, mark, made),) = bake(house.config, [station], day, MORNING, read_content(house.config).digest)
    assert (name, mark) == (station, known[station]) and mark
    assert made.page.etag == served.ask(link).headers["etag"]
    assert bake(house.config, [station], day, MORNING, "another content") == []


def test_a_page_made_a_moment_before_a_release_does_not_hide_the_script(served: Served, house: House) -> None:
    """The clock of the machine that releases may be ahead; and pages made ahead begin with an earlier time."""
    station = house.station()
    house.script(station)  # out at EVE
    link, forms = house.link(station), ("2026-11-26", "2026-11-26/day.txt", "manifest.json", "2026-11-26/day.json")
    house.at(EVE - timedelta(seconds=2))
    before = {form: served.ask(link + form).text for form in forms}
    house.at(EVE + timedelta(seconds=2))
    after = {form: served.ask(link + form).text for form in forms}
    assert all("1/2026" in after[form] or '"number": 1' in after[form] for form in forms)
    assert all(before[form] != after[form] for form in forms)


def test_a_page_made_ahead_ends_where_a_script_was_released_meanwhile(house: House) -> None:
    from scheduler.web.pull.content import read_content
    from scheduler.web.pull.oven import bake

    station = house.station()
    house.script(station)
    ((_, _, made),) = bake(
        house.config, [station], MORNING.date(), EVE - timedelta(seconds=2), read_content(house.config).digest
    )
    assert made.until == EVE


def test_who_pulls_can_check_the_hash_of_the_manifest_as_the_documentation_says(served: Served, house: House) -> None:
    import hashlib
    import json

    station = house.station()
    house.script(station)
    link = house.link(station)
    listed = json.loads(served.ask(f"{link}2026-11-26/manifest.json").text)["scripts"][0]
    sheet = json.loads(served.ask(f"{link}2026-11-26/{listed['files']['json']}").text)
    words = {key: sheet[key] for key in ("lang", "music", "notes", "reading", "text", "title")}
    words |= {"kind": "radio", "link": "", "photos": []}
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == listed["sha256"] == sheet["sha256"]


def test_the_stick_holds_the_week_and_its_words(served: Served, house: House) -> None:
    import io
    import zipfile

    station = house.station()
    house.script(station)
    reply = served.ask(f"{house.link(station)}bundle.zip")
    assert reply.status == 200 and reply.headers["content-type"] == "application/zip"
    assert f"{station}-2026-11-26.zip" in reply.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        assert any(WORDS in archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt"))


def test_a_replacement_of_an_earlier_day_that_is_received_takes_its_recall_off_the_stick(
    served: Served, house: House
) -> None:
    import io
    import zipfile

    station = house.station()
    old, link = house.script(station), house.link(station)
    new = release(
        revised(house, old, EVE, text=("1.263.600", "1.300.000"), reading=("sáu mươi ba nghìn sáu trăm", "")), EVE
    )
    house.at(MORNING + timedelta(days=1))

    def told() -> bool:
        with zipfile.ZipFile(io.BytesIO(served.ask(f"{link}bundle.zip").body)) as stick:
            return "KHÔNG ĐỌC" in stick.read("index.html").decode()

    assert told() and told()
    assert served.tell(link, new, "received", person="Ông Bảy").status == 303
    assert not told()


def test_a_script_is_handed_out_as_word_and_pdf(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    link = house.link(station)
    word = served.ask(f"{link}2026-11-26/0530-1-vi.docx")
    assert word.status == 200 and word.body[:2] == b"PK"
    pdf = served.ask(f"{link}2026-11-26/0530-1-vi.pdf")
    assert pdf.body[:5] == b"%PDF-" if pdf.status == 200 else "Hãy lấy bản khác" in pdf.text
    assert served.ask(f"{link}2026-11-26/0530-1-vi.exe").status == 404
