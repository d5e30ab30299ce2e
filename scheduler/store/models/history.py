"""What happened to posts: rows that are added and sealed, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.store.models.fields import NAME
from scheduler.store.models.posts import Post


class Approval(models.Model):
    """A person approved exactly this payload. Void as soon as the post's payload is another.

    `on_behalf` is the account whose duty a deputy did.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    payload_sha = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    on_behalf = models.CharField(max_length=150, default="", db_default="")
    at = models.DateTimeField()
    vouched = models.TextField(default="[]")
    hash = models.CharField(max_length=64)


class Transition(models.Model):
    """One change of a post's state: from, to, who, when, why, and the payload it was about."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    old = models.CharField(max_length=20)
    new = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    why = models.TextField(default="")
    payload_sha = models.CharField(max_length=64)
    detail = models.TextField(default="{}")
    hash = models.CharField(max_length=64)


class Confirmation(models.Model):
    """A named person vouches for a figure that nobody had verified. Void where the figure is another."""

    period = models.CharField(max_length=NAME)
    value = models.CharField(max_length=NAME)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "value"], name="confirmed_once")]


class Attempt(models.Model):
    """One call for a post, committed before it is made and finished after it.

    `doubt`: the call may have made something whose id nobody knows yet; true until its answer says otherwise.
    `look_at` is when to look for it again.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    step = models.CharField(max_length=30)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    why = models.TextField(default="")
    status = models.PositiveSmallIntegerField(null=True)
    code = models.IntegerField(null=True)
    subcode = models.IntegerField(null=True)
    trace = models.CharField(max_length=100, default="")
    note = models.TextField(default="")
    payload_sha = models.CharField(max_length=64, default="")
    doubt = models.BooleanField(default=True)
    look_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["step", "started_at"], condition=Q(doubt=True), name="attempt_in_doubt")
        ]


class Seal(models.Model):
    """A minute's new rows of the log, chained to the seal before. `rows` names each sealed row and its hash."""

    at = models.DateTimeField()
    previous = models.CharField(max_length=64, unique=True)
    ends = models.JSONField(default=dict)
    count = models.PositiveIntegerField()
    rows = models.BinaryField()
    hash = models.CharField(max_length=64)
