"""Which calls fail, and how: rules from a YAML file, from the admin address or from the browser.

A rule counts the calls that it matches for every Page apart, so that a scenario strikes the same calls
of a Page in every rehearsal, however the calls of different Pages mix.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from scheduler.sandbox.call import Call, Twist
from scheduler.sandbox.database import Database
from scheduler.sandbox.faults import FAULTS, LIMIT_SECONDS, bends, twisted
from scheduler.sandbox.usage import app_header, page_header

Seconds = Annotated[float, Field(ge=0, le=366 * 86_400, allow_inf_nan=False)]


class Rule(BaseModel):
    """One rule. All counts are per Page: skip the first `after` matches, strike at most `times`,
    and only the share `rate` of them, chosen by `seed`. `seconds` is how long: a silence, a lag, or how
    long a refusal (`error`, `rate-limit`) goes on."""

    # YAML reads an unquoted Page id as a number.
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    fault: str
    page: str | None = None
    edge: str | None = None
    method: Literal["GET", "POST", "DELETE"] | None = None
    after: int = Field(default=0, ge=0)
    times: int | None = Field(default=None, ge=1)
    rate: float | None = Field(default=None, ge=0, le=1)
    seed: int = 0
    seconds: Seconds | None = None
    code: int | None = Field(default=None, ge=1)
    subcode: int | None = Field(default=None, ge=0)

    @field_validator("fault")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in FAULTS:
            raise ValueError(f"không có lỗi tên {name!r}; chọn một trong: {', '.join(FAULTS)}")
        return name

    def matches(self, page_id: str, edge: str, method: str) -> bool:
        """Whether a call is of the kind that this rule strikes."""
        fault = FAULTS[self.fault]
        fits_edge = edge == self.edge if self.edge else not fault.edges or edge in fault.edges
        fits_method = method == self.method if self.method else method in fault.methods
        return fits_edge and fits_method and self.page in (None, page_id)

    def chosen(self, page_id: str, count: int) -> bool:
        """Whether the share `rate` includes this match: the same for the same seed, Page and count."""
        if self.rate is None:
            return True
        digest = hashlib.sha256(f"{self.seed}/{self.fault}/{page_id}/{count}".encode()).digest()
        return int.from_bytes(digest[:8]) < self.rate * 2**64

    def lasting(self) -> float:
        """For how many seconds a refusal goes on once it began."""
        if self.fault == "rate-limit":
            return LIMIT_SECONDS if self.seconds is None else self.seconds
        return self.seconds or 0 if self.fault == "error" else 0


RULES = TypeAdapter(list[Rule])


class WrongScenarioError(Exception):
    """A scenario that cannot be read; the text says where and what to do."""


def load_rules(path: Path) -> list[Rule]:
    """The rules of a scenario file. Raises WrongScenarioError."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return RULES.validate_python(data or [])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise WrongScenarioError(f"{path}: kịch bản lỗi không đọc được, hãy sửa lại: {error}") from error


@dataclass(slots=True)
class Strike:
    """What the rules do to one call."""

    rule: Rule | None = None
    twist: Twist = field(default_factory=Twist)
    names: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


class Scenario:
    """The rules in force, kept in the data file together with what they counted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rules = self._load()

    def _load(self) -> list[tuple[int, Rule]]:
        rows = self._database.all("SELECT id, body FROM rule ORDER BY id")
        return [(row["id"], Rule.model_validate_json(row["body"])) for row in rows]

    def rules(self) -> list[tuple[int, Rule]]:
        """The rules in force with their numbers."""
        return list(self._rules)

    def add(self, rules: list[Rule]) -> None:
        """Put rules in force; one that is there already stays as it is, with its counts."""
        with self._database.transaction():
            for rule in rules:
                body = rule.model_dump_json(exclude_none=True)
                self._database.run("INSERT OR IGNORE INTO rule (body) VALUES (?)", body)
        self._rules = self._load()

    def remove(self, rule_id: int | None) -> None:
        """Take back one rule, or all of them."""
        with self._database.transaction():
            self._database.run("DELETE FROM rule WHERE id = ? OR ? IS NULL", rule_id, rule_id)
        self._rules = self._load()

    def strike(self, call: Call, edge: str) -> Strike:
        """Count this call for every rule that it matches, and say what strikes it.

        Bending rules add up; of the others the first that strikes ends the search.
        """
        strike = Strike()
        for rule_id, rule in self._rules:
            if not rule.matches(call.page_id, edge, call.method) or not self._fires(call, rule_id, rule, strike):
                continue
            strike.names.append(rule.fault)
            strike.twist = twisted(strike.twist, rule)
            if not bends(rule):
                strike.rule = rule
                break
        return strike

    def _fires(self, call: Call, rule_id: int, rule: Rule, strike: Strike) -> bool:
        use = self._count(rule_id, call.page_id)
        if use["until"] is not None and call.at < use["until"]:
            strike.headers |= _limit_header(call, rule, 100, use["until"] - call.at)
            return True
        if use["seen"] <= rule.after:
            percent = 100 * use["seen"] // (rule.after + 1)
            strike.headers |= _limit_header(call, rule, percent, 0)
            return False
        most = rule.times or (1 if rule.fault == "rate-limit" else None)
        if (most and use["fired"] >= most) or not rule.chosen(call.page_id, use["seen"]):
            return False
        self._note_firing(call, rule_id, rule)
        strike.headers |= _limit_header(call, rule, 100, rule.lasting())
        return True

    def _count(self, rule_id: int, page_id: str) -> sqlite3.Row:
        self._database.run(
            "INSERT INTO rule_use (rule_id, page_id, seen) VALUES (?, ?, 1) "
            "ON CONFLICT (rule_id, page_id) DO UPDATE SET seen = seen + 1",
            *(rule_id, page_id),
        )
        sql = "SELECT * FROM rule_use WHERE rule_id = ? AND page_id = ?"
        row = self._database.one(sql, rule_id, page_id)
        if row is None:
            raise LookupError("a rule lost its counter")
        return row

    def _note_firing(self, call: Call, rule_id: int, rule: Rule) -> None:
        until = call.at + rule.lasting() if rule.lasting() else None
        sql = "UPDATE rule_use SET fired = fired + 1, until = ? WHERE rule_id = ? AND page_id = ?"
        self._database.run(sql, until, rule_id, call.page_id)


def _limit_header(call: Call, rule: Rule, percent: int, seconds: float) -> dict[str, str]:
    """The usage header that a rate limit announces itself with; nothing for other faults."""
    if rule.fault != "rate-limit":
        return {}
    if rule.code in (4, 17):
        return app_header(percent)
    return page_header(call.page_id or "0", percent, math.ceil(seconds / 60))
