"""Translations: `django.po` is the source, its `.mo` beside it is made when missing or older, as Python does `.pyc`.

So a fresh machine needs no gettext tools, and no binary file stands in the history.
"""

import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger("bhxh.web")

LOCALE = Path(__file__).resolve().parent / "locale"


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Compile what has to be; which files were."""
    return [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _stale(po) and _compile(po)]


def _stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> bool:
    import polib

    try:
        handle, aside = tempfile.mkstemp(dir=po.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(polib.pofile(str(po)).to_binary())
        Path(aside).chmod(0o644)
        Path(aside).replace(po.with_suffix(".mo"))
    except OSError as error:
        log.warning("the desk speaks English, for its words could not be compiled: %s", error)
        return False
    return True
