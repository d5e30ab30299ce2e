"""Every measurement, or one of them; exit code 1 where a promise is not kept.

    python -m bench [check|speech|country|burst|desk|publish|pull] [its own options, such as --posts 100000]

Trust the ratios, which are taken within one run: seconds tell as much of the machine and of its other work.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import time

PARTS = {
    "check": "reading and checking 1,000 files, beside PyYAML alone",
    "speech": "2 KB of radio copy read aloud",
    "country": "a month of 1,000,000 posts, beside one APScheduler job per post",
    "burst": "1,000 posts due together, with 3,000,000 waiting and with none",
    "desk": "the pages of the desk with 100,000 posts stored, the log with 1,000,000",
    "publish": "calls a second to a slow Graph, beside the ideal",
    "pull": "11,000 stations pulling their day, beside nginx with the same bytes",
}


def measure(part: str, options: list[str]) -> bool:
    """Run a part in a process of its own; whether its promises were kept."""
    print(f"\n== {part}: {PARTS[part]}", flush=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    began = time.perf_counter()
    kept = (
        subprocess.run([sys.executable, "-m", f"bench.{part}", *options], env=environment, check=False).returncode == 0
    )
    print(f"   ({time.perf_counter() - began:.0f} s)")
    return kept


def main() -> int:
    present = [part for part in PARTS if importlib.util.find_spec(f"bench.{part}")]
    parser = argparse.ArgumentParser(prog="bench", description="What the product promises about speed and memory.")
    parser.add_argument("part", nargs="?", choices=present, help="only this part; further options go to it")
    chosen, options = parser.parse_known_args()
    if options and not chosen.part:
        parser.error(f"{options[0]}: name the part that it is for")
    kept = {part: measure(part, options) for part in ([chosen.part] if chosen.part else present)}
    print("\n" + "   ".join(f"{part}: {'PASS' if good else 'FAIL'}" for part, good in kept.items()))
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
