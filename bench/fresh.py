"""Measuring in a process of its own, so that its memory is the product's and not that of what was measured before.

The caller should import little: Linux counts what the parent held at the fork into the peak of its child.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

Tell = Callable[[str], None]


def run(module: str, *arguments: str, tell: Tell) -> dict[str, Any]:
    """Call `main(arguments)` of a module in a fresh process, hand on what it tells, and give what it found.

    Raises RuntimeError where it fails.
    """
    command = [sys.executable, "-m", "bench.fresh", module, *arguments]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        found: dict[str, Any] = {}
        for line in process.stdout or ():
            said = json.loads(line)
            if "told" in said:
                tell(said["told"])
            else:
                found = said
    if process.returncode or not found:
        raise RuntimeError(f"{' '.join(command[1:])} failed with exit code {process.returncode}")
    return found


def told(what: str) -> None:
    """In the measured process: what it is doing."""
    print(json.dumps({"told": what}), flush=True)


def _main() -> None:
    import django

    django.setup()
    numbers = importlib.import_module(sys.argv[1]).main(sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**numbers, "peak_mb": round(peak)}), flush=True)


if __name__ == "__main__":
    _main()
