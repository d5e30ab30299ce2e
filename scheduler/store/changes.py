"""What differs between two states of the content, in the names by which the posts that rest on it are found."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from scheduler.core.content import Content
from scheduler.core.fact import DerivedFact, period_name
from scheduler.core.figures import Facts
from scheduler.core.render import SPOKEN_KINDS
from scheduler.store.models import Post, UsesIndex

Name = tuple[str, str]
"""`("period", "luong_co_so@2024-07-01")`, `("fact", …)`, `("unit", …)`, `("template", …)` in the index of uses;
`("message", …)`, `("channel", …)`, `("campaign", …)`, `("kind", …)` on the post itself."""

ON_THE_POST = frozenset({"message", "channel", "campaign", "kind"})
_WORD = re.compile(r"[a-z][a-z0-9_]*")


def changed(old: Content, new: Content) -> set[Name]:
    """Everything that a waiting post may rest on and that is not as it was."""
    return {
        *(("unit", name) for name in _differing(old.units.by_id, new.units.by_id)),
        *(("template", name) for name in _differing(old.templates, new.templates)),
        *(("channel", name) for name in _differing(old.channels, new.channels)),
        *(("campaign", name) for name in _differing(old.campaigns, new.campaigns)),
        *(("message", name) for name in _messages(old, new)),
        *_figures(old.facts, new.facts),
        *(("kind", kind) for kind in SPOKEN_KINDS if _readings(old) != _readings(new)),
    }


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    return (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _messages(old: Content, new: Content) -> Iterator[str]:
    """Messages that changed, and those with a photo that did."""
    yield from _differing(old.messages, new.messages)
    photos = set(_differing(old.media, new.media))
    for message in new.messages.values():
        bodies = (body for by_lang in message.texts.values() for body in by_lang.values())
        if any(photo.file in photos for body in bodies for photo in body.photos):
            yield message.id


def _figures(old: Facts, new: Facts) -> Iterator[Name]:
    for key in _differing(old.facts, new.facts):
        yield "fact", key
        for period in old.facts[key].periods if key in old.facts else ():
            yield "period", period_name(key, period.group, period.from_)
    touched = set(_differing(old.derived, new.derived))
    for key in touched | _resting_on(touched, old.derived) | _resting_on(touched, new.derived):
        yield "fact", key


def _resting_on(keys: set[str], derived: Mapping[str, DerivedFact]) -> set[str]:
    """Derived figures whose formula leads to one of the keys."""
    found: set[str] = set()
    while more := {k for k, d in derived.items() if k not in found and (keys | found) & set(_WORD.findall(d.formula))}:
        found |= more
    return found


def _readings(content: Content) -> list[object]:
    """What the lexicons say, which compare by identity themselves."""
    lexicons = {"": content.lexicon, **content.area_lexicons}
    return [(area, dict(lexicon.words), dict(lexicon.parts)) for area, lexicon in sorted(lexicons.items())]


def resting_on(rows: QuerySet[Post], names: Iterable[Name]) -> QuerySet[Post]:
    """Those of the posts that rest on one of the names."""
    of_what: dict[str, list[str]] = {}
    for what, name in names:
        of_what.setdefault(what, []).append(name)
    resting, mine = Q(), Q(pk__in=())
    for what, some in of_what.items():
        if what in ON_THE_POST:
            mine |= Q(**{f"{what}__in": some})
        else:
            resting |= Q(what=what, name__in=some)
    if resting:
        mine |= Q(uses__in=UsesIndex.objects.filter(resting).values("uses"))
    return rows.filter(mine)
