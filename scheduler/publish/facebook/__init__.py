"""Facebook Pages: prepare a draft, release it at its time, read it back."""

from scheduler.publish.facebook.carrier import FacebookCarrier

__all__ = ["FacebookCarrier"]
