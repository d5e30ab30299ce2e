"""The words of the desk: every msgid that its code and templates ask for, held against the translations.

`python -m tests.web.words` adds new msgids to scheduler/web/locale/vi/LC_MESSAGES/django.po (empty, to be filled in)
and takes out those that nobody asks for any more. Run it also to settle a merge: keep both sides, then run it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "scheduler" / "web"
VI = WEB / "locale" / "vi" / "LC_MESSAGES" / "django.po"
NAMES = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

_STRING = r"""u?(?P<{0}>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    r"\b(?P<name>_|gettext|ngettext|pgettext)\(\s*"
    + _STRING.format("one")
    + r"(?:\s*,\s*"
    + _STRING.format("two")
    + ")?",
    re.DOTALL,
)

Entry = tuple[str, str, str]
"""Context, msgid, plural; "" where there is none."""


def asked() -> set[Entry]:
    """Every entry that the code or a template asks for."""
    found: set[Entry] = set()
    for file in sorted(WEB.rglob("*.py")):
        found.update(of_code(file.read_text(encoding="utf-8")))
    for file in sorted((WEB / "templates").rglob("*")):
        if file.is_file():
            found.update(of_template(file.read_text(encoding="utf-8"), str(file)))
    return found


def of_code(source: str) -> Iterator[Entry]:
    """The entries of a module. An argument that is no literal would be found by nobody, so it is refused."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            count = 2 if node.func.id[0] in "np" else 1
            texts = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)]
            if len(texts) != count:
                raise AssertionError(f"not a literal: {ast.unparse(node)}")
            yield entry(node.func.id, *map(str, texts))


def of_template(source: str, origin: str) -> Iterator[Entry]:
    """The entries of a template."""
    for match in _CALL.finditer(templatize(source, origin=origin)):
        texts = [ast.literal_eval(match[name]) for name in ("one", "two") if match[name]]
        yield entry(match["name"], *(text.replace("%%", "%") if match["name"] == "_" else text for text in texts))


def entry(name: str, first: str, second: str = "") -> Entry:
    if name.startswith("p"):
        return (first, second, "")
    return ("", first, second if name.startswith("n") else "")


def catalog() -> polib.POFile:
    return polib.pofile(str(VI), wrapwidth=110)


def key(row: polib.POEntry) -> Entry:
    return (row.msgctxt or "", row.msgid, row.msgid_plural or "")


def update() -> list[str]:
    """Bring the file up to date; the msgids that wait for their translation."""
    file, wanted = catalog(), asked()
    kept = {key(row): row for row in file if key(row) in wanted}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = file.metadata
    for context, msgid, plural in sorted(wanted, key=lambda each: (each[1].casefold(), each)):
        row = kept.get((context, msgid, plural)) or polib.POEntry(
            msgid=msgid, msgctxt=context or None, msgid_plural=plural, msgstr_plural={0: ""} if plural else {}
        )
        row.obsolete = False
        fresh.append(row)
    fresh.save(str(VI))
    return [row.msgid for row in fresh if not row.translated()]


if __name__ == "__main__":
    for msgid in update():
        print(msgid)  # noqa: T201  # the answer of this script
