"""Every form says the same: all of a script that may be read, and nothing of one that may not."""

import io
import json
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from scheduler.core.post import Payload
from scheduler.core.radio import wording
from scheduler.core.radio.day import Day
from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs import DAY_FORMS, SHEET_FORMS, day_bytes, page, pdf, sheet_bytes
from tests.sheets import LETTERS, WHOLE, day, whole

LACK = pdf.lack()
needs_pango = pytest.mark.skipif(LACK is not None, reason=f"this machine makes no PDF: {LACK}")
FORMS = [pytest.param(form, marks=needs_pango) if form == "pdf" else form for form in SHEET_FORMS]
FOR_PEOPLE = [form for form in FORMS if form != "json"]

ATOM = "{http://www.w3.org/2005/Atom}"


def words(data: bytes, form: str) -> str:
    """What a person sees of a form."""
    if form == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())
    if form == "ics":
        return " ".join(str(event.get("summary")) + str(event.get("description")) for event in events(data))
    return data.decode("utf-8-sig")


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def events(data: bytes) -> list[Calendar]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize("form", FORMS)
def test_a_script_has_every_letter_of_its_words_in_every_form(form: str, usable: Sheet) -> None:
    seen = squeezed(words(sheet_bytes(usable, form), form).replace("\\n", ""))
    for line in (line for part in usable.parts for line in part.lines):
        assert squeezed(line.spoken) in seen
    assert squeezed(LETTERS) in seen and squeezed(LETTERS.upper()) in seen


@pytest.mark.parametrize("form", FOR_PEOPLE)
def test_a_sheet_says_everything_that_is_known_in_every_form(form: str, usable: Sheet) -> None:
    seen = words(sheet_bytes(usable, form), form).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    told = [*wording.facts(usable), *wording.people(usable), *wording.unread(usable)]
    for value in (usable.title, "87.750", *(value for _, value in told)):
        assert squeezed(value) in squeezed(seen), value


@pytest.mark.parametrize("form", FORMS)
def test_a_recalled_script_has_no_words_in_any_form(form: str, recalled: Sheet) -> None:
    seen = words(sheet_bytes(recalled, form), form)
    assert "nghìn" not in seen and "87.750" not in seen and "Nhạc hiệu" not in seen
    if form == "json":
        assert json.loads(seen)["status"] == "canceled" and json.loads(seen)["reason"] == "Sai số điện thoại"
    else:
        assert squeezed(wording.RECALLED) in squeezed(seen) and squeezed("Sai số điện thoại") in squeezed(seen)


@pytest.mark.parametrize("form", FOR_PEOPLE)
def test_a_revision_says_on_top_what_it_replaces_and_shows_the_change(form: str, revised: Sheet) -> None:
    seen = squeezed(words(sheet_bytes(revised, form), form))
    assert squeezed("BẢN THAY THẾ LẦN 1 – HỦY BẢN TRƯỚC") in seen
    assert "chín" in seen and "lần ban hành 2".replace(" ", "") in seen


@pytest.mark.parametrize("form", DAY_FORMS)
def test_a_day_shows_the_current_scripts_in_every_form(form: str, today: Day) -> None:
    seen = words(day_bytes(today, form), DAY_FORMS[form].ending)
    assert "14" in seen and "15" in seen
    if form == "manifest.json":
        return
    assert wording.RECALLED in seen or '"canceled"' in seen
    assert "THAY THẾ LẦN 1" in seen or '"rev": 1' in seen


def test_a_list_tells_the_languages_and_the_readings_of_one_text_apart() -> None:
    mong = replace(WHOLE, lang="hmn", notes="", music="")
    about = day(whole(), whole(payload=mong, reading=2, readings=2, number=16, key="c/dai-a/hmn/2026-11-23T05:30/2"))
    title = f"{WHOLE.title} (tiếng Mông), lần 2/2"
    for form in ("txt", "ics", "atom"):
        assert title in unescape(words(day_bytes(about, f"day.{form}"), form))


def test_a_translation_is_shown_letter_for_letter_with_nothing_left_unread(usable: Sheet) -> None:
    said = "Tus thib ib them 1.366.200 đồng, 50% BHYT ntawm 5/5/2026. ẃ ŋ ɓ"
    mong = whole(payload=Payload("radio", "hmn", said, said, title="BHYT"))
    text = words(sheet_bytes(mong, "txt"), "txt")
    assert squeezed(said) in squeezed(text)
    assert "KHÔNG ĐỌC" not in text
    assert "tiếng Mông" in text


@pytest.mark.parametrize("form", DAY_FORMS)
def test_a_day_without_scripts_is_a_list_all_the_same(form: str) -> None:
    assert day_bytes(day(), form)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_script_always_gives_the_same_bytes(form: str, usable: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sheet_bytes(usable, form)
    script = (
        "import sys; from tests.sheets import whole; from scheduler.publish.radio.outputs import sheet_bytes;"
        f"sys.stdout.buffer.write(sheet_bytes(whole(), {form!r}))"
    )
    # Another process, a moment later: other hash seeds, other clocks.
    root = Path(__file__).resolve().parents[4]
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root).stdout
    assert again == first
    assert sheet_bytes(replace(usable, notes="Khác."), form) != first


def test_large_libraries_are_loaded_only_for_the_forms_that_need_them() -> None:
    script = (
        "import sys; from tests.sheets import whole, day; from scheduler.publish.radio import outputs;"
        "[outputs.sheet_bytes(whole(), form) for form in ('html', 'txt', 'json')];"
        "[outputs.day_bytes(day(whole()), form) for form in ('index.html', 'day.txt', 'day.atom', 'manifest.json')];"
        "large = ('weasyprint', 'docx', 'lxml', 'icalendar', 'paramiko', 'django');"
        "print([name for name in large if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root, text=True)
    assert done.stdout.strip() == "[]"


def test_a_page_asks_for_nothing_from_elsewhere_and_runs_no_script(today: Day, usable: Sheet) -> None:
    for html in (page.day_bytes(today).decode(), page.sheet_bytes(usable).decode()):
        for forbidden in ("<script", "http://", "https://", "src=", "@import", "url(", " on", "javascript:"):
            assert forbidden not in html.replace(" one", "").replace("on ", ""), forbidden
        assert "<style>" + page.style() + "</style>" in html


def test_what_people_wrote_is_shown_as_text_never_as_markup(usable: Sheet) -> None:
    html = page.sheet_bytes(replace(usable, notes="<b>đậm</b> & 'nháy'")).decode()
    assert "&lt;b&gt;đậm&lt;/b&gt; &amp; &#39;nháy&#39;" in html and "<mới>" not in html


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["vi", "hmn"]))
def test_whatever_somebody_typed_every_form_is_well_formed(text: str, note: str, lang: str) -> None:
    typed = Payload("radio", lang, text or "x", reading=text or "x", notes=note, title=note or "x")
    sheet = whole(payload=typed, reason=note)
    ElementTree.fromstring(day_bytes(day(sheet), "day.atom"))
    assert len(events(day_bytes(day(sheet), "day.ics"))) == 1
    assert json.loads(sheet_bytes(sheet, "json"))["title"] == sheet.title
    assert Document(io.BytesIO(sheet_bytes(sheet, "docx"))).tables
    assert sheet_bytes(sheet, "txt") and "<script" not in page.sheet_bytes(sheet).decode().replace("&lt;", "")


def test_the_text_file_opens_in_the_notepad_of_an_old_pc(usable: Sheet) -> None:
    data = sheet_bytes(usable, "txt")
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n") > 20


def test_the_feed_names_each_script_once_and_its_time_moves_with_a_recall(today: Day, recalled: Sheet) -> None:
    entries = ElementTree.fromstring(day_bytes(today, "day.atom")).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"urn:bhxh:radio:{s.key}" for s in today.current]
    assert entries[1].findtext(f"{ATOM}updated") == recalled.changed_at.isoformat()
    assert "nghìn" not in str(entries[1].findtext(f"{ATOM}content"))


def test_the_calendar_cancels_what_was_recalled_and_counts_up(usable: Sheet, today: Day) -> None:
    before, (revised, recalled) = events(day_bytes(day(usable), "day.ics"))[0], events(day_bytes(today, "day.ics"))
    assert str(recalled["status"]) == "CANCELLED" and str(revised["status"]) == "CONFIRMED"
    assert str(before["uid"]) == str(revised["uid"]) and int(before["sequence"]) < int(revised["sequence"])
    assert revised.decoded("dtstart").isoformat() == "2026-11-22T22:30:00+00:00"
    assert revised.decoded("duration").total_seconds() == revised_seconds(today)


def revised_seconds(today: Day) -> int:
    return today.current[0].seconds


def test_the_manifest_names_every_revision_with_its_hash_and_status(today: Day) -> None:
    scripts = json.loads(day_bytes(today, "manifest.json"))["scripts"]
    assert [(s["number"], s["rev"], s["status"]) for s in scripts] == [
        (14, 0, "canceled"), (14, 1, "usable"), (15, 0, "canceled")
    ]  # fmt: skip
    assert scripts[1]["sha256"] == WHOLE.sha256 and scripts[1]["supersedes"] == 0
    assert scripts[0]["files"] == {} and scripts[1]["files"]["pdf"] == "0530-14-vi.pdf"


def long() -> Sheet:
    more = "\n".join(["Một câu nữa để sang trang."] * 60)
    return whole(payload=replace(WHOLE, text=f"{WHOLE.text}\n{more}", reading=f"{WHOLE.reading}\n{more}"))


@needs_pango
def test_every_page_of_a_pdf_says_which_script_it_is_of_and_how_many_there_are() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(sheet_bytes(long(), "pdf"))).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert "Số 14/2026, lần ban hành 1" in text, number
        assert f"trang {number}/{len(pages)}" in text


def test_every_page_of_a_word_file_says_which_script_it_is_of() -> None:
    section = Document(io.BytesIO(sheet_bytes(long(), "docx"))).sections[0]
    assert "Số 14/2026, lần ban hành 1" in section.footer.paragraphs[0].text
    assert 'w:instr="PAGE"' in section.footer._element.xml


def test_the_word_file_is_a4_with_the_words_large(usable: Sheet) -> None:
    document = Document(io.BytesIO(sheet_bytes(usable, "docx")))
    assert round(document.sections[0].page_width.mm) == 210
    runs = [run for table in document.tables for cell in table._cells for p in cell.paragraphs for run in p.runs]
    sizes = {run.font.size.pt for run in runs if run.font.size and run.text == "Kính thưa bà con!"}
    assert sizes == {17.0}


def test_a_machine_without_pango_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r});" + (
        "from scheduler.publish.radio.outputs import pdf; print(pdf.lack())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert "Pango" in done.stdout and "apt install libpango-1.0-0" in done.stdout
