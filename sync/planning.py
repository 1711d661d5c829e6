"""What is to be written: for each item that was edited, or has no issue yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sync.braking import LEAST
from sync.claims import ACTIVE_NAMES, is_routed, marker_for, refusal
from sync.desk import Change, Write
from sync.observing import adopt, compare, embrace, is_ours, tell
from sync.ports import RemoteIssue
from sync.snapshots import sent_at_first, snapshot
from tracker.domain.items import ACTIVE
from tracker.domain.links import Link, LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sync.desk import Desk
    from sync.ports import Step
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

REACHED = frozenset({LinkState.LINKED})
LIVING = frozenset({"open", "in_progress"})


def link_up(desk: Desk, work: Work) -> None:
    """Store a link with its marker for each item that should have an issue here.

    This comes before every pull, so that an issue which exists already is adopted and not
    made again.
    """
    for item_id in work.links.unlinked(desk.state.id, ACTIVE_NAMES):
        item = work.items.get(item_id)
        if item.id in desk.tickets.later or not is_routed(desk, work, item):
            continue
        marker = marker_for(desk, work, item)
        link = work.links.by_marker(marker) or work.links.add(item.id, desk.state.id, 1, marker)
        if not _adopt_orphan(desk, work, link):
            _adopt_ticket(desk, work, link, item)


def plan(desk: Desk, work: Work) -> None:
    """Store which writes are needed, one active write a link at most."""
    for link in work.links.changed(desk.state.id):
        item = work.items.get(link.item_id)
        if link.remote_id is None and link.state is LinkState.PENDING:
            _plan_create(work, link, item)
        elif link.remote_id is None and link.state is LinkState.DETACHED:
            _plan_again(desk, work, link, item)
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
            later, shown = desk.tracker.first_steps(fields), at_first(fields)
        else:
            push = compare(desk, work, link, item).push
            later, shown = desk.tracker.steps(push, link.remote["raw"]), seen(link)
        writes += [step_write(desk, item, step, shown) for step in later]
    return writes


def closings(desk: Desk, work: Work) -> list[str]:
    """Return the items whose issues the planned writes would close."""
    standing = work.operations.of_target(
        desk.state.id, (OperationState.READY, OperationState.FAILED)
    )
    updates = [one for one in standing if one.kind == "update"]
    if len(updates) <= LEAST:  # the brake minds no fewer, and looking costs time
        return []
    found = []
    for operation in updates:
        link = work.links.get(operation.link_id)
        item = work.items.get(link.item_id)
        push = compare(desk, work, link, item).push
        if push.get("state", "open") not in LIVING and seen(link).get("state") in LIVING:
            found.append(item.key)
    return found


def seen(link: Link) -> Mapping[str, str | None]:
    """Return what an issue showed when it was seen last."""
    shown: Mapping[str, str | None] = link.remote.get("fields") or link.base_remote
    return shown


def passed(steps: Sequence[Step]) -> dict[str, str | None]:
    """Return what an issue shows only in passing: what one write says and a later one replaces."""
    later: dict[str, str | None] = {}
    found: dict[str, str | None] = {}
    for step in reversed(steps):
        found |= {name: value for name, value in step.patch.items() if name in later}
        later |= step.patch
    return found


def at_first(fields: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """Return what an issue shows right after its creation: it is open."""
    return {**fields, "state": "open"}


def create_write(desk: Desk, item: ActionItem, fields: Mapping[str, str | None]) -> Write:
    """Return how the creation of an item's issue is told."""
    told = tuple(sorted(name for name, value in fields.items() if value is not None))
    changes = tuple(Change(name, None, fields[name]) for name in told)
    return Write(desk.target.name, item.key, "create", told, changes)


def step_write(desk: Desk, item: ActionItem, step: Step, shown: Mapping[str, str | None]) -> Write:
    """Return how a write to an item's issue is told, which has *shown* something else."""
    told = tuple(sorted(step.patch))
    changes = tuple(Change(name, shown.get(name), step.patch[name]) for name in told)
    return Write(desk.target.name, item.key, step.operation, told, changes)


def twin_write(desk: Desk, issue: Mapping[str, object]) -> Write:
    """Return how the closing of a late twin is told: it is no item's issue."""
    change = Change("state", f"open, as a late twin ({issue['key']})", "duplicate")
    return Write(desk.target.name, None, "close", ("state",), (change,))


def _plan_create(work: Work, link: Link, item: ActionItem) -> None:
    standing = work.operations.standing(link.id)
    if item.status in ACTIVE:
        work.operations.intend(link.id, "create", work.clock())
    elif standing and standing.state in {OperationState.READY, OperationState.FAILED}:
        work.operations.change(standing.id, OperationState.DONE, error="closed before it was filed")
    if standing is None or standing.state is not OperationState.UNKNOWN:
        work.links.planned(link.id, item.version)


def _plan_again(desk: Desk, work: Work, link: Link, item: ActionItem) -> None:
    """File an item again that was opened again after its issue's place was left."""
    if item.status in ACTIVE and is_routed(desk, work, item):
        work.links.save(replace(link, state=LinkState.PENDING, remote_key=None, url=None))
        _plan_create(work, link, item)
    else:
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


def _adopt_ticket(desk: Desk, work: Work, link: Link, item: ActionItem) -> None:
    """Take the issue that an item's document names as its own: no second one is filed."""
    issue = desk.tickets.issues.get(item.id)
    if issue is None or link.remote_id is not None:
        return
    why_not = refusal(desk, work, item, issue)
    if why_not:
        desk.notes.append(f"{item.key} in {desk.target.name} is filed anew: {issue.key} {why_not}")
        return
    embrace(desk, work, link, issue)
    desk.notes.append(f"{item.key} in {desk.target.name}: adopted {issue.key}, which it links")


def _adopt_orphan(desk: Desk, work: Work, link: Link) -> bool:
    """Take the issue that bore this link's marker before its item was known."""
    orphans = [
        RemoteIssue.restored(stray.issue)
        for stray in work.strays.bearing(desk.state.id, link.marker)
    ]
    ours: Iterable[RemoteIssue] = (one for one in orphans if is_ours(desk, one))
    first = min(ours, key=lambda one: int(one.id), default=None)
    if first:
        adopt(desk, work, link, first)
    return first is not None
