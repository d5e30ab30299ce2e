"""From the files of a folder to a book."""

from scheduler.core.phrase import phrase
from scheduler.library.book import Book, read_into
from scheduler.library.cache import Trees
from scheduler.library.folder import MAX_MEDIUM, File, Folder
from scheduler.library.problem import Problem
from scheduler.library.source import decode
from scheduler.library.tree import Tree
from scheduler.library.yamltree import read_tree


def read_book(folder: Folder, trees: Trees) -> Book:
    """Read every file. `trees` gives what was parsed before, and keeps what is parsed now."""
    book = Book(problems=list(folder.problems))
    for file in folder.files:
        book.files[file.path] = file
        if file.role == "medium":
            _medium(book, file)
        elif file.role == "template":
            _template(book, file)
        else:
            read_into(book, file, _tree(book, file, trees))
    if not folder.of("units") and not any(problem.level == "error" for problem in folder.problems):
        book.unread.add("units")
        book.broken.add("units")
        what = phrase("thiếu tệp này; hãy tạo nó với khóa units: danh sách các đơn vị (id, level, periods)")
        book.problems.append(Problem(f"{folder.path}/units.yaml", 1, 1, what))
    return book


def _tree(book: Book, file: File, trees: Trees) -> Tree | None:
    kept = trees.get(file.sha256, file.path)
    if kept is not None:
        return kept
    text, problems = decode(file.data, file.path)
    if text is None or any(problem.level == "error" for problem in problems):
        book.problems += problems
        return None
    tree, more = read_tree(text, file.path)
    book.problems += problems + more
    if tree is not None and not problems and not more:
        trees.keep(file.sha256, tree)
    return tree


def _template(book: Book, file: File) -> None:
    text, problems = decode(file.data, file.path)
    book.problems += problems
    name = file.name.removeprefix("templates/")
    book.named["template"].add(name)
    if text is None:
        book.broken.add("template")
    else:
        book.templates[name] = text
        book.template_paths[name] = file.path


def _medium(book: Book, file: File) -> None:
    name = file.name.removeprefix("media/")
    book.named["medium"].add(name)
    if len(file.data) > MAX_MEDIUM:
        what = phrase("ảnh lớn hơn {max_medium} MB; hãy giảm kích thước ảnh", max_medium=MAX_MEDIUM // 1000000)
        book.problems.append(Problem(file.path, 1, 1, what))
    book.media[name] = file
