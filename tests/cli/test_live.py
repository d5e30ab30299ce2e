"""Live mode speaks to people: it never does so with data that was made up."""

from pathlib import Path

import pytest

from scheduler.cli.office import Office
from scheduler.library import Unclean, load
from scheduler.publish.machine import assemble
from tests.store.content import Folder


@pytest.fixture
def office(tmp_path: Path) -> Office:
    Folder(tmp_path / "content")
    (tmp_path / "config.yaml").write_text("mode: live\n", encoding="utf-8")
    return Office(str(tmp_path / "config.yaml"))


def test_posts_are_not_made_from_example_units_and_channels(office: Office) -> None:
    with pytest.raises(Unclean, match="dữ liệu ví dụ") as refused:
        office.real_content()
    assert {problem.path.rsplit("/", 1)[1] for problem in refused.value.problems} == {"units.yaml", "channels.yaml"}


def test_no_machine_is_put_together_over_example_content(office: Office) -> None:
    with pytest.raises(Unclean, match="dữ liệu ví dụ"):
        assemble(office.config, office.content, office.renderer)


def test_content_without_examples_goes_live(office: Office) -> None:
    folder = Path(office.config.content)
    for name in ("units.yaml", "channels/channels.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        text = text.replace(", example: true", "").replace("    example: true\n", "")
        (folder / name).write_text(text, encoding="utf-8")
    assert assemble(office.config, load(folder), office.renderer)
