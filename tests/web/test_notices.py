"""Each notice says in words what it is, and leads to the page where it is mended."""

import pytest

from scheduler.core.approval import Role
from scheduler.core.notice import KINDS
from scheduler.store.models import Notice
from scheduler.web.pages.notices import kinds, where
from tests.web.conftest import House

SUBJECTS = {
    "outdated": "dai-a#7",
    "withheld": "dai-a#7",
    "altered": "fb-a#7",
    "comment": "fb-a#7",
    "unfetched": "dai-a",
    "recall": "dai-a",
}


def test_every_kind_that_is_raised_has_its_words() -> None:
    assert set(kinds()) == set(KINDS)


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
