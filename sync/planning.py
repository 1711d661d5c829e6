"""What is to be written: for each item that was edited, or has no issue yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.desk import Write
from sync.observing import adopt, compare, is_ours, tell
from sync.ports import RemoteIssue
from sync.routing import targets_of
from sync.snapshots import sent_at_first, snapshot
from tracker.domain.items import ACTIVE
from tracker.domain.links import Link, LinkState, OperationState, marker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.desk import Desk
    from sync.ports import Step
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

ACTIVE_NAMES = tuple(status.value for status in ACTIVE)
REACHED = frozenset({LinkState.LINKED})


def link_up(desk: Desk, work: Work) -> None:
    """Store a link with its marker for each item that should have an issue here.

    This comes before every pull, so that an issue which exists already is adopted and not
    made again.
    """
    for item_id in work.links.unlinked(desk.state.id, ACTIVE_NAMES):
        item = work.items.get(item_id)
        incident = work.incidents.get(item.incident_id)
        documents = work.incidents.newest_of(incident.id)
        path = documents[0].path if documents else ""
        if desk.target.name not in targets_of(item, incident, path, desk.settings):
            continue
        marker = marker_of(desk.secret, incident.key, item.fingerprint, desk.target.name, 1)
        link = work.links.by_marker(marker) or work.links.add(item.id, desk.state.id, 1, marker)
        _adopt_orphan(desk, work, link)


def plan(desk: Desk, work: Work) -> None:
    """Store which writes are needed, one active write a link at most."""
    for link in work.links.changed(desk.state.id):
        item = work.items.get(link.item_id)
        if link.remote_id is None and link.state is LinkState.PENDING:
            _plan_create(work, link, item)
        elif link.state in REACHED:
            _plan_update(desk, work, link, item)
        else:
            work.links.planned(link.id, item.version)


def announced(desk: Desk, work: Work) -> list[Write]:
    """Return every write that the next cycle would make, in its order."""
    writes = [twin_write(desk, stray.issue) for stray in work.strays.unsettled_twins(desk.state.id)]
    standing = work.operations.of_target(
        desk.state.id, (OperationState.READY, OperationState.FAILED)
    )
    for operation in sorted(standing, key=lambda one: (one.kind == "create", one.id)):
        link = work.links.get(operation.link_id)
        item = work.items.get(link.item_id)
        if operation.kind == "create":
            fields = sent_at_first(desk, snapshot(desk, work, item))
            writes.append(create_write(desk, item, fields))
            later = desk.tracker.first_steps(fields)
        else:
            later = desk.tracker.steps(compare(desk, work, link, item).push, link.remote["raw"])
        writes += [step_write(desk, item, step) for step in later]
    return writes


def create_write(desk: Desk, item: ActionItem, fields: Mapping[str, str | None]) -> Write:
    """Return how the creation of an item's issue is told."""
    told = tuple(sorted(name for name, value in fields.items() if value is not None))
    return Write(desk.target.name, item.key, "create", told, (f"title: {fields['title']}",))


def step_write(desk: Desk, item: ActionItem, step: Step) -> Write:
    """Return how a write to an item's issue is told."""
    shown = tuple(_shown(name, value) for name, value in sorted(step.patch.items()))
    return Write(desk.target.name, item.key, step.operation, tuple(sorted(step.patch)), shown)


def twin_write(desk: Desk, issue: Mapping[str, object]) -> Write:
    """Return how the closing of a late twin is told: it is no item's issue."""
    return Write(desk.target.name, None, "close", ("state",), (f"{issue['key']} is a late twin",))


def _plan_create(work: Work, link: Link, item: ActionItem) -> None:
    standing = work.operations.standing(link.id)
    if item.status in ACTIVE:
        work.operations.intend(link.id, "create", work.clock())
    elif standing and standing.state in {OperationState.READY, OperationState.FAILED}:
        work.operations.change(standing.id, OperationState.DONE, error="closed before it was filed")
    if standing is None or standing.state is not OperationState.UNKNOWN:
        work.links.planned(link.id, item.version)


def _plan_update(desk: Desk, work: Work, link: Link, item: ActionItem) -> None:
    result = compare(desk, work, link, item)
    tell(desk, work, item, result.disagreements)
    if result.push:
        work.operations.intend(link.id, "update", work.clock())
        return
    standing = work.operations.standing(link.id)
    if standing:
        work.operations.change(standing.id, OperationState.DONE, error=None)
    work.links.planned(link.id, item.version)


def _adopt_orphan(desk: Desk, work: Work, link: Link) -> None:
    """Take the issue that bore this link's marker before its item was known."""
    orphans = [
        RemoteIssue.restored(stray.issue)
        for stray in work.strays.bearing(desk.state.id, link.marker)
    ]
    ours: Iterable[RemoteIssue] = (one for one in orphans if is_ours(desk, one))
    first = min(ours, key=lambda one: int(one.id), default=None)
    if first:
        adopt(desk, work, link, first)


def _shown(name: str, value: str | None) -> str:
    text = "none" if value is None else " ".join(value.split())
    return f"{name}: {text[:120]}"
