"""What stations do: by which link they come, what they fetched, what they said, what they put on air."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from scheduler.core.radio.told import Method, Said, Way
from scheduler.store.models.fields import NAME
from scheduler.store.models.posts import Post


class StationLink(models.Model):
    """A secret link of a station, known by the SHA-256 of its secret alone. Several may be valid at once.

    `ends_at` is when a link that was replaced stops by itself: until then the old one and the new one both work.
    `used_at` is its last pull, drawn from the journal of pulls.
    """

    station = models.CharField(max_length=NAME)
    secret_sha = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=NAME, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, default="")
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["station"], name="link_of_station")]


class Pull(models.Model):
    """A station asked, and got an answer: the journal of that, written many to a commit and only ever read by id.

    `posts` are the scripts whose words were in the answer, none where it was that nothing is new. It says that the
    bytes were asked for, never that anybody read them.
    """

    station = models.CharField(max_length=NAME)
    link = models.ForeignKey(StationLink, on_delete=models.PROTECT, null=True, db_index=False)
    form = models.CharField(max_length=20)
    posts = models.JSONField(default=list)
    at = models.DateTimeField()


class Fetch(models.Model):
    """The first time that a script was pulled: drawn from the journal of pulls, to be asked for by script."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()


class Receipt(models.Model):
    """A person at a station said something about a script, once: received, accepted, recall seen.

    `at` is when it was said, `entered_at` when it was written down; `late` where that was much later.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, db_index=False)
    what = models.CharField(max_length=20)
    person = models.CharField(max_length=NAME)
    at = models.DateTimeField()
    way = models.CharField(max_length=20)
    link = models.ForeignKey(StationLink, on_delete=models.PROTECT, null=True, db_index=False)
    note = models.TextField(default="")
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "what"], name="said_once"),
            models.CheckConstraint(condition=Q(what__in=[said.value for said in Said]), name="receipt_known"),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="receipt_way_known"),
        ]


class Airing(models.Model):
    """One reading of a script on air, or why it was not read. Corrected by a new row that names the one it replaces.

    `occurrence` counts the readings of the script from 1; `seconds` is how long it took, where somebody measured.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    occurrence = models.PositiveSmallIntegerField()
    aired = models.BooleanField()
    aired_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    reader = models.CharField(max_length=NAME, default="")
    method = models.CharField(max_length=20, default="")
    reason = models.TextField(default="")
    way = models.CharField(max_length=20)
    link = models.ForeignKey(StationLink, on_delete=models.PROTECT, null=True, db_index=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entered_at"], name="airing_by_entry"),
        ]
        constraints: ClassVar = [
            # A first entry once; every later one replaces the entry before it, so the entries of a reading are a chain.
            models.UniqueConstraint(
                fields=["post", "occurrence"], condition=Q(replaces__isnull=True), name="airing_first_once"
            ),
            models.CheckConstraint(
                condition=Q(aired=True, aired_at__isnull=False) | (Q(aired=False) & ~Q(reason="")),
                name="aired_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["", *[method.value for method in Method]]), name="airing_method_known"
            ),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="airing_way_known"),
            models.CheckConstraint(condition=Q(occurrence__gte=1), name="airing_counts_from_one"),
        ]
