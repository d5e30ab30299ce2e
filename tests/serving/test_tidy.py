"""Once a day the clock deletes uploads that nothing came of, and nothing that anybody may still read."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from PIL import Image

from scheduler.cli.office import Office
from scheduler.cli.serving.worker import Machine
from scheduler.core.post import Payload, Picture, Rendered, Uses
from scheduler.library.writing import keep_photo
from scheduler.store.payloads import Shelf
from tests.cli.conftest import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    yield Terminal(tmp_path)
    connections.close_all()


def uploaded(media: Path, colour: str) -> str:
    """A photo that was put into a form half a century ago."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    name = keep_photo(media, out.getvalue(), "a.png")
    os.utime(media / name, (0, 0))
    return name


def test_uploads_that_nothing_came_of_go_once_a_day(terminal: Terminal) -> None:
    media = terminal.folder.path / "media"
    said, written, left, young = (uploaded(media, colour) for colour in ("red", "green", "blue", "white"))
    os.utime(media / young)
    office = Office(str(terminal.config))
    office.open_store()
    rendered = Rendered(Payload("facebook", "vi", "Lời", photos=(Picture(said, "0" * 64, "ảnh"),)), Uses("u", "Đơn vị"))
    with transaction.atomic():
        Shelf().payload(rendered)
    machine = Machine(office)
    terminal.folder.write("messages/bhxh/nhap.yaml", f"photos: [{{file: {written}}}]\n")
    machine.tidy()
    assert {f"tai-len/{file.name}" for file in (media / "tai-len").iterdir()} == {said, written, young}
    assert left not in {said, written, young}
