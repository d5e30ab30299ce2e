"""A strict YAML reader, built from the events of libyaml's parser.

Events and not `yaml.compose`: composing 30,000 opening brackets overruns the C stack and kills the process.
Only what staff write is taken: mappings with text keys, lists, text. No number, date or truth value is made
here: what YAML 1.1 would resolve is handed on as `Unquoted`, and the field decides.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from yaml._yaml import CParser

from scheduler.core.phrase import phrase
from scheduler.core.text import Unquoted
from scheduler.library.problem import Problem
from scheduler.library.tree import Tree
from scheduler.library.yamlwords import meaning

MAX_DEPTH = 50
MAX_REPEATED = 1000
"""Values that aliases may repeat in one file: enough for a shared list, too few to blow up."""

_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null"))
_RESOLVERS: dict[str, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS_SINCE_1_2 = frozenset({"on", "off", "yes", "no"})
"""Truth values in YAML 1.1, words in 1.2. As keys (`off:`) they can only be meant as words."""
_AT_OPENING = frozenset({"found unexpected end of stream", "could not find expected ':'"})


def read_tree(text: str, path: str) -> tuple[Tree | None, list[Problem]]:
    """The tree of a file and its problems. No tree where reading could not go on to the end."""
    builder = _Builder(path)
    try:
        builder.read(CParser(text))
    except _StopError:
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        mark = (error.context_mark if error.problem in _AT_OPENING else None) or error.problem_mark
        builder.note(mark, meaning(error.problem))
        return None, builder.problems
    except yaml.YAMLError:
        builder.problems.append(Problem(path, 1, 1, meaning(None)))
        return None, builder.problems
    return Tree(path, builder.data, builder.marks), builder.problems


@lru_cache(maxsize=4096)
def resolves(value: str) -> bool:
    """Whether YAML 1.1 would read the plain scalar as something other than text."""
    return any(pattern.match(value) for _, pattern in _RESOLVERS.get(value[:1], ()))


class _StopError(Exception):
    """Reading cannot go on; the problem is noted."""


class _Frame:
    """A mapping or list that is open. `key` is the mapping's key that waits for its value."""

    __slots__ = ("anchor", "before", "data", "key", "key_mark", "marks")

    def __init__(self, data: Any, marks: Any, anchor: str | None, before: int) -> None:
        self.data, self.marks, self.anchor, self.before = data, marks, anchor, before
        self.key: str | None = None
        self.key_mark: Any = None


class _Builder:
    """Turns events into data and marks, with a stack of its own instead of recursion."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.data: Any = None
        self.marks: Any = [0, 0, "", 0]
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, Any, int] | None] = {}
        self._count = self._repeated = self._documents = 0

    def read(self, parser: CParser) -> None:
        """Take every event. Raises _StopError, or a YAMLError of the parser."""
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceStartEvent: self._open_list,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is yaml.StreamEndEvent:
                return
            if kind in handlers:
                handlers[kind](event)

    def note(self, mark: Any, message: str) -> None:
        """Add a problem at a mark of the parser."""
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.problems.append(Problem(self.path, line + 1, column + 1, message))

    def _stop(self, event: Any, message: str) -> _StopError:
        self.note(event.start_mark, message)
        return _StopError()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._stop(event, phrase("tệp có nhiều văn bản YAML (dòng ---); hãy tách mỗi phần ra một tệp"))

    def _scalar(self, event: Any) -> None:
        value: Any = event.value
        start = event.start_mark
        tag = event.tag
        if tag is not None and tag != "!" and tag not in _SCALAR_TAGS:
            raise self._stop(event, phrase('không dùng nhãn kiểu "{tag}"; hãy đặt giá trị trong dấu nháy', tag=tag))
        if event.implicit[0] if tag is None else tag not in ("!", _CORE + "str"):
            if value in _NULL:
                value = None
            elif value[0] in _RESOLVERS and resolves(value):
                value = Unquoted(value)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key_mark is None and type(frame.data) is dict:
            self._key(frame, event, value)
            return
        self._add(value, [start.line, start.column, event.style or "", event.end_mark.line], 1)
        if event.anchor:
            self._anchors[event.anchor] = (value, [start.line, start.column, event.style or "", event.end_mark.line], 1)

    def _key(self, frame: _Frame, event: Any, value: Any) -> None:
        mark = event.start_mark
        frame.key_mark = mark
        if type(value) is Unquoted and value.lower() in _WORDS_SINCE_1_2:
            value = str(value)
        if type(value) is not str:
            shown = event.value or phrase("(trống)")
            what = (
                phrase("không dùng khóa gộp <<")
                if shown == "<<"
                else phrase('khóa "{shown}" không phải là chữ', shown=shown)
            )
            self.note(mark, phrase('{what}; hãy đặt trong dấu nháy: "{value}"', what=what, value=event.value))
        elif value in frame.data:
            line = frame.marks[2][value][0] + 1
            self.note(
                mark, phrase('khóa "{value}" viết hai lần (lần đầu ở dòng {line}); hãy bỏ một', value=value, line=line)
            )
        else:
            frame.key = value

    def _add(self, value: Any, marks: Any, nodes: int) -> None:
        self._count += nodes
        if not self._stack:
            self.data, self.marks = value, marks
            return
        frame = self._stack[-1]
        if type(frame.data) is list:
            frame.data.append(value)
            frame.marks[2].append(marks)
            return
        if frame.key is not None:
            frame.data[frame.key] = value
            frame.marks[2][frame.key] = [frame.key_mark.line, frame.key_mark.column, marks]
        frame.key = frame.key_mark = None

    def _open_mapping(self, event: Any) -> None:
        self._open(event, {}, {})

    def _open_list(self, event: Any) -> None:
        self._open(event, [], [])

    def _open(self, event: Any, data: Any, marks: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._stop(
                event,
                phrase("lồng nhau quá {max_depth} cấp; hãy kiểm tra dấu ngoặc và thụt đầu dòng", max_depth=MAX_DEPTH),
            )
        if event.tag is not None and event.tag not in (_CORE + "map", _CORE + "seq", "!"):
            raise self._stop(event, phrase('không dùng nhãn kiểu "{tag}"; hãy bỏ nhãn này', tag=event.tag))
        frame = self._stack[-1] if self._stack else None
        if frame is not None and type(frame.data) is dict and frame.key_mark is None:
            raise self._stop(
                event, phrase("khóa phải là chữ, không thể là danh sách hay nhóm; câu có { hoặc [ cần dấu nháy")
            )
        if event.anchor:
            self._anchors[event.anchor] = None
        start = event.start_mark
        self._stack.append(_Frame(data, [start.line, start.column, marks], event.anchor, self._count))

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        self._add(frame.data, frame.marks, 1)
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.data, frame.marks, self._count - frame.before)

    def _alias(self, event: Any) -> None:
        known = self._anchors.get(event.anchor)
        if known is None:
            why = phrase("chứa chính nó") if event.anchor in self._anchors else phrase("chưa được đặt bằng &")
            raise self._stop(
                event, phrase("*{anchor} {why}; nếu là câu chữ hãy đặt trong dấu nháy", anchor=event.anchor, why=why)
            )
        value, marks, nodes = known
        self._repeated += nodes
        if self._repeated > MAX_REPEATED:
            raise self._stop(
                event,
                phrase("các dấu * lặp lại quá {max_repeated} giá trị; hãy viết thẳng ra", max_repeated=MAX_REPEATED),
            )
        frame = self._stack[-1] if self._stack else None
        if frame is not None and type(frame.data) is dict and frame.key_mark is None:
            raise self._stop(event, phrase("khóa phải viết ra, không dùng dấu *"))
        self._add(value, marks, nodes)
