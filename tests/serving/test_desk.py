"""The desk as `bhxh run` serves it: over real HTTP, from the process that granian starts."""

import re

import requests

from tests.serving.conftest import Machine, until

WORDS = "trời xanh mây trắng 21"


def answers(machine: Machine) -> bool:
    return machine.health() is not None


def test_a_person_logs_in_over_http_and_comes_out_again(machine: Machine) -> None:
    machine.good("account", "add", "minh", "--role", "admin")
    assert machine.spawn("account", "password", "minh", "--stdin", text=f"{WORDS}\n").code == 0
    machine.run("--only", "web")
    until(lambda: answers(machine))
    browser, url = requests.Session(), f"http://127.0.0.1:{machine.port}"
    page = browser.get(f"{url}/people", timeout=30)
    assert page.url == f"{url}/login?next=/people"
    style = re.search(r'href="(/static/[^"]+desk\.css)"', page.text)
    assert style
    assert browser.get(url + style[1], timeout=30).headers["Cache-Control"].endswith("immutable")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    form = {"name": "minh", "password": WORDS, "next": "/people", "csrfmiddlewaretoken": token[1]}
    inside = browser.post(f"{url}/login", form, timeout=60)
    assert (inside.status_code, inside.url) == (200, f"{url}/people")
    assert "default-src 'self'" in inside.headers["Content-Security-Policy"]
    key = machine.path / "var" / "rehearsal" / "secrets" / "desk.key"
    assert key.stat().st_mode & 0o077 == 0
    machine.stop()
    machine.run("--only", "web")
    until(lambda: answers(machine))
    assert browser.get(f"{url}/people", timeout=30).url == f"{url}/people", "a restart logs nobody out"
