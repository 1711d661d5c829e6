"""A target knows how often one of its links changed its state.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count, which begins at nought."""
    column = sa.Column("link_turns", sa.Integer(), nullable=False, server_default="0")
    op.add_column("targets", column)


def downgrade() -> None:
    """Remove it."""
    op.drop_column("targets", "link_turns")
