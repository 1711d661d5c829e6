"""What keeps items and issues alike.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "deliveries",
    "leases",
    "requests",
    "targets",
    "strays",
    "conflicts",
    "links",
    "operations",
)


def upgrade() -> None:
    """Make the tables."""
    _deliveries()
    _leases()
    _requests()
    _targets()
    _strays()
    _conflicts()
    _links()
    _operations()


def downgrade() -> None:
    """Remove the tables."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("target", "delivery", name=op.f("uq_deliveries_target_delivery")),
    )
    op.create_index(op.f("ix_deliveries_done_at"), "deliveries", ["done_at"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_done_at"), "requests", ["done_at"], unique=False)


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("container_id", sa.Text(), nullable=True),
        sa.Column("accounts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("learned", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("cursor", Moment(), nullable=True),
        sa.Column("cursor_since", Moment(), nullable=True),
        sa.Column("cursor_settled", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("etag_for", sa.Text(), nullable=True),
        sa.Column("paused_until", Moment(), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reported_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("name", name=op.f("uq_targets_name")),
    )


def _strays() -> None:
    op.create_table(
        "strays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issue", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name=op.f("fk_strays_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strays")),
        sa.UniqueConstraint("target_id", "remote_id", name=op.f("uq_strays_target_id_remote_id")),
    )
    op.create_index(op.f("ix_strays_marker"), "strays", ["marker"], unique=False)


def _conflicts() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_conflicts_item_id")),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name=op.f("fk_conflicts_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
    )
    op.create_index(op.f("ix_conflicts_item_id"), "conflicts", ["item_id"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("remote_key", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("remote_updated", Moment(), nullable=True),
        sa.Column("remote", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("base_local", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("base_remote", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column("planned_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_links_item_id")),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name=op.f("fk_links_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("item_id", "target_id", name=op.f("uq_links_item_id_target_id")),
        sa.UniqueConstraint("marker", name=op.f("uq_links_marker")),
        sa.UniqueConstraint("target_id", "remote_id", name=op.f("uq_links_target_id_remote_id")),
    )
    op.create_index(op.f("ix_links_state"), "links", ["state"], unique=False)


def _operations() -> None:
    op.create_table(
        "operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("negatives", sa.Integer(), nullable=False),
        sa.Column("not_before", Moment(), nullable=True),
        sa.Column("sent_cursor", Moment(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_operations_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations")),
    )
    op.create_index(op.f("ix_operations_link_id"), "operations", ["link_id"], unique=False)
    op.create_index(op.f("ix_operations_state"), "operations", ["state"], unique=False)
    op.create_index(
        "uq_operations_active",
        "operations",
        ["link_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('ready', 'inflight', 'unknown')"),
        postgresql_where=sa.text("state IN ('ready', 'inflight', 'unknown')"),
    )
