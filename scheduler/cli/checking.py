"""The check behind `bhxh check`: configuration and content together, with what an earlier check kept."""

import os
from dataclasses import dataclass
from pathlib import Path

from scheduler.cli.office import Office, kind_rules
from scheduler.config_file import file_of, tree_of
from scheduler.library import Problem, Report, Unclean, check


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
    return Findings([*report.problems, *_of_routes(here, report)])


def _of_routes(here: Office, report: Report) -> list[Problem]:
    """Routes of notices that content does not bear out, each at its line of config.yaml."""
    if not here.config.notices.routes or report.content is None:
        return []
    from scheduler.publish.notices.checks import faults

    found = faults(here.config, report.content, here.started)
    file, _ = file_of(Path(here.config_path) if here.config_path else None, os.environ)
    tree = tree_of(file, [], required=True)
    return [tree.problem(fault.loc, fault.what, fault.level) for fault in found] if tree else []
