"""Photos of posts, as browsers may have them: nothing but a picture, whatever somebody put into the folder."""

from django.http import Http404, HttpRequest, HttpResponse

from scheduler.publish.files import OutsideFolderError, inside
from scheduler.web.request import desk

_KINDS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif"}


def serve(request: HttpRequest, file: str) -> HttpResponse:
    """The file under `content/media/`, where it is a picture."""
    try:
        path = inside(desk(request).office.config.content / "media", *file.split("/"))
        body = path.read_bytes()
    except (OutsideFolderError, OSError):
        raise Http404(file) from None
    if path.suffix.lower() not in _KINDS:
        raise Http404(file)
    response = HttpResponse(body, content_type=_KINDS[path.suffix.lower()])
    # Opened by itself it runs nothing; the type is not guessed (nosniff), so a page in disguise stays a broken picture.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
