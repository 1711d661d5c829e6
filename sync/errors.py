"""What a tracker can do to us, sorted by what the engine does next.

TrackerError
├── NotSent         nothing left this machine             → later, as if never tried
├── TryAgain        the same request may succeed later    → end this target's cycle
│   ├── Limited     ... but not before some seconds       → pause the target
│   └── Waits       ... in the next cycle, by design      → say so, nothing failed
│       └── TimeIsUp   ... which may begin at once        → the same
├── Ambiguous       nobody knows whether it arrived       → create: unknown; else look, then again
├── Refused         it will never accept this             → show it on the link
├── Moved           what we asked for lives elsewhere     → resolve its address again
├── Missing         it says there is no such thing        → the link is unreachable, nothing more
│   └── Gone        ... and that it was deleted           → the link is gone
├── Replaced        its name stands for another place     → stop the target, ask
├── Braked          too much would be closed or lost      → stop the target, ask
└── LoggedOut       it does not let us in                 → stop the target, say so
    └── Forbidden   ... or not do this                    → the same
"""

from __future__ import annotations

from typing import Any


class TrackerError(Exception):
    """Something between us and a tracker; its text is one clear sentence."""


class NotSent(TrackerError):
    """The tracker was not reached at all."""


class TryAgain(TrackerError):
    """The tracker is in trouble."""


class Limited(TryAgain):
    """The tracker wants us to wait *seconds*.

    *told*: it said how long; else it is up to us. *answered*: this was its answer; else
    we knew it from before and sent nothing.
    """

    def __init__(
        self, sentence: str, seconds: float, *, told: bool = True, answered: bool = True
    ) -> None:
        super().__init__(sentence)
        self.seconds = seconds
        self.told = told
        self.answered = answered


class Waits(TryAgain):
    """What is left is for the next cycle, and nothing went wrong."""


class TimeIsUp(Waits):
    """Only this cycle's own time is over."""


class Ambiguous(TrackerError):
    """A request was sent and its outcome is not known."""


class Refused(TrackerError):
    """The tracker does not accept what we sent; *fields* are those it named in *body*."""

    def __init__(
        self,
        sentence: str,
        fields: frozenset[str] = frozenset(),
        body: object = None,
        status: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.fields = fields
        self.body = body
        self.status = status


class Moved(TrackerError):
    """The address leads elsewhere; *location* is where to, if it was said."""

    def __init__(self, sentence: str, location: str | None) -> None:
        super().__init__(sentence)
        self.location = location


class Missing(TrackerError):
    """The tracker says there is no such thing, or hides it from us."""


class Gone(Missing):
    """The tracker says that the thing was deleted."""


class Replaced(TrackerError):
    """The target's name leads to another place than before: *container*."""

    def __init__(self, sentence: str, container: str) -> None:
        super().__init__(sentence)
        self.container = container


class Braked(TrackerError):
    """A sync would do more harm than one expects, and stops to ask; *told* is for the page."""

    def __init__(self, sentence: str, told: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.told = told


class LoggedOut(TrackerError):
    """The tracker does not let us in, or not do this."""


class Forbidden(LoggedOut):
    """The tracker knows us, and does not let us do this."""
