"""M9, reopened: how much of what was called done was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.figures import Figure, figure, rate
from tracker.counting.histories import clear_lives
from tracker.counting.weeks import days_before
from tracker.domain.items import KEPT, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Life, Log

NEEDS = frozenset({"status"})
FIRST, LAST = 120, 30  # days before
WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reopening:
    """What was done long enough ago to be judged, and what of it was open again soon after."""

    done: Figure
    reopened: Figure

    @property
    def percent(self) -> int | None:
        """Return reopened out of done; None of fewer than five."""
        return rate(self.reopened, self.done)


def reopening(log: Log, moment: datetime) -> Reopening:
    """Reopened is reopened within 30 days out of done, of what was done 120 to 30 days ago.

    An item counts once, however often it was done; verifying is not doing again, and giving up
    what was done is reopening it, as in the ledger. What is a duplicate by now counts under its
    original (METRICS.md, M9).
    """
    start, end = days_before(moment, FIRST), days_before(moment, LAST)
    done, reopened = [], []
    for life in clear_lives(log, moment, NEEDS):
        if life.last < start:
            continue
        spells = [spell for spell in _spells(life) if start <= spell[0] < end]
        if spells and life.status(moment) is not Status.DUPLICATE:
            done.append(life.id)
            if any(soon for _, soon in spells):
                reopened.append(life.id)
    return Reopening(figure(done), figure(reopened))


def _spells(life: Life) -> list[tuple[datetime, bool]]:
    """Return each time at which an item was done, and whether it was so no more soon after."""
    spells: list[tuple[datetime, bool]] = []
    for move in life.moves:
        if move.new in KEPT and move.old not in KEPT:
            spells.append((move.at, False))
        elif move.old in KEPT and move.new not in KEPT:
            done = spells[-1][0]
            spells[-1] = (done, move.at - done <= WITHIN)
    return spells
