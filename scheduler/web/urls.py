"""Addresses of the desk. Each needs a row in `web/access.py`, by its name."""

from django.urls import path

from scheduler.web import assets, language
from scheduler.web.health import health
from scheduler.web.pages import (
    acts,
    approve,
    compose,
    correct,
    edit,
    guide,
    join,
    keep,
    notices,
    own,
    people,
    photo,
    session,
    stop,
    today,
    visits,
)

urlpatterns = [
    path("health", health, name="health"),
    path("static/<slug:mark>/<path:name>", assets.serve, name="asset"),
    path("language", language.switch, name="language"),
    path("login", session.log_in, name="login"),
    path("logout", session.log_out, name="logout"),
    path("password", session.password, name="password"),
    path("join/<str:token>", join.page, name="join"),
    path("own", own.page, name="own"),
    path("own/sessions", own.end_session, name="own-sessions"),
    path("own/second", own.second, name="own-second"),
    path("own/hand-over", own.hand_over, name="own-hand-over"),
    path("own/take-back", own.take_back, name="own-take-back"),
    path("own/act-for", own.act_for, name="own-act-for"),
    path("people", people.page, name="people"),
    path("people/new", people.new, name="people-new"),
    path("people/log", visits.page, name="people-log"),
    path("people/<int:account>", people.one, name="people-one"),
    path("people/<int:account>/change", people.change, name="people-change"),
    path("people/<int:account>/invite", people.invite, name="people-invite"),
    path("people/<int:account>/open", people.set_open, name="people-open"),
    path("people/<int:account>/sessions", people.end_sessions, name="people-sessions"),
    path("people/<int:account>/second", people.end_second, name="people-second"),
    path("people/<int:account>/hand-over", people.hand_over, name="people-hand-over"),
    path("people/<int:account>/take-back", people.take_back, name="people-take-back"),
    path("notices", notices.page, name="notices"),
    path("notices/<int:notice>/known", notices.known, name="notices-known"),
    path("help", guide.page, name="help"),
    path("", today.page, name="today"),
    path("compose", compose.page, name="compose"),
    path("compose/keep", keep.page, name="compose-keep"),
    path("compose/<int:post>/edit", edit.page, name="compose-edit"),
    path("compose/<int:post>/submit", compose.submit, name="compose-submit"),
    path("compose/<int:post>/correct", correct.page, name="compose-correct"),
    path("photo/<path:file>", photo.serve, name="photo"),
    path("approve", approve.page, name="approve"),
    path("approve/pile", approve.pile, name="approve-pile"),
    path("approve/<int:post>", approve.one, name="approve-post"),
    path("approve/decide", approve.decide, name="approve-decide"),
    *(path(f"posts/<int:post>/{name}", acts.do, {"name": name}, name=f"act-{name}") for name in acts.NAMES),
    path("stop", stop.page, name="stop"),
    path("stop/order", stop.order, name="stop-order"),
    path("stop/<int:stop>/lift", stop.let_go, name="stop-lift"),
    path("stop/recall", stop.recall, name="stop-recall"),
]

handler400 = "scheduler.web.mistakes.bad_request"
handler403 = "scheduler.web.mistakes.forbidden"
handler404 = "scheduler.web.mistakes.not_found"
handler500 = "scheduler.web.mistakes.broken"
