"""One item as of a moment: where it stood, and its clocks."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tracker.counting.histories import ACCEPTED
from tracker.counting.weeks import day_is_over
from tracker.domain.items import ACTIVE, KEPT, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from tracker.counting.histories import Life, Log, Move

KINDS = {kind.value: kind for kind in Kind}
LOOSE = frozenset({Status.PROPOSED, Status.DUPLICATE})
MOMENTS = 3  # of so many the states are kept: the week's end, its start, a week ago


class Clocks(NamedTuple):
    """When an item was accepted, done and given up, as METRICS.md has it.

    *accepted_at*: the first entry to open (or to what only accepted items can be: in progress,
    done, verified). *done_at*: the last entry to done or verified, while it stands there.
    *given_up_at*: the last entry to wont_do, while it stands there. *reopens*: how often it
    left done and verified, also straight for another end.
    """

    accepted_at: datetime | None = None
    done_at: datetime | None = None
    given_up_at: datetime | None = None
    reopens: int = 0


class State(NamedTuple):
    """An item just before a moment; days are days of the log's zone.

    *due0* is the first due date it ever had, *effective_due* the one it is judged by.
    *approved_at* is when somebody approved that it was given up. *touched_at* is when a person
    changed it last; of the fields in *unclear* the log contradicts itself.
    """

    id: int
    incident_id: int
    title: str
    status: Status
    kind: Kind | None
    owner: str | None
    priority: str | None
    due: date | None
    due0: date | None
    effective_due: date | None
    clocks: Clocks
    reason: str | None
    approver: str | None
    approved_at: datetime | None
    duplicate_of: int | None
    evidence: str | None
    review_by: date | None
    touched_at: datetime | None
    unclear: frozenset[str]
    zone: tzinfo

    @property
    def key(self) -> str:
        """Return the item's public name, such as A-17."""
        return f"A-{self.id}"

    @property
    def is_open(self) -> bool:
        """Return whether the item was still to be done."""
        return self.status in ACTIVE

    @property
    def is_done(self) -> bool:
        """Return whether the item was done or verified."""
        return self.status in KEPT

    @property
    def is_found_done(self) -> bool:
        """Return whether it was done already when it was first read of, so nobody knows when."""
        return self.is_done and self.clocks.done_at == self.clocks.accepted_at

    @property
    def is_committed(self) -> bool:
        """Return whether the item was promised: accepted, and no duplicate of another."""
        return self.clocks.accepted_at is not None and self.status not in LOOSE

    @property
    def is_released(self) -> bool:
        """Return whether giving it up was approved in time: on its first due date at the latest.

        An item that never had a due date can be released at any time.
        """
        at = self.clocks.given_up_at
        if at is None or not self.approver:
            return False
        decided = max(at, self.approved_at or at)
        return self.due0 is None or decided < day_is_over(self.due0, self.zone)

    @property
    def is_counted(self) -> bool:
        """Return whether the item was a promise to keep: committed and not released."""
        return self.is_committed and not self.is_released


def state_of(life: Life, moment: datetime, zone: tzinfo) -> State | None:
    """Return the item as it was just before *moment*, or None where it was not known yet."""
    moves = life.moves
    if not moves or moves[0].at >= moment:
        return None
    if moves[-1].at >= moment:
        moves = tuple(move for move in moves if move.at < moment)
    title, kind, owner, priority, due, reason, approver, original, evidence, review_by, _ = (
        life.fields(moment)
    )
    due0, effective = _promised(life, moment, zone)
    is_given_up = moves[-1].new is Status.WONT_DO
    return State(
        life.id,
        life.incident_id,
        title or "",
        moves[-1].new,
        KINDS.get(kind or ""),
        owner,
        priority,
        as_day(due),
        due0,
        effective,
        clocks_of(moves),
        reason,
        approver,
        _approved(life, moment) if is_given_up else None,
        int(original) if original and original.isdecimal() else None,
        evidence,
        as_day(review_by),
        _touched(life.touches, moment),
        life.unclear(moment),
        zone,
    )


def states_at(log: Log, moment: datetime) -> dict[int, State]:
    """Return every item that was known just before *moment*, by its number."""
    known = log.seen.get(moment)
    if known is None:
        found = [_state_then(log, life, moment) for life in log.lives]
        known = {state.id: state for state in found if state is not None}
        if len(log.seen) >= MOMENTS:
            del log.seen[next(iter(log.seen))]
        log.seen[moment] = known
    return known


def _state_then(log: Log, life: Life, moment: datetime) -> State | None:
    """Return an item just before *moment*: as it was seen, where nothing happened since."""
    for seen_at, known in log.seen.items():
        if life.last < moment and life.last < seen_at:
            return known.get(life.id)
    return state_of(life, moment, log.zone)


def clear_states(log: Log, moment: datetime, fields: frozenset[str]) -> list[State]:
    """Return the items known just before *moment* of whose *fields* the log is of one mind."""
    known = states_at(log, moment).values()
    return [state for state in known if not state.unclear or not state.unclear & fields]


def _approved(life: Life, moment: datetime) -> datetime | None:
    """Return since when an item has had an approver, None where that is not told."""
    before, steps = life.values("approver")
    since: datetime | None = None
    for at, approver in steps:
        if at >= moment:
            break
        since = since if before else at
        before = approver
    return since if before else None


def clocks_of(moves: Iterable[Move]) -> Clocks:
    """Return an item's clocks after *moves*; verifying what is done moves none of them."""
    accepted: datetime | None = None
    done: datetime | None = None
    given_up: datetime | None = None
    reopens = 0
    for move in moves:
        was_kept = move.old in KEPT
        accepted = accepted or (move.at if move.new in ACCEPTED else None)
        done = (done if was_kept else move.at) if move.new in KEPT else None
        given_up = move.at if move.new is Status.WONT_DO else None
        reopens += was_kept and move.new not in KEPT
    return Clocks(accepted, done, given_up, reopens)


def _promised(life: Life, moment: datetime, zone: tzinfo) -> tuple[date | None, date | None]:
    """Return the first due date and the effective one, just before *moment*.

    A later date counts where it was set while the date then in force, and the date that the
    item is judged by, had not passed; whatever comes after a missed date does not help.
    """
    born, steps = life.values("due")
    first = effective = in_force = as_day(born)
    for at, text in steps:
        if at >= moment:
            break
        new = as_day(text)
        first = first or new
        if effective is None:
            effective = new
        elif new is not None and new > effective:
            standing = effective if in_force is None else min(effective, in_force)
            if at < day_is_over(standing, zone):
                effective = new
        in_force = new
    return first, effective


def _touched(touches: Sequence[datetime], moment: datetime) -> datetime | None:
    """Return the last of the *touches* before *moment*."""
    passed = bisect_left(touches, moment)
    return touches[passed - 1] if passed else None


@lru_cache(maxsize=4096)
def as_day(text: str | None) -> date | None:
    """Return a day; what is none is told as a contradiction when the log is replayed."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
