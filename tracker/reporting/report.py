"""One week's report as values: every figure names the items that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.counting.completion import Completion
    from tracker.counting.counts import Counts
    from tracker.counting.figures import Figure
    from tracker.counting.lateness import Late
    from tracker.counting.ledger import Ledger
    from tracker.counting.punctuality import OnTime
    from tracker.counting.states import State
    from tracker.counting.weeks import Week


@dataclass(frozen=True, slots=True)
class Health:
    """How far the trackers' side can be trusted at the moment the report was made."""

    fresh: Figure
    stale: Figure
    lost: Figure
    conflicts: Figure
    unknown: Figure
    failed: Figure


@dataclass(frozen=True, slots=True)
class Incident:
    """What an incident was called as of the report."""

    id: int
    title: str
    severity: str | None

    @property
    def name(self) -> str:
        """Return the incident's public name, such as I-3."""
        return f"I-{self.id}"


@dataclass(frozen=True, slots=True)
class Punctuality:
    """On time in the week and in the 13 weeks that end with it; *label* says of which items."""

    label: str
    week: OnTime
    quarter: OnTime


@dataclass(frozen=True, slots=True)
class Decision:
    """An item was given up in the week; *released*: in time, so that it no longer counts."""

    item: int
    at: datetime
    reason: str | None
    approver: str | None
    released: bool
    reversed: bool


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """One week, as of *as_of*: the week's end, or the present moment of an unfinished week.

    *items* and *incidents* are all that were known then. *ledgers* are those of eight weeks,
    this one last. *health* is there for an unfinished week only, as it is not in the log.
    """

    week: Week
    as_of: datetime
    items: Mapping[int, State]
    incidents: Mapping[int, Incident]
    health: Health | None
    ledgers: tuple[Ledger, ...]
    on_time: tuple[Punctuality, ...]
    counts: Counts
    counts_before: Counts
    newly_overdue: Figure
    late: tuple[Late, ...]
    completions: tuple[Completion, ...]
    remediated: tuple[int, ...]
    decisions: tuple[Decision, ...]
    without_items: tuple[int, ...]
    without_prevention: tuple[int, ...]

    @property
    def ledger(self) -> Ledger:
        """Return the week's own ledger."""
        return self.ledgers[-1]

    @property
    def so_far(self) -> bool:
        """Return whether the week was not over yet."""
        return self.as_of < self.week.end

    @property
    def command(self) -> str:
        """Return the command that makes this report again."""
        return f"amends report --week {self.week.name}"
