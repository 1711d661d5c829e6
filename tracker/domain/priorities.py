"""How urgent a priority is, in the words of both trackers."""

from __future__ import annotations

from functools import lru_cache

RANKS = {
    **dict.fromkeys(("p0", "highest", "critical", "urgent", "blocker"), 0),
    **dict.fromkeys(("p1", "high"), 1),
    **dict.fromkeys(("p2", "medium", "normal"), 2),
    **dict.fromkeys(("p3", "low"), 3),
    **dict.fromkeys(("p4", "lowest"), 4),
}
URGENT = 1


@lru_cache(maxsize=1024)
def rank_of(priority: str | None) -> int | None:
    """Return 0 for P0 to 4 for P4, in Jira's words Highest to Lowest; None for other words."""
    words = (priority or "").casefold().removesuffix("priority").split()
    return RANKS.get(words[0]) if words else None


def is_urgent(priority: str | None) -> bool:
    """Return whether *priority* is P0 or P1, in Jira's words Highest or High."""
    rank = rank_of(priority)
    return rank is not None and rank <= URGENT
