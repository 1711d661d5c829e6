"""Puts a made-up history into a database, row by row as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from tracker.storage.tables import ChangeRow, IncidentRow, ItemRow

if TYPE_CHECKING:
    from tests.tracker.counting.stories import Story
    from tracker.domain.history import Change
    from tracker.domain.incidents import Incident
    from tracker.domain.items import ActionItem
    from tracker.storage import Work


def retell(work: Work, story: Story) -> None:
    """Store a story's incidents, items and changes, in the order in which they were told."""
    for table, rows in (
        (IncidentRow, [_incident(one) for one in story.incidents.values()]),
        (ItemRow, [_item(one) for one in story.items.values()]),
        (ChangeRow, [_change(n, one) for n, one in enumerate(story.changes, 1)]),
    ):
        work.session.execute(insert(table), rows)


def forget(work: Work) -> None:
    """Remove every row of a story."""
    for table in (ChangeRow, ItemRow, IncidentRow):
        work.session.execute(delete(table))
    work.commit()


def _incident(one: Incident) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("started_at", "ended_at", "detected_at", "duration_minutes", "timezone", "impact")
    )
    told = {"id": one.id, "key": one.key, "title": one.title, "severity": one.facts.severity}
    lists: dict[str, Any] = {"services": [], "timeline": [], "root_cause": None, "resolution": None}
    when = {"created_at": one.created_at, "updated_at": one.created_at}
    return {**nothing, **told, **lists, **when}


def _item(one: ActionItem) -> dict[str, Any]:
    names = ("id", "incident_id", "title", "owner", "priority", "due", "due0", "created_at",
             "accepted_at", "closed_at", "reason", "approver")  # fmt: skip
    held = {name: getattr(one, name) for name in names}
    rest: dict[str, Any] = {
        "fingerprint": str(one.id),
        "kind": None,
        "duplicate_of": None,
        "refs": [],
    }
    return {**held, **rest, "status": one.status.value, "said": {}, "in_document": True,
            "version": 1}  # fmt: skip


def _change(number: int, one: Change) -> dict[str, Any]:
    who = {"who": one.author.who, "origin": one.author.origin.value}
    names = ("incident_id", "item_id", "field", "old", "new", "at")
    return {"id": number, **{name: getattr(one, name) for name in names}, **who}
