"""When the undoing of a write was begun: until all of its run is undone, that run comes first.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; what was undone was begun."""
    op.add_column("writes", sa.Column("begun_at", Moment(), nullable=True))
    op.execute("UPDATE writes SET begun_at = undone_at")


def downgrade() -> None:
    """Remove it."""
    op.drop_column("writes", "begun_at")
