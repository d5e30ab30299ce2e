"""Who may do what."""

import pytest

from scheduler.core.approval import MAY, ROLE_SCREEN, Person, Role, forbidden, own_work


def test_every_role_has_a_word_on_the_screen() -> None:
    assert set(ROLE_SCREEN) == set(Role)


def test_an_admin_may_do_everything_and_an_auditor_nothing() -> None:
    assert all(forbidden(Person("goc", Role.ADMIN), act) is None for act in MAY)
    assert all(forbidden(Person("thanh", Role.AUDITOR), act) for act in MAY)


@pytest.mark.parametrize("act", ["approve", "release", "return", "retry", "recall", "confirm"])
def test_answering_for_what_goes_out_is_not_for_authors(act: str) -> None:
    assert forbidden(Person("minh", Role.APPROVER), act) is None
    reason = forbidden(Person("lan", Role.AUTHOR), act)
    assert reason == 'tài khoản "lan" là người soạn; việc này dành cho: người duyệt, quản trị'


@pytest.mark.parametrize("act", ["queue", "hold", "cancel", "reschedule"])
def test_writing_and_stopping_is_for_everybody_who_works_here(act: str) -> None:
    assert all(forbidden(Person("ai", role), act) is None for role in (Role.AUTHOR, Role.APPROVER, Role.ADMIN))


def test_nobody_approves_his_own_work_unless_config_allows_it() -> None:
    minh = Person("minh", Role.APPROVER)
    assert own_work(minh, "lan", author_may_approve=False) is None
    assert (
        own_work(minh, "minh", author_may_approve=False) == '"minh" là người soạn bài này; bài phải do người khác duyệt'
    )
    assert own_work(minh, "minh", author_may_approve=True) is None
