"""The second step at log-in: six digits that a telephone shows for half a minute (RFC 6238, as every app does it)."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
DRIFT = 1
"""Steps by which the telephone's clock may be off, either way."""


def code(secret: str, step: int) -> str:
    """The digits of a step. `secret` is base32 (RFC 4648), as apps take it."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(now: datetime) -> int:
    """The step of an instant."""
    return int(now.timestamp()) // STEP


def matching_step(secret: str, typed: str, now: datetime, after: int) -> int | None:
    """The step whose code was typed, if it is near now and later than `after`: a code that was seen is used up."""
    typed = "".join(typed.split())
    at = step_of(now)
    for step in range(at - DRIFT, at + DRIFT + 1):
        if step > after and hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def address(secret: str, account: str, issuer: str) -> str:
    """What the QR code says: the otpauth address that apps read."""
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?{urlencode({'secret': secret, 'issuer': issuer})}"
