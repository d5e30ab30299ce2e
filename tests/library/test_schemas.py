"""The schemas that editors use say the same as the check does, for every file that ships."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scheduler.core.text import Unquoted
from scheduler.library.schemas import MODELS, schema, write_schemas
from scheduler.library.yamltree import read_tree

ROOT = Path(__file__).parents[2]
KINDS = {"units.yaml": "units", "calendar.yaml": "calendar", "config.yaml": "config"}
FOLDERS = {
    "channels": "channels",
    "facts": "facts",
    "campaigns": "campaign",
    "messages": "message",
    "lexicon": "lexicon",
}
SHIPPED = sorted([ROOT / "config.yaml", *(ROOT / "content").rglob("*.yaml")])


def kind_of(file: Path) -> str:
    return KINDS.get(file.name) or FOLDERS[file.relative_to(ROOT / "content").parts[0]]


def as_editors_read_it(value: Any) -> Any:
    """The data as YAML 1.2 has it: whole numbers and truth values where they stand without quotes."""
    if isinstance(value, dict):
        return {key: as_editors_read_it(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_read_it(item) for item in value]
    if isinstance(value, Unquoted) and re.fullmatch(r"-?\d+", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value) if isinstance(value, Unquoted) else value


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_shipped_file_fits_its_schema(file: Path) -> None:
    tree, problems = read_tree(file.read_text(encoding="utf-8"), str(file))
    assert tree is not None
    assert problems == []
    found = Draft202012Validator(schema(kind_of(file))).iter_errors(as_editors_read_it(tree.data))
    assert [error.message for error in found] == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_shipped_file_names_its_schema_in_its_first_line(file: Path) -> None:
    target = ROOT / "content" / "schemas" / f"{kind_of(file)}.schema.json"
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={os.path.relpath(target, file.parent)}"


def test_the_shipped_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path / "new" / "schemas"):
        shipped = ROOT / "content" / "schemas" / path.name
        assert shipped.read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), "run: bhxh schema"


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_a_schema_and_describes_its_keys_in_vietnamese(name: str) -> None:
    made = schema(name)
    Draft202012Validator.check_schema(made)
    for part in (made, *made.get("$defs", {}).values()):
        for key, value in part.get("properties", {}).items():
            assert value.get("description") or "$ref" in json.dumps(value), f"{name}: {key}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("message", {"id": "A b"}),
        ("message", {"idd": "a"}),
        ("units", {"units": "x"}),
        ("campaign", {"cadence": {"facebook": {"triggers": []}}}),
        ("facts", {"facts": [{"key": "1a"}]}),
        ("config", {"mode": "lve"}),
        ("config", {"channels": {"fb": {"token": "EAAG"}}}),
    ],
)
def test_a_schema_refuses_what_the_check_refuses(name: str, data: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema(name)).iter_errors(data))
