"""A mirror in a folder: one that a web server shows, or that something else carries on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.publish.files import OutsideFolderError, inside, make_folder
from scheduler.publish.radio.mirror.host import PART, HostDown


class FolderHost:
    """Files below a folder; no path leads out of it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, path: str, content: bytes) -> None:
        """Write beside its place, then rename over it."""
        file = self._file(path)
        with _told(self._root):
            make_folder(file.parent, durable=False)
            part = _part(file)
            part.write_bytes(content)
            part.replace(file)

    def remove(self, path: str) -> None:
        """Remove the file, what was on its way to it, and the folders that are empty then."""
        file = self._file(path)
        with _told(self._root):
            file.unlink(missing_ok=True)
            _part(file).unlink(missing_ok=True)
            for folder in file.parents:
                if folder == self._root.resolve() or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()

    def files(self, folder: str) -> list[str]:
        """What lies there, files on their way too."""
        with _told(self._root):
            found = self._file(folder).rglob("*")
            return sorted(str(path.relative_to(self._root.resolve())) for path in found if path.is_file())

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._file(path).is_file()

    def _file(self, path: str) -> Path:
        try:
            return inside(self._root, *path.split("/"))
        except OutsideFolderError as name:
            raise HostDown(f'đường dẫn "{name}" dẫn ra ngoài thư mục của trang gương') from None


def _part(file: Path) -> Path:
    return file.with_name(file.name + PART)


@contextmanager
def open_folder(root: Path) -> Iterator[FolderHost]:
    """The folder for one upload."""
    yield FolderHost(root)


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise HostDown(f"không ghi được vào {root} ({error.strerror}): kiểm tra ổ đĩa và quyền ghi") from None
