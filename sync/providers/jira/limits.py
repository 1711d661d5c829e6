"""What Jira allows one credential, as documented.

https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: by the second and endpoint
at least 50 requests; 20 writes to one issue in two seconds. The points of an hour do not count
what API tokens send.
"""

from __future__ import annotations

from sync.pacing import Kind, Policy, Rule

MOST_A_MINUTE = 80
BURST = dict.fromkeys(Kind, 1)


def limits(writes_per_minute: float) -> Policy:
    """Return what holds; a very large number of writes a minute lifts it."""
    if writes_per_minute > MOST_A_MINUTE:
        return Policy()
    gap = 60.0 / writes_per_minute
    return Policy(
        (
            Rule("gap", f"a write every {gap:g} s", 1, gap, {Kind.EDIT: 1, Kind.CREATE: 1}),
            Rule("burst", "50 requests a second", 50, 1, BURST, 1.0),
        )
    )


def kind_of(verb: str, path: str, *, reads: bool) -> Kind:
    """Return what a request counts as."""
    if verb == "GET" or reads:
        return Kind.READ
    return Kind.CREATE if verb == "POST" and path in {"issue", "issue/bulk"} else Kind.EDIT
