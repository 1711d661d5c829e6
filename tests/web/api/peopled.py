"""A database with one of each thing that the API tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.incidents import TimelineEntry
from tracker.domain.items import Status
from tracker.domain.links import OperationState

if TYPE_CHECKING:
    from tracker.storage import Work


def people(work: Work) -> None:
    """Store two incidents, items of several statuses, an issue, conflicts and a refused write."""
    incident = an_incident(
        work,
        severity="SEV1",
        started_at="2026-11-02T10:00:00+00:00",
        services=("db",),
        timeline=(TimelineEntry("10:00", "The disk was full", 2),),
    )
    late = an_item(work, incident, owner="@alice", priority="P1")
    an_item(work, incident, "Rehearse the restore", status=Status.PROPOSED)
    an_item(work, incident, "Add a second disk", status=Status.DONE, closed_at=now())
    an_item(work, an_incident(work, "Slow page"), "Cache the page", owner="@bob")
    link = a_link(work, late)
    write = work.operations.intend(link.id, "update", now())
    work.operations.change(write.id, OperationState.FAILED, error="422: no such label", attempts=3)
    for sides in (("Alert", "Ours", "Theirs"), ("Alert", "Mine", "Yours")):
        work.conflicts.add(late.id, link.target_id, "title", sides, "ours", now())
    work.commit()
