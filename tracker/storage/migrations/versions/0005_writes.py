"""What was written to which tracker, until which link it was verified, what it may close.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import JsonColumn, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "writes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", JsonColumn, nullable=False),
        sa.Column("after", JsonColumn, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name=op.f("fk_writes_target_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_writes_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writes")),
    )
    op.create_index(op.f("ix_writes_target_id"), "writes", ["target_id"], unique=False)
    op.add_column("targets", sa.Column("verified_at", Moment(), nullable=True))
    op.add_column("targets", sa.Column("verified_to", sa.Integer(), nullable=True))
    op.add_column("targets", sa.Column("allowed", JsonColumn, nullable=True))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("targets", "allowed")
    op.drop_column("targets", "verified_to")
    op.drop_column("targets", "verified_at")
    op.drop_table("writes")
