"""The file that holds the configuration: which one it is, and what it says with the place of each word."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.library.problem import Problem, clean
from scheduler.library.source import decode
from scheduler.library.tree import Tree
from scheduler.library.yamltree import read_tree


def file_of(path: Path | None, env: Mapping[str, str]) -> tuple[Path, bool]:
    """The file that `path` or BHXH_CONFIG names, else `config.yaml` here; and whether it was named."""
    named = path or (Path(env["BHXH_CONFIG"]) if env.get("BHXH_CONFIG") else None)
    return named or Path("config.yaml"), named is not None


def tree_of(file: Path, problems: list[Problem], *, required: bool) -> Tree | None:
    """The file as a tree that holds a mapping, an empty one where the file is empty or need not be there."""
    nothing = Tree(str(file), {}, [0, 0, {}])
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        if not required:
            return nothing
        problems.append(Problem(str(file), 1, 1, "không có tệp cấu hình này; hãy sửa đường dẫn hoặc tạo tệp"))
        return None
    except OSError as error:
        problems.append(Problem(str(file), 1, 1, f"không đọc được ({error.strerror}); hãy kiểm tra quyền đọc"))
        return None
    text, found = decode(data, str(file))
    problems += found
    if text is None or not clean(found):
        return None
    tree, found = read_tree(text, str(file))
    problems += found
    if tree is not None and tree.data is not None and not isinstance(tree.data, dict):
        problems.append(tree.problem((), "tệp cấu hình phải là các dòng khóa: giá trị"))
        return None
    # A section whose lines are all commented out is the same as no section.
    return tree and Tree(tree.path, {k: v for k, v in (tree.data or {}).items() if v is not None}, tree.marks)
