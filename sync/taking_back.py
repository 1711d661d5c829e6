"""What is stored of an undo: before each write, after its answer, and where it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sync.planning import seen
from sync.snapshots import snapshot
from tracker.domain.links import Link, LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.desk import Desk
    from sync.ports import Fields, RemoteIssue
    from tracker.domain.items import ActionItem
    from tracker.storage import Work
    from tracker.storage.writes import Written

UNDONE = "undone: its issue was closed as not planned"


@dataclass(slots=True)
class Past:
    """What a run did to one issue: in each field, what it showed before and after.

    *redacted*: the item's own words must not go back there.
    """

    link: Link
    item: ActionItem
    redacted: bool = False
    writes: list[int] = field(default_factory=list)
    created: bool = False
    before: Fields = field(default_factory=dict)
    after: Fields = field(default_factory=dict)

    def add(self, one: Written) -> None:
        """Add a later write."""
        self.writes.append(one.id)
        self.created = self.created or one.operation == "create"
        self.before = {**one.before, **self.before}
        self.after |= one.after


def intended(
    desk: Desk,
    work: Work,
    past: Past,
    issue: RemoteIssue,
    patch: Fields,
    passing: Fields,
) -> tuple[Link, set[str]]:
    """Store what the issue will show, and which differences are new in the conflict list.

    Wherever the undo breaks off then, no sync takes our own write for a person's.
    """
    link = work.links.get(past.link.id)
    fields = {**seen(link), **{name: issue.fields.get(name) for name in patch}}
    remote = {**link.remote, "raw": dict(issue.raw), "fields": fields, "doubt": True}
    link = replace(
        link,
        base_remote={**link.base_remote, **patch},
        remote={**remote, "passing": passing} if passing else remote,
    )
    if past.created and patch:
        link = _detached(work, link)
    work.links.save(link)
    return link, set() if past.created else _disagree(desk, work, link, patch)


def withdraw(
    desk: Desk, work: Work, past: Past, issue: RemoteIssue, names: set[str], listed: set[str]
) -> None:
    """Store that some fields stay as they are: the tracker does not take them back."""
    link = work.links.get(past.link.id)
    shown = {name: issue.fields.get(name) for name in names}
    link = replace(link, base_remote={**link.base_remote, **shown}, planned_version=0)
    if past.created:
        link = replace(link, state=past.link.state, note=past.link.note)
    work.links.save(link)
    work.conflicts.forget(link.item_id, desk.state.id, listed)
    desk.tally.conflicts -= len(listed)


def recorded(
    work: Work, link: Link, patch: Mapping[str, str | None], answer: RemoteIssue | None
) -> Link:
    """Move the tracker's half of the base only: our half stays what we said last."""
    link = work.links.get(link.id)  # a person may have settled a conflict meanwhile
    shown: Mapping[str, str | None] = answer.fields if answer else patch
    passing = link.remote.get("passing") or {}
    told = {name: shown.get(name) for name in patch if passing.get(name, "") != patch[name]}
    remote = {**link.remote, "fields": {**seen(link), **told}}
    if answer:
        remote |= {"raw": dict(answer.raw), "status": answer.raw.get("status")}
    else:
        raw = {**remote["raw"], **({"status_id": ""} if "state" in told else {})}
        remote |= {"raw": raw, "doubt": True}
    moved = replace(link, base_remote={**link.base_remote, **told}, remote=remote)
    work.links.save(moved)
    return moved


def _detached(work: Work, link: Link) -> Link:
    standing = work.operations.standing(link.id)
    if standing:
        work.operations.change(standing.id, OperationState.DONE, error="undone")
    return replace(link, state=LinkState.DETACHED, note=UNDONE)


def _disagree(desk: Desk, work: Work, link: Link, patch: Mapping[str, str | None]) -> set[str]:
    """List where item and issue differ now: a person may still choose the item's value."""
    ours = snapshot(desk, work, work.items.get(link.item_id))
    listed = set()
    for name, value in patch.items():
        unsent = ours.get(name) != link.base_local.get(name)
        if name == "block" or unsent or ours.get(name) == value:
            continue
        values = (value, ours.get(name), value)
        if work.conflicts.add(link.item_id, desk.state.id, name, values, "theirs", work.clock()):
            listed.add(name)
    desk.tally.conflicts += len(listed)
    return listed
