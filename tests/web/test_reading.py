"""What the reading pages show, to whom, and that they ask the database no more for many posts than for few."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from scheduler.core.approval import Role
from scheduler.core.post import Payload, Rendered, Uses
from scheduler.core.states import State
from scheduler.store import clock as beats
from scheduler.store import verdicts
from scheduler.store.models import Post, Setting
from scheduler.store.payloads import Shelf, load_payload
from scheduler.store.queue.approve import approve
from scheduler.store.seal import seal_new_rows
from scheduler.store.verify import verify
from tests.store.campaigns import set_state
from tests.store.conftest import MINH
from tests.web.conftest import ZONE, House

DAY = datetime(2021, 5, 7, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ADDRESSES = ["/", "/calendar?day=2021-05-07", "/calendar?view=week&day=2021-05-07", "/calendar?view=day&day=2021-05-07",
             "/campaigns", "/campaigns/thu", "/log", "/log?state=all", "/log?query=muc+dong"]  # fmt: skip


@pytest.fixture
def morning(queued: House) -> House:
    """The campaign's first day at noon: the fanpage posts of one office are out, one has failed, the rest wait."""
    approve(list(Post.objects.filter(unit="u-a")), MINH, now=queued.now, author_may_approve=False, word="đúng")
    queued.at(DAY)
    for n, post in enumerate(Post.objects.filter(unit="u-a", kind="facebook").order_by("due")[:2]):
        set_state(post, State.PUBLISHED, remote_id=f"1_{n}", published_at=DAY - timedelta(hours=n + 1))
    failed = Post.objects.filter(unit="u-a", kind="facebook").order_by("due")[2]
    set_state(failed, State.FAILED, why="Facebook từ chối ảnh")
    return queued


def asked(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_no_more_for_many_posts_than_for_few(morning: House, address: str) -> None:
    browser = morning.client(Role.AUDITOR)
    few = asked(browser, address)
    folder = morning.staff.folder
    folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-06-20")
    folder.replace("campaigns/thu.yaml", "max_per_day: 1}", "max_per_day: 3}")
    morning.staff.queue()
    assert Post.objects.count() > 150
    assert 0 < asked(browser, address) <= few


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_stays_small(morning: House, address: str) -> None:
    assert len(morning.client(Role.AUDITOR).get(address).content) < 100_000


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_another_unit_is_on_a_page(morning: House, address: str) -> None:
    Post.objects.filter(unit="u-b").update(why="CHỮ CỦA BÌNH")
    text = morning.client(Role.APPROVER, "u-a").get(address).text
    assert "Trang Bình" not in text
    assert "CHỮ CỦA BÌNH" not in text


def test_today_names_what_needs_a_person_with_the_way_to_it(morning: House) -> None:
    text = morning.client(Role.APPROVER, "u-a").get("/").text
    failed = Post.objects.get(state=State.FAILED)
    assert "Facebook từ chối ảnh" in text
    assert f"/posts/{failed.pk}" in text
    assert Post.objects.filter(state=State.PENDING).count() > 5
    waiting = morning.client(Role.APPROVER).get("/").text.partition('id="need-pending"')[2]
    assert 'href="/approve">Xem tất cả' in waiting.partition("</section>")[0]


@pytest.mark.parametrize(("seconds", "still"), [(3, False), (3600, True)])
def test_a_clock_that_stands_still_shows(morning: House, seconds: int, still: bool) -> None:
    beats.beat(morning.now - timedelta(seconds=seconds))
    text = morning.client(Role.AUTHOR).get("/").text
    assert ("Đồng hồ đang đứng" in text) is still
    assert ("3 giây trước" in text) is not still


def test_mistakes_in_the_content_show_and_the_desk_goes_on_with_the_last_clean_one(morning: House) -> None:
    morning.office.renderer  # noqa: B018  # the clean content is in use
    morning.staff.folder.write("messages/bhxh/hong.yaml", "id: [")
    morning.office._looked = float("-inf")
    text = morning.client(Role.AUTHOR).get("/").text
    assert "hong.yaml" in text
    assert "Bài của hôm nay" in text


def test_the_grid_counts_and_retries_the_failed_ones_alone(morning: House) -> None:
    browser = morning.client(Role.APPROVER, "u-a")
    assert "2/" in browser.get("/campaigns/thu").text
    told = browser.post("/campaigns/thu/retry", {"why": "đã thay ảnh"}, follow=True)
    assert "1 bài được gửi lại" in told.text
    assert not Post.objects.filter(state=State.FAILED).exists()
    assert Post.objects.filter(state=State.PUBLISHED).count() == 2


def test_a_post_is_moved_from_the_calendar_and_the_reason_is_told_where_it_cannot_be(morning: House) -> None:
    browser = morning.client(Role.APPROVER, "u-a")
    post = Post.objects.filter(unit="u-a", state=State.APPROVED, due__gt=DAY).order_by("due")[0]
    there = {"at": "2021-05-09T20:15", "next": "/calendar", "anyway": "1"}
    told = browser.post(f"/posts/{post.pk}/move", there, follow=True)
    assert "09/05 20:15" in told.text
    assert Post.objects.get(pk=post.pk).due == datetime(2021, 5, 9, 20, 15, tzinfo=ZONE)
    told = browser.post(f"/posts/{post.pk}/move", {"at": "2021-05-01T20:15"}, follow=True)
    assert "đã qua → hãy chọn giờ sau bây giờ" in told.text
    assert told.request["PATH_INFO"] == "/calendar"
    for nonsense in ("", "2021-05-09", "mai", "2021-05-09T20:15+00:00"):
        told = browser.post(f"/posts/{post.pk}/move", {"at": nonsense}, follow=True)
        assert "Hãy ghi đủ ngày và giờ" in told.text
    out = Post.objects.filter(state=State.PUBLISHED)[0]
    told = browser.post(f"/posts/{out.pk}/move", {"at": "2021-05-09T20:15"}, follow=True)
    assert "Để nguyên 1 bài" in told.text


def test_a_time_against_a_campaigns_rules_moves_nothing_until_the_person_insists(morning: House) -> None:
    post = Post.objects.filter(unit="u-a", kind="facebook", state=State.APPROVED, due__gt=DAY).order_by("due")[0]
    browser, before = morning.client(Role.APPROVER, "u-a"), post.due
    there = {"at": "2021-05-09T20:15", "next": "/calendar?view=week"}
    assert 'name="anyway"' not in browser.get(f"/posts/{post.pk}").text
    told = browser.post(f"/posts/{post.pk}/move", there, follow=True)
    assert told.request["PATH_INFO"] == f"/posts/{post.pk}"
    assert "Ngày này kênh đã có 1 bài, nhiều nhất 1 (chiến dịch" in told.text
    assert 'name="at" required value="2021-05-09T20:15"' in told.text
    assert 'name="anyway"' in told.text
    assert Post.objects.get(pk=post.pk).due == before
    browser.post(f"/posts/{post.pk}/move", there | {"anyway": "1"})
    assert Post.objects.get(pk=post.pk).due == datetime(2021, 5, 9, 20, 15, tzinfo=ZONE)


def test_a_script_moved_between_two_broadcasts_says_that_the_station_must_agree(morning: House) -> None:
    script = Post.objects.filter(unit="u-a", kind="radio", state=State.APPROVED, due__gt=DAY).order_by("due")[0]
    browser = morning.client(Role.APPROVER, "u-a")
    there = {"at": "2021-05-10T12:00", "next": "/calendar", "anyway": "1"}
    told = browser.post(f"/posts/{script.pk}/move", there, follow=True)
    assert "12:00 nằm ngoài các khung giờ của đài" in told.text


def test_who_moves_a_post_that_somebody_moved_meanwhile_is_told_and_moves_nothing(morning: House) -> None:
    post = Post.objects.filter(unit="u-a", state=State.APPROVED, due__gt=DAY).order_by("due")[0]
    seen = f"{post.due.astimezone(ZONE):%Y-%m-%dT%H:%M}"
    minh, hoa = (morning.client(Role.APPROVER, "u-a", name) for name in ("minh", "hoa"))
    assert f'name="seen" value="{seen}"' in hoa.get(f"/posts/{post.pk}").text
    minh.post(f"/posts/{post.pk}/move", {"at": "2021-05-09T20:15", "seen": seen, "anyway": "1"})
    told = hoa.post(
        f"/posts/{post.pk}/move", {"at": "2021-05-10T07:00", "seen": seen, "next": "/calendar"}, follow=True
    )
    assert "người khác vừa đổi giờ bài này sang 09/05 20:15" in told.text
    assert "Gần nhất: minh" in told.text
    assert Post.objects.get(pk=post.pk).due == datetime(2021, 5, 9, 20, 15, tzinfo=ZONE)


def test_a_kind_that_there_is_not_finds_nothing_and_reads_no_post(morning: House) -> None:
    browser = morning.client(Role.AUDITOR)
    with CaptureQueriesContext(connection) as asked:
        told = browser.get("/log", {"kind": "television", "query": "bao hiem"})
    assert told.status_code == 200
    assert not [query for query in asked.captured_queries if "store_post" in query["sql"]]
    assert len(browser.get("/log.csv", {"kind": "television"}).getvalue().splitlines()) == 1


def test_the_log_finds_words_without_diacritics_and_says_so_where_nothing_fits(morning: House) -> None:
    browser = morning.client(Role.AUDITOR)
    assert "/posts/" in browser.get("/log?query=tho+muc+dong+thap").text or "/posts/" in browser.get("/log").text
    assert "Không có bài nào khớp" in browser.get("/log?query=khongcochunay").text


def test_an_export_holds_what_is_shown_and_can_act_nowhere(morning: House) -> None:
    browser = morning.client(Role.AUDITOR)
    Post.objects.filter(state=State.PUBLISHED).update(why="=HYPERLINK(1)")
    text = b"".join(browser.get("/log.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["state"] for row in rows] == ["published", "published"]
    assert {row["why"] for row in rows} == {"'=HYPERLINK(1)"}
    answer = browser.get("/log.xlsx?unit=u-b&state=all")
    table = list(load_workbook(io.BytesIO(b"".join(answer))).worksheets[0].iter_rows(values_only=True))
    answer.close()
    assert len(table) - 1 == Post.objects.filter(unit="u-b").count()


def test_a_post_tells_its_story_and_shows_what_hides_in_it(morning: House) -> None:
    post = Post.objects.get(state=State.FAILED)
    Post.objects.filter(pk=post.pk).update(why="<script>alert(1)</script>{{ 7*7 }}\x07")
    text = morning.client(Role.AUDITOR).get(f"/posts/{post.pk}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in text
    assert "<script>alert" not in text
    assert "\x07" not in text
    for word in ("lan", "minh", "chờ duyệt → đã duyệt", post.payload.sha256):
        assert word in text


def test_whether_the_log_is_whole_is_asked_of_the_clock_and_told(morning: House) -> None:
    browser = morning.client(Role.AUDITOR)
    assert "Chưa soát lần nào" in browser.get("/log").text
    browser.post("/log/verify")
    assert verdicts.due(morning.now)
    assert "tải lại trang" in browser.get("/log").text
    seal_new_rows(morning.now)
    verdicts.record(verify(), morning.now)
    assert not verdicts.due(morning.now)
    assert "Soát lại" in browser.get("/log").text
    assert not Setting.objects.filter(name="verdict wanted").exists()


def test_each_cell_of_the_grid_has_its_text_its_approval_and_its_outcome(morning: House) -> None:
    post = Post.objects.get(state=State.FAILED)
    Post.objects.filter(unit="u-b").update(state=State.CANCELLED)
    waiting = morning.post("u-b")
    set_state(waiting, State.PENDING)
    text = morning.client(Role.AUDITOR).get("/campaigns/thu").text
    for told, state, approval in ((post, "không đăng được", "minh duyệt"), (waiting, "chờ duyệt", "1 chưa duyệt")):
        (cell,) = re.findall(rf'<a class="cell[^>]*message={told.message}&amp;unit={told.unit}">.*?</a>', text)
        assert load_payload(told.payload).text[:30] in cell
        assert state in cell.lower()
        assert approval in cell


def test_a_grid_of_many_messages_and_units_is_paged_and_small(morning: House) -> None:
    Post.objects.update(campaign="khac")
    first, long = morning.post("u-a"), "Lời dài của đơn vị & <b>. " * 200
    text = Shelf()
    with transaction.atomic():
        payload = text.payload(Rendered(Payload("facebook", "vi", long), Uses("u", "U")))
    Post.objects.bulk_create(
        Post(
            key=f"thu/x/vi/{n}", campaign="thu", message=f"thong-diep-{n % 12:02}", unit=f"don-vi-{n // 12:02}",
            channel="fb-a", kind="facebook", lang="vi", planned=DAY, due=DAY, state=State.PENDING, payload_id=payload,
            uses=first.uses, author="lan", year=2021,
        )
        for n in range(12 * 40)
    )  # fmt: skip
    browser, seen = morning.client(Role.AUDITOR), set[str]()
    for units in range(1, 9):
        for messages in range(1, 9):
            page = browser.get(f"/campaigns/thu?units={units}&messages={messages}")
            assert len(page.content) < 100_000
            seen |= set(re.findall(r"message=thong-diep-\d+&amp;unit=don-vi-\d+", page.text))
    assert len(seen) == 12 * 40
    assert browser.get("/campaigns/thu?units=x&messages=-1").status_code == 200


def test_the_log_of_what_is_published_leaves_out_what_was_recalled(morning: House) -> None:
    gone, out = Post.objects.filter(state=State.PUBLISHED).order_by("due")
    set_state(gone, State.RECALLED)
    browser = morning.client(Role.AUDITOR)
    for state, expected in (("published", {out.pk}), ("recalled", {gone.pk}), ("", {out.pk, gone.pk})):
        text = browser.get(f"/log?state={state}&channel=fb-a").text
        assert {pk for pk in (gone.pk, out.pk) if f"/posts/{pk}" in text} == expected


@pytest.mark.parametrize(
    "asked", ["", "state=published", "channel=fb-a", "channel=fb-a&state=published", "campaign=thu"]
)
def test_no_list_of_the_log_is_sorted_whole(morning: House, asked: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        morning.client(Role.AUDITOR).get(f"/log?{asked}")
    (rows,) = [query["sql"] for query in seen if "LIMIT 51" in query["sql"] and "ORDER BY" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
        assert "TEMP B-TREE" not in str(cursor.fetchall())


def test_the_part_of_today_that_brings_itself_up_to_date_takes_nothing_that_waits_for_a_page(morning: House) -> None:
    browser = morning.client(Role.APPROVER, "u-a")
    failed = Post.objects.get(state=State.FAILED)
    browser.post(f"/posts/{failed.pk}/hold", {"why": "", "back": "/"})  # refused: the form and its reason wait
    part = browser.get("/today/live", headers={"HX-Request": "true"}).text
    assert "Facebook từ chối ảnh" in part
    assert "<html" not in part
    whole = browser.get("/").text
    assert part.strip() in whole
