"""Each past week's report, as it was made once.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import JsonColumn, Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("headlines", JsonColumn, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("week", "team", name=op.f("uq_reports_week_team")),
    )
    op.create_table(
        "report_texts",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_texts_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "form", name=op.f("pk_report_texts")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("report_texts")
    op.drop_table("reports")
