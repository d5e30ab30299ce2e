"""Every word of the desk exists in Vietnamese, and no translation says something else than it was asked for."""

import re
from typing import get_args

import pytest
from django.utils import translation

from scheduler.cli.doctor import TRIED
from scheduler.core.approval import Role
from scheduler.core.outcome import Outcome
from scheduler.core.text import nfc
from scheduler.web import calls
from scheduler.web.catalog import compile_stale
from scheduler.web.templatetags.desk import probe_step
from tests.web.conftest import House
from tests.web.words import VI, asked, catalog, key, of_code, of_template

_HELD = re.compile(r"%\((\w+)\)s|%%|%[sd]")


def test_every_word_is_there_in_vietnamese() -> None:
    known = {key(row): row for row in catalog()}
    assert sorted(msgid for _, msgid, _ in asked() - set(known)) == [], "run python -m tests.web.words"
    assert [row.msgid for row in known.values() if not row.translated() or row.fuzzy] == []


def test_no_translation_is_left_of_a_word_that_nobody_asks_for() -> None:
    assert sorted(msgid for _, msgid, _ in {key(row) for row in catalog()} - asked()) == []


def test_a_translation_names_what_the_original_names() -> None:
    for row in catalog():
        said = row.msgstr or row.msgstr_plural[0]
        assert sorted(_HELD.findall(said)) == sorted(_HELD.findall(row.msgid)), row.msgid


def test_vietnamese_is_stored_composed() -> None:
    text = VI.read_text(encoding="utf-8")
    assert text == nfc(text)


def test_words_are_found_where_they_stand() -> None:
    assert set(of_code('_("one"); ngettext("a", "b", n); pgettext("c", "d")')) == {
        ("", "one", ""), ("", "a", "b"), ("c", "d", "")
    }  # fmt: skip
    template = '{% load i18n %}{% translate "x" %}{% blocktranslate %}y {{ z }}{% endblocktranslate %}'
    found = set(of_template(template, "t"))
    assert found == {("", "x", ""), ("", "y %(z)s", "")}
    with pytest.raises(AssertionError, match="not a literal"):
        list(of_code("_(name)"))


def test_a_changed_catalogue_is_compiled_before_it_is_used() -> None:
    VI.touch()
    assert compile_stale() == [VI]
    assert compile_stale() == []


def test_the_desk_speaks_vietnamese_whatever_the_browser_prefers(house: House) -> None:
    page = house.client(Role.AUTHOR).get("/", headers={"Accept-Language": "en-US,en"})
    assert page.headers["Content-Language"] == "vi"
    assert "Hôm nay" in page.text


def test_english_is_a_switch_away_and_stays(house: House) -> None:
    browser = house.client(Role.AUTHOR)
    back = browser.post("/language", {"language": "en", "next": "/password"})
    assert back.headers["Location"] == "/password"
    assert "Change password" in browser.get("/password").text
    browser.post("/language", {"language": "xx", "next": "/"})
    assert "Change password" in browser.get("/password").text
    browser.post("/language", {"language": "vi", "next": "/"})
    assert "Đổi mật khẩu" in browser.get("/password").text
    assert translation.get_language() == "vi"


def test_each_step_of_a_probe_is_told_in_words() -> None:
    with translation.override("vi"):
        assert [name for name in TRIED if probe_step(name) == name] == []


def test_how_a_call_went_is_told_in_words() -> None:
    with translation.override("vi"):
        names = [kind.__name__.lower() for kind in get_args(Outcome)]
        assert names
        assert [name for name in names if calls.outcome(name) == name] == []
        assert calls.step("photo:2") == "gửi ảnh 2"
