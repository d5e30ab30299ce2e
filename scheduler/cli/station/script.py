"""Which station or script a command means: a script by its key, or by what it is called on the telephone."""

import re
from collections.abc import Iterable

from scheduler.cli.office import Office
from scheduler.core.approval import Person, forbidden, out_of_reach
from scheduler.core.channel import Station
from scheduler.core.near import meant
from scheduler.core.render import SPOKEN_KINDS
from scheduler.errors import BhxhError
from scheduler.store.find import Choice, require_known
from scheduler.store.models import Post
from scheduler.store.radio.chain import OUT

FORM = "MÃ_BÀI, hoặc ĐÀI/SỐ/NĂM như trên kịch bản, ví dụ dai-yen-ninh/14/2026"
_CODE = re.compile(r"(?P<station>[^/]+)/(?P<number>\d{1,6})/(?P<year>\d{4})")


def script_of(name: str) -> Post:
    """The newest released issue of a script; where none is out, the newest. Raises BhxhError where there is none."""
    posts = list(Post.objects.select_related("payload", "uses").filter(**_named(name)).order_by("-rev"))
    out = [post for post in posts if post.state in OUT]
    if not posts:
        if not _CODE.fullmatch(name):
            require_known(Choice(keys=(name,)))
        raise BhxhError("không có kịch bản này trong hàng đợi", where=name, fix=f"nêu {FORM}")
    found = (out or posts)[0]
    if found.kind not in SPOKEN_KINDS:
        raise BhxhError("bài này không phải là kịch bản của đài", where=name, fix=f"nêu {FORM}")
    return found


def _named(name: str) -> dict[str, object]:
    code = _CODE.fullmatch(name)
    if code is None:
        return {"key": name}
    return {"channel": code["station"], "number": int(code["number"]), "year": int(code["year"])}


def station_of(here: Office, name: str) -> Station:
    """The station of that id. Raises BhxhError with the nearest name."""
    found = here.content.channels.get(name)
    if isinstance(found, Station):
        return found
    known = [channel.id for channel in here.content.channels.values() if isinstance(channel, Station)]
    hint = meant(name, known) or "xem các đài: bhxh station list"
    raise BhxhError(f'không có đài "{name}"', where="content/channels", fix=hint)


def acting(here: Office, by: str, act: str) -> Person:
    """The person that `--by` names, allowed to do this. Raises BhxhError where he may not."""
    person = here.person(by)
    if reason := forbidden(person, act):
        raise BhxhError(reason, where=f"station {act}", fix="hãy nhờ người có quyền")
    return person


def require_reach(person: Person, scripts: Iterable[Post]) -> None:
    """Raise BhxhError where one of the scripts is of a unit that is not the person's."""
    for script in scripts:
        if reason := out_of_reach(person, script.unit, script.due):
            raise BhxhError(reason, where=script.key, fix="hãy nhờ người của đơn vị ấy")


def require_station(here: Office, person: Person, station: Station) -> None:
    """Raise BhxhError where the station is one of a unit that is not the person's today."""
    owner = station.owner_on(here.today()) or ""
    if not person.reaching.has_unit(owner):
        what = f'đài "{station.id}" của đơn vị "{owner}" không thuộc đơn vị mà "{person.name}" phụ trách'
        raise BhxhError(what, where=station.id, fix="hãy nhờ người của đơn vị ấy")
