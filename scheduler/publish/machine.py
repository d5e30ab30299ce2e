"""Putting the machine together: carriers, worker and ticker from configuration and content."""

import os
import secrets
import socket
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.config import Config
from scheduler.core.content import Content
from scheduler.core.render import Renderer
from scheduler.library import require_real
from scheduler.publish.carrier import Setup
from scheduler.publish.kinds import KINDS
from scheduler.publish.notices.watch import watch_of
from scheduler.publish.practice import with_practice_tokens
from scheduler.publish.tick import Ticker
from scheduler.publish.worker import Worker
from scheduler.store.queue.claim import owners


def assemble(
    config: Config, content: Content, renderer: Renderer, *, simulated: bool = False, speaks: bool = True
) -> Ticker:
    """Everything a tick needs. With `simulated`, the sandbox is told the time of each call.

    Raises Unclean in live mode over invented data, unless it only takes back (`speaks` false).
    """
    if speaks:
        require_real(content, config.mode)
    home = state_folder(config)
    if speaks_to_sandbox(config):
        config = with_practice_tokens(config, content.channels.values())
    setup = Setup(config, content.channels, config.content / "media", home / "radio", simulated, owners)
    publishing = config.publishing
    worker = Worker(
        name=f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}",
        carriers={name: kind.carrier(setup) for name, kind in KINDS.items()},
        content=content,
        renderer=renderer,
        zone=ZoneInfo(config.zone),
        lease=publishing.lease,
        threads=config.facebook.threads,
        running=not simulated,
        retry_after=publishing.retry_after,
        look_every=config.facebook.look_every,
    )
    notices = watch_of(config, lambda: worker.content)
    return Ticker(worker, home / "seals.log", publishing.seal_every, config.facebook.orphans_after, notices)


def speaks_to_sandbox(config: Config) -> bool:
    """Whether Graph is our own sandbox: it then gets practice tokens only, never those of config.yaml."""
    return config.mode == "rehearsal" and config.facebook.graph_url == config.sandbox.url


def state_folder(config: Config) -> Path:
    """Where this mode keeps its files: station queues, seals, the sandbox's data. Never shared between modes."""
    return config.var / config.mode


def sandbox_data(config: Config) -> Path:
    """The data file of the sandbox."""
    return config.sandbox.data or state_folder(config) / "sandbox.sqlite3"
