"""A mirror on a web host that is reached by SFTP. The host's key is checked, every wait is bounded."""

import io
import logging
import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import paramiko

from scheduler.config_radio import Mirror
from scheduler.errors import BhxhError
from scheduler.publish.radio.mirror.host import PART, HostDown

_KEYS: tuple[type[paramiko.PKey], ...] = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class SftpHost:
    """Files below a folder on the host, over one connection."""

    def __init__(self, client: paramiko.SFTPClient, root: str) -> None:
        self._client, self._root = client, root
        self._made: set[str] = set()

    def put(self, path: str, content: bytes) -> None:
        """Write beside its place, then rename over it."""
        place = self._place(path)
        with _told():
            self._make(posixpath.dirname(place))
            with self._client.open(place + PART, "wb") as file:
                file.set_pipelined(True)
                file.write(content)
            self._rename(place + PART, place)

    def remove(self, path: str) -> None:
        """Remove the file, what was on its way to it, and the folders that are empty then."""
        place = self._place(path)
        with _told():
            for name in (place, place + PART):
                with suppress(FileNotFoundError):
                    self._client.remove(name)
            folder = posixpath.dirname(place)
            while folder != self._root and folder.startswith(self._root):
                try:
                    self._client.rmdir(folder)
                except OSError:
                    break  # not empty, or gone
                self._made.discard(folder)
                folder = posixpath.dirname(folder)

    def files(self, folder: str) -> list[str]:
        """What lies there, files on their way too."""
        with _told():
            return sorted(self._below(self._place(folder), folder))

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        with _told():
            try:
                self._client.stat(self._place(path))
            except FileNotFoundError:
                return False
            return True

    def _below(self, place: str, path: str) -> Iterator[str]:
        try:
            entries = self._client.listdir_attr(place)
        except FileNotFoundError:
            return
        for entry in entries:
            name = f"{path}/{entry.filename}"
            if stat.S_ISDIR(entry.st_mode or 0):
                yield from self._below(f"{place}/{entry.filename}", name)
            else:
                yield name

    def _place(self, path: str) -> str:
        if any(name in ("", ".", "..") for name in path.split("/")):
            raise HostDown(f'đường dẫn "{path}" dẫn ra ngoài thư mục của trang gương')
        return posixpath.join(self._root, path)

    def _make(self, folder: str) -> None:
        if folder in self._made or folder in ("", "/"):
            return
        try:
            self._client.stat(folder)
        except FileNotFoundError:
            self._make(posixpath.dirname(folder))
            with suppress(OSError):  # somebody else made it, or the next write says what is wrong
                self._client.mkdir(folder)
        self._made.add(folder)

    def _rename(self, part: str, place: str) -> None:
        try:
            self._client.posix_rename(part, place)
        except OSError:
            # A host without OpenSSH's rename refuses to rename over a file: for a moment there is none then.
            with suppress(FileNotFoundError):
                self._client.remove(place)
            self._client.rename(part, place)


@contextmanager
def open_sftp(settings: Mirror) -> Iterator[SftpHost]:
    """A connection for one upload. Raises HostDown where there is none, or the host is not the one that is known."""
    parts, wait = urlsplit(settings.to), settings.timeout.total_seconds()
    logging.getLogger("paramiko").setLevel(logging.WARNING)  # it tells of every connection that goes well
    with paramiko.SSHClient() as ssh:
        _know(ssh, settings)
        with _told():
            ssh.connect(
                parts.hostname or "",
                parts.port or 22,
                unquote(parts.username or ""),
                password=settings.password.resolve() if settings.password else None,
                pkey=_key(settings),
                timeout=wait,
                banner_timeout=wait,
                auth_timeout=wait,
                channel_timeout=wait,
                allow_agent=False,
                look_for_keys=False,
            )
            client = ssh.open_sftp()
        channel = client.get_channel()
        if channel is not None:
            channel.settimeout(wait)
        yield SftpHost(client, unquote(parts.path).rstrip("/") or "/")


def _know(ssh: paramiko.SSHClient, settings: Mirror) -> None:
    ssh.set_missing_host_key_policy(paramiko.RejectPolicy())
    file = settings.known_hosts or Path("~/.ssh/known_hosts").expanduser()
    try:
        ssh.load_host_keys(str(file))
    except OSError as error:
        raise HostDown(
            f"không đọc được {file} ({error.strerror}): ghi khóa của máy chủ {urlsplit(settings.to).hostname} vào đó"
            " (ssh-keyscan), sau khi so với khóa mà nơi cho thuê máy chủ công bố"
        ) from None


def _key(settings: Mirror) -> paramiko.PKey | None:
    if settings.key is None:
        return None
    text = settings.key.resolve() + "\n"
    for kind in _KEYS:
        with suppress(paramiko.SSHException, ValueError):
            return kind.from_private_key(io.StringIO(text))
    raise BhxhError(
        "không đọc được khóa riêng SSH", where=settings.key.where, fix="dùng khóa ed25519 không mật khẩu: ssh-keygen"
    )


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the other side does, as a sentence; the names of people and files there are left out of it."""
    try:
        yield
    except paramiko.BadHostKeyException:
        raise HostDown("khóa của máy chủ KHÁC với khóa đã biết: có thể là máy giả; hỏi nơi cho thuê máy chủ") from None
    except paramiko.AuthenticationException:
        raise HostDown("máy chủ không nhận tên hoặc mật khẩu, khóa: sửa mục radio.mirror") from None
    except paramiko.SSHException as error:
        known = "not found in known_hosts" in str(error)
        why = "chưa biết khóa của máy chủ: ghi vào known_hosts" if known else f"lỗi SSH ({error})"
        raise HostDown(why) from None
    except TimeoutError:
        raise HostDown("máy chủ không trả lời trong thời gian chờ") from None
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise HostDown(f"không ghi được lên máy chủ ({why})") from None
