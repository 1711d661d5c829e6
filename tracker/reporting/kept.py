"""What was on time over the last weeks, judged again only where the log has grown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST, percent
from tracker.counting.histories import replay
from tracker.counting.punctuality import Verdict, on_time
from tracker.counting.states import state_of
from tracker.counting.weeks import day_at, day_begins, week_of
from tracker.storage.trend_queries import TrendQueries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime, tzinfo

    from tracker.counting.weeks import Week
    from tracker.storage import Work

QUARTER = 13  # weeks
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueWeek:
    """Of the promises whose day lay in a week: how many were met, and how many missed."""

    week: Week
    met: int
    missed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """On time over the last weeks (M2); the weeks add up to the whole."""

    weeks: tuple[DueWeek, ...]
    unjudged: int

    @property
    def met(self) -> int:
        """Return how many promises were kept by their day."""
        return sum(one.met for one in self.weeks)

    @property
    def judged(self) -> int:
        """Return how many promises were met or missed."""
        return self.met + sum(one.missed for one in self.weeks)

    @property
    def percent(self) -> int | None:
        """Return met out of met and missed; None of fewer than five."""
        return percent(self.met, self.judged) if self.judged >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of each promise whose day came in the last weeks, and in which of them.

    *today* is the day that was told for.
    """

    today: date
    weeks: tuple[Week, ...]
    verdicts: Mapping[int, tuple[Verdict, date]]

    @property
    def kept(self) -> Kept:
        """Return how many were met and missed, week by week."""
        tally = Counter(self.verdicts.values())
        weeks = tuple(
            DueWeek(week, tally[Verdict.MET, week.monday], tally[Verdict.MISSED, week.monday])
            for week in self.weeks
        )
        unjudged = (many for (verdict, _), many in tally.items() if verdict is Verdict.UNJUDGED)
        return Kept(weeks, sum(unjudged))


NEVER = Judged(date.min, (), {})


def judge(
    work: Work,
    zone: tzinfo,
    now: datetime,
    before: Judged = NEVER,
    only: Collection[int] | None = None,
) -> Judged:
    """Return what became of the promises of the last weeks, as of *now*.

    Of what was found *before* on the same day, *only* some items are judged again.
    """
    running, today = week_of(now, zone), day_at(now, zone)
    weeks = tuple(running.earlier(back) for back in range(QUARTER - 1, -1, -1))
    if only is None or before.today != today:
        before, only = NEVER, None
    again = dict(_judged(TrendQueries(work.session), zone, now, weeks[0], only))
    held = {item: one for item, one in before.verdicts.items() if item not in (only or ())}
    return Judged(today, weeks, held | again)


def _judged(
    queries: TrendQueries, zone: tzinfo, now: datetime, first: Week, only: Collection[int] | None
) -> Iterator[tuple[int, tuple[Verdict, date]]]:
    """Yield the verdict on each promise, with the Monday of the week its day lay in."""
    items, changes = queries.promised(first.monday, day_at(now, zone) - DAY, only)
    log = replay(items, (), changes, zone)
    found = on_time(log, day_begins(first.monday, zone), now)
    lives = {life.id: life for life in log.lives}
    for verdict in Verdict:
        for item in getattr(found, verdict.value).items:
            state = state_of(lives[item], now, zone)
            if state and state.effective_due:
                day = state.effective_due
                yield item, (verdict, day - day.weekday() * DAY)
