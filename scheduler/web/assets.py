"""Style, script and pictures: read once, under addresses that change with their content, so that browsers keep them."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file of static/, as it is and squeezed."""

    body: bytes
    squeezed: bytes
    kind: str
    mark: str


@cache
def _all() -> dict[str, Asset]:
    files = sorted(file for file in _FOLDER.rglob("*") if file.is_file())
    return {file.relative_to(_FOLDER).as_posix(): _read(file) for file in files}


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    kind = _TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream"
    return Asset(body, gzip.compress(body, mtime=0), kind, hashlib.sha256(body).hexdigest()[:12])


def address(name: str) -> str:
    """The address of a file. Raises KeyError where there is none of that name."""
    return f"/static/{_all()[name].mark}/{name}"


def text(name: str) -> str:
    """What is in a file of letters. Raises KeyError where there is none of that name."""
    return _all()[name].body.decode()


def serve(request: HttpRequest, mark: str, name: str) -> HttpResponse:
    """The file, kept by browsers for ever: another content has another address."""
    found = _all().get(name)
    if found is None or found.mark != mark:
        raise Http404(name)
    squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.squeezed if squeezed else found.body, content_type=found.kind)
    response.headers["Cache-Control"] = _FOR_EVER
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
