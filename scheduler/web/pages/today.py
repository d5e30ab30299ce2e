"""The first page: what goes out today, and what needs a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """Show it."""
    return render(request, "today.html")
