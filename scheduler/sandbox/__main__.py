"""python -m scheduler.sandbox --port 0 --data FILE"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scheduler.sandbox.database import WrongFileError
from scheduler.sandbox.scenario import WrongScenarioError
from scheduler.sandbox.seed import WrongSeedError
from scheduler.sandbox.server import AddressInUseError, serve


def main(arguments: list[str] | None = None) -> int:
    """Run the sandbox; 1 if it cannot start."""
    parser = argparse.ArgumentParser(prog="scheduler.sandbox", description="Máy chủ Graph để tập dượt")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ mạng")
    parser.add_argument("--port", type=int, default=0, help="cổng; 0 là một cổng còn trống")
    parser.add_argument("--data", type=Path, required=True, help="tệp dữ liệu riêng của trang tập dượt")
    parser.add_argument("--seed", type=Path, help="tệp JSON có các Trang và mã truy cập")
    parser.add_argument("--scenario", type=Path, help="tệp YAML có các lỗi cần tạo")
    chosen = parser.parse_args(arguments)
    try:
        serve(chosen.host, chosen.port, chosen.data, seed=chosen.seed, scenario=chosen.scenario, ready=_announce)
    except (AddressInUseError, WrongFileError, WrongScenarioError, WrongSeedError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _announce(url: str) -> None:
    sys.stdout.write(f"sandbox: {url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
