"""In English the desk tells in English what the rules and the store refuse, and none of it is forgotten."""

import re
from string import Formatter

import pytest
from django.test import Client
from django.utils import translation

from scheduler.core.approval import Person, Role, forbidden
from scheduler.core.phrase import phrase
from scheduler.core.states import State
from scheduler.core.text import nfc
from scheduler.errors import BhxhError
from scheduler.web import words
from tests.store.campaigns import set_state
from tests.store.conftest import get
from tests.web.conftest import House
from tests.web.test_compose import send
from tests.web.words import EN, ROOT, RULES, catalog, key, loose, of_code, phrases

ELSEWHERE = {
    "core/speech/": "how Vietnamese is read aloud",
    "core/radio/": "what stations read and may answer; the desk has its own words for it (web/chain.py)",
    "core/correction.py": "the words of a correction",
    "core/explain.py": "bhxh plan --why; what the desk shows of it is phrases",
    "core/figures.py": "figures as posts quote them",
    "core/retry": "what Facebook's errors mean; stored with the attempt",
    "core/text.py": "letters",
    "library/checks/rendering.py": "example data that texts are tried with",
    "library/legacy.py": "letters of old fonts",
    "library/schema_words.py": "the schemas of content",
    "library/source.py": "letters that look alike",
    "store/database.py": "there is no desk without its database",
    "store/migrations/": "letters",
    "store/verify.py": "the verdict on the log; stored when it is found",
    "store/xlsx.py": "the exported log",
    "publish/": "what the machine tells in the log, in mails and to stations; the desk reads it from the database",
}
"""Modules that speak Vietnamese to others than the people of the desk."""
PARTLY = ("core/radio/entry.py", "core/speech/lexicon.py", "core/speech/marks.py")
"""Modules among these whose refusals the desk shows."""

STORED = {
    "library/checks/wording.py": {r"\d[\d.,]*\s*(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)?(?:đồng\b|đ\b|%)"},
    "store/corrections.py": {"đã ghi đính chính dưới bài", "đính chính"},
    "store/drift.py": {"nội dung nay khác, cần duyệt lại:\n{}", "không soạn lại được: {}"},
    "store/logins.py": {"quá nhiều lần thử"},
    "store/pace.py": {"đã dùng {}% số lần gọi Facebook cho phép: tự nghỉ rồi gửi tiếp"},
    "store/queue/act.py": {"giờ cũ đã qua, gửi ngay", "đã quá giờ và quá thời gian cho phép trễ"},
    "store/queue/approve.py": {"đúng"},
    "store/queue/claim.py": {"máy dừng giữa lúc gửi, chưa rõ đã đăng hay chưa"},
    "store/queue/correct.py": {"Đính chính: {}"},
    "store/queue/edit.py": {"sửa lời riêng cho bài này"},
    "store/queue/enqueue.py": {
        "không còn trong lịch của chiến dịch", "nội dung đã soạn lại", "lịch của chiến dịch đổi giờ", "lượt ",
    },
    "store/queue/finish.py": {
        "mở trang so với bài đã duyệt; nếu sai: bhxh recall {key} --by TÊN --why LÝ_DO, hoặc sửa lại trên trang",
        "chưa đăng: bài nằm ẩn trên kênh không còn như đã duyệt",
    },
    "store/queue/move.py": {"đồng hồ"},
    "store/queue/reschedule.py": {"đổi giờ từ {} sang {}", "ngày mới thì nội dung khác, cần duyệt lại:\n{}"},
    "store/queue/revise.py": {"chờ bản thay thế: {}"},
    "store/queue/settle.py": {
        "đã đọc lại: bài đã hiện",
        "đã hiện trên kênh trước khi lệnh dừng hoặc sửa tới nơi; muốn gỡ thì thu hồi bài",
    },
    "store/queue/stops.py": {"lệnh dừng số {}: {}", "thả lệnh dừng số {}: {}"},
    "store/queue/supersede.py": {"thay bằng bản thay thế lần {}"},
    "store/queue/withhold.py": {"cho đọc lại"},
    "store/radio/correcting.py": {"Đính chính: {}", "văn bản hiện hành"},
    "store/radio/late.py": {"cho phát sau giờ chốt {} của đài"},
    "store/released.py": {
        "nội dung nay khác:\n{}", "đã phát với số liệu nay khác", "không soạn lại được: {}",
        "{}; tin đính chính đã soạn, chờ duyệt: {}", "{}; {}",
    },
}  # fmt: skip
"""What is written into the log or into a post (a reason, a title, the word that a person types) and stays as it was
written: the log shows what was said, whoever reads it; and what figures look like."""


def test_every_sentence_of_the_rules_is_there_in_english() -> None:
    known = {key(row): row for row in catalog(EN)}
    assert sorted(msgid for _, msgid, _ in phrases() - set(known)) == [], "run python -m tests.web.words"
    assert [row.msgid for row in known.values() if not row.translated() or row.fuzzy] == []
    assert sorted(msgid for _, msgid, _ in set(known) - phrases()) == [], "run python -m tests.web.words"


def test_an_english_sentence_names_what_the_vietnamese_one_names() -> None:
    for row in catalog(EN):
        figures = set(_FIGURE.findall(row.msgid))
        assert set(_FIGURE.findall(row.msgstr)) == figures, row.msgid
        if figures:  # then it is filled: braces are paired
            assert {name for _, name, _, _ in Formatter().parse(row.msgstr) if name} == figures, row.msgid


_FIGURE = re.compile(r"(?<!\{)\{(\w+)[}:!]")


def test_no_english_sentence_was_left_in_vietnamese() -> None:
    kept = re.compile(r"cổng thông tin của bảo hiểm xã hội|đồng")  # quoted as what to write; the currency
    vietnamese = re.compile("[À-ÖØ-öø-ỹĐđ]")
    assert [row.msgstr for row in catalog(EN) if vietnamese.search(kept.sub("", row.msgstr))] == []
    text = EN.read_text(encoding="utf-8")
    assert text == nfc(text)


def test_the_rules_say_nothing_in_vietnamese_that_cannot_be_told_in_english() -> None:
    said = {
        (name, text)
        for folder in RULES
        for file in sorted(folder.rglob("*.py"))
        if not _elsewhere(name := file.relative_to(ROOT / "scheduler").as_posix())
        for text in loose(file.read_text(encoding="utf-8"))
    }
    known = {(name, text) for name, texts in STORED.items() for text in texts}
    assert sorted(said - known) == [], "say it with core.phrase, or tell here why nobody at the desk reads it"
    assert sorted(known - said) == [], "said no longer"


def _elsewhere(name: str) -> bool:
    return name.startswith(tuple(ELSEWHERE)) and name not in PARTLY


def test_a_sentence_is_found_however_it_is_put_together() -> None:
    assert list(loose('"""Một lời cho người viết mã."""\nwhat = phrase("đã qua")')) == []
    assert list(loose('what = f"giờ {due} đã qua"')) == ["giờ {} đã qua"]
    assert list(loose('raise BhxhError("qua", fix="xem: bhxh log")')) == ["qua", "xem: bhxh log"]
    assert list(loose('raise BhxhError(phrase("qua"), fix=f"xem {x}")')) == ["xem {}"]
    assert list(loose('why = f"{error.what}; {error.fix}"')) == ["{}; {}"]
    assert set(of_code('phrase("giờ {due} đã qua", due=due)', frozenset({"phrase"}))) == {("", "giờ {due} đã qua", "")}
    with pytest.raises(AssertionError, match="not a literal"):
        list(of_code("phrase(what)", frozenset({"phrase"})))


def test_vietnamese_stays_vietnamese_and_other_text_is_left_alone() -> None:
    said = phrase('bài đang "{state}"', state=phrase("tạm giữ"))
    with translation.override("vi"):
        assert words.said(said) == 'bài đang "tạm giữ"'
    with translation.override("en"):
        assert words.said(said) == "the post is “held”"
        assert words.said("tạm giữ") == "tạm giữ"


def test_what_a_sentence_quotes_is_escaped_and_made_visible_in_english_too(
    queued: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BhxhError(phrase('không có tài khoản "{name}"', name="<b>\u202elan"), where="<i>")

    monkeypatch.setattr("scheduler.web.pages.acts.act", refuse)
    page = _english(queued, Role.APPROVER).post(f"/posts/{queued.post().pk}/hold", {"why": "x"})
    assert page.status_code == 409
    assert "there is no account &quot;&lt;b&gt;[U+202E]lan&quot;" in page.text
    assert "<b>" not in page.text


def _english(house: House, role: Role, unit: str = "") -> Client:
    browser = house.client(role, unit)
    browser.cookies["bhxh_language"] = "en"
    return browser


def test_a_time_that_has_passed_is_refused_in_english(queued: House) -> None:
    page = _english(queued, Role.AUTHOR).post(
        f"/posts/{queued.post().pk}/move", {"at": "2021-04-01T19:30", "next": "/calendar"}, follow=True
    )
    assert "19:30 01/04/2021 has passed → choose a time after now" in page.text


def test_a_broadcast_that_is_full_is_refused_with_the_next_ones_in_english(queued: House) -> None:
    post = queued.post(kind="radio")
    set_state(post, State(post.state), seconds=9999)
    page = _english(queued, Role.AUTHOR).post(
        f"/posts/{post.pk}/move", {"at": "2021-05-20T06:00", "next": "/calendar"}, follow=True
    )
    assert re.search(r"the broadcast of 06:00 20/05/2021 has \d+ s left, and the script takes 9999 s; no br", page.text)


def test_a_post_in_another_state_is_left_alone_in_english(queued: House) -> None:
    post = queued.post()
    set_state(post, State.PUBLISHED, remote_id="1_1", published_at=post.due)
    page = _english(queued, Role.APPROVER).post(f"/posts/{post.pk}/hold", {"why": "x"}, follow=True)
    assert "the post is “published”" in page.text


def test_that_a_post_is_ones_own_is_said_in_english(queued: House) -> None:
    post = queued.post()
    writer = queued.client(Role.APPROVER, name=post.author)
    writer.cookies["bhxh_language"] = "en"
    for address in (f"/approve/{post.pk}", writer.get("/approve").text.split('href="/approve/pile')[1].split('"')[0]):
        page = writer.get(address if address[0] == "/" else "/approve/pile" + address.replace("&amp;", "&"))
        assert f"&quot;{post.author}&quot; wrote this post; somebody else has to approve it" in page.text


def test_why_a_script_is_where_it_is_is_said_in_english(queued: House) -> None:
    page = _english(queued, Role.AUTHOR).get("/stations/dai-a/plan?day=2021-05-07").text
    assert re.search(r"The cadence &quot;[^&]+&quot; falls on \d\d:\d\d \w+ \d\d/05/2021; read in the station", page)
    assert not re.search("Nhịp|lượt|rơi vào|khung giờ", page)


def test_what_a_role_may_not_is_said_in_english() -> None:
    why = forbidden(Person("lan", Role.AUTHOR), "approve")
    assert why is not None
    with translation.override("en"):
        assert words.said(why) == ('the account "lan" has the role of author; this is for: approver, administrator')


def test_a_faulty_text_is_told_in_english_in_the_form(house: House) -> None:
    browser = _english(house, Role.AUTHOR, "u-tinh")
    page = send(browser, **{"text-facebook": "Chào {{ unit.nam }} và {{ fact.khong_co }}"})
    assert page.status_code == 400
    assert "there is no &quot;unit.nam&quot;" in page.text
    assert "there is no figure &quot;khong_co&quot;" in page.text
    page = send(browser, **{"text-facebook": "Chào {{ unit.name"})
    assert "the template is written wrongly: the template ends half way" in page.text


def test_a_correction_with_an_empty_field_is_refused_in_english(queued: House) -> None:
    post = queued.post(message="muc")
    set_state(post, State.PUBLISHED, remote_id="1_2", published_at=post.due)
    page = _english(queued, Role.AUTHOR).post(f"/compose/{get(post.key).pk}/correct", {"do": "show", "wrong": ""})
    assert "say what was wrong, what is right, and by which document" in page.text


def test_faults_of_the_content_are_told_in_english_on_the_first_page(house: House) -> None:
    house.staff.folder.replace("messages/bhxh/muc.yaml", "topic: bhxh", "topic: bhxx")
    for _ in ("checked", "remembered"):
        house.configure()
        page = _english(house, Role.ADMIN).get("/")
        assert "The content has faults and cannot be used yet" in page.text
        assert "&quot;bhxx&quot; cannot be used here; did you mean &quot;bhxh&quot;?" in page.text
