"""The ledgers of half a year in numbers: what came, what left, what was open at each week's end."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from tracker.counting.histories import clear_lives
from tracker.counting.ledger import INTO, NEEDS, OUT_OF, Flow, flows_of
from tracker.reporting.trends import WEEKS, WeekLine

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log
    from tracker.counting.weeks import Week


def backlog(log: Log, week: Week, as_of: datetime, left_open: int) -> tuple[WeekLine, ...]:
    """Return so many weeks until *as_of*, the oldest first, walked back from what is open then."""
    weeks = [week.earlier(back) for back in range(WEEKS - 1, -1, -1)]
    starts = [one.start for one in weeks]
    found: list[Counter[Flow]] = [Counter() for _ in weeks]
    for life in clear_lives(log, as_of, NEEDS):
        if life.moves and life.moves[-1].at >= starts[0]:
            for at, flow in flows_of(life):
                if starts[0] <= at < as_of:
                    found[bisect_right(starts, at) - 1][flow] += 1
    lines: list[WeekLine] = []
    for one, flows in zip(reversed(weeks), reversed(found), strict=True):
        gone = sum(flows[flow] for flow in OUT_OF)
        before = left_open - sum(flows[flow] for flow in INTO) + gone
        so_far = one == week and as_of < week.end
        lines.append(WeekLine(one, before, flows, left_open, so_far=so_far))
        left_open = before
    return tuple(reversed(lines))
