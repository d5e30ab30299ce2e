"""Headers of every answer: what a browser may load, run and tell others. Nothing from anywhere else, nothing inline."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CSP = "; ".join((
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""No unsafe-inline, no nonce: no page has a script or a style of its own. Photos of posts come from here too."""

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class Headers:
    """Puts them on each answer. What a person sees after logging in is kept by no cache and found by no search."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self._get_response(request)
        response.setdefault("Content-Security-Policy", CSP)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
