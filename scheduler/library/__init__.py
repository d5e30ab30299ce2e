"""The only reader of `content/` on disk, and of every problem in it at once."""

from scheduler.library.check import Report, check, load
from scheduler.library.examples import examples, require_real
from scheduler.library.folder import fingerprint
from scheduler.library.problem import Problem, Unclean
from scheduler.library.source import MAX_BYTES, decode

__all__ = [
    "MAX_BYTES", "Problem", "Report", "Unclean", "check", "decode", "examples", "fingerprint", "load", "require_real",
]  # fmt: skip
