"""M6, overdue item-days: how late the late items are, together and one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.counting.counts import is_overdue
from tracker.counting.states import clear_states
from tracker.counting.weeks import day_at

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

NEEDS = frozenset({"status", "due"})
LEVEL = re.compile(r"(?<![0-9])[0-9](?![0-9])")
WEIGHTS = {0: 8, 1: 8, 2: 4, 3: 2}
WORDS = {"critical": 8, "blocker": 8, "highest": 8, "high": 4, "major": 4, "medium": 2}


@dataclass(frozen=True, slots=True)
class Late:
    """One overdue item: whole days since its due day, and what its incident weighs."""

    item: int
    days: int
    weight: int

    @property
    def weighted(self) -> int:
        """Return the days times the weight."""
        return self.days * self.weight


def late_items(log: Log, moment: datetime) -> tuple[Late, ...]:
    """Overdue item-days are the whole days since each overdue item's due day, summed.

    The worst comes first: by days times the weight of its incident's severity, which is 8, 4,
    2 or 1 for the first to the fourth level and 1 where none is told (METRICS.md, M6).
    """
    today = day_at(moment, log.zone)
    weights = {case.id: severity_weight(case.value("severity", moment)) for case in log.cases}
    found = [
        Late(state.id, (today - state.due).days, weights.get(state.incident_id, 1))
        for state in clear_states(log, moment, NEEDS)
        if state.due and is_overdue(state, today)
    ]
    return tuple(sorted(found, key=lambda late: (-late.weighted, -late.days, late.item)))


@lru_cache(maxsize=256)
def severity_weight(severity: str | None) -> int:
    """Return 8, 4, 2 or 1: what an incident of *severity*, such as SEV2 or major, weighs."""
    text = (severity or "").casefold()
    level = LEVEL.search(text)
    if level:
        return WEIGHTS.get(int(level[0]), 1)
    return max((weight for word, weight in WORDS.items() if word in text), default=1)
