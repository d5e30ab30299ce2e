"""What the machine remembers between its ticks."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.store.models.fields import NAME


class Setting(models.Model):
    """A single remembered value: the mode this database belongs to, the clock's last tick, the content's digest."""

    name = models.CharField(max_length=50, primary_key=True)
    value = models.TextField()


class Pause(models.Model):
    """A channel that takes nothing until a time, or until a person mends it. `*kind` stands for all of a kind."""

    channel = models.CharField(max_length=NAME, primary_key=True)
    until = models.DateTimeField(null=True)
    since = models.DateTimeField()
    why = models.TextField()


class Pace(models.Model):
    """How much of its budget of calls a channel, or a kind as a whole (`*kind`), had used when it was last told."""

    scope = models.CharField(max_length=NAME, primary_key=True)
    percent = models.PositiveIntegerField()
    at = models.DateTimeField()


class Health(models.Model):
    """What the last look at a Page's access found, and what the probe found; for the desk. Holds no secret.

    `well` is None where nobody could look yet; `busy_until` keeps a second machine from asking too.
    """

    channel = models.CharField(max_length=NAME, primary_key=True)
    checked_at = models.DateTimeField(null=True)
    well = models.BooleanField(null=True)
    report = models.JSONField(default=dict)
    busy_until = models.DateTimeField(null=True)
    probed_at = models.DateTimeField(null=True)
    probe = models.JSONField(default=dict)


class Notice(models.Model):
    """Something that needs a person: open until its cause is gone, repeated until somebody acknowledges it.

    `stage` tells a worse turn of the same thing, which is told anew; `sent` is when each way last carried it.
    """

    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=NAME)
    stage = models.CharField(max_length=50, default="")
    reason = models.TextField()
    remedy = models.TextField()
    link = models.CharField(max_length=500, default="")
    repeats = models.BooleanField(default=True)
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    acked_at = models.DateTimeField(null=True)
    acked_by = models.CharField(max_length=150, default="")
    resolved_at = models.DateTimeField(null=True)
    sent = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(resolved_at__isnull=True), name="notice_open_once"
            )
        ]
