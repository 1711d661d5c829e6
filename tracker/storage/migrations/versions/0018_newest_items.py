"""The newest items are read in the order of an index, too.

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NAME = "ix_items_created_at_id"


def upgrade() -> None:
    """Make the index."""
    op.create_index(NAME, "items", ["created_at", "id"])


def downgrade() -> None:
    """Remove it."""
    op.drop_index(NAME, "items")
