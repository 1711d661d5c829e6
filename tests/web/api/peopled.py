"""A database with one of each thing that the API tells of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.drafts import Draft, begin
from tracker.domain.incidents import Candidate, Extraction, TimelineEntry
from tracker.domain.items import Status
from tracker.domain.links import OperationState

if TYPE_CHECKING:
    from tracker.storage import Work

BROUGHT = "# Queue\n\n- Drain the queue\n- Alert on its length\n"


def people(work: Work) -> None:
    """Store two incidents, items of several statuses, an issue, conflicts, a write, a draft."""
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
    draft = Draft(0, "queue.md", "queue", BROUGHT, None, now(), now(), came_at=now())
    items = (Candidate("Drain the queue", ()), Candidate("Alert on its length", ()))
    work.drafts.add(replace(draft, found=Extraction(items=items), plan=begin(items)))
    work.commit()
