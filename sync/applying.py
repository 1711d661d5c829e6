"""Edits go over there: merged once more right before the send, recorded right after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sync.arriving import confirmed, sending
from sync.desk import Stage
from sync.errors import Ambiguous, Gone, Missing, Refused, TrackerError
from sync.filing import backoff
from sync.observing import compare, lose, observe
from sync.pacing import Kind
from sync.planning import passed, seen, step_write, twin_write
from sync.ports import RemoteIssue, Step
from tracker.domain.links import LEFT_OUT, MARKER, LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sync.desk import Desk
    from tracker.domain.items import ActionItem
    from tracker.domain.links import Link, Operation
    from tracker.storage import Work
    from tracker.storage.strays import Stray

    Merged = tuple[Link, ActionItem, list[Step]]

CLOSED = {"state": "duplicate"}
MAY_BE_LEFT_OUT = frozenset({"owner", "priority", "due", "kind"})


def apply_updates(desk: Desk) -> None:
    """Send every edit that waits. Raises TrackerError where the target must rest."""
    with desk.store.reading() as work:
        now = work.clock()
        standing = work.operations.of_target(
            desk.state.id, (OperationState.READY, OperationState.FAILED)
        )
    updates = [
        one
        for one in standing
        if one.kind == "update" and (one.not_before is None or one.not_before <= now)
    ]
    for number, operation in enumerate(updates):
        desk.told(Stage(desk.target.name, "sending edits", number, len(updates)))
        _apply(desk, operation)


def close_twins(desk: Desk) -> None:
    """Close the late twins of issues we have: an answer was lost, and both were made."""
    with desk.store.reading() as work:
        twins = work.strays.unsettled_twins(desk.state.id)
    for twin in twins:
        try:
            _close(desk, twin)
        except (Missing, Refused, Ambiguous) as error:
            desk.mend(f"a late twin in {desk.target.name}: {error}")


def _close(desk: Desk, twin: Stray) -> None:
    issue = RemoteIssue.restored(twin.issue)
    closed = issue.fields.get("state") in {"open", "in_progress"} and _closed(desk, issue)
    with desk.work() as work:
        work.strays.settle(twin.id)
        if closed:
            work.writes.add_twin(desk.run, desk.state.id, issue.key, work.clock())
        desk.keep(work)
    if closed:
        desk.tally.closed += 1
        desk.writes.append(twin_write(desk, twin.issue))


def _closed(desk: Desk, issue: RemoteIssue) -> bool:
    """Close an issue, and return whether it was there; one that only hides raises Missing."""
    desk.pace(Kind.EDIT)
    step = desk.tracker.steps(CLOSED, issue.raw)[0]
    try:
        desk.tracker.write(step, issue.raw)
    except Missing:
        try:
            seen_again = desk.tracker.look(issue.raw)
        except Missing as missing:
            if not isinstance(missing, Gone):
                desk.tracker.reach()  # else it is not the issue that is lost, but our permission
            return False
        desk.tracker.write(step, seen_again.raw)
    return True


def _apply(desk: Desk, operation: Operation) -> None:
    merged, paced = _remerged(desk, operation), False
    if merged and any(desk.tracker.replaces(one, merged[0].remote["raw"]) for one in merged[2]):
        desk.pace(Kind.EDIT)  # before the look, so that the write follows it at once
        merged, paced = _seen_anew(desk, operation, *merged[:2]), True
    if merged is None:
        return
    link, item, steps = merged
    for number, step in enumerate(steps):
        if number or not paced:
            desk.pace(Kind.EDIT)
        link_now = _one_step(desk, operation, link, item, step)
        if link_now is None:
            return
        link = link_now
    with desk.work() as work:
        work.operations.change(operation.id, OperationState.DONE, error=None, ended_at=work.clock())
        desk.keep(work)


def _seen_anew(desk: Desk, operation: Operation, link: Link, item: ActionItem) -> Merged | None:
    """Take in the issue as it is now, and return what is still to be said, None for nothing.

    A list may lag, and whatever somebody changed meanwhile would be overwritten unseen.
    """
    try:
        issue = desk.tracker.look(link.remote["raw"])
    except Missing as missing:
        _lost(desk, operation, link, item, missing)
        return None
    except Refused as refused:
        _failed(desk, operation, item, refused)
        return None
    known = link.remote_updated
    if known is None or issue.updated >= known.replace(microsecond=0):
        with desk.work() as work:
            observe(desk, work, work.links.get(link.id), issue)
            desk.keep(work)
    return _remerged(desk, operation)


def _remerged(desk: Desk, operation: Operation) -> Merged | None:
    """Return what is still to be said, by the rows as they are now."""
    with desk.work() as work:
        link = work.links.get(operation.link_id)
        item = work.items.get(link.item_id)
        push = compare(desk, work, link, item).push if link.state is LinkState.LINKED else {}
        steps = desk.tracker.steps(push, link.remote["raw"]) if push else []
        if steps:
            link = _to_be_sent(desk, work, link, steps)
        if not push:
            work.operations.change(operation.id, OperationState.DONE, error=None)
            work.links.planned(link.id, item.version)
        else:
            attempts = operation.attempts + 1
            work.operations.change(operation.id, OperationState.READY, attempts=attempts)
        desk.keep(work)
    return (link, item, steps) if push else None


def _to_be_sent(desk: Desk, work: Work, link: Link, steps: Sequence[Step]) -> Link:
    """Store what the issue will show on the way and in the end."""
    if passing := passed(steps):
        link = replace(link, remote={**link.remote, "passing": passing})
    patch = {name: value for step in steps for name, value in step.patch.items() if name != MARKER}
    link = sending(link, patch, work.clock() + timedelta(seconds=desk.settle_seconds))
    work.links.save(link)
    return link


def _one_step(
    desk: Desk, operation: Operation, link: Link, item: ActionItem, step: Step
) -> Link | None:
    """Do one write and record it; return the link as it is then, or None where it failed."""
    try:
        issue = send(desk, step, link.remote["raw"])
    except Missing as missing:
        _lost(desk, operation, link, item, missing)
        return None
    except Refused as refused:
        _failed(desk, operation, item, refused)
        with desk.work() as work:
            work.links.save(confirmed(work.links.get(link.id), step.patch))
            desk.keep(work)
        return None
    except Ambiguous as error:
        _failed(desk, operation, item, error)
        return None
    with desk.work() as work:
        saved = _recorded(desk, work, link, item, step, issue)
        desk.keep(work)
    count(desk, item, step, seen(link))
    return saved


def _lost(desk: Desk, operation: Operation, link: Link, item: ActionItem, missing: Missing) -> None:
    """Store that the issue is not there any more; raises where it is the whole place."""
    if not isinstance(missing, Gone):
        desk.tracker.reach()  # else it is not the issue that is lost, but our permission
    with desk.work() as work:
        lose(desk, work, link, missing)
        work.operations.change(operation.id, OperationState.DONE, error=str(missing))
        desk.keep(work)
    desk.mend(f"{item.key} in {desk.target.name}: {missing}")


def fresh(desk: Desk, step: Step, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an issue's raw form, looked at right now where the write would replace a set."""
    return desk.tracker.look(raw).raw if desk.tracker.replaces(step, raw) else raw


def send(desk: Desk, step: Step, raw: Mapping[str, Any]) -> RemoteIssue | None:
    """Send a write that may be sent twice without harm; a status is looked at before."""
    try:
        return desk.tracker.write(step, raw)
    except Ambiguous:
        issue = desk.tracker.look(raw)
        if all(issue.fields.get(name) == value for name, value in step.patch.items()):
            return issue
        return desk.tracker.write(step, issue.raw)


def _recorded(
    desk: Desk,
    work: Work,
    link: Link,
    item: ActionItem,
    step: Step,
    issue: RemoteIssue | None,
) -> Link:
    """Move the bases of what was sent: the tracker has confirmed it."""
    sent = link  # a person may have settled a conflict meanwhile
    link = confirmed(work.links.get(link.id), step.patch)
    told = issue.fields if issue else step.patch
    shown = {name: told.get(name) for name in step.patch if name != MARKER}
    before = {name: seen(link).get(name) for name in shown}
    work.writes.add(desk.run, link, step.operation, before, shown, work.clock())
    remote = dict(link.remote)
    remote["fields"] = {**(remote.get("fields") or {}), **shown}
    moved = replace(
        link,
        base_local={**link.base_local, **step.patch},
        base_remote={**link.base_remote, **shown},
        remote=remote,
        planned_version=item.version if link.base_local == sent.base_local else 0,
    )
    if issue is None:
        if "state" in step.patch:
            raw = {**remote.get("raw", {}), "status_id": ""}
            remote |= {"raw": raw, "status": step.patch["state"]}
        moved = replace(moved, remote={**remote, "doubt": True})
        work.links.save(moved)
        return moved
    left_out = sorted(name for name in shown if shown[name] != step.patch[name])
    left_out = [name for name in left_out if name in MAY_BE_LEFT_OUT]
    if left_out:
        note = f"{LEFT_OUT}{', '.join(left_out)}"
        desk.notes.append(f"{item.key} in {desk.target.name}: {note}")
        moved = replace(moved, note=note)
    elif "owner" in shown and (link.note or "").startswith(LEFT_OUT):
        moved = replace(moved, note=None)
    work.links.save(moved)
    return observe(desk, work, moved, issue, midway=True)


def _failed(desk: Desk, operation: Operation, item: ActionItem, error: TrackerError) -> None:
    with desk.work() as work:
        wait = timedelta(seconds=backoff(desk, operation.attempts + 1))
        state = OperationState.FAILED if isinstance(error, Refused) else OperationState.READY
        work.operations.change(
            operation.id, state, error=str(error), not_before=work.clock() + wait
        )
        desk.keep(work)
    desk.mend(f"{item.key} in {desk.target.name}: {error}")


def count(desk: Desk, item: ActionItem, step: Step, shown: Mapping[str, str | None]) -> None:
    """Count a write that was done, and tell it."""
    if step.operation == "close":
        desk.tally.closed += 1
    else:
        desk.tally.updated += 1
    desk.writes.append(step_write(desk, item, step, shown))
