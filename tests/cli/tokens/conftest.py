"""For commands that need Pages: a machine with its sandbox."""

from tests.pages import new_house, sandbox

__all__ = ["new_house", "sandbox"]
