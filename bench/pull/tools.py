"""nginx, wrk and the web child, as processes that end with the measurement."""

import http.client
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """\
local requests, n = {}, 0
init = function(args)
  for line in io.lines(args[1]) do
    local path, tag = line:match('(%S+)%s*(.*)')
    local known = tag ~= '' and ('If-None-Match: ' .. tag .. '\\r\\n') or ''
    requests[#requests + 1] = 'GET ' .. path .. ' HTTP/1.1\\r\\nHost: x\\r\\nAccept-Encoding: gzip\\r\\n' .. known
      .. 'Connection: close\\r\\n\\r\\n'
  end
end
request = function() n = n % #requests + 1; return requests[n] end
"""
_NGINX = """\
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
uwsgi_temp_path {folder}; scgi_temp_path {folder}; sendfile on; default_type text/html;
server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ root {folder}/www; try_files /page =404; }} }} }}
"""
_PATHS = ("/usr/sbin", "/usr/local/sbin")


def missing() -> list[str]:
    """What this machine lacks for the measurement."""
    return [name for name in ("nginx", "wrk") if _found(name) is None]


def _found(name: str) -> str | None:
    return shutil.which(name) or next((p for f in _PATHS if (p := shutil.which(name, path=f))), None)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers a second, the 99th percentile in milliseconds, answers, and those that were no success."""

    rate: float
    p99: float
    answers: int
    wrong: int


def load(port: int, paths: Path, seconds: float, connections: int) -> Load:
    """Ask for the paths one after the other, on a new connection each. Raises RuntimeError where wrk says nothing."""
    script = paths.with_suffix(".lua")
    script.write_text(_SCRIPT, encoding="ascii")
    command = [_found("wrk") or "wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "-s", script,
               f"http://127.0.0.1:{port}", "--", paths]  # fmt: skip
    return seen(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def seen(said: str) -> Load:
    """What wrk says it saw. Raises RuntimeError where that is not all there."""
    rate, answers = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", said)
    if not (rate and answers and p99):
        raise RuntimeError(f"wrk said: {said}")
    wrong = sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses:|connect|read|write|timeout) (\d+)", said)))
    return Load(float(rate[1]), float(p99[1]) * {"us": 1e-3, "ms": 1, "s": 1e3}[p99[2]], int(answers[1]), wrong)


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[int]:
    """nginx with one worker, giving the same bytes for every path; its port."""
    port = free_port()
    (folder / "www").mkdir(parents=True)
    (folder / "www" / "page").write_bytes(page)
    for path in (folder, folder / "www"):
        path.chmod(0o755)  # nginx's worker is another account, where it may choose
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port), encoding="utf-8")
    command = [_found("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with process(command) as server:
        wait_for(port, "/", server)
        yield port


@contextmanager
def process(command: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    running = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield running
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(60)
        running.kill()


def bhxh(config: Path, part: str) -> list[str]:
    """The command that runs a part of the machine."""
    return [sys.executable, "-m", "scheduler", "--config", str(config), "run", "--only", part]


@dataclass(frozen=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def wait_for(port: int, path: str, server: subprocess.Popen[bytes], seconds: float = 300) -> Answer:
    """Ask until the server answers. Raises RuntimeError where it ends first, or takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError):
            return ask(port, path)
        time.sleep(0.2)
    raise RuntimeError(f"nobody answers at {port}")


def ask(port: int, path: str, **headers: str) -> Answer:
    """One request on a connection of its own."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with line.getresponse() as given:
        answer = Answer(given.status, given.headers, given.read())
    line.close()
    return answer


def below(pid: int) -> list[psutil.Process]:
    """The processes that a process started, and theirs."""
    return psutil.Process(pid).children(recursive=True)


def settled(pid: int, quiet: float = 6, seconds: float = 1800) -> float:
    """Wait until the processes below have had nothing to do for a while; seconds that they worked until then."""
    began, last, since = time.monotonic(), -1.0, time.monotonic()
    while time.monotonic() - began < seconds:
        used = sum(sum(each.cpu_times()[:2]) for each in below(pid))
        if used - last > 0.2:
            last, since = used, time.monotonic()
        elif time.monotonic() - since > quiet:
            return since - began
        time.sleep(0.5)
    raise RuntimeError("it never came to rest")


def memory(pid: int) -> list[int]:
    """Megabytes of each process below, those of Python's own helpers left out, largest first."""
    sizes = [round(each.memory_info().rss / 2**20) for each in below(pid)]
    return sorted((size for size in sizes if size > 20), reverse=True)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)
