"""What people at a station say on its page, without JavaScript."""

from datetime import UTC, timedelta

from scheduler.core.radio.told import Said
from scheduler.store.models import Airing, Receipt
from tests.web.pull.house import DUE, MORNING, House, Served, recall

AFTER = DUE + timedelta(minutes=10)


def test_received_is_stored_with_the_name_and_the_link_and_shown(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    reply = served.tell(link, post, "received", person="Bà Tâm")
    assert (reply.status, reply.headers["location"]) == (303, f"./#so-{post.number}")
    row = Receipt.objects.get(post=post)
    assert (row.what, row.person, row.way, row.entered_by) == (Said.RECEIVED, "Bà Tâm", "link", station)
    assert row.link is not None and row.link.station == station and row.at == MORNING.astimezone(UTC)
    page = served.ask(link).text
    assert "đã nhận: Bà Tâm" in page and ">Đã nhận</button>" not in page


def test_the_same_form_sent_twice_is_said_once(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(AFTER)
    for _ in range(2):
        assert served.tell(link, post, "received", person="Bà Tâm").status == 303
        told = {"occurrence": "1", "at": "5h32", "reader": "Bà Tâm", "length": "1:05", "method": "read"}
        assert served.tell(link, post, "aired", **told).status == 303
    airing = Airing.objects.get(post=post)
    assert (airing.aired, airing.seconds, airing.reader) == (True, 65, "Bà Tâm")
    assert airing.aired_at == (DUE + timedelta(minutes=2)).astimezone(UTC)
    assert Receipt.objects.filter(post=post).count() == 1
    assert "Đã phát 1/1" in served.ask(link).text


def test_not_aired_needs_a_reason_and_keeps_what_was_typed(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(AFTER)
    wrong = served.tell(link, post, "aired", occurrence="1", at="sáng nay", reader="Ông <b>Bảy</b>", length="1:05")
    assert wrong.status == 422 and 'role="alert"' in wrong.text
    assert "Ông &lt;b&gt;Bảy&lt;/b&gt;" in wrong.text and 'value="sáng nay"' in wrong.text
    assert served.tell(link, post, "not_aired", occurrence="1", reason=" ").status == 422
    assert not Airing.objects.filter(post=post).exists()
    assert served.tell(link, post, "not_aired", occurrence="1", reason="mất điện").status == 303
    assert "Không phát: mất điện" in served.ask(link).text


def test_what_was_said_wrongly_is_said_again_and_both_stay(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(AFTER)
    served.tell(link, post, "not_aired", occurrence="1", reason="mất điện")
    served.tell(link, post, "aired", occurrence="1", at="05:38", reader="Bà Tâm")
    first, second = Airing.objects.filter(post=post).order_by("pk")
    assert (first.aired, second.aired, second.replaces_id) == (False, True, first.pk)


def test_a_recall_stays_on_top_of_every_page_until_a_person_has_seen_it(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    recall(post, MORNING)
    house.at(MORNING + timedelta(days=2))
    for path in ("", "2026-11-27", "2026-11-29"):
        page = served.ask(link + path).text
        assert 'class="recall"' in page and page.index('class="recall"') < page.index("<h1>")
    assert served.tell(link, post, "recall_seen", person="Bà Tâm", day="2026-11-27").headers["location"] == (
        f"./2026-11-27#so-{post.number}"
    )
    assert 'class="recall"' not in served.ask(link).text + served.ask(f"{link}2026-11-27").text


def test_yesterdays_reading_can_still_be_told(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    house.at(MORNING + timedelta(days=1))
    assert "Ghi việc phát sóng" in served.ask(f"{link}2026-11-26").text
    assert served.tell(link, post, "aired", occurrence="1", at="5:31", reader="Bà Tâm").status == 303
    assert Airing.objects.get(post=post).aired_at == (DUE + timedelta(minutes=1)).astimezone(UTC)


def test_a_form_on_another_site_is_turned_away(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    body = f"number={post.number}&year=2026&rev=0&what=received&person=x".encode()
    kind = {"content_type": "application/x-www-form-urlencoded"}
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "same-site"},
    ):
        assert served.ask(f"{link}told", "POST", body, **kind, **headers).status == 403
    assert not Receipt.objects.filter(post=post).exists()
    for headers in ({"origin": "null", "sec_fetch_site": "same-origin"}, {"origin": "null"}, {}):
        assert served.ask(f"{link}told", "POST", body, **kind, **headers).status == 303


def test_what_cannot_be_taken_is_said_where_it_was_asked_and_names_no_command(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    early = served.tell(link, post, "aired", at="5:31")
    assert early.status == 422 and early.text.count("Chưa ghi được") == 1
    assert "chưa tới" in early.text and "bhxh station" not in early.text
    recall(post, MORNING)
    for day in ("2026-11-26", "2026-11-27"):
        nobody = served.tell(link, post, "recall_seen", person=" ", day=day)
        assert nobody.status == 422 and nobody.text.count("Chưa ghi được: cần tên người ở đài") == 1
        assert nobody.text.index("Chưa ghi được") < nobody.text.index("Đã biết, sẽ không đọc")


def test_no_form_can_break_anything(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    bad = [
        {"number": "x"}, {"number": "99999999999999999999"}, {"year": "-1"}, {"rev": "70000"}, {"number": "٣"},
        {"number": "4", "rev": "0"},
    ]  # fmt: skip
    assert {served.tell(link, post, "received", person="a", **fields).status for fields in bad} == {404}
    assert served.tell(link, post, "nonsense", person="a").status == 422
    assert served.tell(link, post, "received", person="").status == 422
    assert served.tell(link, post, "aired", at="5:31", occurrence="0").status == 422
    assert served.tell(link, post, "aired", at="25:71").status == 422
    assert served.tell(link, post, "aired", at="5:31", length="xx").status == 422
    assert served.ask(f"{link}told", "POST", b"x" * 20_000).status == 413
    assert served.ask(f"{link}told").status == 405
    assert served.ask(link, "POST", b"").status == 405
    assert served.ask(link, "DELETE").status == 405
