"""Who may write, approve, look; how they come in, and what they did at the desk."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from scheduler.core.approval import Role
from scheduler.store.models.fields import NAME


class Account(AbstractUser):
    """A person who may write, approve or look. `--by` names the username.

    `totp_secret` is set once the second step at log-in is confirmed; `totp_step` is the last step used, which counts
    no second time; `recovery` holds the hashes of the codes that stand in for a lost telephone. `notices` are the kinds
    of notices that the person wants by mail.
    """

    role = models.CharField(max_length=20, choices=[(role, role) for role in Role], default=Role.AUTHOR)
    unit = models.CharField(max_length=NAME, blank=True, default="")
    title = models.CharField(max_length=NAME, blank=True, default="")
    totp_secret = models.CharField(max_length=64, blank=True, default="", db_default="")
    totp_step = models.BigIntegerField(default=0, db_default=0)
    recovery = models.JSONField(default=list, blank=True)
    notices = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_known")
        ]


class Session(AbstractBaseSession):
    """A log-in that lasts. `session_key` is the SHA-256 of what the browser holds, so a copied database opens none."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, default="")
    agent = models.CharField(max_length=NAME, default="")


class Invitation(models.Model):
    """A link by which an account gets its password, once and until a time. `token` is the SHA-256 of what it holds."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Deputy(models.Model):
    """An account's duty, done by another from a day to a day, both included. Ended early, it keeps its row."""

    principal = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="duties")
    since = models.DateField()
    until = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="deputy_days_in_order"),
        ]


class Visit(models.Model):
    """One thing that somebody did at the desk: logged in, failed to, exported, acted. `name` is as it was typed."""

    at = models.DateTimeField()
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=NAME, default="")
    kind = models.CharField(max_length=30)
    what = models.CharField(max_length=500, default="")
    address = models.CharField(max_length=45, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="visit_latest"),
            models.Index(fields=["kind", "name", "at"], name="visit_of_name"),
            models.Index(fields=["kind", "address", "at"], name="visit_of_address"),
        ]
