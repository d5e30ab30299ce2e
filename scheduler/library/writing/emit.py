"""A message as the YAML text that a person would have written: the keys in the usual order, texts as blocks."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.core.message import Body, Message, Photo
from scheduler.library.yamltree import resolves

_HEAD = "# yaml-language-server: $schema=../../schemas/message.schema.json\n"
_PLAIN = re.compile(r"[^\W_](?:[^\n:#]|:(?=\S)|(?<=\S)#)*(?<![\s:])")
"""A scalar that needs no quotes: begins with a letter or digit, and holds neither `: ` nor ` #`."""
_MARKS = frozenset("[]{},\"'|>&*!%@`")
_BLOCK = re.compile(r"[^\s].*\n", re.DOTALL)
"""A text that a literal block can hold as it is: it does not begin with a blank, and ends with a line break."""


def message_yaml(message: Message) -> str:
    """The whole file."""
    return _HEAD + "".join(f"{line}\n" if line else "\n" for line in _mapping(message_data(message), ""))


def message_data(message: Message) -> dict[str, Any]:
    """The message as its file holds it: without what is left at its default."""
    return {
        "id": message.id,
        "topic": message.topic,
        "title": message.title,
        "audience": list(message.audience),
        "legal_basis": list(message.legal_basis),
        "valid_from": message.valid_from.isoformat(),
        **_given(message, "valid_to", "tone", "priority", "note"),
        "texts": {kind: {lang: _body(body) for lang, body in bodies.items()} for kind, bodies in message.texts.items()},
    }


def _body(body: Body) -> dict[str, Any]:
    photos = {"photos": [_photo(photo) for photo in body.photos]} if body.photos else {}
    rest = _given(body, "link", "notes", "music", "translates", "states", "translator", "seconds")
    return {**photos, **rest, "text": body.text}


def _photo(photo: Photo) -> dict[str, Any]:
    return {"file": photo.file, "alt": photo.alt}


def _given(model: Message | Body, *names: str) -> dict[str, Any]:
    """Those fields that are not at their default, as a file holds them."""
    fields = type(model).model_fields
    values = {name: getattr(model, name) for name in names}
    given = {
        name: value for name, value in values.items() if value != fields[name].get_default(call_default_factory=True)
    }
    return {name: value if isinstance(value, dict) else str(value) for name, value in given.items()}


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{indent}{scalar(key)}:", value, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        yield head
        yield from _mapping(value, inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield head
        for item in value:
            yield from _item(item, inner)
    elif "\n" in value and (block := block_lines(value, inner)) is not None:
        yield f"{head} |"
        yield from block
    else:
        yield f"{head} {scalar(value)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {scalar(item)}"
        return
    lines = list(_mapping(item, f"{indent}  "))
    yield f"{indent}- {lines[0].strip()}"
    yield from lines[1:]


def block_lines(text: str, indent: str) -> list[str] | None:
    """The lines of a literal block (`|`) that holds exactly this text; None where a block cannot."""
    if not _BLOCK.fullmatch(text) or text.endswith("\n\n"):
        return None
    return [f"{indent}{line}" if line else "" for line in text[:-1].split("\n")]


def scalar(text: str) -> str:
    """The text on one line: plain where YAML takes it for text, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and not _MARKS & set(text) and (not resolves(text) or _is_day(text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None
