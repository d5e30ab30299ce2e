"""The channel kinds. To add one: a module beside this one with a carrier, and a line in KINDS.

The module holds a class with the methods of `carrier.Carrier` that is made from a `Setup`. The line gives
what the kind asks of a text (`KindRules`) and that class. Channels of the kind are written under `channels:`
in `content/channels/`, with what the module needs under `options`.
"""

from collections.abc import Mapping

from scheduler.core.kind import KINDS_BUILT_IN
from scheduler.publish.carrier import Kind
from scheduler.publish.facebook import FacebookCarrier
from scheduler.publish.radio.carrier import RadioCarrier

KINDS: Mapping[str, Kind] = {
    "facebook": Kind(KINDS_BUILT_IN["facebook"], FacebookCarrier),
    "radio": Kind(KINDS_BUILT_IN["radio"], RadioCarrier),
}
