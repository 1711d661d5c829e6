"""What can go wrong with what people ask for, sorted by what the caller does next.

AmendsError            say its sentence
├── BadInput           the caller's input is wrong      → exit 2, HTTP 400
│   └── BadSettings    ... it stands in the configuration
├── NotFound           there is no such thing           → exit 2, HTTP 404
├── IllegalMove        the thing does not allow this    → exit 2, HTTP 409
├── Stale              somebody was faster              → show both, HTTP 409
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


class Unusable(AmendsError):
    """The database cannot be reached, or was written by a newer version."""
