"""The tables, by what they are about; constraints repeat the rules for whoever forgets."""

from scheduler.store.models.history import Approval, Attempt, Confirmation, Seal, Transition
from scheduler.store.models.machine import Health, Notice, Pace, Pause, Setting
from scheduler.store.models.people import Account
from scheduler.store.models.posts import Correction, Payload, Post, Uses, UsesIndex

__all__ = [
    "Account",
    "Approval",
    "Attempt",
    "Confirmation",
    "Correction",
    "Health",
    "Notice",
    "Pace",
    "Pause",
    "Payload",
    "Post",
    "Seal",
    "Setting",
    "Transition",
    "Uses",
    "UsesIndex",
]
