"""Scripts as PDF, printed from the same page by WeasyPrint, with a font that has every Vietnamese letter in it."""

import logging
import os
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scheduler.core.phrase import phrase
from scheduler.core.radio.sheet import Sheet
from scheduler.errors import BhxhError
from scheduler.publish.radio.outputs.page import Around, sheet_page

_FONT = "bhxh-font"
_FOOT = (
    f"@page{{font:8pt '{_FONT}';@bottom-left{{content:string(sheet);width:85%}}"
    "@bottom-right{content:'trang ' counter(page) '/' counter(pages)}}h1{string-set:sheet attr(data-sheet)}"
)
"""Pages come loose beside a microphone: each says which script it is of."""


def sheet_bytes(sheet: Sheet) -> bytes:
    """One script. Raises BhxhError where this machine has no Pango, which draws the letters."""
    return page_bytes(sheet_page(sheet, Around()), sheet.sha256)


def page_bytes(html: str, sha256: str, style: str = "") -> bytes:
    """Any page of ours, which `sha256` names: the same page gives the same bytes. Raises BhxhError as above."""
    pdf: bytes = _printer().print(html, sha256, style)
    return pdf


def lack() -> str | None:
    """Why this machine cannot make PDFs, and what to do, or None where it can."""
    try:
        _printer()
    except BhxhError as error:
        return str(error)
    return None


class _Printer:
    """WeasyPrint with our font. Nothing is fetched: a page names no address but the font's own."""

    def __init__(self, weasyprint: Any) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        self._style = weasyprint.CSS(string=_faces(), font_config=self._fonts)

    def print(self, html: str, sha256: str, style: str) -> bytes:
        """The page as PDF; its identifier is the script's, so that the same page gives the same bytes."""
        styles = [self._style, self._weasyprint.CSS(string=style, font_config=self._fonts)] if style else [self._style]
        document = self._weasyprint.HTML(string=html, url_fetcher=_nothing)
        printed: bytes = document.write_pdf(
            stylesheets=styles, font_config=self._fonts, pdf_identifier=bytes.fromhex(sha256[:32])
        )
        return printed


@lru_cache(maxsize=1)
def _printer() -> _Printer:
    # fontTools writes the time into the fonts it cuts down, unless this says which.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    try:
        import weasyprint
    except OSError as error:
        raise BhxhError(
            phrase(
                "máy này thiếu thư viện Pango nên chưa làm được bản PDF ({why})",
                why=error.args[0] if error.args else str(error),
            ),
            where="pdf",
            fix=phrase("trên Debian: apt install libpango-1.0-0 libpangoft2-1.0-0; hoặc in từ trang HTML"),
        ) from None
    # It warns of the rules of our style that are for screens.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return _Printer(weasyprint)


def _faces() -> str:
    folder = files("fontpkg_noto_sans") / "files"
    faces = (("normal", "NotoSans[wdth,wght].ttf"), ("italic", "NotoSans-Italic[wdth,wght].ttf"))
    rules = (
        f"@font-face{{font-family:'{_FONT}';font-style:{style};src:url('file://{folder / name}')}}"
        for style, name in faces
    )
    # With ccmp the font puts ọ together from o and a dot, and whoever copies from the PDF gets other letters.
    return "".join(rules) + f"body{{font-family:'{_FONT}',sans-serif;font-feature-settings:'ccmp' 0}}" + _FOOT


def _nothing(url: str) -> Any:
    raise ValueError(f"a page to print asks for nothing from elsewhere: {url}")
