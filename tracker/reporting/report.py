"""One week's report as values: every figure names the items that it counts."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reporting.document import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tracker.counting.ages import Age
    from tracker.counting.catalogue import Unclear
    from tracker.counting.closing import Duration
    from tracker.counting.cohorts import Cohort
    from tracker.counting.completion import Completion
    from tracker.counting.counts import Counts
    from tracker.counting.explaining import Difference
    from tracker.counting.figures import Figure
    from tracker.counting.health import Health
    from tracker.counting.lateness import Late
    from tracker.counting.ledger import Ledger
    from tracker.counting.load import Load
    from tracker.counting.mix import Mix
    from tracker.counting.punctuality import OnTime
    from tracker.counting.recurrence import Recurrence
    from tracker.counting.reopening import Reopening
    from tracker.counting.slips import Mover, Slip
    from tracker.counting.staleness import Staleness
    from tracker.counting.states import State
    from tracker.counting.urgency import Urgency
    from tracker.counting.verification import Verification
    from tracker.counting.weeks import Week
    from tracker.reporting.trends import WeekLine
    from tracker.storage.report_queries import Movement


@dataclass(frozen=True, slots=True)
class Incident:
    """What an incident was called as of the report, and since when it is known."""

    id: int
    title: str
    severity: str | None
    created_at: datetime

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
class Expiry:
    """A decision not to do an item that is to be looked at again on a day."""

    item: int
    review_by: date


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, and how well they hold (M1, M4, M9, M12, M15)."""

    cohorts: tuple[Cohort, ...]
    to_close: Duration
    to_owner: Duration
    to_tracker: Duration
    reopening: Reopening
    verification: Verification


@dataclass(frozen=True, slots=True)
class Slipping:
    """How the open work ages and gives way (M6, M10, M11)."""

    ages: tuple[Age, ...]
    slip: Slip
    movers: tuple[Mover, ...]
    stale: Staleness


@dataclass(frozen=True, slots=True)
class Learning:
    """What postmortems led to, and what came again (M8, M13, M14)."""

    repeats: Recurrence
    repeats_in_a_year: Recurrence
    urgency: Urgency
    mix: Mix


@dataclass(frozen=True, slots=True)
class Team:
    """The week of one team, or of the items of no team where *name* is None.

    *known* are all its items.
    """

    name: str | None
    known: Figure
    ledger: Ledger
    on_time: Punctuality
    counts: Counts
    late: tuple[Late, ...]
    stale: Staleness
    verification: Verification
    load: Load

    @property
    def is_at_work(self) -> bool:
        """Return whether anything is open, was done in eight weeks or was due in 13."""
        return bool(self.load.open.count or self.load.done.count or self.on_time.quarter.judged)


@dataclass(frozen=True, slots=True)
class Handing:
    """Of what was open when the week began: what a team took over since, and what it gave away."""

    taken_over: Figure
    handed_over: Figure


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """One week, as of *as_of*: the week's end, or the present moment of an unfinished week.

    *items* and *incidents* are all that were known then. *ledgers* are those of eight weeks,
    this one last. *health* is there for an unfinished week only, as it is not in the log;
    *unclear* are the items whose log contradicts itself. *oldest* are severe incidents that
    are not remediated. *team* says whose items these are, where not all, and *handing* which came
    to it and left it. *weeks* are the ledgers of 26 weeks in numbers; *differences* why the
    figures changed, *movements* who changed what.
    """

    week: Week
    as_of: datetime
    items: Mapping[int, State]
    incidents: Mapping[int, Incident]
    health: Health | None
    unclear: tuple[Unclear, ...]
    ledgers: tuple[Ledger, ...]
    on_time: tuple[Punctuality, ...]
    on_time_by_kind: tuple[Punctuality, ...]
    on_time_by_owner: tuple[Punctuality, ...]
    counts: Counts
    counts_before: Counts
    newly_overdue: Figure
    late: tuple[Late, ...]
    completions: tuple[Completion, ...]
    remediated: tuple[int, ...]
    oldest: tuple[int, ...]
    decisions: tuple[Decision, ...]
    expiring: tuple[Expiry, ...]
    without_items: tuple[int, ...]
    without_prevention: tuple[int, ...]
    slipping: Slipping
    learning: Learning
    pace: Pace
    teams: tuple[Team, ...]
    team: str | None = None
    weeks: tuple[WeekLine, ...] = ()
    differences: tuple[Difference, ...] = ()
    movements: tuple[Movement, ...] = ()
    handing: Handing | None = None

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
        asked = f" --team {shlex.quote(plain(self.team))}" if self.team else ""
        return f"amends report --week {self.week.name}{asked}"
