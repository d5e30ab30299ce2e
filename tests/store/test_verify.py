"""The log can be trusted: whoever changes, removes, adds or moves a row in the database file is found out."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from scheduler.core.outcome import Call, Sent
from scheduler.core.states import State
from scheduler.store.confirmations import confirm
from scheduler.store.models import Approval, Confirmation, Post, Seal, Transition
from scheduler.store.queue import claim
from scheduler.store.seal import seal_new_rows
from scheduler.store.verify import verify
from tests.store.conftest import DUE, NOW, MakePost


def sql(statement: str, *values: str | int | bytes | datetime) -> None:
    """What a person with the database file in his hands could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(statement, values)


@pytest.fixture
def sealed(make_post: MakePost) -> list[Post]:
    """Three posts, one of them published, under two seals."""
    posts = [make_post(f"fb-{name}", state=State.APPROVED, text=f"Bài {name}") for name in "abc"]
    seal_new_rows(NOW)
    attempt = claim.begin(posts[0], "release", "w", DUE, timedelta(minutes=2), visible=True)
    assert attempt
    claim.finish(posts[0], attempt, Sent("1_2", "https://www.facebook.com/1_2"), Call(), "w", DUE)
    confirm("rate@2014-01-01", "22", by="minh", now=NOW)
    seal_new_rows(DUE)
    assert verify().whole
    return posts


def faults() -> str:
    verdict = verify()
    assert not verdict.whole
    return "\n".join(verdict.faults)


def test_an_untouched_log_is_whole(sealed: list[Post]) -> None:
    verdict = verify()
    assert (verdict.whole, verdict.seals, verdict.unsealed) == (True, 2, 0)
    assert verdict.rows == Transition.objects.count() + Approval.objects.count() + Confirmation.objects.count()


def test_a_changed_row_is_named(sealed: list[Post]) -> None:
    row = Transition.objects.order_by("pk")[2]
    sql("UPDATE store_transition SET by = 'kẻ khác' WHERE id = %s".replace("by =", '"by" ='), row.pk)
    assert f"nhật ký {row.pk} ({row.post.key}): nội dung đã bị sửa" in faults()


def test_a_changed_row_with_a_hash_made_to_fit_is_named(sealed: list[Post]) -> None:
    row = Transition.objects.order_by("pk")[2]
    row.why, row.hash = "khác", "a" * 64
    from scheduler.store.sealed import transition_hash

    row.hash = transition_hash(
        row.post.key, row.post.rev, row.old, row.new, row.by, row.at, row.why, row.payload_sha, row.detail
    )
    row.save()
    assert f"nhật ký {row.pk} ({row.post.key}): nội dung khác với lúc niêm phong" in faults()


def test_a_removed_row_is_named(sealed: list[Post]) -> None:
    pk = Transition.objects.order_by("pk")[1].pk
    sql("DELETE FROM store_transition WHERE id = %s", pk)
    assert f"nhật ký {pk}: đã bị xóa" in faults()


def test_an_inserted_row_is_named(sealed: list[Post]) -> None:
    pk = Transition.objects.order_by("pk")[1].pk
    sql("UPDATE store_transition SET id = 100000 WHERE id = %s", pk)
    seal_new_rows(DUE)
    sql("UPDATE store_transition SET id = 90000 WHERE id = 100000")
    assert "nhật ký 90000" in faults()


def test_two_rows_that_changed_places_are_named(sealed: list[Post]) -> None:
    first, second = Transition.objects.order_by("pk")[1:3]
    sql("UPDATE store_transition SET id = -1 WHERE id = %s", first.pk)
    sql("UPDATE store_transition SET id = %s WHERE id = %s", first.pk, second.pk)
    sql("UPDATE store_transition SET id = %s WHERE id = -1", second.pk)
    found = faults()
    assert f"nhật ký {first.pk} ({second.post.key}): bị đổi chỗ, vốn ở dòng {second.pk}" in found
    assert f"nhật ký {second.pk} ({first.post.key}): bị đổi chỗ, vốn ở dòng {first.pk}" in found


def test_a_changed_text_is_named(sealed: list[Post]) -> None:
    sql("UPDATE store_payload SET body = replace(body, 'Bài a', 'Bài x')")
    assert "văn bản đã bị sửa" in faults()


def test_a_post_whose_proof_was_changed_is_named(sealed: list[Post]) -> None:
    sql("UPDATE store_post SET remote_id = '9_9' WHERE id = %s", sealed[0].pk)
    assert f"bài {sealed[0].key}: mã bài, đường dẫn hoặc giờ đăng khác với nhật ký" in faults()


def test_a_post_set_back_behind_the_log_is_named(sealed: list[Post]) -> None:
    sql("UPDATE store_post SET state = 'approved' WHERE id = %s", sealed[0].pk)
    assert f"bài {sealed[0].key}: trạng thái hoặc nội dung khác với nhật ký" in faults()


def test_a_changed_approval_is_named(sealed: list[Post]) -> None:
    sql("""UPDATE store_approval SET "by" = 'giám đốc'""")
    assert "lần duyệt" in faults()


def test_a_changed_confirmation_is_named(sealed: list[Post]) -> None:
    sql("UPDATE store_confirmation SET value = '30'")
    assert "xác nhận số liệu" in faults()


def test_a_removed_seal_is_found(sealed: list[Post]) -> None:
    sql("DELETE FROM store_seal WHERE id = %s", Seal.objects.order_by("pk")[0].pk)
    assert "không nối tiếp niêm phong trước nó" in faults()


def test_a_cut_off_tail_is_found_by_a_seal_kept_outside(sealed: list[Post]) -> None:
    last = Seal.objects.order_by("-pk")[0]
    rows = Transition.objects.order_by("pk")
    cut = rows.filter(new__in=["sending", "published"]).values_list("pk", flat=True)
    for pk in list(cut):
        sql("DELETE FROM store_transition WHERE id = %s", pk)
    sql("DELETE FROM store_confirmation")
    sql("UPDATE store_post SET state = 'approved', remote_id = '', published_at = NULL")
    sql("DELETE FROM store_seal WHERE id = %s", last.pk)
    assert verify().whole, "without the seal outside, a tail cut off cleanly cannot show"
    assert f"niêm phong {last.hash} đã lưu bên ngoài không còn" in "\n".join(verify([last.hash]).faults)


def test_each_seal_is_written_outside_the_database(make_post: MakePost, tmp_path: Path) -> None:
    make_post()
    seal = seal_new_rows(NOW, tmp_path / "seals.log")
    assert seal
    assert seal.hash in (tmp_path / "seals.log").read_text(encoding="utf-8")


def test_sealing_again_without_new_rows_makes_no_seal(sealed: list[Post]) -> None:
    assert seal_new_rows(DUE) is None
    assert Seal.objects.count() == 2


def test_changed_figures_behind_a_text_are_named(sealed: list[Post]) -> None:
    sql("UPDATE store_uses SET body = replace(body, 'huyện Thử', 'huyện Khác')")
    assert "số liệu và tên đơn vị đã bị sửa" in faults()


def test_the_proof_of_a_recalled_post_still_counts(sealed: list[Post]) -> None:
    from scheduler.store.queue.act import recall

    recall(Post.objects.select_related("payload").get(pk=sealed[0].pk), "minh", now=DUE, why="sai số liệu")
    assert verify().whole
    sql("UPDATE store_post SET permalink = 'https://www.facebook.com/9_9' WHERE id = %s", sealed[0].pk)
    assert f"bài {sealed[0].key}: mã bài, đường dẫn hoặc giờ đăng khác với nhật ký" in faults()


def test_a_damaged_seal_is_named(sealed: list[Post]) -> None:
    sql("UPDATE store_seal SET rows = %s WHERE id = %s", b"x" * 20, Seal.objects.order_by("pk")[0].pk)
    assert "hỏng, không đọc được" in faults()


def test_a_post_without_any_row_in_the_log_is_named(sealed: list[Post]) -> None:
    rows = Transition.objects.filter(post=sealed[2]).values_list("pk", flat=True)
    for pk in list(rows):
        sql("DELETE FROM store_transition WHERE id = %s", pk)
    assert f"bài {sealed[2].key}: không có dòng nhật ký nào" in faults()


def test_a_copied_row_behind_the_last_seal_is_named_before_and_after_it_is_sealed(sealed: list[Post]) -> None:
    first = Transition.objects.order_by("pk")[0]
    first.pk = None
    first.save()
    assert (
        f"bài {sealed[0].key}: nhật ký {first.pk} không nối tiếp dòng trước nó" in faults()
        or "khác với nhật ký" in faults()
    )
    seal_new_rows(DUE)
    assert not verify().whole


@pytest.mark.parametrize("column", ["channel", "campaign", "lang", "unit"])
def test_a_post_said_to_have_gone_elsewhere_is_named(column: str, sealed: list[Post]) -> None:
    sql(f"UPDATE store_post SET {column} = 'khac' WHERE id = %s", sealed[0].pk)
    assert f"bài {sealed[0].key}: chiến dịch, kênh, ngôn ngữ hoặc đơn vị khác" in faults()
