"""The words of the desk: every msgid that its code and templates ask for, held against the translations.

Pages speak English in the source and are translated in vi/LC_MESSAGES/django.po; what the rules say is Vietnamese in
the source (`core.phrase`) and is translated in en/. `python -m tests.web.words` adds new msgids to both (empty, to be
filled in) and takes out those that nobody asks for any more. Run it also to settle a merge: keep both sides, then run.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "scheduler" / "web"
VI, EN = (WEB / "locale" / language / "LC_MESSAGES" / "django.po" for language in ("vi", "en"))
RULES = [ROOT / "scheduler" / part for part in ("core", "library", "store", "publish")]
PHRASE = "phrase"
ERRORS = ("Error", "Fault", "Refusal", "CannotRender", "CannotPatch", "NoFigure", "NotAPhoto", "BadEntry", "Unclean")
OF_PROGRAMMERS = ("TypeError", "OSError")
"""Errors that people see, and those that only programmers do."""
_VIETNAMESE = re.compile("[À-ÖØ-öø-ỹĐđ]")
NAMES = frozenset(
    {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
)

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


def phrases() -> set[Entry]:
    """Every sentence of the rules, in Vietnamese."""
    files = [file for folder in RULES for file in sorted(folder.rglob("*.py"))]
    return {found for file in files for found in of_code(file.read_text(encoding="utf-8"), frozenset({PHRASE}))}


def loose(source: str) -> Iterator[str]:
    """What a module says in Vietnamese outside `phrase`, errors raised with a text put together otherwise, and texts
    that quote an error otherwise than by `phrase` or `listed`.

    Of an f-string what stands between its figures, with {} for each. Docstrings are for programmers.
    """
    tree, spared = ast.parse(source), set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(node.value)
        elif isinstance(node, ast.Call) and _called(node) == PHRASE:
            spared.add(node.args[0])
        elif isinstance(node, ast.Call) and _called(node).endswith(ERRORS) and _called(node) not in OF_PROGRAMMERS:
            yield from (_text(each) for each in _said(node) if isinstance(each, ast.JoinedStr | ast.Constant))
    for node in ast.walk(tree):
        if node not in spared and (_VIETNAMESE.search(_text(node)) or _forgets(node)):
            spared.update(ast.walk(node))
            yield _text(node)


def _forgets(node: ast.AST) -> bool:
    """An f-string that quotes what an error says: it knows no longer how that was made."""
    pieces = node.values if isinstance(node, ast.JoinedStr) else ()
    quoted = (each.value for each in pieces if isinstance(each, ast.FormattedValue))
    return any(re.fullmatch(r"error|fault|.*\.(?:what|fix|at_desk)", ast.unparse(each)) for each in quoted)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _said(node: ast.Call) -> list[ast.expr]:
    return [
        *node.args[:1],
        *(each.value for each in node.keywords if each.arg in ("fix", "at_desk") and _text(each.value)),
    ]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def of_code(source: str, names: frozenset[str] = NAMES) -> Iterator[Entry]:
    """The entries of a module. An argument that is no literal would be found by nobody, so it is refused."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            count = 2 if node.func.id[0] in "np" and node.func.id != PHRASE else 1
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
    if name.startswith("p") and name != PHRASE:
        return (first, second, "")
    return ("", first, second if name.startswith("n") else "")


def catalog(of: Path = VI) -> polib.POFile:
    return polib.pofile(str(of), wrapwidth=110)


def key(row: polib.POEntry) -> Entry:
    return (row.msgctxt or "", row.msgid, row.msgid_plural or "")


def update(of: Path, wanted: set[Entry]) -> list[str]:
    """Bring a file up to date; the msgids that wait for their translation."""
    file = catalog(of)
    kept = {key(row): row for row in file if key(row) in wanted}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = file.metadata
    for context, msgid, plural in sorted(wanted, key=lambda each: (each[1].casefold(), each)):
        row = kept.get((context, msgid, plural)) or polib.POEntry(
            msgid=msgid, msgctxt=context or None, msgid_plural=plural, msgstr_plural={0: ""} if plural else {}
        )
        row.obsolete = False
        fresh.append(row)
    fresh.save(str(of))
    return [row.msgid for row in fresh if not row.translated()]


if __name__ == "__main__":
    for msgid in update(VI, asked()) + update(EN, phrases()):
        print(msgid)  # noqa: T201  # the answer of this script
