"""A mirror's host keeps files whole, under names that lead nowhere else; a folder and a web host are the same."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest
from pydantic import ValidationError

from scheduler.config_radio import Mirror
from scheduler.publish.radio.mirror.folder import open_folder
from scheduler.publish.radio.mirror.host import Host, HostDown
from scheduler.publish.radio.mirror.sftp import open_sftp

if TYPE_CHECKING:
    from tests.publish.radio.mirror.conftest import WebHost

Place = tuple[Callable[[], AbstractContextManager[Host]], Path]


@pytest.fixture(params=["folder", "sftp"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """How to open a host, and where its files lie."""
    if request.param == "folder":
        return lambda: open_folder(tmp_path / "site"), tmp_path / "site"
    host: WebHost = request.getfixturevalue("web_host")
    return lambda: open_sftp(host.settings()), host.root / "site"


def test_a_file_is_put_replaced_found_and_removed_with_its_folders(place: Place) -> None:
    opened, root = place
    with opened() as host:
        host.put("ten/2026-11-23/a.html", "Chào".encode())
        host.put("ten/2026-11-23/a.html", "Kính chào bà con".encode())
        host.put("ten/index.html", b"x" * 300_000)
        assert (root / "ten/2026-11-23/a.html").read_text(encoding="utf-8") == "Kính chào bà con"
        assert host.files("ten") == ["ten/2026-11-23/a.html", "ten/index.html"]
        assert host.has("ten/index.html") and not host.has("ten/none")
        host.remove("ten/2026-11-23/a.html")
        host.remove("ten/2026-11-23/a.html")
        assert not (root / "ten/2026-11-23").exists() and (root / "ten").is_dir()
        assert host.files("nobody") == []


def test_a_file_that_was_cut_off_is_removed_with_the_one_it_was_for(place: Place) -> None:
    opened, root = place
    (root / "ten").mkdir(parents=True)
    (root / "ten/a.html.part").write_bytes(b"half")
    with opened() as host:
        host.remove("ten/a.html")
    assert not (root / "ten").exists()


@pytest.mark.parametrize("path", ["../a", "a/../../b", "a//b", "./a", ""])
def test_no_path_leads_out_of_the_mirror(path: str, place: Place) -> None:
    opened, root = place
    with opened() as host, pytest.raises(HostDown, match="dẫn ra ngoài"):
        host.put(path, b"x")
    assert not root.exists() or list(root.iterdir()) == []


def refused(settings: Mirror) -> str:
    with pytest.raises(HostDown) as down, open_sftp(settings):
        pass
    return str(down.value)


def test_a_password_opens_the_host_as_well(web_host: "WebHost", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRROR_PASSWORD", "mat-khau-thu")
    with open_sftp(web_host.settings(key=None, password="env:MIRROR_PASSWORD")) as host:
        assert not host.has("index.html")


def test_a_wrong_password_is_told_and_not_shown(web_host: "WebHost", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRROR_PASSWORD", "sai-bi-mat")
    told = refused(web_host.settings(key=None, password="env:MIRROR_PASSWORD"))
    assert "không nhận" in told and "sai-bi-mat" not in told


def test_a_host_with_another_key_gets_nothing(web_host: "WebHost") -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    web_host.known_hosts.write_text(f"[127.0.0.1]:{web_host.port} {other}", encoding="utf-8")
    assert "KHÁC với khóa đã biết" in refused(web_host.settings())
    assert list(web_host.root.iterdir()) == []


def test_a_host_whose_key_nobody_noted_gets_nothing(web_host: "WebHost") -> None:
    web_host.known_hosts.write_text("", encoding="utf-8")
    assert "known_hosts" in refused(web_host.settings())
    web_host.known_hosts.unlink()
    assert "known_hosts" in refused(web_host.settings())


def test_a_host_that_does_not_answer_is_waited_for_no_longer_than_set(tmp_path: Path, web_host: "WebHost") -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        to = f"sftp://dai@127.0.0.1:{silent.getsockname()[1]}/site"
        assert refused(web_host.settings(to=to, timeout="1s"))


def test_a_host_that_is_not_there_is_told(web_host: "WebHost") -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert "không ghi được lên máy chủ" in refused(web_host.settings(to=f"sftp://dai@127.0.0.1:{port}/site"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"to": "ftp://may/x"}, "sftp://"),
        ({"to": "sftp://dai:mat-khau@may/x", "key": "env:K"}, "không ghi mật khẩu"),
        ({"to": "sftp://may/x", "key": "env:K"}, "sftp://người@máy"),
        ({"to": "sftp://dai@may/x"}, "cần password hoặc key"),
        ({"to": "site", "public_url": "dai.example.vn"}, "không phải địa chỉ web"),
        ({"to": "site", "every": "1s"}, "quá ngắn"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_what_to_write(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why) as wrong:
        Mirror.model_validate(given)
    assert "mat-khau" not in str(wrong.value.errors()[0]["msg"])
