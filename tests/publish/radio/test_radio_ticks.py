"""Scripts carried by the clock: released, withheld, replaced, recalled, and moved on where they come too late."""

from scheduler.core.states import State
from scheduler.publish.radio.standing import keep_standing
from scheduler.store.models import Transition
from scheduler.store.payloads import load_payload
from scheduler.store.queue.act import act
from scheduler.store.queue.approve import approve
from scheduler.store.queue.reschedule import Rescheduling, reschedule
from scheduler.store.queue.withhold import lift, withhold
from tests.publish.radio.machine import HOUR, MINUTE, Machine, wall
from tests.store.campaigns import ZONE, posts
from tests.store.conftest import MINH
from tests.store.radio.office import aired, approved, fresh


def test_a_withheld_script_loses_its_words_at_the_next_tick_and_gets_them_back(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    whole = machine.sheet(post)
    withhold(fresh(post), by="lan", now=wall(6, 7), why="chờ văn bản")
    machine.tick(wall(6, 7))
    assert machine.data(post)["status"] == "withheld"
    assert machine.sheet(post).startswith("TẠM GIỮ – CHƯA ĐỌC")
    lift(fresh(post), by="minh", now=wall(6, 8))
    machine.tick(wall(6, 8))
    assert (machine.data(post)["status"], machine.sheet(post)) == ("usable", whole)


def test_what_the_folder_says_already_is_not_written_again(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    withhold(fresh(post), by="lan", now=wall(6, 7), why="chờ văn bản")
    machine.tick(wall(6, 7))
    file = machine.var / "rehearsal/radio/dai-a/2021-05-07/manifest.json"
    file.unlink()
    keep_standing(machine.ticker.worker, machine.ticker.worker.watch(wall(6, 8)))
    assert not file.exists()


def test_changed_content_withholds_a_script_until_its_newer_issue_is_released(machine: Machine) -> None:
    post = next(post for post in machine.queue() if post.message == "muc")
    before = post.due - 20 * HOUR
    machine.tick(before)
    machine.desk.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    machine.restart()
    machine.desk.drift(now=before + HOUR)
    machine.tick(before + HOUR)
    assert machine.data(post)["status"] == "withheld"
    (new,) = posts(key=post.key, issue=2)
    approved(new, before + 2 * HOUR)
    machine.tick(before + 2 * HOUR)
    assert machine.sheet(post).startswith("BẢN THAY THẾ LẦN 1 – HỦY BẢN TRƯỚC")
    assert "một trăm bảy mươi sáu nghìn đồng" in " ".join(machine.sheet(post).split())
    assert (fresh(post).state, fresh(new).state) == (State.RECALLED, State.PUBLISHED)
    assert fresh(new).number == post.number


def test_a_recall_reaches_the_folder_of_a_newer_issue_too(machine: Machine) -> None:
    post = next(post for post in machine.queue() if post.message == "muc")
    before = post.due - 20 * HOUR
    machine.tick(before)
    machine.desk.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    machine.restart()
    machine.desk.drift(now=before + HOUR)
    (new,) = posts(key=post.key, issue=2)
    approved(new, before + 2 * HOUR)
    machine.tick(before + 2 * HOUR)
    machine.recall(fresh(new), before + 3 * HOUR)
    assert machine.data(post)["status"] == "canceled"


def test_a_script_approved_after_the_cut_off_goes_into_the_next_broadcast_and_says_so(machine: Machine) -> None:
    post = machine.queue(approved=None)[0]
    assert post.due == wall(7, 6)
    approve([post], MINH, now=wall(6, 17), author_may_approve=False, word="đúng")
    assert machine.tick(wall(6, 17)).rolled == 1
    post = fresh(post)
    assert (post.due, post.state) == (wall(7, 17), State.APPROVED)
    told = Transition.objects.filter(post=post).latest("pk").why
    assert "06:00 07/05/2021 sang 17:00 07/05/2021: cho phát sau giờ chốt 16:00 06/05/2021 của đài" in told
    machine.tick(wall(6, 18))
    assert fresh(post).state == State.PUBLISHED


def test_a_script_that_was_moved_on_stays_there_when_the_campaign_is_queued_again(machine: Machine) -> None:
    post = machine.queue(approved=None)[0]
    approve([post], MINH, now=wall(6, 17), author_may_approve=False, word="đúng")
    machine.tick(wall(6, 17))
    machine.desk.queue()
    assert fresh(post).due == wall(7, 17)


def test_a_reading_that_comes_late_does_not_follow_another_reading_of_the_same_text(machine: Machine) -> None:
    machine.desk.folder.replace(
        "campaigns/thu.yaml", "max_per_day: 1, holidays", "max_per_day: 2, repeats: 2, holidays"
    )
    machine.restart()
    first, second, *_ = machine.queue(approved=None)
    assert (first.message, first.due, second.due) == (second.message, wall(7, 6), wall(7, 17))
    approve([first], MINH, now=wall(6, 17), author_may_approve=False, word="đúng")
    assert machine.tick(wall(6, 17)).rolled == 1
    assert fresh(first).due > second.due, "17:00 has this text already"
    there = [post.message for post in posts(channel=first.channel, due=fresh(first).due) if post.key != first.key]
    assert first.message not in there


def test_a_late_reading_with_no_other_broadcast_is_read_beside_the_same_text(machine: Machine) -> None:
    machine.desk.folder.replace(
        "campaigns/thu.yaml", "max_per_day: 1, holidays", "max_per_day: 2, repeats: 2, holidays"
    )
    machine.desk.folder.replace("campaigns/thu.yaml", "to: 2021-05-10", "to: 2021-05-07")
    machine.restart()
    first, second = machine.queue(approved=None)
    approve([first], MINH, now=wall(6, 17), author_may_approve=False, word="đúng")
    machine.tick(wall(6, 17))
    assert fresh(first).due == second.due


def test_a_full_broadcast_is_passed_over(machine: Machine) -> None:
    post = machine.queue(approved=None)[0]
    machine.write(wall(7, 17), "Bảo hiểm xã hội tiếp dân. " * 133)
    approve([post], MINH, now=wall(6, 17), author_may_approve=False, word="đúng")
    machine.tick(wall(6, 17))
    assert fresh(post).due == wall(8, 6)


def test_an_urgent_script_stays_where_it_is(machine: Machine) -> None:
    machine.desk.folder.replace("messages/bhxh/muc.yaml", "valid_from", "priority: uu_tien\nvalid_from")
    machine.restart()
    post = next(post for post in machine.queue(approved=None) if post.message == "muc")
    late = post.due - 12 * HOUR
    approve([post], MINH, now=late, author_may_approve=False, word="đúng")
    assert machine.tick(late).rolled == 0
    assert (fresh(post).state, fresh(post).due) == (State.PUBLISHED, post.due)


def test_a_script_approved_in_time_is_released_late_where_only_the_machine_was_off(machine: Machine) -> None:
    post = machine.queue()[0]
    assert machine.tick(wall(6, 20)).rolled == 0
    assert (fresh(post).state, fresh(post).due) == (State.PUBLISHED, wall(7, 6))


def test_a_missed_script_that_is_let_go_again_goes_into_the_next_broadcast(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(7, 7))
    assert fresh(post).state == State.MISSED
    act("retry", [fresh(post)], MINH, now=wall(7, 8))
    machine.tick(wall(7, 8))
    machine.tick(wall(7, 8, 1))
    assert (fresh(post).state, fresh(post).due) == (State.PUBLISHED, wall(7, 17))


def test_a_script_that_a_person_put_there_stays_there(machine: Machine) -> None:
    post = machine.queue(approved=None)[0]
    content = machine.ticker.worker.content
    job = Rescheduling(content, machine.renderer, ZONE, MINH, wall(8, 6, 1), wall(6, 8), "đài hẹn")
    assert reschedule(job, [post]).left == []
    approve([fresh(post)], MINH, now=wall(7, 17), author_may_approve=False, word="đúng")
    machine.tick(wall(7, 17))
    assert (fresh(post).state, fresh(post).due) == (State.PUBLISHED, wall(8, 6, 1))


def test_with_no_room_in_the_campaign_s_days_a_late_script_is_released_where_it_is(machine: Machine) -> None:
    post = machine.queue(approved=None)[-1]
    late = post.due - 10 * MINUTE
    approve([post], MINH, now=late, author_may_approve=False, word="đúng")
    machine.desk.folder.replace("channels/channels.yaml", '      - {id: chieu, time: "17:00", seconds: 240}\n', "")
    machine.restart()
    machine.tick(late)
    assert (fresh(post).state, fresh(post).due) == (State.PUBLISHED, post.due)


def test_a_correction_of_what_was_aired_is_released_like_any_script(machine: Machine) -> None:
    machine.desk.folder.replace("messages/bhxh/muc.yaml", "title: Thông điệp muc", "title: Mức đóng")
    machine.desk.folder.replace("messages/bhxh/muc.yaml", "Luật số 58/2014/QH13", "Luật Bảo hiểm xã hội")
    machine.restart()
    post = next(post for post in machine.queue() if post.message == "muc")
    machine.tick(post.due - 20 * HOUR)
    aired(fresh(post))
    machine.desk.folder.replace("facts/facts.yaml", '"700000"', '"800000"')
    machine.restart()
    machine.desk.drift(now=post.due + HOUR)
    (correction,) = posts(campaign="tay")
    approved(correction, post.due + HOUR)
    machine.tick(post.due + HOUR)
    assert "Kính thưa bà con! Xin đính chính" in load_payload(fresh(correction).payload).text
    assert fresh(correction).state == State.PUBLISHED
