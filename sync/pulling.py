"""What moved over there: read without a transaction, then taken in within one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sync.braking import check_lost, is_many
from sync.claims import seen_tickets, tickets_to_see
from sync.errors import Missing, Replaced
from sync.looking import Looked, look_at, look_at_deliveries
from sync.observing import adopt, came_along, is_due_again, is_ours, lose, observe
from sync.ports import Pulled, RemoteIssue, Since
from sync.stretching import is_unannounced
from sync.verifying import Verified, due, settle, verify
from tracker.domain.errors import AmendsError, Stale
from tracker.domain.links import LinkState, OperationState
from tracker.storage.strays import ORPHAN, TWIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sync.desk import Desk
    from tracker.domain.links import Link
    from tracker.storage import Work

MOST_RECHECKS = 10
MOST_ABSENT = 3
NEGATIVES = 2
MAY_TURN_UP = (OperationState.UNKNOWN, OperationState.INFLIGHT)
TRIES = 3
SECOND = timedelta(seconds=1)  # trackers tell times in whole ones, and may round them


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a cycle read: the issues, those that are lost, the deliveries it handled.

    *alone* are issues that their list should have shown and did not. *moved* are those that
    bear another number now, by the one we know.
    """

    pulled: Pulled
    issues: tuple[RemoteIssue, ...]
    lost: tuple[tuple[str, Missing], ...]
    deliveries: tuple[int, ...]
    alone: tuple[str, ...] = ()
    moved: tuple[tuple[str, RemoteIssue], ...] = ()
    verified: Verified | None = None


def fetch(desk: Desk, *, tickets: bool = True) -> Fetched:
    """Read what moved, and the *tickets* that documents name; nothing is stored.

    Raises TrackerError.
    """
    with desk.store.reading() as work:
        of_target = [] if desk.left else work.links.of_target(desk.state.id)
        links = {link.remote_id: link for link in of_target}
        waiting = work.deliveries.waiting(desk.target.name)
        floor, enough = _bounds(desk, work)
        hidden = [link for link in of_target if is_due_again(link, work.clock())]
        to_verify = due(desk, work, of_target)
        named = tickets_to_see(desk, work) if tickets else {}
        begun = work.clock()
    looked = Looked()
    handled = look_at_deliveries(desk, waiting, links, looked)
    announced = looked.numbers
    look_at(desk, hidden[:MOST_RECHECKS], looked)
    pulled = desk.tracker.changes(Since(floor, enough, desk.state.etag, desk.state.etag_for))
    absent = _absent(links.values(), pulled)
    look_at(desk, absent, looked)
    verified = None if to_verify is None else verify(desk, to_verify)
    _confirm(desk, verified, looked, of_target)
    desk.tickets = seen_tickets(desk, named)
    issues = {issue.id: issue for issue in pulled.issues}
    for issue in verified.changed if verified else ():
        listed = issues.get(issue.id)
        if listed is None or listed.updated < issue.updated:  # a list may lag
            issues[issue.id] = issue
    if any(is_unannounced(links.get(one.id), one, announced) for one in issues.values()):
        desk.missed_at = begun
    for issue in list(issues.values()):
        link = links.get(issue.id)
        if link is None or issue.id in looked.issues:
            continue
        if _stale(link, issue):
            del issues[issue.id]
        else:
            issues[issue.id] = _sure(desk, link, issue)
    for issue in looked.issues.values():
        listed = issues.get(issue.id)
        if listed is None or listed.updated <= issue.updated:
            issues[issue.id] = issue
    alone = tuple(str(link.remote_id) for link in absent if link.remote_id in looked.issues)
    lost, moved = tuple(looked.lost.items()), tuple(looked.moved.items())
    return Fetched(pulled, tuple(issues.values()), lost, handled, alone, moved, verified)


def _confirm(desk: Desk, verified: Verified | None, looked: Looked, links: Sequence[Link]) -> None:
    """Look at what was not found; stop where that is much, or the place is another one now."""
    missing = verified.missing if verified else ()
    linked = [link for link in links if link.remote_id]
    if not is_many(len(missing), len(linked)):
        look_at(desk, missing, looked)
        missing = ()
    numbers = {*looked.lost, *(link.remote_id for link in missing)}
    lost = [one for one in linked if one.remote_id in numbers and one.state is LinkState.LINKED]
    if not lost:
        return
    container = desk.tracker.identity()
    if container != desk.state.container_id:
        raise Replaced(f"target {desk.target.name} is another place than before", container)
    check_lost(desk, len(linked), [f"A-{link.item_id}" for link in lost])
    for link in missing:  # on a person's word, without a look at each
        gone = Missing(f"{link.remote_key} cannot be found")
        looked.lost.setdefault(str(link.remote_id), gone)


def absorb(desk: Desk, work: Work, fetched: Fetched) -> None:
    """Take in what was read; the caller keeps it."""
    met = [(issue.id, issue) for issue in fetched.issues] + list(fetched.moved)
    whole = True
    for known_as, issue in sorted(met, key=lambda one: (one[1].updated, int(one[1].id))):
        try:
            _take_in(desk, work, issue, known_as)
        except AmendsError as error:  # one issue never holds up the others
            desk.mend(f"{issue.key} in {desk.target.name}: {error}")
            whole = False
    _mark(desk, work, fetched)
    if fetched.pulled.complete:
        _count_negatives(desk, work, fetched.pulled)
    settle(desk, work, fetched.verified)
    _advance(desk, work, fetched.pulled)
    if not whole:
        desk.state.etag = None  # what was not taken in is read again
        work.targets.keep(desk.state)
    if fetched.deliveries and not desk.planning:
        work.deliveries.done(fetched.deliveries, work.clock())


def _mark(desk: Desk, work: Work, fetched: Fetched) -> None:
    """Store which issues are lost, and which were looked at alone."""
    for remote_id, missing in fetched.lost:
        link = work.links.by_remote(desk.state.id, remote_id)
        if link:
            lose(desk, work, link, missing)
    for remote_id in fetched.alone:
        link = work.links.by_remote(desk.state.id, remote_id)
        if link:
            seen = {**link.remote, "alone": _moment(link)}
            work.links.save(replace(link, remote=seen))


def _bounds(desk: Desk, work: Work) -> tuple[datetime | None, datetime | None]:
    """Return from when to read, and up to when nothing can be new.

    Both are early enough for all that may still turn up late. Once the overlap has passed since
    the cursor was seen, nothing of its second or the next can turn up: a quiet place is not read
    over and over again, and k changes are k entries of a list.
    """
    open_creates = work.operations.of_target(desk.state.id, MAY_TURN_UP)
    cursor = desk.state.cursor
    if cursor is None or any(one.sent_cursor is None for one in open_creates):
        return None, None
    overlap = timedelta(seconds=desk.settings.sync.overlap_seconds)
    sent = [one.sent_cursor - overlap for one in open_creates if one.sent_cursor]
    floor = min([cursor - overlap, *sent])
    settled = desk.state.cursor_settled and not sent
    return floor, cursor + SECOND if settled else floor - SECOND


def _absent(links: Iterable[Link], pulled: Pulled) -> list[Link]:
    """Return some issues that a complete list should show and does not: deleted, moved, or late.

    Each is looked at once for each change of it, and few in a cycle: a list may just lag.
    """
    reaches = pulled.reaches
    if reaches is None or pulled.unchanged or not pulled.complete:
        return []
    shown = {issue.id for issue in pulled.issues}
    return [
        link
        for link in links
        if link.state is LinkState.LINKED
        and link.remote_id not in shown
        and link.remote_updated is not None
        and link.remote_updated > reaches
        and link.remote.get("alone") != _moment(link)
    ][:MOST_ABSENT]


def _moment(link: Link) -> str | None:
    return link.remote_updated.isoformat() if link.remote_updated else None


def _stale(link: Link, issue: RemoteIssue) -> bool:
    """Return whether a lagging list shows the issue as it was before what we know."""
    known = link.remote_updated
    return known is not None and issue.updated < known.replace(microsecond=0)


def _sure(desk: Desk, link: Link, issue: RemoteIssue) -> RemoteIssue:
    """Return *issue*, read singly where its list may show what we have just overwritten.

    In doubt is what was written without being told the outcome, and what changed in the very
    second that we know.
    """
    differs = any(issue.fields.get(name) != was for name, was in link.base_remote.items())
    known = link.remote_updated
    newer = link.assumed or known is None or issue.updated > known
    if not differs or (newer and not link.remote.get("doubt")):
        return issue
    try:
        return desk.tracker.look(link.remote["raw"])
    except Missing:
        return issue


def _take_in(desk: Desk, work: Work, issue: RemoteIssue, known_as: str) -> None:
    """Take in one issue or nothing of it; once more where a person edits its item just now."""
    for left in reversed(range(TRIES)):
        try:
            with work.attempt():
                _take(desk, work, issue, known_as)
        except Stale:
            if not left:
                raise
            work.forget()
        else:
            return


def _take(desk: Desk, work: Work, issue: RemoteIssue, known_as: str) -> None:
    """Take in one issue: adopt it, observe it, or remember it as a stray.

    Moved to another place it may bear another number than the one it is *known_as*.
    """
    link = work.links.by_remote(desk.state.id, issue.id)
    link = link or work.links.by_remote(desk.state.id, known_as)
    if link:
        work.strays.forget(desk.state.id, issue.id)
        if link.state is not LinkState.DETACHED:
            observe(desk, work, link, issue)
        return
    if issue.marker is None:
        return
    link = work.links.by_marker(issue.marker)
    if not (is_ours(desk, issue) or (link and came_along(desk, link, issue))):
        return
    if link and link.target_id == desk.state.id and link.remote_id is None:
        adopt(desk, work, link, issue)
        return
    kind = TWIN if link else ORPHAN
    work.strays.remember(desk.state.id, issue.id, issue.marker, kind, issue.stored(), work.clock())


def _count_negatives(desk: Desk, work: Work, pulled: Pulled) -> None:
    """Send an unknown create again once it can no longer turn up by itself."""
    for one in work.operations.of_target(desk.state.id, (OperationState.UNKNOWN,)):
        negatives = one.negatives + 1
        now = pulled.at or work.clock()  # by its own clock, where it tells the time
        settled = one.sent_at is None or (
            (now - one.sent_at).total_seconds() >= desk.settle_seconds
        )
        if negatives >= NEGATIVES and settled:
            work.operations.change(one.id, OperationState.READY, negatives=0, error=None)
        else:
            work.operations.change(one.id, OperationState.UNKNOWN, negatives=negatives)


def _advance(desk: Desk, work: Work, pulled: Pulled) -> None:
    """Move the cursor, last of all and by the tracker's clock only."""
    newest = pulled.newest or max((issue.updated for issue in pulled.issues), default=None)
    state = desk.state
    now = pulled.at or work.clock()
    overlap = timedelta(seconds=desk.settings.sync.overlap_seconds) + 2 * SECOND
    if newest and (state.cursor is None or newest > state.cursor):
        state.cursor, state.cursor_since, state.cursor_settled = newest, now, False
    elif pulled.complete and state.cursor_since and now >= state.cursor_since + overlap:
        state.cursor_settled = True
    if pulled.complete:
        fits = pulled.conclusive or not work.operations.of_target(state.id, MAY_TURN_UP)
        state.etag, state.etag_for = pulled.etag if fits else None, pulled.etag_for
    desk.state = replace(state)
    work.targets.keep(state)
