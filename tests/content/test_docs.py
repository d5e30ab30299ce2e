"""The pages for the staff explain every key and name that there is, and their examples are true."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from scheduler.core.calendar import CalendarFile, DayNote, Mourning
from scheduler.core.campaign import Cadence, Campaign, Cron, Every, Quiet, Share, Skip, Trigger
from scheduler.core.channel import ChannelsFile, Ownership, Page, Station, StationSlot
from scheduler.core.content import Content
from scheduler.core.fact import DerivedFact, Fact, FactPeriod, FactsFile, Kind, Status
from scheduler.core.message import Body, Message, Photo, Priority, Tone
from scheduler.core.render import NAMES
from scheduler.core.template_rules import FILTERS
from scheduler.core.unit import Level, Unit, UnitPeriod, UnitsFile

PAGES: dict[str, tuple[type[BaseModel], ...]] = {
    "messages.md": (Message, Body, Photo),
    "facts.md": (FactsFile, Fact, FactPeriod, DerivedFact),
    "campaigns.md": (
        Campaign, Share, Cadence, Trigger, Cron, Every, Quiet, Skip, UnitsFile, Unit, UnitPeriod,
        Page, Station, StationSlot, Ownership, CalendarFile, DayNote, Mourning,
    ),
}  # fmt: skip
WORDS = {
    "messages.md": (*get_args(Tone), *get_args(get_args(Priority)[0]), *FILTERS, "say"),
    "facts.md": (*get_args(Kind), *get_args(Status)),
    "campaigns.md": get_args(Level),
}
FILES: dict[str, type[BaseModel]] = {
    "message": Message,
    "facts": FactsFile,
    "campaign": Campaign,
    "units": UnitsFile,
    "channels": ChannelsFile,
    "calendar": CalendarFile,
}
EXAMPLE = re.compile(r"```yaml\n(# yaml-language-server: \$schema=\S*?(\w+)\.schema\.json\n.*?)```", re.DOTALL)


@pytest.fixture
def page(folder: Path) -> Callable[[str], str]:
    return lambda name: (folder.parent / "docs" / name).read_text(encoding="utf-8")


class _Letters(yaml.SafeLoader):
    """Leaves every scalar as it is written, as our own loader does."""


_Letters.yaml_implicit_resolvers = {}


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _examples(text: str) -> list[tuple[str, Any]]:
    return [(match[2], yaml.load(match[1], _Letters)) for match in EXAMPLE.finditer(text)]  # safe: a SafeLoader


@pytest.mark.parametrize("name", PAGES)
def test_every_key_is_explained(name: str, page: Callable[[str], str]) -> None:
    text = page(name)
    keys = {key for model in PAGES[name] for key in _keys(model)}
    assert [key for key in sorted(keys) if f"`{key}`" not in text and f"`{key}:" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_word_that_a_key_takes_is_explained(name: str, page: Callable[[str], str]) -> None:
    text = page(name)
    assert [word for word in WORDS[name] if f"`{word}`" not in text] == []


def test_every_name_that_a_template_may_use_is_explained(page: Callable[[str], str]) -> None:
    text = page("messages.md")
    names = [f"{{{{ {thing}.{part} }}}}" for thing, parts in NAMES.items() for part in parts]
    assert [name for name in names if name not in text] == []


def test_every_shared_part_is_listed(page: Callable[[str], str], content: Content) -> None:
    text = page("messages.md")
    assert [part for part in content.templates if f"`{part}`" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_examples_are_such_as_the_program_takes(name: str, page: Callable[[str], str]) -> None:
    examples = _examples(page(name))
    assert examples
    for schema, data in examples:
        FILES[schema].model_validate(data)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_a_summary_in_english(name: str, page: Callable[[str], str]) -> None:
    title, _, summary, *_ = page(name).splitlines()
    assert title.startswith("# ") and summary.startswith("> **In English.**")
