"""Addresses of the desk. Each needs a row in `web/access.py`, by its name."""

from django.urls import path

from scheduler.web import assets, language
from scheduler.web.health import health
from scheduler.web.pages import session, today

urlpatterns = [
    path("health", health, name="health"),
    path("static/<slug:mark>/<path:name>", assets.serve, name="asset"),
    path("language", language.switch, name="language"),
    path("login", session.log_in, name="login"),
    path("logout", session.log_out, name="logout"),
    path("password", session.password, name="password"),
    path("", today.page, name="today"),
]

handler400 = "scheduler.web.mistakes.bad_request"
handler403 = "scheduler.web.mistakes.forbidden"
handler404 = "scheduler.web.mistakes.not_found"
handler500 = "scheduler.web.mistakes.broken"
