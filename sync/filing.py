"""New issues: the intent is committed before it is sent, and an unknown outcome stays unknown.

ready → inflight (committed) → sent → linked, or → ready where it surely did not arrive,
or → failed where it was refused, or → unknown. An unknown one is adopted by its marker,
or sent again after two complete pulls without it and the settling time (see pulling).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sync.desk import Stage
from sync.errors import (
    Ambiguous,
    LoggedOut,
    Missing,
    Moved,
    NotSent,
    Refused,
    TrackerError,
    TryAgain,
    Waits,
)
from sync.pacing import Kind
from sync.planning import create_write
from sync.ports import Draft, Receipt
from sync.snapshots import sent_at_first, snapshot
from tracker.domain.items import ACTIVE
from tracker.domain.links import LEFT_OUT, LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sync.desk import Desk
    from tracker.domain.items import ActionItem
    from tracker.domain.links import Link, Operation
    from tracker.storage import Work

PATIENT_TRIES = 3
MOST_LOST = 3
LONGEST_BACKOFF = 3600.0


def due_creates(desk: Desk) -> list[int]:
    """Return the creates that may be sent now, refused ones again after a while."""
    with desk.store.reading() as work:
        now = work.clock()
        standing = work.operations.of_target(
            desk.state.id, (OperationState.READY, OperationState.FAILED)
        )
        return [
            one.id
            for one in standing
            if one.kind == "create" and (one.not_before is None or one.not_before <= now)
        ]


def file(desk: Desk, operations: Sequence[int]) -> None:
    """Create issues in the tracker's batches. Raises TrackerError where the target must rest."""
    size, lost = desk.tracker.batch, 0
    for start in range(0, len(operations), size):
        desk.told(Stage(desk.target.name, "filing issues", start, len(operations)))
        desk.pace(Kind.CREATE)
        claimed = _claim(desk, operations[start : start + size])
        if not claimed:
            continue
        if desk.has_slept:
            raise Waits("this machine was asleep; the next cycle sorts it out")
        outcomes = desk.tracker.create([draft for _, _, draft in claimed])
        _record(desk, [one[:2] for one in claimed], outcomes)
        _stop_if_hopeless(outcomes)
        lost = lost + 1 if all(isinstance(one, Ambiguous) for one in outcomes) else 0
        if lost == MOST_LOST:
            raise Waits(f"target {desk.target.name} loses its answers; the rest waits")


def _claim(desk: Desk, operations: Sequence[int]) -> list[tuple[Operation, ActionItem, Draft]]:
    """Commit the intent to send, with what is sent, before it is sent."""
    claimed = []
    with desk.work() as work:
        for number in operations:
            operation = work.operations.get(number)
            link = work.links.get(operation.link_id)
            item = work.items.get(link.item_id)
            if item.status not in ACTIVE:
                work.operations.change(number, OperationState.DONE, error="closed before filing")
                continue
            fields = snapshot(desk, work, item)
            sent = sent_at_first(desk, fields)
            work.links.save(
                replace(
                    link,
                    base_local=fields,
                    base_remote=sent,
                    assumed=True,
                    planned_version=item.version,
                )
            )
            work.operations.change(
                number,
                OperationState.INFLIGHT,
                attempts=operation.attempts + 1,
                negatives=0,
                sent_cursor=desk.state.cursor,
                sent_at=desk.tracker.now() or work.clock(),
                not_before=None,
            )
            claimed.append((operation, item, Draft(sent, link.marker)))
        desk.keep(work)
    return claimed


def _record(
    desk: Desk,
    claimed: Sequence[tuple[Operation, ActionItem]],
    outcomes: Sequence[Receipt | TrackerError],
) -> None:
    """Store at once what came of each: a number we lose is an issue we would file twice."""
    with desk.work() as work:
        for (operation, item), outcome in zip(claimed, outcomes, strict=True):
            if isinstance(outcome, Receipt):
                _linked(desk, work, operation, item, outcome)
            else:
                _not_linked(desk, work, operation, item, outcome)
        work.targets.keep(desk.state)
        desk.keep(work)


def _linked(
    desk: Desk,
    work: Work,
    operation: Operation,
    item: ActionItem,
    receipt: Receipt,
) -> None:
    link = work.links.get(operation.link_id)
    issue, sent = receipt.issue, link.base_remote
    begun = sent.get("state") is not None  # else its state is none of our business
    fields = dict(issue.fields if issue else _shown_at_first(link, receipt))
    dropped = ", ".join(sorted(receipt.dropped))
    saved = replace(
        link,
        state=LinkState.LINKED,
        remote_id=receipt.id,
        remote_key=receipt.key,
        url=receipt.url,
        remote_updated=issue.updated if issue else None,
        remote={"fields": fields, "raw": dict(receipt.raw), "status": receipt.raw.get("status")},
        base_remote=fields,
        assumed=issue is None,
        note=f"{LEFT_OUT}{dropped}" if dropped else link.note,
        planned_version=item.version,
    )
    if begun and fields.get("state") != sent.get("state"):
        # it was begun before it was filed: a transition follows
        local = {**saved.base_local, "state": fields.get("state")}
        saved = replace(saved, base_local=local, planned_version=0)
    if dropped:
        desk.notes.append(f"{item.key} in {desk.target.name}: {saved.note}")
    work.links.save(saved)
    work.writes.add(desk.run, saved, "create", {}, fields, work.clock())
    work.operations.change(operation.id, OperationState.DONE, error=None, ended_at=work.clock())
    if issue and issue.author and issue.author not in desk.state.accounts:
        desk.state.accounts.append(issue.author)
    desk.tally.created += 1
    desk.writes.append(create_write(desk, item, sent))


def _shown_at_first(link: Link, receipt: Receipt) -> dict[str, str | None]:
    """Return what a new issue shows as far as its creation tells: open, less what was dropped."""
    left_out = {"assignee": "owner", "duedate": "due", "labels": "kind"}
    gone = {left_out.get(name, name) for name in receipt.dropped}
    fields = {name: None if name in gone else value for name, value in link.base_remote.items()}
    return {**fields, "state": "open"}


def _not_linked(
    desk: Desk, work: Work, operation: Operation, item: ActionItem, error: TrackerError
) -> None:
    match error:
        case Ambiguous():
            work.operations.change(operation.id, OperationState.UNKNOWN, error=str(error))
        case Refused():
            work.operations.change(
                operation.id,
                OperationState.FAILED,
                error=str(error),
                not_before=work.clock() + timedelta(seconds=backoff(desk, operation.attempts + 1)),
            )
            desk.mend(f"{item.key} in {desk.target.name}: {error}")
        case _:
            work.operations.change(operation.id, OperationState.READY, error=str(error))


def backoff(desk: Desk, attempts: int) -> float:
    """Return the seconds before a refused write is tried again: at once first, then rarely."""
    if attempts < PATIENT_TRIES:
        return 0.0
    return min(desk.settings.sync.interval_seconds * 2.0 ** (attempts - 2), LONGEST_BACKOFF)


def _stop_if_hopeless(outcomes: Sequence[Receipt | TrackerError]) -> None:
    """Raise what concerns the whole target and not just one issue."""
    for outcome in outcomes:
        if isinstance(outcome, (TryAgain, LoggedOut, Missing, Moved, NotSent)):
            raise outcome
