"""Vietnamese, unless the person asked for English. What the browser prefers does not count: an English telephone in
a Vietnamese office is the usual case."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

_A_YEAR = timedelta(days=365)


class Language:
    """Speaks the language of the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language."""
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self._get_response(request)
        response.headers["Content-Language"] = language
        return response


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back to where the person was."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(local_path(request.POST.get("next", "")))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_A_YEAR, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
    return response


def local_path(target: str) -> str:
    """A place of this desk to go on to, or its first page where the target leads anywhere else."""
    good = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if good and not urlsplit(target).netloc else "/"
