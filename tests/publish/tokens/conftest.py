"""One sandbox for all tests of tokens; each test has a machine and Pages of its own."""

from tests.pages import new_house, sandbox

__all__ = ["new_house", "sandbox"]
