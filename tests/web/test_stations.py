"""Fanpages and stations at the desk: how they stand, their links, and what stations tell by telephone."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scheduler.core.approval import Role
from scheduler.core.radio.entry import Teller
from scheduler.core.radio.told import Said, Way
from scheduler.core.states import State
from scheduler.publish.radio.outputs import pdf
from scheduler.store import health, pace, probes, visits
from scheduler.store.models import Airing, Post, Receipt, Seal, StationLink
from scheduler.store.queue.approve import approve
from scheduler.store.queue.move import move
from scheduler.store.radio import links, pulls
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.tell import receive
from scheduler.store.seal import seal_new_rows
from tests.store.conftest import MINH
from tests.store.radio.office import release
from tests.web.conftest import ZONE, House

EVENING = datetime(2021, 5, 6, 18, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MORNING = EVENING + timedelta(hours=14)
FOREIGN = """\
  - id: dai-khac
    kind: radio
    name: Đài Khác
    area: Xã Khác
    phone: "0216 000 1009"
    owners: [{unit: u-khac, from: 1995-01-01}]
    slots: [{id: sang, time: "06:00", seconds: 240}]
    example: true
"""


@pytest.fixture
def evening(queued: House) -> House:
    """The evening before the first day: the scripts of Đài An are released, and it has not fetched them."""
    approve(list(Post.objects.filter(kind="radio")), MINH, now=queued.now, author_may_approve=False, word="đúng")
    for post in Post.objects.filter(kind="radio"):
        release(post, queued.now)
    links.make("dai-a", by="minh", now=queued.now)
    queued.at(EVENING)
    return queued


def scripts() -> list[Post]:
    return list(Post.objects.filter(kind="radio").select_related("payload", "uses").order_by("due", "key"))


def told(browser: Client, *posts: Post, what: str = "received", **more: object) -> str:
    said = {"script": [post.pk for post in posts], "what": what, "person": "Bà Tâm", "way": "phone", "at": "",
            "seconds": "", "method": "read", "why": ""}  # fmt: skip
    return browser.post("/stations/dai-a/told", said | more, follow=True).text


def test_today_names_stations_that_have_not_fetched_with_their_telephone(evening: House) -> None:
    text = evening.client(Role.AUTHOR, "u-a").get("/").text
    assert "Đài chưa tải kịch bản" in text
    assert "0216 000 1001" in text and "/stations/dai-a" in text
    assert "0216 000 1001" not in evening.client(Role.AUTHOR, "u-b").get("/").text


def test_before_the_cutoff_and_without_a_link_in_a_rehearsal_no_station_is_late(evening: House) -> None:
    evening.at(EVENING - timedelta(hours=3))
    assert "Đài chưa tải kịch bản" not in evening.client(Role.AUTHOR).get("/").text
    evening.at(EVENING)
    StationLink.objects.update(revoked_at=EVENING)
    assert "Đài chưa tải kịch bản" not in evening.client(Role.AUTHOR).get("/").text


def test_today_names_recalls_until_the_station_knows(evening: House) -> None:
    post = scripts()[0]
    pulls.record([Pulled("dai-a", "html", EVENING, posts=(post.pk,))])
    move(post, State.RECALLED, by="minh", now=EVENING, why="sai mức đóng")
    browser = evening.client(Role.APPROVER, "u-a")
    text = browser.get("/").text
    assert "Đã thu hồi mà đài chưa biết" in text and "sai mức đóng" in text and "0216 000 1001" in text
    assert "Đã thu hồi" not in evening.client(Role.APPROVER, "u-b").get("/").text
    assert "không được đọc" in browser.get("/stations/dai-a").text
    told(browser, post, what="recall_seen")
    assert "Đã thu hồi mà đài chưa biết" not in browser.get("/").text


def test_the_list_is_narrowed_to_ones_own_and_searched_without_diacritics(evening: House) -> None:
    evening.staff.folder.replace("channels/channels.yaml", "stations:\n", f"stations:\n{FOREIGN}")
    evening.office._looked = float("-inf")
    browser = evening.client(Role.AUDITOR)
    both = browser.get("/stations?kind=radio").text
    assert "Đài An" in both and "Đài Khác" in both
    for words, found in [
        ("dai khac", "Đài Khác"),
        ("02160001009", "Đài Khác"),
        ("xã an", "Đài An"),
        ("AN dai", "Đài An"),
    ]:
        text = browser.get("/stations", {"kind": "radio", "query": words}).text
        assert found in text, words
    assert "Không có gì khớp" in browser.get("/stations?kind=radio&query=khongco").text
    own = evening.client(Role.ADMIN, "u-a").get("/stations?kind=radio").text
    assert "Đài An" in own and "Đài Khác" not in own
    assert evening.client(Role.ADMIN, "u-a").get("/stations/dai-khac").status_code == 404
    assert "Đài An" in browser.get("/stations?kind=radio&only=trouble").text
    assert "Đài Khác" not in browser.get("/stations?kind=radio&only=trouble").text


def test_a_unit_without_channels_is_told_where_they_come_from(evening: House) -> None:
    evening.staff.folder.replace("channels/channels.yaml", "owners: [{unit: u-b, from: 1995-01-01}]",
                                 "owners: [{unit: u-a, from: 1995-01-01}]")  # fmt: skip
    evening.office._looked = float("-inf")
    assert "content/channels" in evening.client(Role.ADMIN, "u-b").get("/stations").text


def test_many_stations_are_paged_and_asked_about_in_few_questions(evening: House) -> None:
    browser = evening.client(Role.AUDITOR)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    one = asked("/stations?kind=radio")
    some = [FOREIGN.replace("dai-khac", f"dai-{n:03}").replace("Đài Khác", f"Đài {n}") for n in range(120)]
    evening.staff.folder.replace("channels/channels.yaml", "stations:\n", "stations:\n" + "".join(some))
    evening.office._looked = float("-inf")
    assert asked("/stations?kind=radio") <= one
    seen: list[str] = []
    address = "/stations?kind=radio"
    while address:
        answer = browser.get(address)
        assert len(answer.content) < 100_000
        seen += re.findall(r'<th scope="row"><a href="/stations/([^"]+)"', answer.text)
        following = re.search(r'rel="next" href="([^"]+)"', answer.text)
        address = f"/stations{following[1].replace('&amp;', '&')}" if following else ""
    assert len(seen) == len(set(seen)) == 121


def test_what_a_station_tells_by_telephone_is_written_down(evening: House) -> None:
    evening.at(MORNING)
    one, two = scripts()[:2]
    browser = evening.client(Role.AUTHOR, "u-a", "lan-a")
    assert "Đã ghi cho 1 kịch bản" in told(browser, one, what="accepted")
    assert "Đã ghi cho 1 kịch bản" in told(browser, one, what="aired", seconds="58")
    row = Airing.objects.get(post=one)
    assert (row.aired_at, row.seconds, row.reader, row.way, row.entered_by) == (one.due, 58, "Bà Tâm", "phone", "lan-a")
    assert "mất điện" in told(browser, one, what="not_aired", why="mất điện", way="paper")
    assert Airing.objects.filter(post=one).count() == 2
    assert "chưa tới" in told(browser, two, what="aired")  # tomorrow's
    assert not Airing.objects.filter(post=two).exists()


def test_what_cannot_be_right_is_refused_with_what_was_typed(evening: House) -> None:
    evening.at(MORNING)
    one, browser = scripts()[0], evening.client(Role.AUTHOR, "u-a")
    assert "vì sao không phát" in told(browser, one, what="not_aired", person="Ông Páo")
    text = told(browser, what="received", person="Ông Páo")
    assert "đánh dấu các kịch bản" in text and "Ông Páo" in text
    text = told(browser, one, what="aired", at="hôm qua")
    assert "đủ ngày và giờ" in text and f'value="{one.pk}"' in text and " checked" in text
    assert "không phải" in told(browser, one, what="recall_seen") or "chưa bị thu hồi" in told(
        browser, one, what="recall_seen"
    )
    assert not Receipt.objects.exists() and not Airing.objects.exists()


def test_nobody_writes_down_words_about_the_scripts_of_others(evening: House) -> None:
    post = scripts()[0]
    Post.objects.filter(pk=post.pk).update(unit="u-b")
    assert "Đài không có kịch bản này" in told(evening.client(Role.ADMIN, "u-a"), post)
    assert not Receipt.objects.exists()


def test_a_link_is_shown_once_and_opens_the_station(evening: House) -> None:
    browser = evening.client(Role.ADMIN, "u-a", "quan-tri")
    text = browser.post("/stations/dai-a/link", {"label": "máy ở xã"}).text
    found = re.search(r"/radio/dai-a/([\w-]+)/", text)
    assert found
    row = links.find(found[1], evening.now)
    assert row is not None and (row.station, row.label, row.made_by) == ("dai-a", "máy ở xã", "quan-tri")
    page = browser.get("/stations/dai-a").text
    assert "máy ở xã" in page and found[1] not in page
    assert not any(found[1] in line.what for line in visits.Visit.objects.all())


def test_whoever_may_make_links_at_the_command_line_may_at_the_desk(evening: House) -> None:
    author = evening.client(Role.AUTHOR, "u-a")
    assert "/radio/dai-a/" in author.post("/stations/dai-a/link", {"label": "Zalo bà Tâm"}).text
    assert "stations/dai-a/revoke" in author.get("/stations/dai-a").text
    auditor = evening.client(Role.AUDITOR, "u-a")
    assert auditor.post("/stations/dai-a/link").status_code == 403
    assert "stations/dai-a/revoke" not in auditor.get("/stations/dai-a").text


def test_a_new_link_may_end_the_older_ones_later_or_at_once(evening: House) -> None:
    browser = evening.client(Role.ADMIN, "u-a")
    old = StationLink.objects.get(station="dai-a")
    browser.post("/stations/dai-a/link", {"days": "7"})
    assert StationLink.objects.get(pk=old.pk).ends_at == evening.now + timedelta(days=7)
    browser.post("/stations/dai-a/link", {"days": "0"})
    assert links.valid("dai-a", evening.now + timedelta(seconds=1)).count() == 1
    browser.post("/stations/dai-a/link", {"days": "999"})  # nothing that the page offers: one more link
    assert links.valid("dai-a", evening.now + timedelta(seconds=1)).count() == 2


def test_only_a_link_of_this_station_is_stopped_from_its_page(evening: House) -> None:
    browser = evening.client(Role.ADMIN, "u-a")
    other, _secret = links.make("dai-khac", by="minh", now=evening.now)
    assert "không có đường dẫn này" in browser.post("/stations/dai-a/revoke", {"link": other.pk}, follow=True).text
    own = StationLink.objects.get(station="dai-a")
    assert "không còn đường dẫn nào" in browser.post("/stations/dai-a/revoke", {"link": own.pk}, follow=True).text
    assert StationLink.objects.get(pk=other.pk).revoked_at is None
    assert StationLink.objects.get(pk=own.pk).revoked_at == evening.now


def test_a_page_tells_of_its_access_its_pause_and_its_probe(evening: House) -> None:
    report = {"why": "mã truy cập đã hết hạn", "deadline": None, "expires_at": 1620000000,
              "findings": [{"code": "x", "level": "bad", "seen": "mã truy cập đã hết hạn", "step": "bhxh token",
                            "seen_en": "the token has expired", "step_en": "bhxh token"}]}  # fmt: skip
    health.record("fb-a", well=False, report=report, now=EVENING)
    health.record_probe("fb-a", {"tried": [{"name": "draft", "holds": True, "why": ""}], "recommended": "two-phase",
                                 "handover": True, "clean": True}, EVENING)  # fmt: skip
    pace.pause("fb-a", None, "mã truy cập hết hạn", EVENING)
    browser = evening.client(Role.ADMIN, "u-a")
    text = browser.get("/stations/fb-a").text
    for word in ("không đăng được", "bhxh token", "cho đến khi có người sửa", "two-phase", "tạo bài ẩn", "03/05/2021"):
        assert word in text, word
    assert "không dùng được" in browser.get("/stations?kind=facebook&only=trouble").text
    assert "Chạy" in browser.post("/stations/fb-a/resume", follow=True).text
    assert not pace.resting("fb-a", "facebook", EVENING)
    browser.post("/stations/fb-a/probe")
    assert probes.wanted() == ["fb-a"]
    assert "đợi đồng hồ" in browser.get("/stations").text


def test_a_pause_of_all_pages_is_nobodys_to_end_from_one_page(evening: House) -> None:
    pace.pause("*facebook", EVENING + timedelta(hours=1), "đã dùng 95% số lần gọi", EVENING)
    browser = evening.client(Role.ADMIN)
    assert "Mọi trang đều nghỉ" in browser.get("/stations/fb-a").text
    browser.post("/stations/fb-a/resume")
    assert pace.resting("fb-a", "facebook", EVENING)


def test_a_station_page_asks_no_more_for_many_scripts_than_for_few(evening: House) -> None:
    browser = evening.client(Role.AUDITOR)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(browser.get("/stations/dai-a").content) < 100_000
        return len(seen)

    few = asked()
    for n, post in enumerate(scripts()):
        receive(post, Said.RECEIVED, Teller("Bà Tâm", Way.PHONE, "lan"), now=EVENING + timedelta(minutes=n))
    evening.staff.folder.replace("campaigns/thu.yaml", "max_per_day: 1, holidays", "max_per_day: 2, holidays")
    evening.staff.queue()
    assert asked() <= few


def test_a_scripts_story_tells_what_its_station_did(evening: House) -> None:
    post = scripts()[0]
    pulls.record([Pulled("dai-a", "html", EVENING, posts=(post.pk,))])
    evening.at(MORNING)
    browser = evening.client(Role.AUTHOR, "u-a", "lan-a")
    told(browser, post, why="đọc cả trang")
    told(browser, post, what="not_aired", why="mất điện")
    told(browser, post, what="aired", seconds="61")
    text = browser.get(f"/posts/{post.pk}").text
    for word in ("đã tải", "Bà Tâm", "đọc cả trang", "qua điện thoại, lan-a ghi", "mất điện",
                 "sau đó đã ghi lại", "61 giây", "/stations/dai-a"):  # fmt: skip
        assert word in text, word


def test_what_was_aired_is_exported_beside_what_was_scheduled(evening: House) -> None:
    one, *_rest = scripts()
    evening.at(MORNING)
    told(evening.client(Role.AUTHOR, "u-a"), one, what="not_aired", why="=mất điện")
    browser = evening.client(Role.AUDITOR)
    text = b"".join(browser.get("/log/aired.csv?channel=dai-a")).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(scripts())
    assert (rows[0]["status"], rows[0]["reason"]) == ("không phát", "'=mất điện")
    foreign = b"".join(evening.client(Role.AUDITOR, "u-b").get("/log/aired.csv")).decode()
    assert len(foreign.splitlines()) == 1


needs_pango = pytest.mark.skipif(pdf.lack() is not None, reason=str(pdf.lack()))


@needs_pango
def test_the_evidence_sheet_holds_the_story_and_is_the_same_each_time(evening: House) -> None:
    pypdf = pytest.importorskip("pypdf")
    post = scripts()[0]
    evening.at(MORNING)
    told(evening.client(Role.AUTHOR, "u-a", "lan-a"), post, what="not_aired", why="mất điện")
    seal_new_rows(MORNING)
    browser = evening.client(Role.AUDITOR)
    first = browser.get(f"/posts/{post.pk}/evidence.pdf")
    evening.at(MORNING + timedelta(hours=1))
    again = evening.client(Role.AUDITOR).get(f"/posts/{post.pk}/evidence.pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content == again.content
    pages = pypdf.PdfReader(io.BytesIO(first.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    seal = Seal.objects.latest("pk").hash
    for word in (post.payload.sha256, seal[:20], "lan", "minh", "không phát", "mất điện", "BHXH huyện An",
                 post.due.astimezone(ZONE).strftime("%d/%m/%Y %H:%M:%S")):  # fmt: skip
        assert word in text, word
    assert visits.Visit.objects.filter(kind="export", what__contains="evidence.pdf").count() == 2


@needs_pango
def test_what_hides_in_a_text_shows_on_the_evidence_sheet_and_acts_nowhere(evening: House) -> None:
    pypdf = pytest.importorskip("pypdf")
    post = scripts()[0]
    Post.objects.filter(pk=post.pk).update(why="<script>x</script><img src=file:///etc/passwd>{{ 7*7 }}\x07")
    answer = evening.client(Role.AUDITOR).get(f"/posts/{post.pk}/evidence.pdf")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "<script>x</script>" in text and "{{ 7*7 }}" in text and "[U+0007]" in text


def test_the_links_of_notices_lead_to_the_station_and_its_unit_sees_them(evening: House) -> None:
    post = scripts()[0]
    evening.notice("dai-a", "unfetched")
    evening.notice(f"dai-a#{post.pk}", "withheld")
    text = evening.client(Role.APPROVER, "u-a").get("/notices").text
    assert "/stations/dai-a" in text and f"/posts/{post.pk}" in text
    assert "Đài An" in text
    assert "dai-a" not in evening.client(Role.APPROVER, "u-b").get("/notices").text


def test_the_plan_of_a_station_says_why_each_script_is_there_and_what_found_no_place(queued: House) -> None:
    folder = queued.staff.folder
    folder.replace("channels/channels.yaml", "    area: Xã An", "    area: Xã An\n    languages: [vi, hmn]")
    folder.replace(
        "channels/channels.yaml", 'time: "17:00", seconds: 240}', 'time: "17:00", seconds: 240, days: [mon]}'
    )
    folder.replace(
        "channels/channels.yaml", 'time: "06:00", seconds: 240}', 'time: "06:00", seconds: 240, days: [fri]}'
    )
    queued.configure()
    browser = queued.client(Role.AUTHOR, unit="u-a")
    assert "/stations/dai-a/plan" in browser.get("/stations/dai-a").text
    page = browser.get("/stations/dai-a/plan?day=2021-05-07").text
    assert "Chiến dịch thử" in page and "07/05/2021" in page
    assert "rơi vào 05:30 thứ Sáu 07/05/2021" in page, "why it is there"
    assert "chưa có bản tiếng Mông" in page, "which translation is missing"
    assert "đài không có khung giờ phát vào thứ Bảy" in page, "why there is nothing"
    assert "không chiến dịch nào có lượt" in browser.get("/stations/dai-a/plan?day=2021-06-07").text
    assert browser.get("/stations/fb-a/plan").status_code == 302
    assert queued.client(Role.AUTHOR, unit="u-b").get("/stations/dai-a/plan").status_code == 404
