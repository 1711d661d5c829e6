"""The secret addresses of calendars and feeds; whose a draft is, and whether others see it.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns; a draft belongs to the account that its name tells."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_feeds_digest")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_feeds_account_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_feeds_account_id"), "feeds", ["account_id"], unique=False)
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        drafts.add_column(
            sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        drafts.create_foreign_key(
            op.f("fk_drafts_account_id"), "accounts", ["account_id"], ["id"], ondelete="SET NULL"
        )
    op.execute(
        "UPDATE drafts SET account_id = "
        "(SELECT accounts.id FROM accounts WHERE accounts.name = drafts.who)"
    )


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint(op.f("fk_drafts_account_id"), type_="foreignkey")
        drafts.drop_column("restricted")
        drafts.drop_column("account_id")
    op.drop_table("feeds")
