"""What is kept of a target's last cycle: for the page of the sync, and for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.stretching import MISSED
from tracker.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sync.desk import Desk
    from tracker.settings import Target
    from tracker.storage import Store

SUMMED = ("requests", "pulled", "created", "updated", "closed", "conflicts")


def report_of(desk: Desk, ended_at: datetime) -> dict[str, Any]:
    """Return the report of a cycle that ends now; what it sums up goes on from the last one."""
    former, tally = desk.state.report, desk.tally.told()
    well = not desk.failed and tally["error"] is None
    left = desk.tracker.heard.left
    return desk.report() | {
        "seconds": round(monotonic() - desk.begun, 3),
        "failing": desk.failed,
        "succeeded_at": ended_at.isoformat() if well else former.get("succeeded_at"),
        "quota": left.told() if left else former.get("quota"),
        MISSED: desk.missed_at.isoformat() if desk.missed_at else former.get(MISSED),
        "totals": _totals(former, tally, failed=desk.failed),
    }


def barred(store: Store, target: Target, sentence: str) -> None:
    """Keep why no cycle of *target* could even begin, such as a missing secret."""
    with store.work() as work:
        state = work.targets.known(target.name, target.provider)
        told = {"name": target.name, "error": sentence, "failing": True}
        totals = {"totals": _totals(state.report, {}, failed=True)}
        state.report = state.report | told | totals
        state.reported_at = work.clock()
        work.targets.keep(state)
        work.commit()


def _totals(former: Mapping[str, Any], tally: Mapping[str, Any], *, failed: bool) -> dict[str, int]:
    """Return the sums over all cycles, this one included."""
    known = former.get("totals") or {}
    sums = {name: int(known.get(name, 0)) + int(tally.get(name, 0)) for name in SUMMED}
    sums["cycles"] = int(known.get("cycles", 0)) + 1
    sums["failures"] = int(known.get("failures", 0)) + failed
    return sums
