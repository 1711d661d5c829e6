"""The orders in which lists are read, so that a page of one is found without sorting all of it.

And issues are counted by state and target without a look at each.

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ITEMS = """
CREATE INDEX ix_items_order ON items (
    (CASE WHEN status IN ('open', 'in_progress', 'proposed') THEN 0 ELSE 1 END),
    (due IS NULL), due, (upper(priority) IS NULL), (upper(priority)), id
)
"""
NEWEST = {
    "postgresql": "started_at DESC NULLS LAST, id DESC",
    "sqlite": "started_at DESC, id DESC",  # which has nothing before anything
}


def upgrade() -> None:
    """Make the indexes."""
    op.execute(ITEMS)
    newest = NEWEST[op.get_bind().dialect.name]
    op.execute(f"CREATE INDEX ix_incidents_order ON incidents ({newest})")
    op.create_index("ix_links_state_target_id", "links", ["state", "target_id"])
    op.drop_index("ix_links_state", "links")


def downgrade() -> None:
    """Remove them."""
    op.create_index("ix_links_state", "links", ["state"])
    op.drop_index("ix_links_state_target_id", "links")
    op.drop_index("ix_incidents_order", "incidents")
    op.drop_index("ix_items_order", "items")
