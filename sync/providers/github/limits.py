"""What GitHub allows one credential, as documented.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from __future__ import annotations

from sync.pacing import HOUR, LATE, Kind, Policy, Rule

MOST_A_MINUTE = 80
POINTS = {Kind.READ: 1, Kind.EDIT: 5, Kind.CREATE: 5}
RESERVES = {Kind.READ: 0.02, Kind.EDIT: 0.05, Kind.CREATE: 0.10}  # shares left to others


def limits(writes_per_minute: float) -> Policy:
    """Return what holds; more writes a minute than GitHub's 80 mean a server without limits."""
    if writes_per_minute > MOST_A_MINUTE:
        return Policy()
    gap = max(1.0, 60.0 / writes_per_minute)
    new = {Kind.CREATE: 1}
    return Policy(
        (
            Rule("gap", f"a write every {gap:g} s", 1, gap, {Kind.EDIT: 1, Kind.CREATE: 1}),
            Rule("minute", f"{MOST_A_MINUTE} new issues a minute", MOST_A_MINUTE, 60, new, LATE),
            Rule("hour", "500 new issues an hour", 500, HOUR, new, LATE),
            Rule("points", "900 points a minute", 900, 60, POINTS, LATE),
        ),
        seats=100,
        reserves=RESERVES,
    )


def kind_of(verb: str, path: str) -> Kind:
    """Return what a request counts as: every POST makes content, but a query."""
    if verb == "GET" or path.rpartition("/")[2] == "graphql":
        return Kind.READ
    return Kind.CREATE if verb == "POST" else Kind.EDIT
