"""Items, incidents and conflicts as JSON: one shape for the command line and for the API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.domain.extensions import Extension
    from tracker.domain.history import Change
    from tracker.domain.items import ActionItem
    from tracker.domain.links import Link
    from tracker.intake import Arrival
    from tracker.storage import Work
    from tracker.storage.completion import Completion
    from tracker.storage.conflicts import Conflict

Json = dict[str, Any]


def items_told(work: Work, found: Sequence[ActionItem]) -> list[Json]:
    """Return items with their links, in their order, by a fixed number of statements."""
    links = work.links.of_items([one.id for one in found])
    names = {state.id: (state.name, state.provider) for state in work.targets.all()}
    shown = seen(work, found)
    return [
        item_told(one, [link_told(link, *names[link.target_id]) for link in links.get(one.id, [])])
        for one in shown
    ]


def seen(work: Work, found: Sequence[ActionItem]) -> list[ActionItem]:
    """Return items to be shown: none names an original that is hidden from whoever asks."""
    originals = work.items.visible({one.duplicate_of for one in found if one.duplicate_of})
    return [
        one if one.duplicate_of in {None, *originals} else replace(one, duplicate_of=None)
        for one in found
    ]


def item_told(one: ActionItem, links: list[Json]) -> Json:
    """Return an item with the links that were told."""
    return {
        "id": one.key,
        "incident": f"I-{one.incident_id}",
        "title": one.title,
        "kind": one.kind,
        "status": one.status,
        "owner": one.owner,
        "priority": one.priority,
        "due": _day(one.due),
        "due0": _day(one.due0),
        "assign_by": _day(one.assign_by),
        "created_at": one.created_at.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        "reason": one.reason,
        "approver": one.approver,
        "review_by": _day(one.review_by),
        "duplicate_of": f"A-{one.duplicate_of}" if one.duplicate_of else None,
        "criterion": one.criterion,
        "verify_by": _day(one.verify_by),
        "evidence": one.evidence,
        "in_document": one.in_document,
        "version": one.version,
        "links": links,
    }


def extension_told(one: Extension) -> Json:
    """Return a move of a due date to a later day, or to none."""
    return {
        "at": one.at.isoformat(),
        "old": one.old.isoformat(),
        "new": _day(one.new),
        "who": one.author.who,
        "origin": one.author.origin.value,
        "reason": one.reason,
        "approver": one.approver,
    }


def link_told(link: Link, target: str, provider: str) -> Json:
    """Return an item's issue in a target."""
    return {
        "target": target,
        "provider": provider,
        "key": link.remote_key,
        "url": link.url,
        "state": link.state.value,
        "remote_status": link.remote.get("status"),
        "note": link.note,
    }


def incident_told(one: Completion, paths: Iterable[str]) -> Json:
    """Return an incident with its completion and where its documents were read."""
    facts = one.incident.facts
    return {
        "id": one.incident.name,
        "title": one.incident.title,
        "severity": facts.severity,
        "started_at": facts.started_at,
        "ended_at": facts.ended_at,
        "duration_minutes": facts.duration_minutes,
        "documents": list(paths),
        "total": one.total,
        "done": one.done,
        "in_progress": one.in_progress,
        "open": one.open,
        "missed": one.missed,
        "overdue": one.overdue,
        "wont_do": one.wont_do,
        "proposed": one.proposed,
        "next_due": _day(one.next_due),
    }


def conflict_told(one: Conflict) -> Json:
    """Return a field that both sides changed differently, with all its values."""
    return {
        "id": one.id,
        "item": f"A-{one.item_id}",
        "target": one.target,
        "field": one.field,
        "base": one.base,
        "ours": one.ours,
        "theirs": one.theirs,
        "kept": one.kept,
        "at": one.at.isoformat(),
        "undone_at": one.undone_at.isoformat() if one.undone_at else None,
    }


def change_told(one: Change) -> Json:
    """Return an entry of the history."""
    return {
        "incident": f"I-{one.incident_id}",
        "item": f"A-{one.item_id}" if one.item_id else None,
        "field": one.field,
        "old": one.old,
        "new": one.new,
        "at": one.at.isoformat(),
        "who": one.author.who,
        "origin": one.author.origin.value,
    }


def arrival_told(one: Arrival) -> Json:
    """Return what became of a document."""
    return {
        "path": one.path,
        "outcome": one.outcome.value,
        "incident": f"I-{one.incident_id}" if one.incident_id else None,
        "added": one.added,
        "updated": one.updated,
        "gone": len(one.gone),
        "gone_items": [f"A-{number}" for number in one.gone],
        "proposed": one.proposed,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
