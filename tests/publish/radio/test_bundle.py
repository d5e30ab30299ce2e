"""What a stick holds: every released script in every form, how old it is, and a way to take the answers back."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.core.radio.answer import Verb, read_answers
from scheduler.core.radio.sheet import Contact, Sheet
from scheduler.publish.radio.bundle import bundle
from scheduler.publish.radio.shelf import Shelf, pieces
from tests.sheets import DUE, day, sheet, whole

RECALLED = whole(post=9, key="c/dai-a/vi/2026-11-20T05:30/1", number=9, status="canceled", reason="Sai số")
MADE = DUE - timedelta(hours=2)


def shelf(*sheets: Sheet, **changes: object) -> Shelf:
    empty = replace(day(), day=DUE.date() + timedelta(days=1))
    made = Shelf((day(*sheets), empty), MADE, Contact("BHXH cơ sở A", "0216 000 0001"), ("txt", "docx", "json"))
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of Shelf


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def pages(found: dict[str, bytes]) -> dict[str, str]:
    return {name: content.decode() for name, content in found.items() if name.endswith(".html")}


def test_every_link_of_every_page_leads_to_a_file_beside_it() -> None:
    found = files(bundle(shelf(whole(), recalls=(RECALLED,))))
    for name, html in pages(found).items():
        folder = name.rpartition("/")[0]
        for target in re.findall(r'href="([^"]+)"', html):
            path = f"{folder}/{target}" if folder else target
            path = re.sub(r"[^/]+/\.\./", "", path)
            assert path in found, f"{name} → {target}"


def test_each_page_says_how_old_it_is_and_how_to_answer() -> None:
    for name, html in pages(files(bundle(shelf(whole())))).items():
        assert "Cập nhật lúc 03:30 ngày 23/11/2026" in html, name
        assert "0216 000 0001" in html, name


def test_the_manifest_names_only_files_that_are_there() -> None:
    found = files(bundle(shelf(whole())))
    scripts = json.loads(found["2026-11-23/manifest.json"])["scripts"]
    assert [f"2026-11-23/{name}" in found for name in scripts[0]["files"].values()] == [True] * 4


def test_the_same_shelf_gives_the_same_bytes() -> None:
    assert bundle(shelf(whole(), recalls=(RECALLED,))) == bundle(shelf(whole(), recalls=(RECALLED,)))


def test_a_recall_of_another_day_stands_on_the_list_and_asks_to_be_acknowledged() -> None:
    found = files(bundle(shelf(whole(), recalls=(RECALLED,))))
    assert "THU HỒI – KHÔNG ĐỌC" in found["index.html"].decode() and "9/2026" in found["index.html"].decode()
    assert "<code>THU HOI 9/2026</code>" in found["index.html"].decode(), "a mirror has no form to take along"
    assert "THU HOI 9/2026" in found["bien-nhan.txt"].decode() and "THU HOI 9/2026" in found["bien-nhan.html"].decode()


def test_the_form_comes_back_filled_in() -> None:
    form = files(bundle(shelf(whole())))["bien-nhan.txt"].decode()
    assert read_answers(form).answers == [] and read_answers(form).unclear == []
    filled = form.replace("# NHAN", "NHAN").replace("# PHAT 14/2026 __:__ __", "PHAT 14/2026 05:31 70")
    answers = read_answers(filled.replace("NGUOI: ", "NGUOI: Lò Thị Inh"))
    assert (answers.station, answers.person, answers.unclear) == ("dai-a", "Lò Thị Inh", [])
    assert [answer.verb for answer in answers.answers] == [Verb.RECEIVED, Verb.AIRED]
    assert answers.answers[1].seconds == 70


def test_a_days_script_that_was_recalled_has_no_words_anywhere() -> None:
    found = files(bundle(shelf(whole(status="canceled"))))
    assert all("nghìn" not in content.decode("utf-8", "ignore") for content in found.values())


def test_a_sound_lies_beside_its_script_and_says_what_it_is() -> None:
    path = "2026-11-23/0530-14-vi.giong-may-nghe-thu.mp3"
    found = files(bundle(shelf(whole(), sounds={path: b"ID3"})))
    assert found[path] == b"ID3"
    for name in ("index.html", "2026-11-23/index.html", "2026-11-23/0530-14-vi.html"):
        assert "giọng máy – nghe thử" in found[name].decode(), name


def test_without_pango_there_is_everything_but_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.publish.radio.outputs.pdf.lack", lambda: "thiếu Pango")
    found = files(bundle(shelf(whole(), forms=("txt", "pdf"))))
    assert not [name for name in found if name.endswith(".pdf")] and "2026-11-23/0530-14-vi.txt" in found
    assert ".pdf" not in found["index.html"].decode()


def test_pages_change_with_the_hour_and_files_only_with_their_words() -> None:
    first, later = (
        {piece.path: piece.mark for piece in pieces(shelf(sheet(), made_at=MADE + timedelta(hours=n)))} for n in (0, 1)
    )
    changed = {path for path in first if first[path] != later[path]}
    assert changed == {path for path in first if path.endswith(".html")}


def test_what_loses_its_words_is_put_in_place_first() -> None:
    order = pieces(shelf(whole(), whole(post=8, key="k/8", number=15, status="canceled")))
    assert {piece.path.partition("-15-")[1] for piece in order[:4]} == {"-15-"}
    assert [piece.turn for piece in order] == sorted(piece.turn for piece in order)
