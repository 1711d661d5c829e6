"""What is sent, each once: the weekly report through each channel, a reminder to each person.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import JsonColumn, Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "channels",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_week", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channels")),
    )
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("crossed_at", Moment(), nullable=True),
        sa.Column("not_before", Moment(), nullable=True),
        sa.Column("reached", JsonColumn, nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
        sa.UniqueConstraint(
            "kind", "occasion", "channel", name=op.f("uq_dispatches_kind_occasion_channel")
        ),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("dispatches")
    op.drop_table("channels")
