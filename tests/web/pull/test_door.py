"""Who comes in: the link's holder and nobody else, and whoever is turned away learns nothing."""

import base64
import hashlib
import re
from datetime import timedelta

from scheduler.store.models import Pull
from scheduler.store.radio import links
from tests.web.pull.house import EVE, MORNING, House, Served

PATHS = (
    "",
    "2026-11-26",
    "2026-11-26/day.json",
    "2026-11-26/0530-1-vi.txt",
    "manifest.json",
    "bundle.zip",
    "told",
    "x/y",
)
SAME = ("date", "connection")
"""Headers that are about the moment and the line, not about the answer."""


def shown(reply: object) -> object:
    """All of an answer that somebody could compare."""
    assert hasattr(reply, "headers")
    return (reply.status, {k: v for k, v in reply.headers.items() if k not in SAME}, reply.body)  # type: ignore[attr-defined]  # a Reply


def test_a_link_opens_its_stations_page(served: Served, house: House) -> None:
    station = house.station()
    house.script(station, title="Thẻ bảo hiểm y tế")
    reply = served.ask(house.link(station))
    assert reply.status == 200
    assert "Thẻ bảo hiểm y tế" in reply.text and "một triệu hai trăm sáu mươi ba nghìn sáu trăm" in reply.text


def test_a_page_s_policy_lets_through_the_style_in_it_and_no_other(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    link = house.link(station)
    for form in ("", "2026-11-26/0530-1-vi.html"):
        reply = served.ask(link + form)
        (style,) = re.findall(r"<style>(.*?)</style>", reply.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in reply.headers["content-security-policy"], form


def test_a_link_without_its_last_slash_leads_to_the_page_whose_links_hold(served: Served, house: House) -> None:
    station = house.station()
    post, link = house.script(station), house.link(station)
    reply = served.ask(link.rstrip("/"))
    assert (reply.status, reply.headers["location"]) == (302, f"{link.split('/')[3]}/")
    assert not Pull.objects.filter(station=station).exists() and post.pk, "nothing was handed out"


def test_wrong_old_and_foreign_links_get_the_same_answer_to_the_byte(served: Served, house: House) -> None:
    station, other = house.station(), house.station()
    house.script(station)
    good, foreign = house.link(station), house.link(other)
    row, old = links.make(station, by="lan", now=EVE)
    links.revoke(row.pk, by="minh", now=EVE)
    ended, replaced = links.make(station, by="lan", now=EVE)
    type(ended).objects.filter(pk=ended.pk).update(ends_at=MORNING)
    secret = good.split("/")[3]
    wrong = [
        f"/radio/{station}/{'A' * 32}/", f"/radio/{station}/{secret[:-1]}/", f"/radio/{station}/{old}/",
        f"/radio/{station}/{replaced}/", f"/radio/{other}/{secret}/", f"/radio/{station}/{foreign.split('/')[3]}/",
        f"/radio/khong-co/{secret}/", f"/radio/{station}//", "/radio/", f"/radio/{station}/{'A' * 32}",
    ]  # fmt: skip
    answers = []
    for at, base in enumerate(wrong):
        for n, path in enumerate(PATHS):
            # Each from an address of its own, as a proxy would tell: nobody comes too often.
            answers.append(shown(served.ask(base + path, x_forwarded_for=f"10.{at}.{n}.1")))
        answers.append(shown(served.ask(base, "POST", b"what=received", x_forwarded_for=f"10.{at}.99.1")))
    assert [answer for answer in answers if answer != answers[0]] == []
    assert served.ask(good).status == 200


def test_a_link_with_its_first_word_mistyped_is_never_handed_to_the_desk(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    link = house.link(station)
    wrong = served.ask(f"/radio/{station}/{'A' * 32}/")
    for typed in (f"/{link}", f"///{link[1:]}", f"//RADIO{link[6:]}"):
        assert (served.ask(typed).status, served.ask(typed).body) == (404, wrong.body), typed
    assert served.ask(link.replace("/radio/", "/Radio/")).status == 200, "telephones begin a line with a capital"


def test_nothing_of_another_station_is_reached_through_ones_own_link(served: Served, house: House) -> None:
    mine, other = house.station(), house.station()
    theirs = house.script(other, title="Bài của đài khác")
    link = house.link(mine)
    for path in ("2026-11-26/0530-1-vi.txt", "2026-11-26/0530-1-vi.pdf", f"../../{other}/", "2026-11-26/../../x"):
        assert served.ask(link + path).status in (302, 404)
    assert served.tell(link, theirs, "received", person="Kẻ lạ").status == 404
    assert "Bài của đài khác" not in served.ask(link).text + served.ask(f"{link}manifest.json").text


def test_a_revoked_link_stops_with_the_next_pull_and_a_new_one_works_at_once(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    row, secret = links.make(station, by="lan", now=EVE)
    link = f"/radio/{station}/{secret}/"
    assert served.ask(link).status == 200
    links.revoke(row.pk, by="minh", now=MORNING)
    assert served.ask(link).status == 404
    assert served.ask(house.link(station)).status == 200


def test_while_a_link_is_rotated_both_work_and_then_only_the_new_one(served: Served, house: House) -> None:
    station = house.station()
    old = house.link(station)
    _, secret = links.rotate(station, by="lan", now=MORNING, overlap=timedelta(hours=1))
    new = f"/radio/{station}/{secret}/"
    assert (served.ask(old).status, served.ask(new).status) == (200, 200)
    house.at(MORNING + timedelta(hours=1))
    assert (served.ask(old).status, served.ask(new).status) == (404, 200)


def test_whoever_tries_links_is_slowed_down_and_the_station_at_the_same_address_is_not(
    served: Served, house: House
) -> None:
    link = house.link(house.station())
    tries = [served.ask(f"/radio/dai-1/{n:032}/", x_forwarded_for="203.0.113.7").status for n in range(60)]
    assert tries[0] == 404 and tries[-1] == 429 and set(tries) == {404, 429}
    late = served.ask(f"/radio/dai-1/{'B' * 32}/", x_forwarded_for="203.0.113.7")
    assert int(late.headers["retry-after"]) >= 1
    assert served.ask(link, x_forwarded_for="203.0.113.7").status == 200
    assert served.ask(f"/radio/dai-1/{'B' * 32}/", x_forwarded_for="203.0.113.8").status == 404


def test_a_link_that_is_opened_without_end_is_slowed_down_and_no_other_is(served: Served, house: House) -> None:
    busy, calm = house.link(house.station()), house.link(house.station())
    answers = [served.ask(f"{busy}nowhere").status for _ in range(160)]
    assert answers[0] == 404 and answers[-1] == 429
    assert served.ask(calm).status == 200


def test_every_answer_keeps_to_itself(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    link = house.link(station)
    for path in (link, f"{link}2026-11-26/0530-1-vi.html", f"{link}2026-11-26/day.json", "/radio/x/y/"):
        headers = served.ask(path).headers
        assert headers["referrer-policy"] == "no-referrer" and headers["x-robots-tag"].startswith("noindex")
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["cache-control"] in ("private, no-cache", "no-store")
        assert "set-cookie" not in headers
    secret = link.split("/")[3]
    assert secret not in served.ask(link).text


def test_the_page_leads_to_tomorrow_and_to_no_day_that_cannot_be_opened(served: Served, house: House) -> None:
    link = house.link(house.station())
    assert '<a href="2026-11-27">Kịch bản ngày mai, 27/11 ›</a>' in served.ask(link).text
    last = served.ask(f"{link}2026-12-03")
    assert last.status == 200 and "2026-12-04" not in last.text
    assert served.ask(f"{link}2026-12-04").status == 404


def test_the_page_needs_no_script_and_nothing_from_elsewhere(served: Served, house: House) -> None:
    station = house.station()
    house.script(station)
    text = served.ask(house.link(station)).text
    assert "<script" not in text and "http://" not in text and "https://" not in text and " src=" not in text
    assert len(text.encode()) < 100_000


def test_what_is_behind_the_pull_is_still_there(served: Served, house: House) -> None:
    assert served.ask("/health").status == 503, "no clock has ticked here"
    assert served.ask("/health").headers["content-type"] == "application/json"


def test_whoever_is_turned_away_leaves_no_row(served: Served, house: House) -> None:
    station, before = house.station(), Pull.objects.count()
    served.ask(f"/radio/{station}/{'C' * 32}/", x_forwarded_for="198.51.100.9")
    assert Pull.objects.filter(station=station).count() == 0 and Pull.objects.count() >= before
