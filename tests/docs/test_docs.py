"""The documentation is held against the program: what it names exists, and what exists is named."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

import click
import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scheduler.cli.main import COMMANDS, bhxh
from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.notice import KINDS
from scheduler.core.plan import plan
from scheduler.core.render import NAMES, Renderer
from scheduler.core.slot import Slot
from scheduler.core.states import ARROWS, State
from scheduler.library import check
from scheduler.sandbox.faults import FAULTS
from tests.docs.reading import ROOT, calls, command_of, documented_help, help_of, pages, subcommands

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

WRITTEN_BY_THE_MACHINE = ("var/", ".venv/", "content/media/tai-len/")
"""Beginnings of paths that are there only after a run."""

_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"`(?P<text>[^`\n]+)`")
_PATH = re.compile(
    r"(?:content|docs|scheduler|tests)/[\w./*{}-]*|[\w-]+(?:/[\w-]+)*\.(?:py|md|toml|txt|j2)|config\.yaml|Makefile"
)
_FOREIGN = re.compile(r"(?:(?<=:///)|(?<![\w.<>*\])/-]))/(?P<first>[a-z][\w.-]*)/[\w.-]|\b[A-Z]:\\\w")
_ALLOWED_ROOTS = {"etc"}
"""A path from the root of a disk may only be one that every reader's machine has."""


def every_command() -> list[str]:
    return [*COMMANDS, *(inner for name in COMMANDS for inner in subcommands(name))]


def relative(page: Path) -> str:
    return str(page.relative_to(ROOT))


def code_words(page: Path) -> Iterator[str]:
    for match in _CODE.finditer(page.read_text(encoding="utf-8")):
        yield match["text"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command_ends_well_and_shows_an_example(name: str) -> None:
    text = help_of(name)
    assert "Ví dụ · example:" in text
    assert f"bhxh {name}" in text.split("Ví dụ · example:")[1]


def test_the_page_of_commands_has_each_command_and_no_other() -> None:
    assert set(documented_help()) == set(every_command())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_text_in_the_page_of_commands_is_that_of_the_program(name: str) -> None:
    documented = documented_help()
    for each in [name, *subcommands(name)]:
        assert documented[each] == help_of(each), "write it anew: python -m tests.docs.reading"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_explained(name: str) -> None:
    for each in [name, *subcommands(name)]:
        command = command_of(each)
        for option in (p for p in command.params if isinstance(p, click.Option) and not p.hidden):
            assert option.help, f"{each} {option.opts[0]}"
            assert option.opts[0] in documented_help()[each]


EXAMPLES = sorted({call for page in pages() for call in calls(page)})


def parsed(call: str) -> dict[str, Any]:
    """The parameters of a call, as the command would get them; raises where it would refuse them."""
    words = shlex.split(call)[1:]
    command, context = command_of(words[0]), click.Context(bhxh)
    info, rest = words[0], words[1:]
    while isinstance(command, click.Group):
        command, info, rest = command.commands[rest[0]], rest[0], rest[1:]
    return command.make_context(info, rest, parent=context).params


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 30


@pytest.mark.parametrize("call", EXAMPLES)
def test_each_example_is_a_call_that_the_program_takes(call: str) -> None:
    assert parsed(call) is not None


@pytest.mark.parametrize("call", EXAMPLES)
def test_each_example_names_what_the_content_has(call: str) -> None:
    content, given = shipped_content(), parsed(call)
    names = [name for name in given.get("names", ()) or () if name]
    keys = [name.split("/") for name in names if "/" in name]
    scripts = [name for name in (*(given.get("scripts") or ()), given.get("called")) if name]
    campaigns = [given.get("campaign"), *(n for n in names if "/" not in n), *(key[0] for key in keys)]
    wanted: dict[str, tuple[Any, set[str]]] = {
        "campaign": (campaigns, set(content.campaigns)),
        "message": ([given.get("message")], set(content.messages)),
        "unit": ([given.get("unit")], {unit.id for unit in content.units}),
        "channel": ([given.get("channel"), *(key[1] for key in keys)], set(content.channels)),
        "station": ([given.get("station"), *(script.split("/")[0] for script in scripts)], set(content.channels)),
    }
    for role, (found, known) in wanted.items():
        assert {name for name in found if name} <= known, role


def test_each_example_of_a_key_is_in_the_calendar() -> None:
    content = shipped_content()
    keys = {word for call in EXAMPLES for word in shlex.split(call) if word.count("/") == 4}
    assert keys
    campaigns = [content.campaigns[name] for name in {key.split("/")[0] for key in keys}]
    items = chain.from_iterable(plan(content, each, zone=ZONE, renderer=Renderer(content)) for each in campaigns)
    assert keys - {item.key for item in items if isinstance(item, Slot)} == set()


@cache
def shipped_content() -> Content:
    content = check(ROOT / "content").content
    assert content is not None
    return content


def settings(model: type[BaseModel] = Config, above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting by its dotted name; `<id>` stands for a key that the office chooses."""
    for name, field in model.model_fields.items():
        dotted = f"{above}{field.alias or name}"
        if get_origin(field.annotation) is dict:
            yield from settings(get_args(field.annotation)[1], f"{dotted}.<id>.")
        elif section := section_of(field.annotation):
            yield from settings(section, f"{dotted}.")
        else:
            yield dotted, field


def section_of(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, or may hold; None for a plain value."""
    for inner in (annotation, *get_args(annotation)):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def documented_settings() -> dict[str, list[str]]:
    """The rows of docs/configuration.md whose first cell is a setting: its other cells."""
    rows: dict[str, list[str]] = {}
    for line in (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 4:
            rows[cells[0].strip(" `")] = [cell.strip() for cell in cells[1:]]
    return rows


COMPUTED = {"database", "facebook.graph_url", "sandbox.data"}
"""Settings whose default depends on others; the page shows it for a rehearsal, or for live where that is clearer."""


@pytest.mark.parametrize(("name", "field"), list(settings()), ids=lambda value: value if isinstance(value, str) else "")
def test_each_setting_is_documented_with_its_default(name: str, field: FieldInfo) -> None:
    default, vietnamese, english = documented_settings()[name]
    assert vietnamese and english
    if name in COMPUTED:
        assert default.startswith("`")
    elif field.is_required() or field.default in (None, ()):
        assert default == "–"
    else:
        several = isinstance(field.default, tuple)
        text = ", ".join(map(str, field.default)) if several else str(field.default)
        assert default == f"`{text.lower() if isinstance(field.default, bool) else text}`"


def test_the_defaults_that_are_computed_are_those_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("{}", encoding="utf-8")
    config, rows = Config.load(tmp_path / "config.yaml", env={}), documented_settings()
    assert rows["database"][0] == f"`{config.database.replace(f'{tmp_path}/', '')}`"
    live = Config.load(tmp_path / "config.yaml", env={"BHXH_MODE": "live"})
    assert rows["facebook.graph_url"][0] == f"`{live.facebook.graph_url}`"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert set(documented_settings()) == {name for name, _ in settings()}


def test_each_kind_of_notice_is_documented_with_its_words() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    table = page.partition("| loại tin · kind |")[2].partition("\n\n")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines()[2:]]
    assert [(row[0].strip(" `"), row[1]) for row in rows] == [(name, kind.word) for name, kind in KINDS.items()]


def test_each_variable_of_the_environment_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "scheduler").rglob("*.py"))
    found = {name for source in sources for name in re.findall(r"\"(BHXH_[A-Z_]+)\"", source)}
    assert found
    assert {name for name in found if f"`{name}`" not in page} == set()


def test_each_fault_of_the_sandbox_is_documented_with_its_label() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name, fault in FAULTS.items() if f"| `{name}` | {fault.label} |" not in page] == []


@pytest.mark.parametrize("name", [f"{group}.{name}" for group, names in NAMES.items() for name in sorted(names)])
def test_each_name_that_a_template_may_use_is_documented(name: str) -> None:
    assert f"{{{{ {name} }}}}" in (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")


def test_the_table_of_states_in_the_tour_is_that_of_the_program() -> None:
    rows = re.findall(r"^\| (\w+) \| ([a-z, –]+) \|$", (ROOT / "docs" / "tour.md").read_text(encoding="utf-8"), re.M)
    states = {old: set(new.split(", ")) - {"–"} for old, new in rows if old in set(State)}
    assert states == {str(old): {str(state) for state in new} for old, new in ARROWS.items()}


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_each_link_between_pages_leads_somewhere(page: Path) -> None:
    targets = [match["target"].split("#")[0] for match in _LINK.finditer(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and not target.startswith(("http://", "https://", "mailto:"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_each_path_that_a_page_names_exists(page: Path) -> None:
    named = {word for word in code_words(page) if _PATH.fullmatch(word) and not word.startswith(WRITTEN_BY_THE_MACHINE)}
    assert [path for path in sorted(named) if not exists(path, page)] == []


def exists(path: str, page: Path) -> bool:
    """Whether there is such a path in the project; a bare file name may stand for one in the program or in content."""
    if "/" in path:
        return any(
            any(folder.glob(path.rstrip("/"))) for folder in (ROOT, ROOT / "scheduler", ROOT / "docs", page.parent)
        )
    folders = (ROOT / "scheduler", ROOT / "content", ROOT / "docs")
    return (ROOT / path).exists() or any(any(folder.rglob(path)) for folder in folders)


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_no_page_names_a_path_of_one_machine(page: Path) -> None:
    foreign = [m[0] for m in _FOREIGN.finditer(page.read_text(encoding="utf-8")) if m["first"] not in _ALLOWED_ROOTS]
    assert foreign == []


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_each_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^\$ |^)make ([a-z]+)", text, re.M))
    assert named <= targets


def test_the_two_readmes_show_the_same_commands() -> None:
    english, vietnamese = (list(calls(ROOT / name)) for name in ("README.md", "README.vi.md"))
    assert english == vietnamese
    assert len({call.split()[1] for call in english}) >= 8


def test_decisions_are_short() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        if page.name != "rotation.md":  # a record of measurements besides
            assert len(page.read_text(encoding="utf-8").splitlines()) <= 50, page.name
