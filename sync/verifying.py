"""Once a day every linked issue is read, a hundred with one request.

So what no list tells is noticed: an issue deleted or moved, a change from before the list's
reach, a label renamed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sync.ports import MOST_REREAD
from tracker.clock import monotonic
from tracker.domain.links import LinkState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sync.desk import Desk
    from sync.ports import RemoteIssue
    from tracker.domain.links import Link
    from tracker.storage import Work

RESERVE = 40.0  # seconds of a cycle that are left to its writes


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: the issues that differ from what is known, and the links without one.

    *to* is the last link that was looked at where time ran out, None once all were.
    """

    changed: tuple[RemoteIssue, ...] = ()
    missing: tuple[Link, ...] = ()
    to: int | None = None


def due(desk: Desk, work: Work, links: Iterable[Link]) -> list[Link] | None:
    """Return the links that are to be looked at now, None where it is not time yet.

    A first reading shows everything by itself.
    """
    state = desk.state
    pause = timedelta(seconds=desk.settings.sync.verify_seconds)
    if state.verified_to is None:
        if state.cursor is None:
            return []
        if state.verified_at is not None and work.clock() < state.verified_at + pause:
            return None
    linked = [link for link in links if link.state is LinkState.LINKED and link.remote.get("raw")]
    return sorted(
        (link for link in linked if link.id > (state.verified_to or 0)), key=lambda one: one.id
    )


def verify(desk: Desk, links: Sequence[Link]) -> Verified:
    """Read the issues of *links*. Raises TrackerError."""
    changed: list[RemoteIssue] = []
    missing: list[Link] = []
    for start in range(0, len(links), MOST_REREAD):
        if start and desk.deadline - monotonic() < RESERVE:
            return Verified(tuple(changed), tuple(missing), links[start - 1].id)
        some = links[start : start + MOST_REREAD]
        found = reread(desk, some)
        changed += [
            issue
            for link, issue in zip(some, found, strict=True)
            if issue is not None and _differs(link, issue)
        ]
        missing += [link for link, issue in zip(some, found, strict=True) if issue is None]
    return Verified(tuple(changed), tuple(missing))


def reread(desk: Desk, links: Sequence[Link]) -> list[RemoteIssue | None]:
    """Return the issues of at most a hundred links as they are now; None where there is none."""
    return desk.tracker.reread([(str(link.remote_id), link.remote["raw"]) for link in links])


def settle(desk: Desk, work: Work, verified: Verified | None) -> None:
    """Store how far it came; the caller keeps it."""
    if verified is None:
        return
    desk.state.verified_to = verified.to
    if verified.to is None:
        desk.state.verified_at = work.clock()


def _differs(link: Link, issue: RemoteIssue) -> bool:
    return (
        issue.updated != link.remote_updated
        or dict(issue.fields) != link.remote.get("fields")
        or dict(issue.raw) != link.remote.get("raw")
    )
