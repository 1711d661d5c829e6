"""What can go wrong with what people ask for, sorted by what the caller does next.

AmendsError            say its sentence
├── BadInput           the caller's input is wrong      → exit 2, HTTP 400
│   └── BadSettings    ... it stands in the configuration
├── NotFound           there is no such thing           → exit 2, HTTP 404
├── IllegalMove        the thing does not allow this    → exit 2, HTTP 409
├── Stale              somebody was faster              → show both, HTTP 409
├── NotSignedIn        nobody knows who asks            → sign in, HTTP 401
├── NotAllowed         the role does not reach that far → exit 2, HTTP 403
├── TooMany            it failed too often              → wait, HTTP 429
└── Unusable           the database cannot be used      → exit 2, HTTP 503
"""


class AmendsError(Exception):
    """Something a person did or can mend; its text is one clear sentence."""


class BadInput(AmendsError):
    """What came in cannot be used; the sentence says what, where, what to do."""


class BadSettings(BadInput):
    """The configuration cannot be used."""


class NotFound(AmendsError):
    """There is no incident, item, conflict or target of that name."""


class IllegalMove(AmendsError):
    """The item does not allow this change."""


class Stale(AmendsError):
    """The item was changed since the caller read it."""


class NotSignedIn(AmendsError):
    """Only somebody who signed in may have this."""


class NotAllowed(AmendsError):
    """The caller's role is not enough."""


class TooMany(AmendsError):
    """It failed too often; *seconds* are to be waited."""

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Unusable(AmendsError):
    """The database cannot be reached, or was written by a newer version."""
