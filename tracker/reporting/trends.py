"""How remediation goes: the counts against a week ago, the ledger by weeks, and what was on time.

The figures are those of tracker/counting, without a replay of the whole log: the database adds
up the moves of items, and only items that changed lately or were due lately are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.growing import SKEW
from tracker.counting.ledger import INTO, OUT_OF, Flow, flows_between
from tracker.counting.weeks import Week, day_at, week_ago, week_of
from tracker.domain.items import ACTIVE, Status
from tracker.reporting.kept import NEVER, judge
from tracker.storage.tally import NOTHING
from tracker.storage.trend_queries import TrendQueries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime, tzinfo

    from tracker.reporting.kept import Judged, Kept
    from tracker.storage import Work
    from tracker.storage.growth import Growth
    from tracker.storage.tally import Tally
    from tracker.storage.trend_queries import Move, Touched

WEEKS = 26
HOUR = timedelta(hours=1)
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


@dataclass(frozen=True, slots=True)
class Grounds:
    """What was found out to tell how it goes, of which most holds when the log grows.

    *since* is the moment a week before, and *shift* by how much each count was higher then, of
    the items that were touched since. *moves* are those that the log told up to where nothing
    can be entered any more, *late* those after it.
    """

    since: datetime
    tally: Tally = NOTHING
    touched: Mapping[int, Touched] = field(default_factory=dict)
    shift: Mapping[str, int] = field(default_factory=dict)
    moves: Counter[Move] = field(default_factory=Counter)
    late: Counter[Move] = field(default_factory=Counter)
    judged: Judged = NEVER


def grounds(
    work: Work,
    zone: tzinfo,
    now: datetime,
    settled: int | None = None,
    before: Grounds | None = None,
    growth: Growth | None = None,
) -> Grounds:
    """Return what is to be known as of *now*, in four statements whatever the size of the log.

    Of what was found out *before* on the same day, only what the log names since is looked at
    again, and after an hour also what changed within a week. No entry up to *settled* is still
    to come.
    """
    queries, a_week_ago = TrendQueries(work.session), week_ago(now, zone)
    if before is None or growth is None:
        before, growth = Grounds(a_week_ago), None
    only = growth.items if growth else None
    told, late = queries.moves(_starts(WEEKS, zone, now), SKEW, settled, growth)
    days = (day_at(now, zone), day_at(a_week_ago, zone))
    known, among = before, only
    if abs(a_week_ago - before.since) >= HOUR:
        known, among = Grounds(a_week_ago), None
    again = queries.touched(known.since, among)
    left = [known.touched[number] for number in among or () if number in known.touched]
    return Grounds(
        since=known.since,
        tally=queries.tally(*days, before.tally, only),
        touched={**known.touched, **again},
        shift=_shift(again.values(), left, days[1], known.shift),
        moves=before.moves + told,
        late=late,
        judged=judge(work, zone, now, before.judged, only),
    )


def trend_on(found: Grounds, zone: tzinfo, now: datetime) -> Trend:
    """Return how it goes, as far as that was found out."""
    return Trend(
        counts=_counts(found.tally, found.shift),
        kept=found.judged.kept,
        weeks=_weeks(found.moves + found.late, found.tally.counts[0], WEEKS, zone, now),
    )


def trend(work: Work, zone: tzinfo, now: datetime) -> Trend:
    """Return how it goes as of *now*."""
    return trend_on(grounds(work, zone, now), zone, now)


def ledger_lines(work: Work, weeks: int, zone: tzinfo, now: datetime) -> tuple[WeekLine, ...]:
    """Return so many weeks with their ledgers, the newest first, which is the running one."""
    queries = TrendQueries(work.session)
    told, late = queries.moves(_starts(weeks, zone, now), SKEW)
    return _weeks(told + late, queries.open_now(), weeks, zone, now)[::-1]


def _shift(
    came: Iterable[Touched], left: Iterable[Touched], then: date, before: Mapping[str, int]
) -> Mapping[str, int]:
    """Return by how much each count was higher then, of the items touched since."""
    shift = Counter(before)
    for some, add, take in ((came, shift.update, shift.subtract),
                            (left, shift.subtract, shift.update)):  # fmt: skip
        for one in some:
            take(_counted(one.now, then))
            add(_counted({**one.now, **one.before}, then))
    return shift


def _counts(tally: Tally, shift: Mapping[str, int]) -> dict[str, Count]:
    """Return each figure now and then: what was not touched since counts then as it does now."""
    is_open, overdue, undated, unowned, overdue_then = tally.counts
    now = dict(zip(NAMES, (is_open, overdue, undated, unowned), strict=True))
    then = {**now, "overdue": overdue_then}
    return {name: Count(now[name], then[name] + shift.get(name, 0)) for name in NAMES}


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


def _starts(weeks: int, zone: tzinfo, now: datetime) -> list[datetime]:
    return [week.start for week in _shown(weeks, zone, now)]


def _shown(weeks: int, zone: tzinfo, now: datetime) -> list[Week]:
    running = week_of(now, zone)
    return [running.earlier(back) for back in range(weeks - 1, -1, -1)]


def _weeks(
    moves: Mapping[Move, int], open_now: int, weeks: int, zone: tzinfo, now: datetime
) -> tuple[WeekLine, ...]:
    """Return the ledger week by week, oldest first: walked back from what is open now."""
    running, shown = week_of(now, zone), _shown(weeks, zone, now)
    lines: list[WeekLine] = []
    left_open = open_now
    for week, held in zip(reversed(shown), reversed(_flows(moves, weeks)), strict=True):
        came = sum(held[flow] for flow in INTO)
        gone = sum(held[flow] for flow in OUT_OF)
        before = left_open - came + gone
        lines.append(WeekLine(week, before, held, left_open, so_far=week == running))
        left_open = before
    return tuple(reversed(lines))


def _flows(moves: Mapping[Move, int], weeks: int) -> list[Counter[Flow]]:
    found: list[Counter[Flow]] = [Counter() for _ in range(weeks)]
    for move, many in moves.items():
        old = Status(move.old) if move.old else None
        for flow in flows_between(old, Status(move.new), accepted=move.accepted):
            found[move.week][flow] += many
    return found
