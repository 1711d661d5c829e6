"""What searches look in: full text that the database itself keeps in step with the rows.

On SQLite, FTS5 tables without a text of their own, filled by triggers of the same statement; on
PostgreSQL, expression indexes, which cannot differ from their rows at all.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.search_words import learn_everything

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PUNCTUATION = (
    "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"
    "\u00ab\u00bb\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026\u00a0"
)
SAID = "coalesce({0}owner, '') || ' ' || coalesce({0}reason, '')"
FACTS = (
    "coalesce({0}severity, '') || ' ' || coalesce({0}impact, '') || ' ' || "
    "coalesce({0}root_cause, '') || ' ' || coalesce({0}resolution, '')"
)
SERVICES = "coalesce((SELECT group_concat(value, ' ') FROM json_each({0}services)), '')"
TABLES = {
    "incidents": {"title": "{0}title", "facts": f"{FACTS} || ' ' || {SERVICES}"},
    "items": {"title": "{0}title", "said": SAID},
    "sources": {"text": "{0}text"},
    "revisions": {"text": "{0}text"},
}
READ = {
    "incidents": ("title", "services", "severity", "impact", "root_cause", "resolution"),
    "items": ("title", "owner", "reason"),
    "sources": ("text",),
    "revisions": ("text",),
}
TOKENS = """
CREATE FUNCTION search_tokens(words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT COST 10000 AS $$
BEGIN
  RETURN to_tsvector('pg_catalog.simple', translate({lowered}, '{signs}', '{blanks}'));
EXCEPTION WHEN program_limit_exceeded THEN  -- more words than one row may have
  words := left(words, 150000);
  RETURN to_tsvector('pg_catalog.simple', translate({lowered}, '{signs}', '{blanks}'));
END $$
"""
INDEXES = {
    "ix_search_incident_titles": "incidents USING gin (search_tokens(title))",
    "ix_search_incidents": (
        f"incidents USING gin (search_tokens(title || ' ' || {FACTS.format('')} "
        "|| ' ' || services::text))"
    ),
    "ix_search_item_titles": "items USING gin (search_tokens(title))",
    "ix_search_items": f"items USING gin (search_tokens(title || ' ' || {SAID.format('')}))",
    "ix_search_sources": "sources USING gin (search_tokens(text))",
    "ix_search_revisions": "revisions USING gin (search_tokens(text))",
}
COLLATIONS = ('"und-x-icu"', '"C.utf8"', '"en_US.utf8"')


def upgrade() -> None:
    """Make what is looked in, and fill it from the rows that there are."""
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column(
            "folded", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
    )
    op.create_index(op.f("ix_search_words_word"), "search_words", ["word"], unique=False)
    op.create_index(op.f("ix_search_words_folded"), "search_words", ["folded"], unique=False)
    op.create_index(op.f("ix_links_remote_key"), "links", ["remote_key"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()
    learn_everything(op.get_bind())


def downgrade() -> None:
    """Remove it."""
    if op.get_bind().dialect.name == "postgresql":
        for name in INDEXES:
            op.execute(f"DROP INDEX {name}")
        op.execute("DROP FUNCTION search_tokens(text)")
    else:
        for table in TABLES:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER search_{table}_{event}")
            op.execute(f"DROP TABLE search_{table}")
    op.drop_index(op.f("ix_links_remote_key"), table_name="links")
    op.drop_table("search_words")


def _on_sqlite() -> None:
    for table, columns in TABLES.items():
        names = ", ".join(columns)
        op.execute(
            f"CREATE VIRTUAL TABLE search_{table} USING fts5"
            f"({names}, content='', tokenize='unicode61 remove_diacritics 2')"
        )
        add = f"INSERT INTO search_{table}(rowid, {names}) "
        remove = f"INSERT INTO search_{table}(search_{table}, rowid, {names}) "
        new, old = _values(columns, "new."), _values(columns, "old.")
        add_new, remove_old = (
            f"{add} VALUES (new.id, {new});",
            f"{remove} VALUES ('delete', old.id, {old});",
        )
        read = ", ".join(READ[table])
        changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in READ[table])
        _trigger(table, "insert", f"AFTER INSERT ON {table} BEGIN {add_new} END")
        _trigger(table, "delete", f"AFTER DELETE ON {table} BEGIN {remove_old} END")
        _trigger(
            table,
            "update",
            f"AFTER UPDATE OF {read} ON {table} WHEN {changed} BEGIN {remove_old} {add_new} END",
        )
        op.execute(f"{add} SELECT id, {_values(columns, '')} FROM {table}")  # noqa: S608  names of our own


def _values(columns: dict[str, str], row: str) -> str:
    return ", ".join(value.format(row) for value in columns.values())


def _trigger(table: str, event: str, does: str) -> None:
    op.execute(f"CREATE TRIGGER search_{table}_{event} {does}")


def _on_postgresql() -> None:
    lowered = f"lower(words{_collation()})"
    if op.get_bind().scalar(sa.text("SHOW server_encoding")) == "UTF8":
        lowered = f"normalize({lowered}, NFC)"
    function = TOKENS.format(lowered=lowered, signs=PUNCTUATION, blanks=" " * len(PUNCTUATION))
    op.get_bind().exec_driver_sql(function.replace("%", "%%"))
    for name, what in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {what}")


def _collation() -> str:
    """Return what lets the server lower every alphabet: its own locale may know ASCII alone."""
    bind = op.get_bind()
    known = set(bind.scalars(sa.text("SELECT quote_ident(collname) FROM pg_collation")))
    for name in ("", *(f" COLLATE {one}" for one in COLLATIONS if one in known)):
        if bind.scalar(sa.text(f"SELECT lower('\u0416\u00c9'{name}) = '\u0436\u00e9'")):
            return name
    return ""
