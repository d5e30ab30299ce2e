"""Trees as values of the models, and pydantic's complaints as sentences of ours at the right line."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scheduler.core.fields import MisplacedError, describe
from scheduler.core.phrase import phrase
from scheduler.library.problem import Problem, perhaps
from scheduler.library.salvage import without
from scheduler.library.tree import Loc, Tree

Model = TypeVar("Model", bound=BaseModel)

_QUOTED = re.compile(r"'([^']*)'")
_GROUP = phrase("cần một nhóm khóa: giá trị, mỗi khóa một dòng thụt vào")
_LIST = phrase("cần một danh sách, mỗi mục một dòng bắt đầu bằng dấu -")
_SHAPES = {
    "model_type": _GROUP, "model_attributes_type": _GROUP, "dict_type": _GROUP,
    "tuple_type": _LIST, "list_type": _LIST, "string_type": phrase("cần một đoạn chữ"),
}  # fmt: skip
_BOUNDS = {
    "greater_than": ("gt", phrase("phải lớn hơn")), "greater_than_equal": ("ge", phrase("phải từ")),
    "less_than": ("lt", phrase("phải nhỏ hơn")), "less_than_equal": ("le", phrase("không được quá")),
}  # fmt: skip


def parse(tree: Tree, model: type[Model], problems: list[Problem], context: Any = None) -> Model | None:
    """The tree as a value of the model, or None with every problem of it added to `problems`.

    `context` is handed to the validators of the model.
    """
    if tree.data is None:
        keys = ", ".join(_keys(model, required=True)) or ", ".join(_keys(model))
        problems.append(Problem(tree.path, 1, 1, phrase("tệp trống; cần các khóa: {keys}", keys=keys)))
        return None
    try:
        return model.model_validate(tree.data, context=context)
    except ValidationError as error:
        problems.extend(_translated(tree, model, error))
        return None


def parse_what_is_left(tree: Tree, model: type[Model], problems: list[Problem]) -> tuple[Model, Tree] | None:
    """As `parse`, with the tree that the value was made from; of a tree with faults, what is left without them.

    None where that is no value by itself.
    """
    value = parse(tree, model, problems)
    if value is not None or tree.data is None:
        return None if value is None else (value, tree)
    left = without(tree, _faults(tree, model))
    value = None if left is None else parse(left, model, [])
    return None if left is None or value is None else (value, left)


def _faults(tree: Tree, model: type[BaseModel]) -> list[Loc]:
    try:
        model.model_validate(tree.data)
    except ValidationError as error:
        found = [detail for detail in error.errors(include_url=False) if not _of_the_rest(detail)]
        return [loc for detail in found for loc in _places(detail)]
    return []


def _places(detail: Any) -> list[Loc]:
    reason = detail.get("ctx", {}).get("error")
    if isinstance(reason, MisplacedError):
        return [(*detail["loc"], *sub) for sub, _ in reason.places]
    return [detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]]


def _of_the_rest(detail: Any) -> bool:
    # pydantic counts the good members only; the bad ones have their own sentences
    return bool(detail["type"] == "too_short" and detail["input"])


def _translated(tree: Tree, model: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    seen: set[tuple[int, int, str]] = set()
    for detail in error.errors(include_url=False):
        if _of_the_rest(detail):
            continue
        for problem in _problems(tree, model, detail):
            # A union complains once per member about the same value: one sentence is enough.
            key = (problem.line, problem.col, problem.message if detail["type"] == "missing" else "")
            if key not in seen:
                seen.add(key)
                yield problem


def _problems(tree: Tree, model: type[BaseModel], detail: Any) -> Iterator[Problem]:
    loc, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    reason = context.get("error")
    if isinstance(reason, MisplacedError):
        for sub, message in reason.places:
            yield tree.problem((*loc, *sub), message)
    elif kind == "missing":
        yield tree.problem(loc[:-1], phrase('thiếu khóa "{loc}"; hãy thêm dòng {loc}: …', loc=loc[-1]))
    elif kind == "extra_forbidden":
        hint = perhaps(str(loc[-1]), _keys(_model_at(model, loc[:-1])))
        yield tree.problem(loc, phrase('không có khóa "{loc}" ở đây{hint}', loc=loc[-1], hint=hint), key=True)
    elif loc and loc[-1] == "[key]":
        yield tree.problem(loc[:-1], sentence(detail), key=True)
    else:
        yield tree.problem(loc, sentence(detail))


def sentence(detail: Any) -> str:
    """What is wrong with the value of one pydantic error, and what to write instead."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if "error" in context:
        return str(context["error"])
    if kind in _SHAPES:
        return phrase("{shape}; ở đây lại là {value}", shape=_SHAPES[kind], value=describe(value))
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return phrase("{value} {words} {bound}", value=describe(value), words=words, bound=context[name])
    if kind in ("literal_error", "enum"):
        return phrase(
            "{value} không dùng được ở đây{hint}",
            value=describe(value),
            hint=perhaps(str(value), _QUOTED.findall(context["expected"])),
        )
    if kind in ("too_short", "string_too_short"):
        return phrase("cần ít nhất {bound} mục, ở đây lại để trống", bound=context.get("min_length", 1))
    if kind in ("too_long", "string_too_long"):
        return phrase("nhiều nhất {bound}; hãy bớt lại", bound=context.get("max_length"))
    return phrase("{value} không dùng được ở đây; hãy xem lược đồ trong content/schemas", value=describe(value))


def _keys(model: Any, *, required: bool = False) -> list[str]:
    fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    return [field.alias or name for name, field in fields.items() if field.is_required() or not required]


def _model_at(model: Any, loc: Loc) -> Any:
    """The model that reads the mapping at `loc`, or None where pydantic's path leaves the models."""
    for step in loc:
        model = _inner(model, step)
    return _bare(model)


def _inner(annotation: Any, step: str | int) -> Any:
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((f.annotation for name, f in fields if step in (name, f.alias)), None)
    inside = get_args(annotation)
    if get_origin(annotation) is dict:
        return inside[1]
    return inside[0] if inside else None


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    options = [option for option in get_args(annotation) if option is not type(None)]
    if type(None) in get_args(annotation) and len(options) == 1:
        return _bare(options[0])
    return annotation
