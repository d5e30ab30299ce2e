"""Posts and their texts. Only `store/queue/` writes a post's state."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.core.states import State
from scheduler.store.models.fields import NAME

_OUT = Q(published_at__isnull=False)


class Payload(models.Model):
    """What a channel gets, stored once by its SHA-256 however many posts say the same."""

    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=50)
    lang = models.CharField(max_length=20)
    body = models.TextField()
    unread = models.TextField(default="[]")


class Uses(models.Model):
    """What texts were made from, stored once by SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    body = models.TextField()


class UsesIndex(models.Model):
    """Which uses rest on a base period, unit, message or template: how drift finds the posts of a change."""

    uses = models.ForeignKey(Uses, on_delete=models.PROTECT, related_name="index", db_index=False)
    what = models.CharField(max_length=20)
    name = models.CharField(max_length=NAME)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["what", "name"], name="uses_by_name")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["uses", "what", "name"], name="uses_once")]


class Post(models.Model):
    """A slot rendered for its channel. The key never changes; `due` may move.

    `issue` counts how often a script was put out under its number (lần ban hành): 2 replaces 1. `withheld_at`: the
    script is out, but must not be read for now.
    `handed_due` is the time that the channel itself was told, or was about to be told, to show the post at;
    `tries` counts the failed tries of the step now due, `looks` the looks since the post is `unknown`. An `own` text
    was written by a person for this post alone: no queueing and no change of content puts another in its place.
    """

    key = models.CharField(max_length=NAME)
    rev = models.PositiveSmallIntegerField(default=0)
    campaign = models.CharField(max_length=NAME)
    message = models.CharField(max_length=NAME, blank=True)
    unit = models.CharField(max_length=NAME)
    channel = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=50)
    lang = models.CharField(max_length=20)
    planned = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=20)
    payload = models.ForeignKey(Payload, on_delete=models.PROTECT, db_index=False)
    uses = models.ForeignKey(Uses, on_delete=models.PROTECT)
    seconds = models.PositiveIntegerField(default=0)
    author = models.CharField(max_length=150)
    own = models.BooleanField(default=False, db_default=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    phase = models.CharField(max_length=20, default="")
    remote_id = models.CharField(max_length=NAME, default="")
    prepared_sha = models.CharField(max_length=64, default="")
    media = models.TextField(default="[]")
    permalink = models.CharField(max_length=500, default="")
    published_at = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=100, default="")
    lease_until = models.DateTimeField(null=True)
    next_try = models.DateTimeField(null=True)
    why = models.TextField(default="")
    handed_due = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    looks = models.PositiveSmallIntegerField(default=0, db_default=0)
    unsure_since = models.DateTimeField(null=True)
    issue = models.PositiveSmallIntegerField(default=1, db_default=1)
    withheld_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "rev"], name="post_once"),
            models.UniqueConstraint(
                fields=["channel", "year", "number"], condition=Q(issue=1), name="script_number_once"
            ),
            # A revision keeps the number. One that was turned down leaves its place to the next.
            models.UniqueConstraint(
                fields=["channel", "year", "number", "issue"],
                condition=Q(issue__gt=1) & ~Q(state=State.CANCELLED.value),
                name="script_issue_once",
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="post_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.RECALLED])
                | (~Q(remote_id="") & Q(published_at__isnull=False)),
                name="published_is_proven",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(lease_until__isnull=False), name="sending_has_a_lease"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due"], name="post_due"),
            models.Index(fields=["campaign", "planned"], name="post_of_campaign"),
            # The grid of a campaign is counted from this alone: no post is read for it.
            models.Index(fields=["campaign", "message", "unit", "state"], name="post_in_grid"),
            models.Index(fields=["channel", "due"], name="post_of_channel"),
            # The worker asks these at every tick. Each is small beside the posts, and smaller than `post_due` in the
            # eyes of SQLite, which would else read every waiting post to find that none is prepared.
            models.Index(fields=["state", "due"], condition=~Q(phase=""), name="post_prepared"),
            models.Index(fields=["state", "next_try"], condition=Q(next_try__isnull=False), name="post_to_try"),
            models.Index(
                fields=["kind", "due"], condition=Q(state=State.APPROVED.value, phase=""), name="post_next_of_kind"
            ),
            models.Index(fields=["state", "due"], condition=Q(withheld_at__isnull=False), name="post_withheld"),
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="post_by_remote_id"),
            # The log shows what went out: a post costs these nothing before that.
            models.Index(fields=["payload"], condition=_OUT, name="post_text_out"),
            models.Index(fields=["published_at", "id"], condition=_OUT, name="post_out"),
            models.Index(fields=["unit", "published_at", "id"], condition=_OUT, name="post_out_of_unit"),
            models.Index(fields=["campaign", "published_at", "id"], condition=_OUT, name="post_out_of_campaign"),
            # Asked at every pull of a station: its recalls, of whatever day.
            models.Index(fields=["channel"], condition=Q(state=State.RECALLED.value), name="post_recalled"),
        ]


class Correction(models.Model):
    """A post that corrects another (đính chính): the old one stays as it was. Optionally said under the old one too.

    The comment is made once the correction is out; `comment_id` proves it.
    """

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="correction")
    corrects = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="corrections")
    comment = models.TextField(default="")
    comment_id = models.CharField(max_length=NAME, default="")
    next_try = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(post=models.F("corrects")), name="corrects_another")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=~Q(comment="") & Q(comment_id=""), name="comment_wanted")
        ]
