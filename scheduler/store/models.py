"""The tables. Only `store/queue/` writes a post's state; constraints repeat the rules for whoever forgets."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from scheduler.core.approval import Role
from scheduler.core.states import State

NAME = 200
"""Length of names and keys: campaign/channel/lang/time/ordinal fits well."""


class Account(AbstractUser):
    """A person who may write, approve or look. `--by` names the username."""

    role = models.CharField(max_length=20, choices=[(role, role) for role in Role], default=Role.AUTHOR)
    unit = models.CharField(max_length=NAME, blank=True, default="")
    title = models.CharField(max_length=NAME, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_known")
        ]


class Setting(models.Model):
    """A single remembered value: the mode this database belongs to, the clock's last tick, the content's digest."""

    name = models.CharField(max_length=50, primary_key=True)
    value = models.TextField()


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

    `handed_due` is the time that the channel itself was told, or was about to be told, to show the post at;
    `tries` counts the failed tries of the step now due, `looks` the looks since the post is `unknown`.
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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "rev"], name="post_once"),
            models.UniqueConstraint(fields=["channel", "year", "number"], name="script_number_once"),
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
            models.Index(fields=["channel", "due"], name="post_of_channel"),
            # The worker asks these at every tick. Each is small beside the posts, and smaller than `post_due` in the
            # eyes of SQLite, which would else read every waiting post to find that none is prepared.
            models.Index(fields=["state", "due"], condition=~Q(phase=""), name="post_prepared"),
            models.Index(fields=["state", "next_try"], condition=Q(next_try__isnull=False), name="post_to_try"),
            models.Index(
                fields=["kind", "due"], condition=Q(state=State.APPROVED.value, phase=""), name="post_next_of_kind"
            ),
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="post_by_remote_id"),
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


class Approval(models.Model):
    """A person approved exactly this payload. Void as soon as the post's payload is another."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    payload_sha = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
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


class Seal(models.Model):
    """A minute's new rows of the log, chained to the seal before. `rows` names each sealed row and its hash."""

    at = models.DateTimeField()
    previous = models.CharField(max_length=64, unique=True)
    ends = models.JSONField(default=dict)
    count = models.PositiveIntegerField()
    rows = models.BinaryField()
    hash = models.CharField(max_length=64)
