"""Who may write, approve, look."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from scheduler.core.approval import Role
from scheduler.store.models.fields import NAME


class Account(AbstractUser):
    """A person who may write, approve or look. `--by` names the username."""

    role = models.CharField(max_length=20, choices=[(role, role) for role in Role], default=Role.AUTHOR)
    unit = models.CharField(max_length=NAME, blank=True, default="")
    title = models.CharField(max_length=NAME, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="account_role_known")
        ]
