"""What `bhxh doctor` looks at for notices: who hears of what, and which way does not work."""

from collections.abc import Iterator

from scheduler.cli.checkup import Finding
from scheduler.cli.office import Office
from scheduler.publish.notices.checks import GENERAL_FIX, faults, ordered_at, untold_words
from scheduler.publish.notices.who import Listeners
from scheduler.store import ways

_WHAT = "Báo tin"


def notices(here: Office) -> Iterator[Finding]:
    """How telling people stands."""
    yield from _listeners(here)
    yield from _ways(here)


def _listeners(here: Office) -> Iterator[Finding]:
    config, live = here.config, here.config.mode == "live"
    sources = ordered_at(config, here.content, here.started)
    if not any(source.places for source in sources):
        if live:
            step = "ghi notices: smtp (có to) hoặc webhook vào config.yaml"
            yield Finding(_WHAT, "warn", "chưa cấu hình thư hay webhook: không ai được báo", step)
        return
    for fault in faults(config, here.content, here.started):
        if fault.level == "error" or fault.loc[-1] != "routes":
            yield Finding(_WHAT, "warn", fault.what, "sửa mục notices.routes trong config.yaml")
    if untold := untold_words(sources, here.content):
        yield Finding(_WHAT, "warn" if live else "note", untold, GENERAL_FIX)


def _ways(here: Office) -> Iterator[Finding]:
    found = Listeners(here.config, lambda: here.content).at(here.started)
    labels = {listener.way.server: "máy chủ thư" for listener in found if listener.way.server}
    labels |= {listener.way.name: listener.label for listener in found}
    for name, state in ways.states(labels).items():
        if state.error:
            seen = f"{labels[name]}: {state.error}, hỏng {state.fails} lần liền"
            step = "sửa mục notices trong config.yaml, thử: bhxh notices --test; máy vẫn tự gửi lại"
            yield Finding(_WHAT, "warn", seen, step)
