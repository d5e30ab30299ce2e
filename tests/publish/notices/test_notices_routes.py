"""Who gets which, over a real mail server and real webhooks: each unit's notices go to that unit and to nobody else."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import yaml

from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.core.notice import KINDS
from scheduler.library import load
from scheduler.publish.notices.carry import Courier, courier_of
from scheduler.publish.notices.checks import faults
from scheduler.store import accounts, people, ways
from scheduler.store.models import Account, Notice
from scheduler.store.notices import News, acknowledge, raise_notice
from tests.pages import DAY, NOW, ZONE, House

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PERIOD = {"from": "2020-01-01", "name": "Bảo hiểm xã hội", "short_name": "BHXH"}
UNITS = [
    {"id": "u-tinh", "level": "tinh", "periods": [PERIOD]},
    {"id": "u-a", "level": "co_so", "periods": [{**PERIOD, "parent": "u-tinh"}]},
    {"id": "u-b", "level": "co_so", "periods": [{**PERIOD, "parent": "u-tinh"}]},
    {"id": "u-cu", "level": "co_so", "successor": "u-a", "periods": [{**PERIOD, "to": "2021-01-01"}]},
]


class Offices:
    """A province with two offices below it, and a Page of each: `tinh`, `a`, `b`."""

    def __init__(self, made: House) -> None:
        folder = made.config.content
        self.a, self.b, self.tinh = made.channels
        owners = {self.a: "u-a", self.b: "u-b", self.tinh: "u-tinh"}
        pages = [
            {"id": channel, "name": f"Trang {channel}", "page_id": made.page_id(channel),
             "owners": [{"unit": unit, "from": "2020-01-01"}]}
            for channel, unit in owners.items()
        ]  # fmt: skip
        (folder / "units.yaml").write_text(yaml.safe_dump({"units": UNITS}, allow_unicode=True), encoding="utf-8")
        (folder / "channels" / "pages.yaml").write_text(yaml.safe_dump({"pages": pages}), encoding="utf-8")
        self.config, self.content, self.var = made.config, load(folder, zone=ZONE), made.config.var

    def configured(self, mode: str = "live", **notices: Any) -> Config:
        settings = self.config.notices.model_validate({"timeout": "1s", **notices})
        return self.config.model_copy(update={"mode": mode, "notices": settings})

    def courier(self, mode: str = "live", **notices: Any) -> Courier:
        return courier_of(self.configured(mode, **notices), lambda: self.content)


@pytest.fixture
def offices(new_house: Callable[..., House]) -> Offices:
    return Offices(new_house(3))


def smtp(server: Any, *to: str) -> dict[str, Any]:
    section = {"host": "127.0.0.1", "port": server.port, "from": "may@a.vn"}
    return section | ({"to": list(to)} if to else {})


def tell(kind: str, subject: str, **more: Any) -> Notice:
    raise_notice(News(kind, subject, f"lý do {kind} {subject}", "bhxh lệnh", **more), NOW)
    return Notice.objects.get(kind=kind, subject=subject, resolved_at=None)


def got(server: Any) -> dict[str, str]:
    """By address, everything that came there."""
    found: dict[str, str] = {}
    for letter in server.letters:
        found[letter["To"]] = found.get(letter["To"], "") + letter.get_content()
    return found


def person(name: str, unit: str, *kinds: str, role: Role = Role.APPROVER) -> Account:
    account = accounts.add(name, role, unit=unit, email=f"{name}@nguoi.vn")
    people.choose_notices(account, kinds)
    return accounts.get(name)


def test_notices_of_one_unit_never_reach_the_route_of_another(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), routes=[
        {"to": ["a@a.vn"], "units": ["u-a"]}, {"to": ["b@a.vn"], "units": ["u-b"]},
        {"to": ["tinh@a.vn"], "units": ["u-tinh"], "kinds": ["failed"]},
    ])  # fmt: skip
    tell("failed", offices.a)
    tell("altered", f"{offices.b}#7")
    tell("failed", offices.tinh)
    tell("content", "content")
    tell("paused", "*facebook")
    assert courier.carry(NOW) == 4 and courier.carry(NOW + MINUTE) == 0
    letters = got(server)
    heard = {to: [word for word in (offices.a, offices.b, offices.tinh, "content", "*facebook")
                  if f" {word}" in body.replace("#7", "")] for to, body in letters.items()}  # fmt: skip
    assert heard == {
        "a@a.vn": [offices.a], "b@a.vn": [offices.b], "tinh@a.vn": [offices.a, offices.tinh],
        "chung@a.vn": ["content", "*facebook"],
    }  # fmt: skip


def test_a_route_without_units_and_kinds_takes_all_and_one_address_gets_one_letter(
    offices: Offices, mail_server: Any
) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), routes=[
        {"to": ["lan@a.vn"]}, {"to": ["Lan@a.vn"], "units": ["u-a"]},
    ])  # fmt: skip
    tell("failed", offices.a)
    tell("clock", "2026")
    assert courier.carry(NOW) == 1
    (letter,) = server.letters
    assert letter["To"] == "lan@a.vn" and "clock" in letter.get_content() and offices.a in letter.get_content()


def test_a_route_by_webhook_gets_its_own_and_the_general_webhook_the_rest(
    offices: Offices, hook: Any, second_hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENERAL", hook.url)
    monkeypatch.setenv("ROUTE", second_hook.url)
    courier = offices.courier(webhook="env:GENERAL", routes=[{"webhook": "env:ROUTE", "kinds": ["token", "expiry"]}])
    tell("token", offices.a)
    tell("missed", offices.a)
    assert courier.carry(NOW) == 2
    (mine,), (rest,) = json.loads(second_hook.got[0])["notices"], json.loads(hook.got[0])["notices"]
    assert (mine["kind"], rest["kind"]) == ("token", "missed")
    assert mine["channel"] == offices.a and mine["reason"].startswith(f'Trang "Trang {offices.a}"')
    assert mine["link"].endswith(f"/stations/{offices.a}") and mine["step"] == KINDS["token"].step


def test_an_address_that_fails_holds_up_nobody_and_nobody_gets_it_twice(offices: Offices, mail_server: Any) -> None:
    server = mail_server("one-recipient")
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), routes=[
        {"to": ["minh@a.vn", "lan@a.vn"], "units": ["u-a"]},
    ])  # fmt: skip
    tell("failed", offices.a)
    now = NOW
    for _ in range(9):
        courier.carry(now)
        now += MINUTE
    assert server.recipients == ["lan@a.vn"]
    assert ways.state("mail:minh@a.vn").fails > 2 and "minh@a.vn" in ways.state("mail:minh@a.vn").error
    assert ways.state("mail:lan@a.vn").error == "" and ways.state("smtp").error == ""
    server.manner = "well"
    assert courier.carry(now + HOUR) == 1 and server.recipients == ["lan@a.vn", "minh@a.vn"]


def test_what_a_dead_route_should_have_heard_the_general_list_hears_and_no_longer_once_it_lives(
    offices: Offices, mail_server: Any, hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTE", hook.url)
    hook.status, server = 500, mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), routes=[{"webhook": "env:ROUTE", "units": ["u-a"]}])
    tell("failed", offices.a)
    for minutes in (0, 1, 3):
        courier.carry(NOW + minutes * MINUTE)
    assert server.letters == []
    courier.carry(NOW + 4 * MINUTE)
    assert len(server.letters) == 1 and offices.a in got(server)["chung@a.vn"]
    hook.status = 200
    courier.carry(NOW + 10 * MINUTE)
    tell("failed", offices.a, stage="2")
    courier.carry(NOW + 11 * MINUTE)
    assert len(server.letters) == 1 and len(json.loads(hook.got[-1])["notices"]) == 1


def test_a_mail_server_that_is_down_rests_as_a_whole_and_everybody_gets_his_letter_after(
    offices: Offices, mail_server: Any
) -> None:
    server = mail_server("hangs-up")
    courier = offices.courier(
        smtp=smtp(server, "chung@a.vn", "hai@a.vn"), routes=[{"to": ["a@a.vn"], "units": ["u-a"]}]
    )
    tell("failed", offices.a)
    tell("clock", "2026")
    assert courier.carry(NOW) == 0 and courier.carry(NOW + MINUTE / 2) == 0
    assert ways.state("smtp").fails == 1
    server.manner = "well"
    assert courier.carry(NOW + MINUTE) == 3 and sorted(server.recipients) == ["a@a.vn", "chung@a.vn", "hai@a.vn"]
    assert sum(line.startswith(b"ehlo") for line in server.heard) == 1 and ways.state("smtp").error == ""
    assert courier.carry(NOW + 2 * MINUTE) == 0
    assert courier.carry(NOW + 5 * HOUR) == 3


def test_people_are_told_what_they_chose_of_their_unit_and_below_besides_the_list(
    offices: Offices, mail_server: Any
) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"))
    person("an", "u-a", "failed", role=Role.AUTHOR)
    person("binh", "u-b", "failed", "missed", role=Role.AUDITOR)
    person("tam", "u-tinh", "failed")
    person("moi", "", "failed", "clock", role=Role.ADMIN)
    person("khong", "u-a")
    tell("failed", offices.a)
    tell("missed", offices.a)
    tell("clock", "2026")
    courier.carry(NOW)
    letters = got(server)
    assert sorted(letters) == ["an@nguoi.vn", "chung@a.vn", "moi@nguoi.vn", "tam@nguoi.vn"]
    for address in ("an@nguoi.vn", "tam@nguoi.vn"):
        assert "lý do failed" in letters[address] and "lý do missed" not in letters[address]
        assert "lý do clock" not in letters[address] and "/own" in letters[address]
    assert "lý do clock" in letters["moi@nguoi.vn"] and all(
        f"lý do {kind}" in letters["chung@a.vn"] for kind in ("failed", "missed", "clock")
    )


def test_whoever_is_closed_or_loses_the_unit_is_told_nothing_any_more(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server))
    gone, moved, nobody = (person(name, "u-a", "failed") for name in ("gone", "moved", "nobody"))
    accounts.set_active(gone.username, False)
    Account.objects.filter(pk=moved.pk).update(unit="u-b")
    Account.objects.filter(pk=nobody.pk).update(unit="u-cu")
    tell("failed", offices.a)
    courier.carry(NOW)
    assert server.letters == []


def test_whoever_had_all_units_and_has_one_now_hears_no_more_of_the_machine(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server))
    person("moi", "", "failed", "clock", role=Role.ADMIN)
    Account.objects.update(unit="u-b")
    tell("clock", "2026")
    tell("failed", offices.a)
    tell("failed", offices.b)
    courier.carry(NOW)
    assert offices.b in got(server)["moi@nguoi.vn"]
    assert offices.a not in got(server)["moi@nguoi.vn"] and "lý do clock" not in got(server)["moi@nguoi.vn"]


def test_a_person_of_a_unit_cannot_choose_what_is_about_the_machine(offices: Offices) -> None:
    assert person("an", "u-a", "clock", "failed", "no-such-kind").notices == ["failed"]
    assert person("moi", "", "clock", "failed").notices == ["failed", "clock"]


def test_what_was_acknowledged_is_told_to_nobody_again(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), routes=[{"to": ["a@a.vn"], "units": ["u-a"]}])
    notice = tell("failed", offices.a)
    courier.carry(NOW)
    acknowledge(notice.pk, "lan", NOW)
    assert courier.carry(NOW + DAY) == 0 and len(server.letters) == 1


def test_without_a_general_list_what_no_route_takes_lies_in_the_folder(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server), routes=[{"to": ["a@a.vn"], "units": ["u-a"]}])
    tell("failed", offices.a)
    tell("failed", offices.b)
    assert courier.carry(NOW) == 2
    (file,) = (offices.var / "live" / "notices").glob("*.txt")
    assert offices.b in file.read_text("utf-8") and offices.a not in file.read_text("utf-8")


def test_a_folder_that_is_named_gets_a_copy_of_all_and_takes_nothing_from_the_list(
    offices: Offices, mail_server: Any
) -> None:
    server, folder = mail_server(), offices.var / "copies"
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"), folder=str(folder))
    tell("failed", offices.a)
    assert courier.carry(NOW) == 2 and len(server.letters) == 1 and len(list(folder.glob("*.txt"))) == 1


def test_a_rehearsal_writes_a_file_for_each_who_would_be_told(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    person("tam", "u-tinh", "failed")
    courier = offices.courier("rehearsal", smtp=smtp(server, "chung@a.vn"), routes=[
        {"name": "Cơ sở A", "to": ["a@a.vn"], "units": ["u-a"]},
    ])  # fmt: skip
    tell("failed", offices.a)
    tell("failed", offices.b)
    assert courier.carry(NOW) == 3 and server.heard == []
    files = [file.read_text("utf-8") for file in sorted((offices.var / "rehearsal" / "notices").glob("*.txt"))]
    said = {text.partition("Gửi tới: ")[2].partition("\n")[0]: text for text in files}
    assert sorted(said) == ["Cơ sở A (a@a.vn)", "danh sách chung (chung@a.vn)", "tam (tam@nguoi.vn)"]
    assert offices.a in said["Cơ sở A (a@a.vn)"] and offices.b not in said["Cơ sở A (a@a.vn)"]
    assert offices.b in said["danh sách chung (chung@a.vn)"]


def test_a_letter_leads_first_by_link_to_the_desk_and_names_the_command_last(
    offices: Offices, mail_server: Any
) -> None:
    server = mail_server()
    courier = offices.courier(smtp=smtp(server, "chung@a.vn"))
    raise_notice(News("altered", f"{offices.a}#7", "tay/bai: chữ khác", "bhxh recall tay/bai"), NOW)
    courier.carry(NOW)
    body = server.letters[0].get_content()
    parts = [
        f'Trang "Trang {offices.a}" ({offices.a}): tay/bai: chữ khác', "/posts/7", KINDS["altered"].step,
        "bhxh recall tay/bai", "/notices",
    ]  # fmt: skip
    places = [body.find(part) for part in parts]
    assert -1 not in places and places == sorted(places)


def test_a_trial_reaches_everybody_is_marked_and_says_what_each_answered(
    offices: Offices, mail_server: Any, hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTE", hook.url)
    hook.status, server = 404, mail_server("one-recipient")
    courier = offices.courier(smtp=smtp(server, "chung@a.vn", "minh@a.vn"), routes=[
        {"name": "Nhóm chat", "webhook": "env:ROUTE", "units": ["u-a"]},
    ])  # fmt: skip
    ways.failed("mail:chung@a.vn", "hỏng", NOW)
    answers = {listener.label: wrong for listener, wrong in courier.try_out(NOW)}
    assert answers["thư chung@a.vn"] == "" and "minh@a.vn" in answers["thư minh@a.vn"]
    assert "404" in answers["webhook env:ROUTE"] and hook.url not in str(answers)
    (letter,) = server.letters
    assert "Tin thử" in letter["Subject"] and "không có việc gì phải làm" in letter.get_content()
    assert ways.state("mail:chung@a.vn").fails == 0


def test_units_that_there_are_not_and_what_nobody_hears_are_told_by_check(offices: Offices, mail_server: Any) -> None:
    server = mail_server()
    route = {"to": ["a@a.vn"], "units": ["u-aa", "u-a", "u-cu"]}
    config = offices.configured(smtp=smtp(server), routes=[route])
    wrong, ended, untold = faults(config, offices.content, NOW)
    assert wrong.level == "error" and wrong.loc == ("notices", "routes", 0, "units", 0)
    assert '"u-aa"' in wrong.what and "u-a, u-b" in wrong.what
    assert ended.level == "warning" and '"u-a"' in ended.what
    assert untold.level == "warning" and "clock" in untold.what and offices.b in untold.what
    assert offices.a not in untold.what
    config = offices.configured(smtp=smtp(server), routes=[{"to": ["a@a.vn"], "units": ["u-tinh"]}, *machine()])
    (wide,) = faults(config, offices.content, NOW)
    assert "nhiều kênh cùng lúc: loại tin paused" in wide.what and "fb-" not in wide.what
    config = offices.configured(smtp=smtp(server), routes=[route])
    settings = replace_to(config, "chung@a.vn")
    assert [fault.level for fault in faults(settings, offices.content, NOW)] == ["error", "warning"]


def machine() -> list[dict[str, Any]]:
    return [{"to": ["may@a.vn"], "kinds": [name for name, kind in KINDS.items() if kind.of_machine]}]


def replace_to(config: Config, *to: str) -> Config:
    assert config.notices.smtp is not None
    smtp = config.notices.smtp.model_copy(update={"to": to})
    return config.model_copy(update={"notices": config.notices.model_copy(update={"smtp": smtp})})
