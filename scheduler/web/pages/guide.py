"""Help, where it is needed: what each role does here, what the words mean, which keys help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scheduler.core.states import State


def page(request: HttpRequest) -> HttpResponse:
    """Show it, with the part for the person's own role first."""
    return render(request, "help.html", {"states": list(State)})
