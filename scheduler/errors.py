"""Errors that a person at the keyboard may see: what is wrong, where, and what to do about it."""


class BhxhError(Exception):
    """A problem the operator can mend. `what` and `fix` are sentences; `where` is a file, key or command."""

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" → {self.fix}" if self.fix else ""
        return f"{place}{self.what}{remedy}"
