"""The words' own index in each database: FTS5 in SQLite, GIN in PostgreSQL.

A migration that makes ``search_document`` anew, as Django does on SQLite for most changes, loses the
triggers: it must run this one's statements again.
"""

from django.db import migrations

SQLITE = (
    # Our words are parted by spaces, and everything that is not ASCII is a letter to this tokenizer.
    # Places of words are not kept, nor lengths: phrases are looked for in the rows, ranks are ours.
    """
    CREATE VIRTUAL TABLE search_fulltext USING fts5(
        headline, about, body,
        content='search_document', content_rowid='id',
        tokenize='ascii', detail='column', columnsize=0
    )
    """,
    """
    CREATE TRIGGER search_document_inserted AFTER INSERT ON search_document BEGIN
        INSERT INTO search_fulltext(rowid, headline, about, body)
        VALUES (new.id, new.headline, new.about, new.body);
    END
    """,
    """
    CREATE TRIGGER search_document_deleted AFTER DELETE ON search_document BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, headline, about, body)
        VALUES ('delete', old.id, old.headline, old.about, old.body);
    END
    """,
    """
    CREATE TRIGGER search_document_updated AFTER UPDATE OF headline, about, body ON search_document
    BEGIN
        INSERT INTO search_fulltext(search_fulltext, rowid, headline, about, body)
        VALUES ('delete', old.id, old.headline, old.about, old.body);
        INSERT INTO search_fulltext(rowid, headline, about, body)
        VALUES (new.id, new.headline, new.about, new.body);
    END
    """,
)
DROP_SQLITE = (
    "DROP TRIGGER search_document_updated",
    "DROP TRIGGER search_document_deleted",
    "DROP TRIGGER search_document_inserted",
    "DROP TABLE search_fulltext",
)
POSTGRESQL = (
    """
    CREATE INDEX search_document_words ON search_document
    USING gin (string_to_array(headline || ' ' || about || ' ' || body, ' '))
    """,
    """
    CREATE INDEX search_document_headline_words ON search_document
    USING gin (string_to_array(headline, ' '))
    """,
)
DROP_POSTGRESQL = (
    "DROP INDEX search_document_headline_words",
    "DROP INDEX search_document_words",
)


def create(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in DROP_POSTGRESQL if is_postgresql else DROP_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
