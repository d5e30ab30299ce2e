"""From an HTTP request to a Call: form, multipart or JSON bodies, tokens wherever they may stand."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import ClientDisconnect, Request

from scheduler.sandbox.call import Call, Upload
from scheduler.sandbox.clock import NOW_HEADER, request_now, wall_now
from scheduler.sandbox.database import Database
from scheduler.sandbox.errors import GraphError
from scheduler.sandbox.settings import Limits

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# How many times the largest body is read before a client that sends more is cut short.
DRAINED = 8


async def read_call(request: Request, database: Database, limits: Limits) -> Call:
    """The request taken apart; one that cannot be read is told in `unread`, so that it is journalled too."""
    parameters, uploads, unread = dict(request.query_params), list[Upload](), None
    now, simulated = wall_now(), False
    try:
        body, uploads = await _read_body(request, limits)
        parameters |= body
        now, simulated = request_now(request.headers.get(NOW_HEADER), client_host(request))
        _check_text(parameters)
    except GraphError as error:
        unread, parameters = error, {}
    return Call(
        database=database,
        limits=limits,
        now=now,
        simulated=simulated,
        method=request.method,
        path=request.url.path,
        parameters=parameters,
        uploads=uploads,
        access_token=parameters.pop("access_token", None) or _header_token(request),
        base=f"{request.url.scheme}://{request.url.netloc}",
        unread=unread,
    )


def client_host(request: Request) -> str | None:
    """The address that a request comes from."""
    return request.client.host if request.client else None


def _check_text(parameters: dict[str, str]) -> None:
    for value in parameters.values():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise GraphError(100, message="(#100) A parameter is not valid UTF-8") from error
        if "\x00" in value:
            raise GraphError(100, message="(#100) A parameter holds a NUL character")


def _header_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() in ("bearer", "oauth") else None


async def _read_body(request: Request, limits: Limits) -> tuple[dict[str, str], list[Upload]]:
    raw = await _bounded(request, limits.body_bytes)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not raw:
        return {}, []
    if kind == "application/json":
        return _json_parameters(raw), []
    if kind == MULTIPART:
        return await _multipart(request.headers, raw)
    if kind in (FORM, ""):
        return _form(raw), []
    raise GraphError(100, message=f"(#100) Content-Type {kind[:60]} is not supported")


async def _bounded(request: Request, most: int) -> bytes:
    """The whole body.

    What is too large is read on for a while without being kept: a client that is still sending would
    otherwise see a broken connection instead of the refusal.
    """
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= most:
                chunks.append(chunk)
            if size > DRAINED * most:
                break
    except ClientDisconnect as error:
        raise GraphError(1, message="The client left before its request was whole") from error
    if size > most:
        raise GraphError(100, message=f"(#100) The request is larger than {most} bytes", status=413)
    return b"".join(chunks)


def _form(raw: bytes) -> dict[str, str]:
    try:
        text = raw.decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=False, max_num_fields=1000))
    except ValueError as error:
        raise GraphError(100, message="(#100) The form body cannot be read") from error


async def _multipart(headers: Headers, raw: bytes) -> tuple[dict[str, str], list[Upload]]:
    parameters: dict[str, str] = {}
    uploads: list[Upload] = []
    try:
        # A text part may be as large as the whole body, which is bounded already.
        form = await MultiPartParser(headers, _once(raw), max_part_size=len(raw)).parse()
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                uploads.append(Upload(name, await value.read()))
            else:
                parameters[name] = value
        await form.close()
    except Exception as error:
        # Whatever a broken multipart body provokes in the parser is the client's mistake.
        raise GraphError(100, message="(#100) The multipart body cannot be read") from error
    return parameters, uploads


async def _once(raw: bytes) -> AsyncGenerator[bytes, None]:
    yield raw


def _json_parameters(raw: bytes) -> dict[str, str]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise GraphError(100, message="(#100) The JSON body cannot be read") from error
    if not isinstance(data, dict):
        raise GraphError(100, message="(#100) The JSON body must be an object")
    return {str(key): _plain(value) for key, value in data.items() if value is not None}


def _plain(value: Any) -> str:
    """JSON values as the strings that a form would carry."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
