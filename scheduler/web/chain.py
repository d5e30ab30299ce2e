"""The chain of a script, and what stations say, in the language of the request."""

from django.utils.translation import gettext as _

from scheduler.core.radio.chain import Chain, Stage
from scheduler.core.radio.told import Method, Said, Way
from scheduler.store.models import Airing


def stage(chain: Chain) -> str:
    """How far a script has come, as in “aired 1/2”, with the reason where it was not aired."""
    word = {
        Stage.WAITING: _("not released yet"),
        Stage.RELEASED: _("released"),
        Stage.FETCHED: _("fetched"),
        Stage.RECEIVED: _("received"),
        Stage.ACCEPTED: _("accepted by the commune"),
        Stage.PARTLY: _("aired"),
        Stage.AIRED: _("aired"),
        Stage.NOT_AIRED: _("not aired"),
        Stage.WITHHELD: _("withheld: not to be read"),
        Stage.RECALLED: _("taken back: not to be read"),
    }[chain.stage]
    if chain.stage in (Stage.PARTLY, Stage.AIRED) and chain.wanted > 1:
        word = f"{word} {chain.aired}/{chain.wanted}"
    reasons = "; ".join(dict.fromkeys(heard.reason for heard in chain.airings if not heard.aired))
    return f"{word}: {reasons}" if reasons and chain.stage == Stage.NOT_AIRED else word


STATES = {
    Stage.AIRED: "published", Stage.PARTLY: "published", Stage.NOT_AIRED: "failed", Stage.RECALLED: "cancelled",
    Stage.WITHHELD: "held", Stage.WAITING: "draft",
}  # fmt: skip
"""Stage → the state whose colours it is shown in; the others are on their way."""


def colour(chain: Chain) -> str:
    """The class by which the style sheet colours the stage."""
    return STATES.get(chain.stage, "approved")


def said(what: Said) -> str:
    """What a person at a station said."""
    return {
        Said.RECEIVED: _("received"),
        Said.ACCEPTED: _("accepted by the commune"),
        Said.RECALL_SEEN: _("knows that it was taken back"),
    }[what]


def way(name: Way) -> str:
    """How the word reached us."""
    return {
        Way.LINK: _("by the station's link"),
        Way.PHONE: _("by telephone"),
        Way.PAPER: _("on paper"),
        Way.BUNDLE: _("by the stick"),
    }[name]


def method(name: Method) -> str:
    """How a script was put on air."""
    return {
        Method.READ: _("read aloud"),
        Method.TTS: _("by a machine's voice"),
        Method.RELAY: _("relayed"),
    }[name]


def reading(row: Airing) -> str:
    """One entry about a reading: whether it was aired, how, and how long it took."""
    nth = _("reading %(n)s") % {"n": row.occurrence}
    if not row.aired:
        return _("not aired (%(nth)s)") % {"nth": nth}
    parts = [nth]
    if row.method:
        parts.append(method(Method(row.method)))
    if row.seconds:
        parts.append(_("%(n)s seconds") % {"n": row.seconds})
    return _("aired (%(what)s)") % {"what": ", ".join(parts)}


def entered(way_name: str, by: str, *, late: bool) -> str:
    """How an entry came here: by which way, who wrote it down, and whether long after."""
    parts = [way(Way(way_name))]
    if way_name != Way.LINK:
        parts.append(_("written down by %(by)s") % {"by": by})
    if late:
        parts.append(_("entered late"))
    return ", ".join(parts)
