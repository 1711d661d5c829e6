"""A target's trouble ends its own cycle only, and is sorted by what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.advice import explained
from sync.braking import replaced
from sync.errors import (
    Braked,
    Limited,
    LoggedOut,
    Missing,
    Moved,
    NotSent,
    Replaced,
    TimeIsUp,
    TrackerError,
    Waits,
)
from tracker.domain.errors import AmendsError
from tracker.storage.leases import LeaseLostError

if TYPE_CHECKING:
    from sync.desk import Desk


class guarded:  # noqa: N801  it is used as a statement
    """Let a target's trouble end its own cycle only, told in one sentence."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Sort what went wrong by what comes next."""
        desk = self._desk
        match error:
            case None:
                return False
            case Limited():
                desk.tally.error = f"{error}; the next cycle waits for it"
                if not desk.planning:
                    _pause(desk, error)
            case Waits():
                desk.tally.error = desk.tally.error or str(error)
                desk.unfinished = isinstance(error, TimeIsUp) and bool(desk.writes)
            case Moved():
                desk.tracker.forget_place()
                desk.mend(f"{error}; its new address is looked up in the next cycle")
            case Braked() | Replaced():
                _stop(desk, error)
            case LoggedOut() | Missing() | NotSent():
                desk.mend(explained(error, desk.target))
            case TrackerError() | AmendsError():
                desk.mend(str(error))
            case LeaseLostError():
                taken_over(desk)
            case _:
                return False
        return True


def taken_over(desk: Desk) -> None:
    """Say that another process works on the target now: nothing failed, and nothing is lost."""
    desk.tally.error = desk.tally.error or f"target {desk.target.name}: another process took over"


def _stop(desk: Desk, error: Braked | Replaced) -> None:
    braked = error if isinstance(error, Braked) else replaced(desk, error.container)
    desk.brake = braked.told
    desk.mend(str(braked))


def _pause(desk: Desk, limit: Limited) -> None:
    with desk.store.work() as work:
        until = desk.gate.pause(work, limit)
        desk.state.paused_until, desk.state.pause_reason = until, str(limit)
        work.targets.pause(desk.state.id, until, str(limit))  # the lease may be somebody else's now
        work.commit()
