"""The words' own index in each database: FTS5 in SQLite, GIN in PostgreSQL."""

from django.db import migrations

SQLITE = (
    # Our words are parted by spaces, and all that is not ASCII is a letter to this tokenizer. It
    # keeps no text, and no lengths of texts: ranks are ours.
    """
    CREATE VIRTUAL TABLE search_fulltext USING fts5(
        headline, about, body, content='', tokenize='ascii', columnsize=0
    )
    """,
)
DROP_SQLITE = ("DROP TABLE search_fulltext",)
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
