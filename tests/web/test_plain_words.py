"""What a page calls things, and what it says of words that it cannot use."""

import re

import pytest

from scheduler.core.approval import Role
from scheduler.core.states import State
from scheduler.store.models import Post
from scheduler.store.queue.act import act
from tests.store.campaigns import set_state
from tests.store.conftest import MINH
from tests.store.content import message
from tests.web.conftest import House


def options(page: str, name: str) -> list[str]:
    """What a list offers, by its words."""
    field = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    return re.findall(r"<option[^>]*>([^<]+)</option>", field)


@pytest.fixture
def twins(house: House) -> House:
    """A house with three messages of one title, two of which hold at the same time."""
    first = message("muc", "Mức đóng thấp nhất là {{ fact.muc_dong }} một tháng.")
    for name, year in (("cu", "2015"), ("moi", "2021"), ("nua", "2021")):
        text = first.replace("id: muc", f"id: {name}").replace("title: Muc", "title: Mức đóng")
        house.staff.folder.write(
            f"messages/bhxh/{name}.yaml", re.sub(r"valid_from: \S+", f"valid_from: {year}-07-01", text)
        )
    house.configure()
    return house


def test_messages_of_one_title_are_told_apart_by_when_they_hold_or_by_their_names(twins: House) -> None:
    for address in ("/compose", "/stop"):
        offered = options(twins.client(Role.ADMIN).get(address).text, "message")
        assert len(offered) == len(set(offered)), address
        assert sum("(01/07/2015 –)" in each for each in offered) == 1, address
        assert sum("(moi)" in each or "(nua)" in each for each in offered) == 2, address


def test_a_draft_that_nobody_sent_back_says_so_of_nobody(queued: House) -> None:
    mine, back = Post.objects.filter(unit="u-a", kind="facebook").order_by("due")[:2]
    author = queued.client(Role.AUTHOR, "u-a", name="hoa")
    edit = author.get(f"/compose/{mine.pk}/edit").text
    seen = re.search(r'name="seen" value="(\w+)"', edit)
    assert seen
    author.post(f"/compose/{mine.pk}/edit", {"text": "Lời khác.", "seen": seen[1], "do": "draft"})
    act("return", [back], MINH, now=queued.now, why="sai số điện thoại")
    set_state(mine, State.DRAFT)
    page = author.get("/compose").text
    assert "sửa lời riêng" not in page
    assert page.index("sai số điện thoại") < page.index(f"/compose/{mine.pk}/edit"), "what was sent back comes first"
    assert "Bị trả lại vì:</strong> sai số điện thoại" in author.get(f"/compose/{back.pk}/edit").text
    assert "Bị trả lại vì" not in author.get(f"/compose/{mine.pk}/edit").text


def test_the_reason_stays_while_the_author_goes_on_writing(queued: House) -> None:
    back = queued.post(kind="facebook")
    act("return", [back], MINH, now=queued.now, why="sai số điện thoại")
    author = queued.client(Role.AUTHOR, "u-a", name="hoa")
    page = author.get(f"/compose/{back.pk}/edit").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    author.post(f"/compose/{back.pk}/edit", {"text": "Lời khác.", "seen": seen[1], "do": "draft"})
    assert "sai số điện thoại" in author.get("/compose").text


def test_of_a_post_that_was_taken_back_no_page_is_offered(queued: House) -> None:
    post = queued.post(kind="facebook")
    set_state(post, State.PUBLISHED, remote_id="1_1", permalink="https://facebook.example/1", published_at=post.due)
    browser = queued.client(Role.AUDITOR)
    assert 'href="https://facebook.example/1"' in browser.get(f"/posts/{post.pk}").text
    set_state(Post.objects.get(pk=post.pk), State.RECALLED, remote_id="1_1", published_at=post.due)
    page = browser.get(f"/posts/{post.pk}").text
    assert "Xem trên fanpage" not in page
    assert 'href="https://facebook.example/1"' not in page
    assert "https://facebook.example/1" in page


@pytest.mark.parametrize("page", ["/log", "/calendar", "/calendar?view=week", "/calendar?view=day"])
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("unit=abc", "Trong content không có đơn vị “abc”."),
        ("channel=abc", "Trong content không có kênh “abc”."),
        ("campaign=abc", "Trong content không có chiến dịch “abc”."),
        ("message=abc", "Trong content không có thông điệp “abc”."),
        ("kind=abc", "Không có loại kênh “abc”."),
        ("topic=abc", "Không có chủ đề “abc”."),
        ("state=abc", "Không có trạng thái “abc”; đang hiện bài ở mọi trạng thái."),
        ("since=abc", "“abc” không phải là ngày; trang bỏ qua chữ ấy."),
        (
            "since=2021-05-07&until=2021-05-01",
            "Ngày cuối 01/05/2021 đứng trước ngày đầu 07/05/2021: không bài nào hợp.",
        ),
        ("unit=%3Cb%3E", "không có đơn vị “&lt;b&gt;”."),
    ],
)
def test_a_word_that_no_list_knows_is_told(queued: House, page: str, asked: str, told: str) -> None:
    address = f"{page}{'&' if '?' in page else '?'}{asked}"
    assert told in queued.client(Role.AUDITOR).get(address).text


@pytest.mark.parametrize(
    "address",
    ["/calendar?view=abc", "/stations?kind=abc", "/stations?only=abc", "/people/log?kind=abc"],
)
def test_other_words_that_a_page_cannot_use_are_told_too(queued: House, address: str) -> None:
    assert "Ở đây không có gì tên là “abc”; trang bỏ qua chữ ấy." in queued.client(Role.ADMIN).get(address).text


def test_a_message_that_is_not_there_cannot_be_begun_from(house: House) -> None:
    answer = house.client(Role.AUTHOR).get("/compose?message=abc")
    assert answer.status_code == 200
    assert "Trong content không có thông điệp “abc”." in answer.text


@pytest.mark.parametrize(
    "address",
    ["/log", "/log?state=all&unit=u-a&channel=fb-a&campaign=thu&kind=facebook&topic=bhxh&since=2021-05-01",
     "/log?campaign=tay", "/calendar?view=week&day=2021-05-07", "/stations?kind=radio&only=trouble",
     "/people/log?kind=login"],
)  # fmt: skip
def test_nothing_is_told_of_words_that_are_known(queued: House, address: str) -> None:
    assert 'class="tell warn" role="status"' not in queued.client(Role.ADMIN).get(address).text


def test_colour_alone_says_nothing_in_the_week(queued: House) -> None:
    day = queued.post().due.date().isoformat()
    week = queued.client(Role.AUDITOR).get(f"/calendar?view=week&day={day}").text
    assert re.search(r'class="chip pending".*?chờ duyệt</span></a>', week, re.DOTALL)


def test_every_view_of_the_calendar_and_every_post_has_a_title_of_its_own(queued: House) -> None:
    some = Post.objects.filter(message="muc", unit="u-a").order_by("due")[:3]
    addresses = [f"/calendar?view={view}&day=2021-05-07" for view in ("month", "week", "day")]
    addresses += [f"{place}/{post.pk}" for post in some for place in ("/posts", "/approve")]
    pages = [queued.client(Role.AUDITOR).get(address).text for address in addresses]
    titles = [page.partition("<title>")[2].partition("</title>")[0] for page in pages]
    assert len(set(titles)) == len(titles), titles


def test_what_is_wrong_is_tied_to_the_field_that_is_to_be_changed(queued: House) -> None:
    author, post = queued.client(Role.AUTHOR, "u-a"), queued.post(kind="facebook")
    page = author.post(f"/compose/{post.pk}/edit", {"text": " ", "do": "submit", "seen": "x"}).text
    assert 'role="alert" id="faults"' in page
    assert 'aria-describedby="faults"' in page
    people = queued.client(Role.ADMIN).post("/people/new", {"username": "Hòa!"}).text
    assert 'aria-invalid="true" aria-describedby="id_username_helptext id_username_error"' in people


def test_a_refused_preview_says_why_where_the_page_opens(house: House) -> None:
    page = house.client(Role.AUTHOR).post("/compose", {"text-facebook": "", "do": "submit"}).text
    assert "Chưa có lời nào" in page.partition('id="preview"')[2]


def test_what_a_text_is_written_in_is_said_for_those_who_hear_it(queued: House) -> None:
    post = queued.post(kind="radio")
    for address in (f"/posts/{post.pk}", f"/approve/{post.pk}"):
        assert re.search(r'class="text[^"]*" lang="vi"', queued.client(Role.AUDITOR).get(address).text), address
