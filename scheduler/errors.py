"""Errors that a person at the keyboard may see: what is wrong, where, and what to do about it."""

from scheduler.core.phrase import listed


class BhxhError(Exception):
    """A problem the operator can mend. `what` and `fix` are sentences; `where` is a file, key or command.

    What the desk may show is made of phrases, so that it can be said in English (`core.phrase`). `at_desk` is what to
    do about it in the browser, where `fix` names a command or an option of one.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "", at_desk: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix
        self.at_desk = at_desk or fix

    def __str__(self) -> str:
        said = listed([self.where, self.what], ": ") if self.where else self.what
        return listed([said, self.fix], " → ") if self.fix else said
