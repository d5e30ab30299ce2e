"""How names are read aloud: entries that contradict each other."""

from collections.abc import Iterator

from scheduler.core.phrase import phrase
from scheduler.core.speech.lexicon import clashes
from scheduler.library.book import Book
from scheduler.library.problem import Problem


def check_lexicon(book: Book) -> Iterator[Problem]:
    """Two readings of one writing in the same context."""
    items = {id(item.value): item for item in book.entries}
    for later, earlier in clashes(item.value for item in book.entries):
        first = items[id(earlier)]
        line = first.tree.place(first.loc)[0]
        what = phrase(
            '"{written}" đã có cách đọc "{spoken}" ở {path} dòng {line}; '
            "hãy bỏ một, hoặc thêm before, after, area để phân biệt",
            written=later.written,
            spoken=earlier.spoken,
            path=first.tree.path,
            line=line,
        )
        yield items[id(later)].problem(("spoken",), what)
