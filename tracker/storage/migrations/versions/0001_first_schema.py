"""The first schema.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from tracker.storage.columns import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _deliveries()
    _incidents()
    _installation()
    _leases()
    _requests()
    _targets()
    _items()
    _postmortems()
    _strays()
    _changes()
    _conflicts()
    _links()
    _revisions()
    _operations()
    _sources()


def downgrade() -> None:
    """Remove every table."""
    for table in reversed(TABLES):
        op.drop_table(table)


TABLES = (
    "deliveries",
    "incidents",
    "installation",
    "leases",
    "requests",
    "targets",
    "items",
    "postmortems",
    "strays",
    "changes",
    "conflicts",
    "links",
    "revisions",
    "operations",
    "sources",
)


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


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("services", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("detected_at", sa.Text(), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("timeline", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("key", name=op.f("uq_incidents_key")),
    )


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_check", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )


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


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due0", sa.Date(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("refs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("in_document", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["duplicate_of"], ["items.id"], name=op.f("fk_items_duplicate_of")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_items_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint(
            "incident_id", "fingerprint", name=op.f("uq_items_incident_id_fingerprint")
        ),
    )
    op.create_index(op.f("ix_items_due"), "items", ["due"], unique=False)
    op.create_index(op.f("ix_items_owner"), "items", ["owner"], unique=False)
    op.create_index(op.f("ix_items_status"), "items", ["status"], unique=False)


def _postmortems() -> None:
    op.create_table(
        "postmortems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_postmortems_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postmortems")),
        sa.UniqueConstraint("path", name=op.f("uq_postmortems_path")),
    )
    op.create_index(
        op.f("ix_postmortems_incident_id"), "postmortems", ["incident_id"], unique=False
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


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_changes_incident_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_changes_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_at"), "changes", ["at"], unique=False)
    op.create_index(op.f("ix_changes_incident_id"), "changes", ["incident_id"], unique=False)
    op.create_index("ix_changes_item_id_id", "changes", ["item_id", "id"], unique=False)


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


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("postmortem_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["postmortem_id"], ["postmortems.id"], name=op.f("fk_revisions_postmortem_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "postmortem_id", "number", name=op.f("uq_revisions_postmortem_id_number")
        ),
    )
    op.create_index(op.f("ix_revisions_sha256"), "revisions", ["sha256"], unique=False)


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


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_sources_item_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_sources_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_item_id"), "sources", ["item_id"], unique=False)
    op.create_index(op.f("ix_sources_revision_id"), "sources", ["revision_id"], unique=False)
