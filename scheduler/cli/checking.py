"""The check behind `bhxh check`: configuration and content together, with what an earlier check kept."""

from dataclasses import dataclass
from pathlib import Path

from scheduler.cli.office import Office, kind_rules
from scheduler.library import Problem, Unclean, check


@dataclass(frozen=True)
class Findings:
    """Every problem found, by place."""

    problems: list[Problem]


def check_folder(config_path: str | None, folder: Path | None, *, use_cache: bool) -> Findings:
    """Check config.yaml and a content folder: the one named, or the configured one."""
    here = Office(config_path)
    try:
        config = here.config
    except Unclean as error:
        return Findings(error.problems)
    cache = config.var / "cache" if use_cache else None
    report = check(folder or config.content, kinds=kind_rules(), zone=here.zone, cache=cache)
    return Findings(list(report.problems))
