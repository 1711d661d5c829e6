"""M5, the flow ledger: what came to the pile of open work and what left it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure
from tracker.counting.histories import ACCEPTED, clear_lives
from tracker.domain.errors import AmendsError
from tracker.domain.items import ACTIVE, KEPT, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.counting.histories import Life, Log

NEEDS = frozenset({"status"})


class DoesNotBalance(AmendsError):
    """The change log contradicts itself, so no report is made of it."""


class Flow(StrEnum):
    """How an item comes to the open ones, or leaves them."""

    ACCEPTED = "accepted"
    REOPENED = "reopened"
    REINSTATED = "reinstated"
    DONE = "done"
    WONT_DO = "wont_do"
    DUPLICATE = "duplicate"


INTO = (Flow.ACCEPTED, Flow.REOPENED, Flow.REINSTATED)
OUT_OF = (Flow.DONE, Flow.WONT_DO, Flow.DUPLICATE)
LEAVES = {
    Status.DONE: Flow.DONE,
    Status.VERIFIED: Flow.DONE,
    Status.WONT_DO: Flow.WONT_DO,
    Status.DUPLICATE: Flow.DUPLICATE,
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The moves between two moments; every entry names its items."""

    start: datetime
    end: datetime
    open_at_start: Figure
    accepted: Figure
    reopened: Figure
    reinstated: Figure
    done: Figure
    wont_do: Figure
    duplicate: Figure
    open_at_end: Figure

    @property
    def net(self) -> int:
        """Return by how many the open items grew, or fell where negative."""
        return self.open_at_end.count - self.open_at_start.count


def ledger(log: Log, start: datetime, end: datetime) -> Ledger:
    """Ledger entries add up: open at the end is open at the start plus what came minus what left.

    The moves of [start, end), each counted: one that is reopened and done again is reopened
    once and done again. Raises DoesNotBalance, naming the items (METRICS.md, M5).
    """
    (found,) = ledgers(log, (start, end))
    return found


def ledgers(log: Log, bounds: Sequence[datetime]) -> tuple[Ledger, ...]:
    """Return the ledger between each two of the *bounds*, all as of the last one."""
    lives = clear_lives(log, bounds[-1], NEEDS)
    found: list[dict[Flow, list[int]]] = [{flow: [] for flow in Flow} for _ in bounds[1:]]
    for life in lives:
        if life.moves and life.moves[-1].at >= bounds[0]:
            for at, flow in flows_of(life):
                place = bisect_right(bounds, at) - 1
                if 0 <= place < len(found):
                    found[place][flow].append(life.id)
    piles = _open_at(lives, bounds)
    result = tuple(
        Ledger(
            start=bounds[place],
            end=bounds[place + 1],
            open_at_start=piles[place],
            open_at_end=piles[place + 1],
            **{flow.value: figure(ids) for flow, ids in counted.items()},
        )
        for place, counted in enumerate(found)
    )
    for one in result:
        must_balance(one)
    return result


def _open_at(lives: Iterable[Life], bounds: Sequence[datetime]) -> list[Figure]:
    """Return which of *lives* were open or in progress just before each of the *bounds*."""
    always: list[int] = []
    piles: list[list[int]] = [[] for _ in bounds]
    for life in lives:
        if life.last < bounds[0]:
            if life.status(bounds[0]) in ACTIVE:
                always.append(life.id)
            continue
        for pile, moment in zip(piles, bounds, strict=True):
            if life.status(moment) in ACTIVE:
                pile.append(life.id)
    return [figure((*always, *pile)) for pile in piles]


def flows_of(life: Life) -> Iterator[tuple[datetime, Flow]]:
    """Yield each coming and leaving of an item with its moment."""
    accepted = False
    for move in life.moves:
        for flow in flows_between(move.old, move.new, accepted=accepted):
            yield move.at, flow
        accepted = accepted or move.new in ACCEPTED


def flows_between(old: Status | None, new: Status, *, accepted: bool) -> Iterable[Flow]:
    """Return what one move is; from one end straight to another an item passes through open.

    *accepted*: the item had been promised before.
    """
    left = LEAVES.get(new)
    never_promised = not accepted and new not in ACCEPTED
    stayed = old is not None and left is not None and LEAVES.get(old) is left
    if never_promised or stayed:
        return ()
    came: tuple[Flow, ...] = ()
    if old not in ACTIVE:
        back = Flow.REOPENED if old in KEPT else Flow.REINSTATED
        came = (back if accepted else Flow.ACCEPTED,)
    return (*came, left) if left else came


def must_balance(found: Ledger) -> None:
    """Raise DoesNotBalance unless every single item adds up."""
    rest = Counter(found.open_at_start.items)
    for flow in INTO:
        rest.update(getattr(found, flow.value).items)
    for flow in OUT_OF:
        rest.subtract(getattr(found, flow.value).items)
    rest.subtract(found.open_at_end.items)
    wrong = sorted(item for item, left in rest.items() if left)
    if wrong:
        names = ", ".join(f"A-{item}" for item in wrong)
        raise DoesNotBalance(
            f"the ledger from {found.start:%Y-%m-%d} to {found.end:%Y-%m-%d} does not balance: "
            f"the history of {names} contradicts itself, so no report is made"
        )
