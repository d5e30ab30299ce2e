"""JSON Schemas of all content files and of config.yaml, by which editors complete and check as one types."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scheduler.config import Config
from scheduler.core.calendar import CalendarFile
from scheduler.core.campaign import Campaign
from scheduler.core.channel import ChannelsFile
from scheduler.core.fact import FactsFile
from scheduler.core.message import Message
from scheduler.core.speech import LexiconFile
from scheduler.core.unit import UnitsFile
from scheduler.library.schema_words import DESCRIPTIONS

MODELS: dict[str, type[BaseModel]] = {
    "calendar": CalendarFile,
    "campaign": Campaign,
    "channels": ChannelsFile,
    "config": Config,
    "facts": FactsFile,
    "lexicon": LexiconFile,
    "message": Message,
    "units": UnitsFile,
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, with descriptions in Vietnamese."""
    found = MODELS[name].model_json_schema()
    for part in list(_objects(found)):
        _describe(part)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def write_schemas(folder: str | Path) -> list[Path]:
    """Write `<name>.schema.json` for every kind of file; the paths written."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = []
    for name in MODELS:
        path = Path(folder) / f"{name}.schema.json"
        path.write_text(json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _objects(child)


def _describe(part: dict[str, Any]) -> None:
    """Drop what pydantic makes of class names and docstrings; say in Vietnamese what each key is for."""
    properties = part.get("properties")
    if not isinstance(properties, dict):
        return
    part.pop("title", None)
    part.pop("description", None)
    for key, value in properties.items():
        value.pop("title", None)
        if not _plain(value.get("default")):
            value.pop("default")
        if key in DESCRIPTIONS:
            value.setdefault("description", DESCRIPTIONS[key])


def _plain(default: Any) -> bool:
    """Whether a default reads in JSON as it does in YAML; a length of time does not."""
    return not (isinstance(default, str) and default.startswith("PT"))
