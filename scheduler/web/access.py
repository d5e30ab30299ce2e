"""Who may open what: the one table of the desk. An address without a row here is opened by nobody."""

from dataclasses import dataclass

from scheduler.core.approval import MAY, Role

EVERYBODY = frozenset(Role)
STAFF = frozenset({Role.AUTHOR, Role.APPROVER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True)
class Rule:
    """Which roles may open an address, and what it names.

    `about` is the kind of thing that the address names (a key of `web.things.FINDERS`): the gate finds it within the
    person's scope, or there is no such address for him. `open` needs no log-in. `method` is how the address is mainly
    used, for the test that tries every row. `logged` is the kind of the line that opening it leaves in the access log;
    a POST always leaves one.
    """

    roles: frozenset[Role] = EVERYBODY
    about: str = ""
    open: bool = False
    method: str = "GET"
    logged: str = ""


def act(name: str, about: str = "") -> Rule:
    """The rule of an act on posts: who may do it is said in `core.approval`."""
    return Rule(roles=MAY[name], about=about, method="POST")


RULES: dict[str, Rule] = {
    "health": Rule(open=True),
    "asset": Rule(open=True),
    "language": Rule(open=True, method="POST"),
    "login": Rule(open=True),
    "logout": Rule(method="POST"),
    "password": Rule(),
    "today": Rule(),
    "today-live": Rule(),
    "join": Rule(open=True),
    "notices": Rule(),
    "notices-known": Rule(roles=STAFF, about="notice", method="POST"),
    "help": Rule(),
    "own": Rule(),
    "own-notices": Rule(method="POST"),
    "own-sessions": Rule(method="POST"),
    "own-second": Rule(),
    "own-hand-over": Rule(roles=frozenset({Role.APPROVER}), method="POST"),
    "own-take-back": Rule(roles=frozenset({Role.APPROVER}), method="POST"),
    "own-act-for": Rule(method="POST"),
    "people": Rule(roles=ADMINS),
    "people-new": Rule(roles=ADMINS),
    "people-log": Rule(roles=ADMINS | {Role.AUDITOR}),
    "people-one": Rule(roles=ADMINS, about="account"),
    "people-change": Rule(roles=ADMINS, about="account", method="POST"),
    "people-invite": Rule(roles=ADMINS, about="account", method="POST"),
    "people-open": Rule(roles=ADMINS, about="account", method="POST"),
    "people-sessions": Rule(roles=ADMINS, about="account", method="POST"),
    "people-second": Rule(roles=ADMINS, about="account", method="POST"),
    "people-hand-over": Rule(roles=ADMINS, about="account", method="POST"),
    "people-take-back": Rule(roles=ADMINS, about="account", method="POST"),
    "compose": Rule(roles=MAY["queue"]),
    "compose-keep": act("queue"),
    "compose-edit": Rule(roles=MAY["queue"], about="post"),
    "compose-submit": act("submit", "post"),
    "compose-correct": Rule(roles=MAY["queue"], about="post"),
    "compose-revise": Rule(roles=MAY["queue"], about="post"),
    "photo": Rule(),
    "approve": Rule(),
    "approve-pile": Rule(),
    "approve-post": Rule(about="post"),
    "approve-decide": act("approve"),
    "act-hold": act("hold", "post"),
    "act-release": act("release", "post"),
    "act-cancel": act("cancel", "post"),
    "act-retry": act("retry", "post"),
    "act-settle": act("retry", "post"),
    "stop": Rule(roles=MAY["hold"]),
    "stop-order": act("hold"),
    "stop-lift": act("release", "stop"),
    "stop-recall": act("recall"),
    "calendar": Rule(),
    "feed": Rule(open=True),
    "feed-renew": Rule(roles=ADMINS, about="unit", method="POST"),
    "grid": Rule(),
    "grid-campaign": Rule(about="campaign"),
    "grid-cell": Rule(about="campaign"),
    "grid-retry": act("retry", about="campaign"),
    "log": Rule(),
    "log-csv": Rule(logged="export"),
    "log-xlsx": Rule(logged="export"),
    "log-aired": Rule(logged="export"),
    "log-verify": Rule(method="POST"),
    "post": Rule(about="post"),
    "post-move": act("reschedule", about="post"),
    "post-evidence": Rule(about="post", logged="export"),
    "stations": Rule(),
    "stations-one": Rule(about="channel"),
    "stations-plan": Rule(about="channel"),
    "stations-tell": act("tell", about="channel"),
    "stations-resume": act("retry", about="channel"),
    "stations-probe": Rule(roles=ADMINS, about="channel", method="POST"),
    "stations-link": act("link", about="channel"),
    "stations-revoke": act("link", about="channel"),
}
"""Name of an address in `web/urls.py` → who may open it."""
