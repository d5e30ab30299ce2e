"""What a refused form carried: nothing that was typed is lost.

A page that refuses shows it and lets it be sent again. Where a person is led back to the page he came from, that page
fills it into the same form once.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

_SESSION = "carried"
_SECRET = ("password", "code", "csrfmiddlewaretoken")
"""Parts of the names of fields that are never shown, and never kept."""

_FIELDS, _KEPT = 500, 20_000
"""So many fields are carried at most, and so many characters kept from one page to the next."""


@dataclass(frozen=True)
class Carried:
    """The fields of a form, the address that it was sent to, and whether files came with it, which it cannot carry."""

    to: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False

    @property
    def texts(self) -> list[str]:
        """What was typed, for reading and copying: of several words, as no choice and no mark of a page is."""
        return list(dict.fromkeys(value for _name, value in self.fields if len(value.split()) > 1))

    @property
    def first(self) -> dict[str, str]:
        """Each field with its first value."""
        return dict(reversed(self.fields))

    @property
    def every(self) -> dict[str, list[str]]:
        """Each field with all its values."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


def carried(request: HttpRequest) -> Carried | None:
    """What the form of this request holds; None where it holds nothing, or a secret."""
    if request.method != "POST":
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _SECRET[-1]]
    if not sent or len(sent) > _FIELDS or any(_is_secret(name) for name, _value in sent):
        return None
    return Carried(request.get_full_path(), tuple(sent), bool(request.FILES))


def _is_secret(name: str) -> bool:
    return any(part in name for part in _SECRET)


def is_ours(request: HttpRequest) -> bool:
    """Whether a page of this desk sent the form, by the word of the browser: no other site can make it say so."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin", "") in ours


def keep(request: HttpRequest) -> None:
    """Keep the form for the next page, on which it stands again as it was typed."""
    found = carried(request)
    if found and sum(len(value) for _name, value in found.fields) <= _KEPT:
        request.session[_SESSION] = [request.path, found.fields]


def kept(request: HttpRequest) -> Carried | None:
    """The form that was kept for this page; it is given once."""
    if request.method != "GET" or _SESSION not in request.session:
        return None
    to, fields = request.session.pop(_SESSION)
    return Carried(to, tuple((name, value) for name, value in fields))
