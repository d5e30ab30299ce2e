"""What people typed, as it is stored and compared everywhere: composed (NFC), lines ended by one character.

Some keyboards and systems compose Vietnamese letters of several code points, and browsers end lines by two. A password
typed on one of them must open what was locked on another, and the same text must have the same hash.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from scheduler.core.text import nfc


class Typed:
    """Puts the query and the form of each request into that form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, named: object) -> None:
        """Only once the request has a page: what is asked for nothing is not read."""
        request.GET = composed(request.GET)  # type: ignore[assignment]  # the stubs ask for an immutable type of their own
        if request.method == "POST":
            request.POST = composed(request.POST)  # type: ignore[assignment]  # the same


def composed(said: QueryDict) -> QueryDict:
    """The same words in that form; it can no more be changed than what came."""
    found = QueryDict(mutable=True, encoding=said.encoding)
    for name, values in said.lists():
        found.setlist(nfc(name), [nfc(value).replace("\r\n", "\n") for value in values])
    found._mutable = False
    return found
