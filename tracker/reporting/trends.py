"""How remediation goes: the counts against a week ago, the ledger by weeks, and what was on time.

The figures are those of tracker/counting, without a replay of the whole log: the database adds
up the moves of items, and only items that changed lately or were due lately are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.growing import SKEW
from tracker.counting.ledger import INTO, OUT_OF, Flow, flows_between
from tracker.counting.weeks import Week, day_at, week_ago, week_of
from tracker.domain.items import ACTIVE, Status
from tracker.reporting.kept import judge
from tracker.storage.trend_queries import TrendQueries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime, tzinfo

    from tracker.reporting.kept import Judged, Kept
    from tracker.storage import Work
    from tracker.storage.trend_queries import Moves, Tallies, Touched

WEEKS = 26
NAMES = ("open", "overdue", "undated", "unowned")


@dataclass(frozen=True, slots=True)
class Count:
    """One figure, and what it was a week ago."""

    now: int
    before: int

    @property
    def change(self) -> int:
        """Return by how much it grew, or fell where negative."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week of the ledger: what was open, what came and left by which way, what is open."""

    week: Week
    open_at_start: int
    flows: Mapping[Flow, int]
    open_at_end: int
    so_far: bool

    @property
    def came(self) -> int:
        """Return how many were accepted, reopened or reinstated."""
        return sum(self.flows.get(flow, 0) for flow in INTO)

    @property
    def left(self) -> int:
        """Return how many were done, given up or found to be duplicates."""
        return sum(self.flows.get(flow, 0) for flow in OUT_OF)

    def of(self, flow: str) -> int:
        """Return how many went one way."""
        return self.flows.get(Flow(flow), 0)


@dataclass(frozen=True, slots=True)
class Trend:
    """How it goes, as of now."""

    counts: Mapping[str, Count]
    kept: Kept
    weeks: tuple[WeekLine, ...]


def trend(work: Work, zone: tzinfo, now: datetime, judged: Judged | None = None) -> Trend:
    """Return how it goes as of *now*, in four statements whatever the size of the log.

    *judged* is what is known already of the promises whose day has come.
    """
    queries = TrendQueries(work.session)
    then, today = week_ago(now, zone), day_at(now, zone)
    tallies = queries.tallies(today, day_at(then, zone))
    return Trend(
        counts=_counts(tallies, queries.touched(then), day_at(then, zone)),
        kept=(judged or judge(work, zone, now)).kept,
        weeks=_weeks(queries, tallies.open, WEEKS, zone, now),
    )


def ledger_lines(work: Work, weeks: int, zone: tzinfo, now: datetime) -> tuple[WeekLine, ...]:
    """Return so many weeks with their ledgers, the newest first, which is the running one."""
    queries = TrendQueries(work.session)
    today = day_at(now, zone)
    return _weeks(queries, queries.tallies(today, today).open, weeks, zone, now)[::-1]


def _counts(tallies: Tallies, touched: Iterable[Touched], then: date) -> dict[str, Count]:
    """Return each figure now and then: what did not change since counts then as it does now."""
    before = Counter(
        open=tallies.open,
        overdue=tallies.overdue_then,
        undated=tallies.undated,
        unowned=tallies.unowned,
    )
    for one in touched:
        before.subtract(_counted(one.now, then))
        before.update(_counted({**one.now, **one.before}, then))
    return {name: Count(getattr(tallies, name), before[name]) for name in NAMES}


def _counted(values: Mapping[str, object], day: date) -> Iterator[str]:
    """Yield the figures in which an item with these values counts on a day."""
    if values["status"] not in ACTIVE:
        return
    yield "open"
    due = values["due"]
    if not due:
        yield "undated"
    elif str(due) < str(day):
        yield "overdue"
    if values["owner"] is None:
        yield "unowned"


def _weeks(
    queries: TrendQueries, open_now: int, weeks: int, zone: tzinfo, now: datetime
) -> tuple[WeekLine, ...]:
    """Return the ledger week by week, oldest first: walked back from what is open now."""
    running = week_of(now, zone)
    shown = [running.earlier(back) for back in range(weeks - 1, -1, -1)]
    flows = _flows(queries.moves([week.start for week in shown], SKEW), weeks)
    lines: list[WeekLine] = []
    left_open = open_now
    for week, held in zip(reversed(shown), reversed(flows), strict=True):
        came = sum(held[flow] for flow in INTO)
        gone = sum(held[flow] for flow in OUT_OF)
        before = left_open - came + gone
        lines.append(WeekLine(week, before, held, left_open, so_far=week == running))
        left_open = before
    return tuple(reversed(lines))


def _flows(moves: Iterable[Moves], weeks: int) -> list[Counter[Flow]]:
    found: list[Counter[Flow]] = [Counter() for _ in range(weeks)]
    for move in moves:
        old = Status(move.old) if move.old else None
        for flow in flows_between(old, Status(move.new), accepted=move.accepted):
            found[move.week][flow] += move.count
    return found
