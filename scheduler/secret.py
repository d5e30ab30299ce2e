"""Secrets by reference: the configuration says where one lies, never what it is."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import GetPydanticSchema, ValidationInfo
from pydantic_core import core_schema

from scheduler.errors import BhxhError

_REFERENCE = re.compile(r"env:(?P<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?P<file>.+)")
_OTHERS = 0o077
"""Permission bits that let the group or everybody in."""


class Secret:
    """Where a secret lies: `env:NAME` or `file:PATH`. Neither shows the value nor keeps it."""

    __slots__ = ("_file", "_name", "_strict")

    def __init__(self, reference: str, folder: Path, *, strict: bool) -> None:
        """Relative paths count from `folder`; `strict` (live mode) refuses a file that others may read.

        Raises ValueError where `reference` is none, without quoting it: it may be the secret itself.
        """
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError("không ghi mã bí mật vào tệp này; hãy ghi nơi cất nó: env:TÊN_BIẾN hoặc file:đường/dẫn")
        self._name = match["env"] or ""
        self._file = folder / match["file"] if match["file"] else None
        self._strict = strict

    @property
    def where(self) -> str:
        """The reference, which is safe to show."""
        return f"file:{self._file}" if self._file else f"env:{self._name}"

    def __repr__(self) -> str:
        return f"Secret({self.where!r})"

    __str__ = __repr__

    def resolve(self, env: Mapping[str, str] | None = None) -> str:
        """The secret. Raises BhxhError saying what to do where it is not there, empty, or open to others."""
        value = self._from_file(self._file) if self._file else self._from_env(os.environ if env is None else env)
        if not value:
            raise BhxhError("nơi cất mã bí mật đang trống", where=self.where, fix="ghi mã vào đó rồi chạy lại")
        return value

    def _from_env(self, env: Mapping[str, str]) -> str:
        if self._name not in env:
            fix = f"đặt biến rồi chạy lại: export {self._name}=…"
            raise BhxhError("chưa đặt biến môi trường chứa mã bí mật", where=self.where, fix=fix)
        return env[self._name].strip()

    def _from_file(self, file: Path) -> str:
        try:
            if self._strict and file.stat().st_mode & _OTHERS:
                fix = f"chạy: chmod 600 {file}"
                raise BhxhError("tệp chứa mã bí mật mà người khác trên máy đọc được", where=self.where, fix=fix)
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            fix = "tạo tệp chứa mã, quyền 600, hoặc sửa đường dẫn"
            raise BhxhError(f"không đọc được mã bí mật ({error.strerror})", where=self.where, fix=fix) from None
        except UnicodeDecodeError:
            raise BhxhError("tệp chứa mã bí mật không phải chữ UTF-8", where=self.where, fix="ghi lại tệp") from None


def _read(value: Any, info: ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str):
        raise ValueError("cần nơi cất mã bí mật: env:TÊN_BIẾN hoặc file:đường/dẫn")
    context = info.context or {}
    return Secret(value, context.get("folder", Path()), strict=context.get("live", False))


SecretField = Annotated[
    Secret,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.with_info_plain_validator_function(
            _read, metadata={"pydantic_js_functions": [lambda _schema, _handler: _JSON_SCHEMA]}
        )
    ),
]
_JSON_SCHEMA = {"type": "string", "pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$", "examples": ["env:FB_TOKEN"]}
