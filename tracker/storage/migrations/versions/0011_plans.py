"""The plan that the worker made last, for people to look at; histories are read by field.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import JsonColumn, Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("told", JsonColumn, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index("ix_changes_field_at", "changes", ["field", "at"])
    op.create_index(
        "ix_changes_due_old",
        "changes",
        ["old", "item_id"],
        sqlite_where=sa.text("field = 'due'"),
        postgresql_where=sa.text("field = 'due'"),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_changes_due_old", table_name="changes")
    op.drop_index("ix_changes_field_at", table_name="changes")
    op.drop_table("plans")
