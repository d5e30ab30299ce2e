"""Each notice says in words what it is, and leads to the page where it is mended."""

import pytest
from django.utils import translation

from scheduler.core.approval import Role
from scheduler.core.notice import KINDS
from scheduler.store.models import Account, Notice
from scheduler.web.pages.notices import kinds, remedies, where
from tests.web.conftest import House

SUBJECTS = {
    "outdated": "dai-a#7",
    "withheld": "dai-a#7",
    "altered": "fb-a#7",
    "comment": "fb-a#7",
    "unfetched": "dai-a",
    "recall": "dai-a",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_leads_to_a_page_that_opens(queued: House, kind: str) -> None:
    notice = Notice(kind=kind, subject=SUBJECTS.get(kind, "fb-a"))
    address = where(notice).replace("/posts/7", f"/posts/{queued.post('u-a').pk}")
    assert address.startswith("/")
    assert queued.client(Role.APPROVER, "u-a").get(address).status_code == 200


def test_what_changed_on_a_page_by_hand_is_seen_by_its_unit_and_by_no_other(queued: House) -> None:
    post = queued.post("u-a", kind="facebook")
    queued.notice(f"{post.channel}#{post.pk}", "altered")
    assert f"/posts/{post.pk}" in queued.client(Role.APPROVER, "u-a").get("/notices").text
    assert f"/posts/{post.pk}" not in queued.client(Role.APPROVER, "u-b").get("/notices").text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_desk_says_what_a_letter_says_and_in_english_says_it_in_english(kind: str) -> None:
    letter = (KINDS[kind].word, KINDS[kind].step)
    with translation.override("vi"):
        assert (kinds()[kind], remedies()[kind]) == letter
    with translation.override("en"):
        assert kinds()[kind].isascii() and kinds()[kind] != letter[0]
        assert remedies()[kind] and not set(remedies()[kind]) & set(letter[1]) & set("ảạấậắặđêếệôốộơớợưứự")


def test_a_person_chooses_on_his_own_page_what_comes_to_his_mailbox(queued: House) -> None:
    account = queued.account(Role.AUTHOR, "u-a")
    client = queued.client(Role.AUTHOR, "u-a")
    assert 'action="/own/notices"' not in client.get("/own").text
    Account.objects.filter(pk=account.pk).update(email="an@example.vn")
    page = client.get("/own").text
    assert "an@example.vn" in page and 'value="failed"' in page and 'value="clock"' not in page
    client.post("/own/notices", {"kind": ["failed", "clock", "<b>"]})
    assert Account.objects.get(pk=account.pk).notices == ["failed"]
    assert 'value="failed" checked' in client.get("/own").text
    client.post("/own/notices", {})
    assert Account.objects.get(pk=account.pk).notices == []


def test_who_is_told_is_shown_to_those_who_see_all_and_to_nobody_else(queued: House) -> None:
    queued.configure("""\
notices:
  smtp: {host: m.example.vn, from: may@example.vn, to: [chung@example.vn]}
  routes: [{name: Tuyến A, to: [a@example.vn], units: [u-a], kinds: [missed]}]
""")
    Account.objects.filter(pk=queued.account(Role.AUTHOR, "u-b").pk).update(email="b@example.vn", notices=["recall"])
    page = queued.client(Role.ADMIN).get("/notices").text
    for words in ("chung@example.vn", "Tuyến A", "a@example.vn", "b@example.vn"):
        assert words in page
    assert "@example.vn" not in queued.client(Role.ADMIN, "u-a").get("/notices").text
