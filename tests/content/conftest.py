"""The content that ships with the product, read once for all tests of it."""

from pathlib import Path

import pytest

from scheduler.core.content import Content
from scheduler.core.render import Renderer
from scheduler.library import load


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder with the shipped content."""
    return Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def content(folder: Path) -> Content:
    return load(folder)


@pytest.fixture(scope="session")
def renderer(content: Content) -> Renderer:
    return Renderer(content)
