"""What was decided not to be done, and which of these decisions are to be looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.states import clear_states, state_of
from tracker.counting.weeks import day_at
from tracker.domain.items import Status
from tracker.reporting.report import Decision, Expiry

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

INSTANT = timedelta(microseconds=1)  # the finest step of a moment
SOON = timedelta(days=14)
STATUS = frozenset({"status"})


def decisions(log: Log, start: datetime, as_of: datetime) -> tuple[Decision, ...]:
    """Return what was given up in the window, in order of time."""
    found = []
    for life in log.lives:
        for move in life.moves:
            if move.new is not Status.WONT_DO or not start <= move.at < as_of:
                continue
            last = state_of(life, as_of, log.zone)
            stands = last is not None and last.clocks.given_up_at == move.at
            told = last if stands else state_of(life, move.at + INSTANT, log.zone)
            if told is not None:
                found.append(
                    Decision(
                        life.id,
                        move.at,
                        told.reason,
                        told.approver,
                        released=told.is_released,
                        reversed=not stands,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.at, one.item)))


def expiring(log: Log, as_of: datetime) -> tuple[Expiry, ...]:
    """Return the decisions that are to be looked at again within two weeks, or were to be."""
    until = day_at(as_of, log.zone) + SOON
    found = [
        Expiry(state.id, state.review_by)
        for state in clear_states(log, as_of, STATUS)
        if state.status is Status.WONT_DO and state.review_by and state.review_by <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.review_by, one.item)))
