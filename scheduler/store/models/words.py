"""Words of a person that the clock carries out: stop what is to come, take back what is out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.store.models.fields import NAME
from scheduler.store.models.posts import Post


class Stop(models.Model):
    """Nothing that it covers goes out until it is lifted, also what is approved later.

    Empty fields cover everything. `units` are the units covered, with those below the one named (`unit`); `spared`
    are messages that go out all the same: on a day of mourning, those that serve. `since` and `until` are of the time
    a post is due, from the one to just before the other.
    """

    campaign = models.CharField(max_length=NAME, blank=True, default="")
    message = models.CharField(max_length=NAME, blank=True, default="")
    unit = models.CharField(max_length=NAME, blank=True, default="")
    units = models.JSONField(default=list)
    spared = models.JSONField(default=list)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    why = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    lifted_by = models.CharField(max_length=150, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id"], condition=Q(lifted_at__isnull=True), name="stop_in_force")]


class Recall(models.Model):
    """A published post is to be taken back: tried until its channel says that it is gone there.

    `why` is the person's reason, `trouble` what the channel answered last. A post is asked to be taken back once.
    """

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="recall_wanted")
    why = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    trouble = models.TextField(default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_try"], condition=Q(done_at__isnull=True), name="recall_open")]
