"""Accounts that are switched off for a while, and since when.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; every account is on."""
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("disabled_at", Moment(), nullable=True))


def downgrade() -> None:
    """Remove it; those that are off are on again."""
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("disabled_at")
