"""What a proxy of our own says of who is asking. Believed only where the configuration names one."""

from collections.abc import Sequence


def comes_for(told: Sequence[str]) -> str:
    """The address in the `X-Forwarded-For` headers, in their order; empty where none is.

    The last word is the proxy's; what stands before it anybody may have sent.
    """
    return told[-1].rpartition(",")[2].strip() if told else ""
