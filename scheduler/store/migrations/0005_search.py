"""The words of each text, kept by the database itself for the search of the log: see `store/search.py`."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđð"
_BARE = "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "dd"

# FTS5's tokenizer takes marks off letters, but the stroke of đ is no mark to it.
_WORDS = (
    "replace(replace(coalesce(json_extract(new.body, '$.title'), '') || ' ' || json_extract(new.body, '$.text'),"
    " 'đ', 'd'), 'Đ', 'd')"
)
_SQLITE = (
    """CREATE VIRTUAL TABLE payload_words
       USING fts5(words, content='', tokenize="unicode61 remove_diacritics 2")""",
    f"""CREATE TRIGGER payload_words_of_new AFTER INSERT ON store_payload BEGIN
          INSERT INTO payload_words(rowid, words) VALUES (new.id, {_WORDS});
        END""",
    f"INSERT INTO payload_words(rowid, words) SELECT new.id, {_WORDS} FROM store_payload AS new",
)
# PostgreSQL's lower() leaves letters outside ASCII alone under the locale C, so both cases are written out.
_POSTGRES = (
    f"""CREATE FUNCTION payload_words(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
          SELECT to_tsvector('simple', lower(translate(
            coalesce(body::json->>'title', '') || ' ' || (body::json->>'text'),
            '{_MARKED}{_MARKED.upper()}', '{_BARE}{_BARE}')))
        $$""",
    "CREATE INDEX payload_by_words ON store_payload USING gin (payload_words(body))",
)


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index, with the texts that are already stored."""
    for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


def unmake(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if editor.connection.vendor == "postgresql":
        statements = ("DROP INDEX payload_by_words", "DROP FUNCTION payload_words(text)")
    else:
        statements = ("DROP TRIGGER payload_words_of_new", "DROP TABLE payload_words")
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Adds the index of words, and what lists posts that are out by time and by text."""

    dependencies: ClassVar = [("store", "0004_words")]

    operations: ClassVar = [
        migrations.RunPython(make, unmake),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["payload"], condition=models.Q(published_at__isnull=False), name="post_text_out"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["published_at", "id"], condition=models.Q(published_at__isnull=False), name="post_out"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["unit", "published_at", "id"],
                condition=models.Q(published_at__isnull=False),
                name="post_out_of_unit",
            ),
        ),
    ]
