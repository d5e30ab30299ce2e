"""Finding posts by their words, without diacritics: `ho tro hoc sinh` finds "hỗ trợ học sinh".

The database itself keeps the index (migration `search`), one entry for each different text and not for each post:
on SQLite an FTS5 table filled by a trigger, on PostgreSQL a GIN index over an expression.
"""

import re

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from scheduler.core.text import fold
from scheduler.store.models import Post

FEW, SORTED = 5000, 60_000
"""Up to so many texts, with up to so many posts that are out, the posts are looked up by text and sorted; with more,
posts are read in the order of the list until a page is full: a sixteenth of a million is sorted sooner than a list of
which only the oldest fit is read to its end."""

_WORD = re.compile(r"\w+")
_SQLITE = "SELECT rowid FROM payload_words WHERE payload_words MATCH %s"
_POSTGRES = "SELECT id FROM store_payload WHERE payload_words(body) @@ to_tsquery('simple', %s)"


def words(query: str) -> list[str]:
    """The words to look for, folded; empty where the query holds none."""
    return _WORD.findall(fold(query))


def matching(posts: QuerySet[Post], query: str) -> QuerySet[Post]:
    """Those posts whose title or text holds every word of the query; its last word may be only begun.

    Give posts that the index `post_text_out` covers (`published_at` set), or few by themselves.
    """
    wanted = words(query)
    if not wanted:
        return posts
    statement, asked = _asked(wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT {FEW + 1}", [asked])
        few = [pk for (pk,) in cursor.fetchall()]
    # The `+` keeps either database from going by text: it would sort every post that it found. Where these are few, it
    # is to go by text: a list of ids would look like more posts to it than the statement does.
    way = "" if len(few) <= FEW and _are_few(few) else "+"
    said = f'{way}"store_post"."payload_id" IN ({statement})'
    return posts.filter(RawSQL(said, [asked], output_field=BooleanField()))  # noqa: S611  # no input


def _are_few(texts: list[int]) -> bool:
    """Whether few posts say these texts: the index `post_text_out` alone tells."""
    rows = Post.objects.filter(published_at__isnull=False, payload__in=texts).order_by()
    return rows.values_list("payload")[: SORTED + 1].count() <= SORTED


def _asked(wanted: list[str]) -> tuple[str, str]:
    """The statement that gives the ids of the texts, and its one parameter."""
    if connection.vendor == "postgresql":
        return _POSTGRES, f"{' & '.join(wanted)}:*"
    return _SQLITE, " ".join(f'"{word}"' for word in wanted) + "*"
