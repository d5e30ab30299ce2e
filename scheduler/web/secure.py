"""What of Django's settings depends on config.yaml: the key, the hosts, and what only https allows."""

import logging
import os
import secrets
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from scheduler.config import Config

KEY_FILE = "desk.key"
_YEAR = 365 * 24 * 3600


def apply(config: Config) -> None:
    """Set them. To be called once, before Django makes its middleware."""
    address = urlsplit(config.public_url)
    encrypted = address.scheme == "https"
    settings.SECRET_KEY = key_of(config)
    settings.ALLOWED_HOSTS = hosts(config)
    settings.CSRF_TRUSTED_ORIGINS = [f"{address.scheme}://{address.netloc}"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = encrypted
    # Browsers take a cookie so named only over https, from this host alone and for all of it.
    prefix = "__Host-" if encrypted else ""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = f"{prefix}bhxh_session", f"{prefix}bhxh_csrf"
    settings.SECURE_SSL_REDIRECT = encrypted
    settings.SECURE_REDIRECT_EXEMPT = [r"^health$"]
    settings.SECURE_HSTS_SECONDS = _YEAR if encrypted else 0
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = encrypted
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if config.web.behind_proxy else None
    logging.getLogger("django.security.DisallowedHost").addFilter(_one_line)


def _one_line(record: logging.LogRecord) -> bool:
    """Let it be told without where in the code: whoever tries names from outside would fill the log."""
    record.exc_info = None
    return True


def hosts(config: Config) -> list[str]:
    """The names under which the desk answers: that of `public_url`, this machine's own, and those of BHXH_HOSTS."""
    named = [name for name in os.environ.get("BHXH_HOSTS", "").split(",") if name]
    public = urlsplit(config.public_url).hostname or ""
    return list(dict.fromkeys([f"[{public}]" if ":" in public else public, "127.0.0.1", "localhost", "[::1]", *named]))


def loopback(config: Config) -> bool:
    """Whether the desk is opened on its own machine alone, where no line can be listened to."""
    name = urlsplit(config.public_url).hostname or ""
    with suppress(ValueError):
        return ip_address(name).is_loopback
    return name == "localhost"


def key_of(config: Config) -> str:
    """The key that signs: BHXH_SECRET_KEY, which several machines share, else one made once and kept in var/."""
    if given := os.environ.get("BHXH_SECRET_KEY"):
        return given
    file = config.var / config.mode / "secrets" / KEY_FILE
    with suppress(FileExistsError):
        _make(file)
    return file.read_text(encoding="ascii").strip()


def _make(file: Path) -> None:
    """Written aside and linked into place, so that another process starting now reads all of it or none."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
    try:
        os.link(aside, file)
    finally:
        aside.unlink()
