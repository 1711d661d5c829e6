"""What a policy asks of an item, when a decision is looked at again, and how an item is shown.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = {
    "assign_by": sa.Date,
    "review_by": sa.Date,
    "criterion": sa.Text,
    "verify_by": sa.Date,
    "evidence": sa.Text,
}


def upgrade() -> None:
    """Make the columns."""
    for name, kind in COLUMNS.items():
        op.add_column("items", sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    """Remove them."""
    for name in reversed(COLUMNS):
        op.drop_column("items", name)
