"""The tables, by what they are about; constraints repeat the rules for whoever forgets."""

from scheduler.store.models.history import Approval, Attempt, Confirmation, Seal, Transition
from scheduler.store.models.machine import Health, Notice, Pace, Pause, Setting
from scheduler.store.models.people import Account, Deputy, Invitation, Session, Visit
from scheduler.store.models.posts import Correction, Payload, Post, Uses, UsesIndex
from scheduler.store.models.radio import Airing, Fetch, Pull, Receipt, StationLink
from scheduler.store.models.words import Recall, Stop

__all__ = [
    "Account",
    "Airing",
    "Approval",
    "Attempt",
    "Confirmation",
    "Correction",
    "Deputy",
    "Fetch",
    "Health",
    "Invitation",
    "Notice",
    "Pace",
    "Pause",
    "Payload",
    "Post",
    "Pull",
    "Recall",
    "Receipt",
    "Seal",
    "Session",
    "Setting",
    "StationLink",
    "Stop",
    "Transition",
    "Uses",
    "UsesIndex",
    "Visit",
]
