"""The files open in the programs that stations have, with every letter."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from scheduler.core.radio.sheet import Sheet
from scheduler.publish.radio.outputs import pdf, sheet_bytes
from tests.sheets import LETTERS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
POPPLER = shutil.which("pdftotext")


def letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_the_word_file_opens_in_libreoffice_with_every_letter(usable: Sheet, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(sheet_bytes(usable, "docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    call = [str(OFFICE), home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    seen = letters((tmp_path / "a.txt").read_text(encoding="utf-8-sig"))
    for line in (LETTERS, LETTERS.upper(), "87.750", *(line.spoken for part in usable.parts for line in part.lines)):
        assert letters(line) in seen


@pytest.mark.skipif(POPPLER is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.skipif(pdf.lack() is not None, reason=f"this machine makes no PDF: {pdf.lack()}")
def test_the_pdf_reads_the_same_in_another_program(usable: Sheet, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sheet_bytes(usable, "pdf"))
    done = subprocess.run([str(POPPLER), tmp_path / "a.pdf", "-"], check=True, capture_output=True, timeout=60)
    seen = letters(done.stdout.decode())
    assert letters(LETTERS) in seen and letters(LETTERS.upper()) in seen
