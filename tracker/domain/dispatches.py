"""What is sent exactly once: one row for each thing to send and each channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

FIRST_WAIT = timedelta(minutes=1)
FIRST_WAIT_REFUSED = timedelta(hours=1)  # somebody must mend something first
LONGEST_WAIT = timedelta(hours=6)
SHOWN = timedelta(weeks=5)  # for so long a delivery that needs somebody is told of


class DispatchKind(StrEnum):
    """What is sent: its occasion is a week, or a day."""

    REPORT = "report"
    REMINDER = "reminder"


class DispatchState(StrEnum):
    """How far it is; *unsure* is what only a person can tell."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One thing to send through one channel.

    *epoch* fences off whoever tried before. *crossed_at* is the point of no return of the last
    attempt: from there on it may have arrived. *reached* are the recipients who have it.
    *leased_until*: so long it belongs to the worker that sends it.
    """

    id: int
    kind: DispatchKind
    occasion: str
    channel: str
    state: DispatchState
    attempts: int
    epoch: int
    crossed_at: datetime | None
    not_before: datetime | None
    reached: tuple[str, ...]
    sent_at: datetime | None
    trouble: str | None
    leased_until: datetime | None = None

    @property
    def waits_for_a_person(self) -> bool:
        """Return whether nothing more happens by itself."""
        given_up = self.state is DispatchState.FAILED and self.not_before is None
        return given_up or self.state is DispatchState.UNSURE

    @property
    def sentence(self) -> str:
        """Return how far it is, for people."""
        parts = [f"{self.kind} {self.occasion} to {self.channel}: {self.state}", self.trouble]
        if self.state is DispatchState.FAILED and self.not_before:
            at_once = self.kind is DispatchKind.REPORT
            parts.append(
                f"tried again from {self.not_before:%Y-%m-%d %H:%M} UTC"
                + (", or at once by `amends deliver`" if at_once else "")
            )
        if self.state is DispatchState.SENDING and self.leased_until:
            parts.append(
                f"a worker has it until {self.leased_until:%Y-%m-%d %H:%M} UTC; "
                "should that one have died, the next run after this time says what became of it"
            )
        return "; ".join(part for part in (*parts, self.advice) if part)

    @property
    def advice(self) -> str | None:
        """Return what a person can do, where nothing more happens by itself."""
        if not self.waits_for_a_person:
            return None
        if self.kind is DispatchKind.REMINDER:
            return "it is not sent again; the next day's reminder says what is still open"
        command = f"amends deliver --week {self.occasion} --channel {self.channel}"
        if self.state is DispatchState.UNSURE:
            return (
                "nobody knows whether it arrived, so it is not sent again by itself: look there, "
                f"then run `{command} --again`, or `{command} --arrived`"
            )
        return f"it is too old to be tried by itself; to have it, run `{command} --again`"


def wait_after(attempts: int, *, refused: bool = False) -> timedelta:
    """Return how long to wait after so many failed attempts: twice as long each time."""
    doublings = min(max(attempts - 1, 0), 16)
    first = FIRST_WAIT_REFUSED if refused else FIRST_WAIT
    return min(first * (1 << doublings), LONGEST_WAIT)
