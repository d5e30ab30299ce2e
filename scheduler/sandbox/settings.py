"""What a sandbox lets through, all in one place. Every limit may be changed by its caller."""

from __future__ import annotations

from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
# Beyond these years an instant is a mistake, and arithmetic with it may overflow.
FIRST_YEAR, LAST_YEAR = 1971, 2199


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that Facebook documents or shows; times in seconds, sizes in bytes."""

    schedule_min: int = 600
    # Facebook's own pages say both 30 and 75 days; 30 days is the bound that no page contradicts.
    schedule_max: int = 30 * 86_400
    # A scheduled post may be changed or deleted only while its time is at least 3 minutes away.
    schedule_lock: int = 180
    unused_photo_life: int = 86_400
    # The reference says 10 MB, the recorded error says "smaller than 4 MB": the stricter one holds.
    photo_bytes: int = 4 * MEGABYTE
    # Counted in UTF-16 units, the stricter reading of a limit whose unit is disputed.
    message_units: int = 63_206
    body_bytes: int = 12 * MEGABYTE
    page_size: int = 25
    page_size_max: int = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """How one sandbox runs."""

    limits: Limits = field(default_factory=Limits)
    zone: str = "Asia/Ho_Chi_Minh"
