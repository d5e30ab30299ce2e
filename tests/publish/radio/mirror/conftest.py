"""A web host with SFTP, and stations whose scripts go there."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest

from scheduler.config_radio import Mirror

USER, PASSWORD = "dai", "mat-khau-thu"


class _Server(asyncssh.SSHServer):
    def __init__(self, connections: list[asyncssh.SSHServerConnection]) -> None:
        self._connections = connections

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@dataclass(frozen=True)
class WebHost:
    """An SFTP server that keeps its files in `root`, and what a client must know to trust it."""

    root: Path
    port: int
    known_hosts: Path
    key: Path

    def settings(self, **changes: object) -> Mirror:
        given = {
            "to": f"sftp://{USER}@127.0.0.1:{self.port}/site",
            "key": f"file:{self.key}",
            "known_hosts": self.known_hosts,
            "timeout": "5s",
        } | changes
        return Mirror.model_validate(given)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[asyncssh.SSHKey, asyncssh.SSHKey, Path]:
    """The host's key, the client's, and where the client's private part lies."""
    host, client = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    file = tmp_path_factory.mktemp("keys") / "id_ed25519"
    file.write_bytes(client.export_private_key())
    file.chmod(0o600)
    return host, client, file


@pytest.fixture
def web_host(tmp_path: Path, keys: tuple[asyncssh.SSHKey, asyncssh.SSHKey, Path]) -> Iterator[WebHost]:
    """A real SFTP server on loopback, of another make than our client."""
    host, client, file = keys
    root = tmp_path / "web"
    root.mkdir()
    authorized = asyncssh.import_authorized_keys(client.export_public_key().decode())

    def files(channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=str(root))

    connections: list[asyncssh.SSHServerConnection] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=lambda: _Server(connections), server_host_keys=[host], sftp_factory=files,
            authorized_client_keys=authorized,
        )  # fmt: skip

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    port = acceptor.get_port()
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {host.export_public_key().decode()}", encoding="utf-8")
    yield WebHost(root, port, known, file)

    async def stop() -> None:
        acceptor.close()
        for connection in connections:
            connection.abort()
            await connection.wait_closed()
        await acceptor.wait_closed()
        await asyncio.sleep(0)  # a turn of the loop in which closed sockets are let go

    asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
