"""What can go wrong with a delivery, sorted by what happens next.

DeliveryError          its text is one clear sentence
├── NotNow             it did not arrive, and may later   → again, after a while
├── Refused            the other side does not want it    → again, after a longer while
└── NoAnswer           the line broke or nobody answered  → before the point of no return as
                                                            NotNow, beyond it nobody knows
Overtaken              another worker has taken over      → stop, and store nothing
"""


class DeliveryError(Exception):
    """A delivery that did not end well."""


class NotNow(DeliveryError):
    """It did not arrive; *seconds*: the other side wants to be left alone for so long."""

    def __init__(self, sentence: str, seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Refused(DeliveryError):
    """It did not arrive, and will not before somebody mends a setting, here or there."""


class NoAnswer(DeliveryError):
    """Nobody said what became of it."""


class Overtaken(Exception):
    """The lease ran out and somebody else took over."""
