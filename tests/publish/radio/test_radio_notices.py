"""What needs a call to a station: told once while it lasts, with the telephone, and closed by itself."""

from datetime import datetime, timedelta

from scheduler.core.radio.told import Said
from scheduler.publish.notices import place
from scheduler.store.models import Fetch, Notice, Post
from scheduler.store.notices import acknowledge, channel_of
from scheduler.store.queue.withhold import lift, withhold
from scheduler.store.radio import links, pulls
from scheduler.store.radio.pulls import Pulled
from scheduler.store.radio.tell import receive
from tests.publish.radio.machine import HOUR, MINUTE, Machine, notices, wall
from tests.store.radio.office import STATION, aired, fresh


def test_a_script_not_fetched_by_the_cut_off_is_told_with_the_telephone(machine: Machine) -> None:
    post = machine.queue()[0]
    links.make("dai-a", by="lan", now=wall(6, 5))
    machine.tick(wall(6, 6))
    assert notices("unfetched") == []
    machine.tick(wall(6, 16))
    (notice,) = notices("unfetched")
    assert notice.subject == "dai-a"
    assert 'Đài "Đài An" (dai-a, điện thoại 0216 000 1001) chưa tải kịch bản số 1' in notice.reason
    assert "sớm nhất phát lúc 06:00 07/05; giờ chốt 16:00 06/05 đã qua" in notice.reason
    assert "bhxh station received" in notice.remedy
    pulls.record([Pulled("dai-a", "html", wall(6, 17), None, (post.pk,))])
    machine.tick(wall(6, 17))
    assert notices("unfetched") == []


def test_a_receipt_by_telephone_closes_it_too(machine: Machine) -> None:
    post = machine.queue()[0]
    links.make("dai-a", by="lan", now=wall(6, 5))
    machine.tick(wall(6, 6))
    machine.tick(wall(6, 16))
    receive(fresh(post), Said.RECEIVED, STATION, now=wall(6, 17))
    machine.tick(wall(6, 17))
    assert notices("unfetched") == []


def test_what_came_after_the_cut_off_is_said_to_have_come_late(machine: Machine) -> None:
    machine.queue()
    links.make("dai-a", by="lan", now=wall(6, 5))
    machine.tick(wall(6, 20))
    (notice,) = notices("unfetched")
    assert notice.reason.endswith("; 1 kịch bản phát hành sau giờ chốt")


def test_a_further_late_script_is_news_to_whoever_acknowledged_the_first(machine: Machine) -> None:
    machine.queue()
    machine.write(wall(7, 17))
    links.make("dai-a", by="lan", now=wall(6, 5))
    machine.tick(wall(6, 16))
    acknowledge(notices("unfetched")[0].pk, "lan", wall(6, 16))
    machine.tick(wall(6, 18))
    assert notices("unfetched")[0].acked_by == "lan"
    machine.desk.approve(now=wall(6, 18))
    machine.tick(wall(6, 19))
    machine.tick(wall(7, 10) - HOUR + 70 * MINUTE)
    assert notices("unfetched")[0].acked_by == ""


def test_in_a_rehearsal_only_stations_with_a_link_are_expected(machine: Machine) -> None:
    machine.queue()
    machine.tick(wall(6, 16))
    assert notices("unfetched") == []
    machine.ticker.notices.stations.rehearsing = False  # type: ignore[union-attr]  # assembled with notices
    machine.tick(wall(6, 17))
    assert [notice.subject for notice in notices("unfetched")] == ["dai-a"]


def test_a_recall_that_nobody_acknowledges_within_an_hour_is_told_until_somebody_does(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    machine.recall(fresh(post), wall(6, 8), "sai số liệu")
    machine.tick(wall(6, 8, 30))
    assert notices("recall") == []
    machine.tick(wall(6, 9))
    (notice,) = notices("recall")
    assert "điện thoại 0216 000 1001) chưa xác nhận thu hồi kịch bản số 1 (phát lúc 06:00 07/05" in notice.reason
    assert "đài chưa tải kịch bản này). Lý do thu hồi: sai số liệu" in notice.reason
    receive(fresh(post), Said.RECALL_SEEN, STATION, now=wall(6, 10))
    machine.tick(wall(6, 10))
    assert notices("recall") == []


def test_a_recall_just_before_the_broadcast_is_told_at_once(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    machine.recall(fresh(post), wall(7, 5, 30))
    machine.tick(wall(7, 5, 30))
    assert len(notices("recall")) == 1


def test_reading_a_recalled_script_is_told(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    machine.recall(fresh(post), wall(6, 8), "sai số liệu")
    aired(fresh(post))
    machine.tick(wall(7, 8))
    (notice,) = notices("outdated")
    assert "đã phát bản đã hủy kịch bản số 1 lúc 06:00 07/05: sai số liệu" in notice.reason
    assert "bhxh correct" in notice.remedy


def test_recalling_what_was_aired_asks_for_a_correction(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    aired(fresh(post))
    machine.recall(fresh(post), wall(7, 8))
    machine.tick(wall(7, 8))
    assert "đã phát bản nay đã hủy" in notices("outdated")[0].reason


def test_a_withheld_script_is_told_until_somebody_decides(machine: Machine) -> None:
    post = machine.queue()[0]
    machine.tick(wall(6, 6))
    withhold(fresh(post), by="lan", now=wall(6, 7), why="chờ văn bản")
    machine.tick(wall(6, 7))
    assert "kịch bản số 1 (phát lúc 06:00 07/05) đang tạm ngừng đọc: chờ văn bản" in notices("withheld")[0].reason
    lift(fresh(post), by="minh", now=wall(6, 8))
    machine.tick(wall(6, 8))
    assert notices("withheld") == []


def test_stations_are_looked_at_once_in_five_minutes(machine: Machine) -> None:
    machine.queue()
    links.make("dai-a", by="lan", now=wall(6, 5))
    machine.tick(wall(6, 15, 58))
    machine.tick(wall(6, 16, 0))
    assert notices("unfetched") == []
    machine.tick(wall(6, 15, 58) + timedelta(minutes=5))
    assert len(notices("unfetched")) == 1


def test_many_stations_late_at_once_are_told_of_together_for_each_unit(machine: Machine) -> None:
    _many_stations(machine)
    machine.tick(wall(6, 16))
    of_one, of_many = sorted(notices("unfetched"), key=lambda notice: len(notice.reason))
    assert of_one.subject == "dai-b"
    assert 'Đài "Đài B" (dai-b, điện thoại 0216 000 1001) chưa tải' in of_one.reason
    assert of_many.reason.startswith("22 đài của u-a chưa tải kịch bản dù đã qua giờ chốt: ")
    assert {notice.remedy.partition(":")[0] for notice in (of_one, of_many)} == {"23 đài cùng lúc thường do máy chủ"}
    assert channel_of(of_many.subject) == "dai-1"  # by which the unit's people are told
    assert place.path("unfetched", of_many.subject).startswith("stations?")


def test_who_knows_of_many_late_stations_is_told_again_of_a_further_one_and_of_none_that_fetched(
    machine: Machine,
) -> None:
    posts = _many_stations(machine)
    mine = [post for post in posts if post.channel != "dai-b" and post.due == posts[0].due]
    first, last = mine[0], max(mine, key=lambda post: post.pk)
    pulls.record([Pulled(first.channel, "html", wall(6, 15), None, (first.pk,))])
    machine.tick(wall(6, 16))
    _acknowledge("21 đài của u-a")
    pulls.record([Pulled(last.channel, "html", wall(6, 16, 30), None, (last.pk,))])
    machine.tick(wall(6, 17))
    assert _of("20 đài của u-a").acked_by == "lan", "that one fetched is no news"
    Fetch.objects.filter(post=first).delete()
    Post.objects.filter(pk=first.pk).update(published_at=wall(6, 17, 30))
    machine.tick(wall(6, 18))
    assert _of("21 đài của u-a").acked_by == "", "that a further one is late is news"


def test_a_unit_is_told_of_together_until_few_stations_are_left(machine: Machine) -> None:
    posts = _many_stations(machine)
    posts = [post for post in posts if post.channel != "dai-b" and post.due == posts[0].due]
    machine.tick(wall(6, 16))
    _acknowledge("22 đài của u-a")
    _fetch(posts[:12], wall(6, 16, 10))
    machine.tick(wall(6, 17))
    assert _of(" đài của u-a").acked_by == "lan", "twenty and one more or less is no new matter"
    _fetch(posts[12:14], wall(6, 17, 10))
    machine.tick(wall(6, 18))
    assert all(notice.subject == notice.reason.partition("(")[2].partition(",")[0] for notice in notices("unfetched"))


def _fetch(posts: list[Post], at: datetime) -> None:
    pulls.record([Pulled(post.channel, "html", at, None, (post.pk,)) for post in posts])


def _of(said: str) -> Notice:
    (found,) = (notice for notice in notices("unfetched") if said in notice.reason)
    return found


def _acknowledge(said: str) -> None:
    acknowledge(_of(said).pk, "lan", wall(6, 16))


def _many_stations(machine: Machine) -> list[Post]:
    """22 stations of the unit of Đài An, and one of another."""
    station = machine.desk.folder.path / "channels/channels.yaml"
    text = station.read_text(encoding="utf-8")
    one = text[text.index("  - id: dai-a") :]
    more = [one.replace("dai-a", f"dai-{n}").replace("Đài An", f"Đài {n}") for n in range(1, 22)]
    foreign = one.replace("dai-a", "dai-b").replace("Đài An", "Đài B").replace("unit: u-a", "unit: u-b")
    station.write_text(text + "".join(more) + foreign, encoding="utf-8")
    machine.restart()
    posts = machine.queue()
    for name in ["dai-a", "dai-b", *(f"dai-{n}" for n in range(1, 22))]:
        links.make(name, by="lan", now=wall(6, 5))
    return list(posts)
