"""What protects the desk from others: hosts, cookies, forged requests, headers, the content policy, the key."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern

from scheduler.config import Config
from scheduler.core.approval import Role
from scheduler.store import accounts
from scheduler.store.models import Post
from scheduler.web import assets, secure
from scheduler.web.access import RULES
from scheduler.web.headers import CSP
from scheduler.web.urls import urlpatterns
from tests.web.conftest import PASSWORD, House

WEB = Path(secure.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
LIVE = "mode: live\npublic_url: https://truyenthong.example.vn\n"
NASTY = "<script>alert(1)</script>{{ 7*7 }}{% now %}\x07\u202eđảo"


def test_checks_for_deployment_find_nothing_in_live_mode(house: House) -> None:
    house.configure(LIVE)
    assert [message.id for message in run_checks(include_deployment_checks=True)] == []
    assert registry.deployment_checks


@pytest.mark.parametrize(("text", "code"), [(LIVE, 0), ("mode: live\npublic_url: http://truyenthong.example.vn\n", 1)])
def test_the_check_at_the_command_line_reads_config_yaml(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "scheduler.settings", "BHXH_CONFIG": str(tmp_path / "config.yaml")}
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "security.W" in done.stderr) == (code, bool(code)), done.stderr


def test_over_https_every_request_and_cookie_stays_there(house: House) -> None:
    house.configure(LIVE)
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    plain = Client(HTTP_HOST="truyenthong.example.vn")
    sent = plain.get("/login")
    assert (sent.status_code, sent.headers["Location"]) == (301, "https://truyenthong.example.vn/login")
    assert plain.get("/health").status_code == 503, "a monitor on this machine asks without https"
    browser = Client(HTTP_HOST="truyenthong.example.vn")
    browser.post("/login", {"name": "minh", "password": PASSWORD}, secure=True)
    page = browser.get("/", secure=True)
    assert page.status_code == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert {name for name, cookie in browser.cookies.items() if not cookie["secure"]} == set()
    assert {"__Host-bhxh_session", "__Host-bhxh_csrf"} == set(browser.cookies)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(house: House) -> None:
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    browser = house.client()
    browser.get("/login")
    browser.post("/login", {"name": "minh", "password": PASSWORD})
    browser.post("/language", {"language": "en"})
    assert set(browser.cookies) == {"bhxh_session", "bhxh_csrf", "bhxh_language"}
    for cookie in browser.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def test_a_host_that_is_not_ours_is_answered_nothing(house: House) -> None:
    house.configure("public_url: http://truyenthong.example.vn:8000\n")
    ours, others = ("truyenthong.example.vn", "127.0.0.1:8000"), ("evil.example", "truyenthong.example.vn.evil")
    for host, status in [*((host, 200) for host in ours), *((host, 400) for host in others)]:
        assert Client(HTTP_HOST=host).get("/login").status_code == status, host


def test_more_hosts_can_be_named_by_the_environment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_HOSTS", "may-chu.noibo,10.0.0.5")
    house.configure()
    assert Client(HTTP_HOST="10.0.0.5").get("/login").status_code == 200


def test_what_a_proxy_says_counts_only_where_there_is_one(house: House) -> None:
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    told = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "9.9.9.9, 10.0.0.7"}
    host = {"HTTP_HOST": "truyenthong.example.vn"}
    house.configure(LIVE)
    assert Client(**told, **host).get("/login").status_code == 301  # type: ignore[arg-type]  # headers
    house.configure(LIVE + "web: {behind_proxy: true}\n")
    browser = Client(**told, **host)  # type: ignore[arg-type]  # headers
    browser.post("/login", {"name": "minh", "password": PASSWORD})
    assert browser.get("/own").status_code == 200
    assert "10.0.0.7" in browser.get("/own").text, "the proxy's own word, not what the browser put before it"


POSTS = [name for name, rule in RULES.items() if rule.method == "POST"] + [
    "login",
    "password",
    "people-new",
    "own-second",
]


@pytest.mark.parametrize("name", POSTS)
def test_no_request_is_taken_without_its_token(house: House, name: str) -> None:
    pattern = next(str(p.pattern) for p in urlpatterns if isinstance(p, URLPattern) and p.name == name)
    address = "/" + re.sub(r"<int:\w+>", "1", pattern)
    browser = house.client(Role.ADMIN, enforce_csrf_checks=True)
    answer = browser.post(address, {"why": "thử"})
    assert answer.status_code == 403
    assert "mở đã quá lâu" in answer.text


def test_every_form_that_changes_something_carries_the_token() -> None:
    for file in TEMPLATES:
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", file.read_text(encoding="utf-8"), re.DOTALL):
            assert "{% csrf_token %}" in form, file.name


def test_the_token_of_a_page_is_taken(house: House) -> None:
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    browser = house.client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get("/login").text)
    assert token
    form = {"name": "minh", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert browser.post("/login", form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post("/login", form).status_code == 302


@pytest.mark.parametrize("address", ["/", "/login", "/people", "/nowhere", "/health", "/static/x/desk.css"])
def test_every_answer_carries_the_headers(house: House, address: str) -> None:
    answer = house.client(Role.ADMIN).get(address)
    assert answer.headers["Content-Security-Policy"] == CSP
    for name, value in (
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ):  # fmt: skip
        assert answer.headers[name] == value
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_policy_lets_in_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CSP
    assert "http" not in CSP
    assert "*" not in CSP
    assert CSP.startswith("default-src 'self';")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_holds_a_script_a_style_or_an_address_of_another_host(file: Path) -> None:
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", text)
    assert "|safe" not in text or file.name == "form.html", "help texts of Django's own forms alone"
    assert get_template(str(file.relative_to(WEB / "templates")))


def test_style_and_script_are_kept_for_ever_under_an_address_of_their_content(house: House) -> None:
    address = assets.address("desk.css")
    assert address in house.client().get("/login").text
    for squeezed in ("gzip", "identity"):
        answer = house.client().get(address, headers={"Accept-Encoding": squeezed})
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert (answer.headers.get("Content-Encoding") == "gzip") is (squeezed == "gzip")
    for wrong in (
        "/static/000000000000/desk.css",
        address.replace("desk.css", "../settings.py"),
        "/static/x/../../config",
    ):
        assert house.client().get(wrong).status_code == 404


def test_an_asset_asks_the_database_nothing(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = house.client(Role.ADMIN)
    with CaptureQueriesContext(connection) as asked:
        browser.get(assets.address("desk.css"))
    assert len(asked) == 0


def test_the_key_is_made_once_kept_to_oneself_and_never_written_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("{}", encoding="utf-8")
    config = Config.load(tmp_path / "config.yaml", env={})
    key = secure.key_of(config)
    file = tmp_path / "var" / "rehearsal" / "secrets" / secure.KEY_FILE
    assert len(key) > 60
    assert secure.key_of(config) == key == file.read_text(encoding="ascii")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == [secure.KEY_FILE]
    assert os.environ.get("BHXH_SECRET_KEY") is None


def test_several_machines_share_a_key_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_SECRET_KEY", "k" * 60)
    (tmp_path / "config.yaml").write_text("{}", encoding="utf-8")
    assert secure.key_of(Config.load(tmp_path / "config.yaml", env={})) == "k" * 60
    assert not (tmp_path / "var").exists()


def test_what_people_typed_stays_text_on_every_page(house: House) -> None:
    account = house.account(Role.APPROVER, "u-a", "minh")
    account.first_name = account.title = NASTY
    account.save()
    house.notice("fb-a").__class__.objects.update(reason=NASTY, remedy=NASTY)
    house.client().post("/login", {"name": NASTY, "password": "x"})
    admin = house.client(Role.ADMIN)
    for address in ("/people", f"/people/{account.pk}", "/people/log", "/notices", f"/people?q={NASTY}"):
        page = admin.get(address).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}{% now %}" in page, address
        assert "<script>alert" not in page
        assert "\x07" not in re.sub(r'value="[^"]*"', "", page), "a field gives back what it holds; text shows it"


def test_an_error_says_what_was_wrong_and_not_how_the_desk_is_made(house: House) -> None:
    page = house.client(Role.ADMIN).get("/people/9999")
    assert page.status_code == 404
    assert "thuộc đơn vị khác" in page.text
    refused = house.client(Role.AUTHOR).get("/people")
    assert refused.status_code == 403
    assert "không được làm việc này" in refused.text
    assert settings.DEBUG is False


def test_a_bug_is_answered_with_a_page_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("chi tiết bên trong")

    monkeypatch.setattr("scheduler.web.pages.people.page_of", broken)
    browser = house.client(Role.ADMIN, raise_request_exception=False)
    page = browser.get("/people")
    assert page.status_code == 500
    assert "chi tiết bên trong" not in page.text
    assert "gặp lỗi" in page.text


def test_content_that_cannot_be_read_is_told_with_its_places_and_people_can_still_come_in(house: House) -> None:
    accounts.set_password(house.account(Role.ADMIN, name="minh"), PASSWORD)
    house.staff.folder.write("units.yaml", "units: [")
    house.configure()
    browser = house.client()
    assert browser.post("/login", {"name": "minh", "password": PASSWORD}).status_code == 302
    page = browser.get("/people")
    assert page.status_code == 409
    assert "units.yaml:2:1" in page.text
    assert browser.get("/help").status_code == 200


ENDS = ("0001-01-01", "9999-12-31", "1989-12-31", "2200-01-01", "x", "2026-02-30")
PLACES = (
    "/calendar?day={}", "/calendar?view=week&day={}", "/calendar?view=day&day={}", "/log?since={}", "/log?until={}",
    "/stop?since={}", "/stop?until={}", "/stations/dai-a?day={}",
)  # fmt: skip


@pytest.mark.parametrize("day", ENDS)
def test_no_day_that_somebody_types_breaks_a_page(queued: House, day: str) -> None:
    browser, post = queued.client(Role.ADMIN), queued.post("u-a")
    for address in PLACES:
        assert browser.get(address.format(day)).status_code == 200, address
    sent = [
        ("/compose", {"do": "preview", "kind": "facebook", "text-facebook": "Chào", "unit": "u-a", "day": day}),
        ("/stop/order", {"why": "thử", "since": day}), ("/stop/order", {"why": "thử", "until": day}),
        (f"/posts/{post.pk}/move", {"at": f"{day}T10:00"}),
    ]  # fmt: skip
    for address, form in sent:
        assert browser.post(address, form).status_code < 500, address
    assert Post.objects.get(pk=post.pk).due == post.due


def test_whoever_is_refused_leaves_one_line_in_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    auditor = house.client(Role.AUDITOR, raise_request_exception=False)
    assert auditor.get("/people").status_code == 403
    assert auditor.get("/health", headers={"host": "la.example"}).status_code == 400
    assert [line.getMessage().partition("\n")[0] for line in caplog.records if line.name.startswith("django")]
    assert "Traceback" not in caplog.text
