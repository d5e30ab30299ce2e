"""What every template of the desk may say without loading it: times, states, roles, assets, links between pages."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scheduler.core.approval import Role
from scheduler.core.radio.chain import Chain
from scheduler.core.radio.told import Said
from scheduler.core.states import State
from scheduler.core.translation import called, language_name
from scheduler.core.unit import Unit
from scheduler.store.desk.counts import Counts
from scheduler.store.log import first_line
from scheduler.store.models import Post
from scheduler.store.payloads import load_payload
from scheduler.web import assets, names, words
from scheduler.web import chain as chains
from scheduler.web import when as times
from scheduler.web.carried import Carried
from scheduler.web.filters import Filters, Option
from scheduler.web.office import office
from scheduler.web.pages import acts
from scheduler.web.request import Desk

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file in static/, which changes with its content."""
    return assets.address(name)


@register.simple_tag(takes_context=True)
def when(context: template.Context, instant: datetime | None) -> str:
    """A time as people say it; a dash where there is none."""
    desk: Desk = context["desk"]
    return times.when(instant, desk.now, desk.zone) if instant else "–"


@register.simple_tag(takes_context=True)
def exactly(context: template.Context, instant: datetime | None) -> str:
    """A time to the second as it is filed away; a dash where there is none."""
    return f"{instant.astimezone(context['desk'].zone):%d/%m/%Y %H:%M:%S}" if instant else "–"


@register.simple_tag(takes_context=True)
def ago(context: template.Context, instant: datetime | None) -> str:
    """How long ago; "never" where there is no time."""
    return times.ago(instant, context["desk"].now) if instant else _("never")


@register.simple_tag(takes_context=True)
def iso(context: template.Context, instant: datetime | None) -> str:
    """A time for the `datetime` of a <time>, in the zone."""
    return instant.astimezone(context["desk"].zone).isoformat(timespec="minutes") if instant else ""


@register.filter
def state_name(state: str) -> str:
    """A post's state in words."""
    return words.state(State(state))


@register.filter
def state_meaning(state: str) -> str:
    """What a state means for the people who wait for the post."""
    return words.meaning(State(state))


@register.filter
def language(lang: str) -> str:
    """A language by its name."""
    return language_name(lang)


@register.filter
def span(length: timedelta) -> str:
    """A length of time in its largest whole unit."""
    return times.span(length)


@register.filter
def role_name(role: str) -> str:
    """A role in words."""
    return words.role(Role(role))


@register.simple_tag(takes_context=True)
def unit_name(context: template.Context, unit: Unit) -> str:
    """A unit's short name today."""
    desk: Desk = context["desk"]
    return names.unit(desk.office.content, unit.id, desk.today)


@register.simple_tag(takes_context=True)
def deeds(context: template.Context, post: Post) -> dict[str, Any]:
    """What the person may do to the post: pages that change it, and acts."""
    desk: Desk = context["desk"]
    return {
        "links": acts.links(desk, post), "acts": acts.possible(desk, post, context["request"].path),
        "movable": acts.movable(desk, post),
    }  # fmt: skip


@register.filter
def kind_name(kind: str) -> str:
    """A channel kind in words."""
    return names.kind(kind)


@register.filter
def browser_name(agent: str) -> str:
    """A browser by name and system."""
    return words.browser(agent)


@register.filter
def at(mapping: Mapping[str, Any], name: str) -> Any:
    """What a mapping holds under a name; nothing where it has no such name."""
    return mapping.get(name)


@register.filter
@stringfilter
def visible(text: str) -> str:
    """Text with control characters made visible, so that nothing hides in it; line breaks stay."""
    return words.visible(text)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> SafeString:
    """The query of this page with some values changed, for links between pages; a value of "" leaves it out."""
    kept = {name: value for name, value in context["request"].GET.items() if name not in ("after", "before")}
    merged = {name: value for name, value in {**kept, **changes}.items() if value not in ("", None)}
    return mark_safe("?" + urlencode(merged).replace("&", "&amp;"))  # noqa: S308  # urlencode leaves nothing to escape


@register.simple_tag(takes_context=True)
def named(context: template.Context, kind: str, what: str) -> str:
    """The name of a `unit`, `channel`, `message` or `campaign`, as it is today."""
    desk: Desk = context["desk"]
    content = desk.office.content
    if kind == "unit":
        return names.unit(content, what, desk.today)
    return {"channel": names.channel, "message": names.message, "campaign": names.campaign}[kind](content, what)


@register.simple_tag(takes_context=True)
def unit_then(context: template.Context, post: Post) -> str:
    """The short name that the post's unit had on the day for which it is due."""
    desk: Desk = context["desk"]
    return names.unit(desk.office.content, post.unit, desk.office.local(post.due).date())


@register.simple_tag
def value(filters: Filters, name: str) -> str:
    """What a filter is set to, as the address says it."""
    found = getattr(filters, name)
    return found.isoformat() if isinstance(found, date) else str(found or "")


@register.simple_tag
def offered_for(offered: dict[str, list[Option] | None], name: str) -> list[Option] | None:
    """What a filter offers for choosing."""
    return offered[name]


@register.simple_tag
def title_of(post: Post) -> str:
    """What a post is called: its title, or its first line; a translation names its language."""
    payload = load_payload(post.payload)
    return called(payload.title or first_line(payload.text), post.lang)


@register.simple_tag(takes_context=True)
def typed_into(context: template.Context, action: str, form: str = "") -> Carried | None:
    """What was typed into the form of this address before the act was refused; `form` tells two forms of it apart."""
    found: Carried | None = context.get("carried")
    if found is None or found.to != action or found.first.get("form", "") != form:
        return None
    context["carried_shown"].append(found)
    return found


@register.simple_tag
def counts_of(counts: dict[str, Counts], name: str) -> str:
    """How many went out of how many, as in 37/40."""
    found = counts[name]
    return f"{found.out}/{found.meant}"


@register.simple_tag(takes_context=True)
def wall_time(context: template.Context, instant: datetime) -> str:
    """The time of day here, as in 19:30."""
    return f"{instant.astimezone(context['desk'].zone):%H:%M}"


@register.simple_tag(takes_context=True)
def wall_moment(context: template.Context, instant: datetime) -> str:
    """Day and time here, as a field for both takes them."""
    return f"{instant.astimezone(context['desk'].zone):%Y-%m-%dT%H:%M}"


@register.filter
def state_of(post: Post) -> str:
    """A post's state in words; a script that is out is released: only its station can say that it was aired."""
    return words.state(State(post.state), post.kind)


@register.filter
def weekday(day: date) -> str:
    """A day of the week as narrow as it can be written, Monday first."""
    return words.weekday(day)


@register.filter
def chain_stage(chain: Chain) -> str:
    """How far a script has come."""
    return chains.stage(chain)


@register.filter
def chain_colour(chain: Chain) -> str:
    """The state in whose colours the stage is shown."""
    return chains.colour(chain)


@register.filter
def said_word(what: Said) -> str:
    """What a person at a station said."""
    return chains.said(what)


@register.filter
def day_of(instant: str) -> str:
    """The day of an instant as a report stores it."""
    return f"{datetime.fromisoformat(instant).astimezone(office().zone):%d/%m/%Y}"


@register.filter
def moment_of(seconds: int | str | None) -> str:
    """UNIX seconds as Facebook tells them: 0 has no end, nothing is not told."""
    if not isinstance(seconds, int):
        return _("not told")
    if not seconds:
        return _("has no end")
    return f"{datetime.fromtimestamp(seconds, office().zone):%H:%M %d/%m/%Y}"


@register.filter
def probe_step(name: str) -> str:
    """What a probe tries."""
    return {
        "draft": _("making an unseen post"),
        "read": _("reading it back"),
        "words": _("the words come back as they were sent"),
        "list": _("finding it in the list"),
        "schedule": _("giving it a time"),
    }.get(name, name)
