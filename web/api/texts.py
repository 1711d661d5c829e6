"""What values of requests may be: as strict as the API's description says, and no stricter."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from tracker.correcting import moment_of
from tracker.editing import LARGEST_NUMBER, LONGEST

STORABLE = r"^[^\u0000]*$"  # PostgreSQL keeps no NUL
VISIBLE = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
DAY = 10
LONGEST_PLACE = 400
_NEVER = r"/\\\u0000-\u001f\u007f-\u009f"
# a path as one of files: relative, no step upwards, no drive's letter; JSON Schema's own words
PLACE = (
    rf"^\.{{0,2}}[^\s.:{_NEVER}]([^:{_NEVER}][^{_NEVER}]*)?"
    rf"(/\.{{0,2}}[^.{_NEVER}][^{_NEVER}]*)*$"
)


def whole(value: Any) -> Any:
    """Return the number that an address tells; whatever else pydantic would guess at fails."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DAY:
        return int(value)
    return f"text {value}" if isinstance(value, (str, bool)) else value


def _flag(value: Any) -> Any:
    """Return the yes or no that an address tells; whatever else pydantic would guess at fails."""
    known = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
    return known if isinstance(known, bool) else f"text {value}"


def _day(value: str) -> str:
    """Return a day as ISO writes it, or raise ValueError."""
    if len(value) != DAY:
        raise ValueError("this is no date; write one such as 2026-12-31")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("this is no date; write one such as 2026-12-31") from error
    return value


def _moment(value: str) -> str:
    """Return a day or a moment as ISO writes them, or nothing; or raise ValueError."""
    told = " ".join(value.split())
    try:
        if told:
            moment_of(told)
    except ValueError as error:
        raise ValueError(
            "this is no moment; write one such as 2026-12-31 or 2026-12-31T14:05+00:00"
        ) from error
    return told


def _place(value: Any) -> Any:
    """Return a path that leads nowhere but below its root, or raise ValueError."""
    if isinstance(value, str) and not re.search(PLACE[:-1] + r"\Z", value):
        raise ValueError(
            "this is no path; write a relative one with forward slashes and without . or .., "
            "such as postmortems/disk.md"
        )
    return value


def text(longest: int, pattern: str = STORABLE) -> Any:
    """Return how a text of at most so many letters is described."""
    return Field(max_length=longest, pattern=pattern)


Title = Annotated[str, text(LONGEST["title"], VISIBLE)]
Name = Annotated[str, text(LONGEST["owner"], VISIBLE)]
Priority = Annotated[str, text(LONGEST["priority"], VISIBLE)]
Reason = Annotated[str, text(LONGEST["reason"], VISIBLE)]
MoveReason = Annotated[str, text(LONGEST["due_reason"], VISIBLE)]
Criterion = Annotated[str, text(LONGEST["criterion"], VISIBLE)]
Evidence = Annotated[str, text(LONGEST["evidence"], VISIBLE)]
Failure = Annotated[str, text(LONGEST["failed"], VISIBLE)]
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=STORABLE)]
Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"format": "date"})]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    Field(
        max_length=40,
        description="A day, or a time with or without its offset.",
        json_schema_extra={
            "anyOf": [{"format": "date"}, {"format": "date-time"}, {"maxLength": 0}]
        },
    ),
]
Flag = Annotated[bool, BeforeValidator(_flag)]
DocumentPath = Annotated[
    str,
    Field(
        max_length=LONGEST_PLACE,
        pattern=PLACE,
        json_schema_extra={"example": "postmortems/2026-11-disk.md"},
        description="By what it is known: sent again with another text, it is a new revision. "
        "Its ending names its notation (.md, .rst, .html, .adoc …).",
    ),
    BeforeValidator(_place),
]
RowNumber = Annotated[int, Field(ge=1, le=LARGEST_NUMBER), BeforeValidator(whole)]
ItemName = Annotated[
    str, Field(pattern=r"^A-[1-9][0-9]{0,8}$", json_schema_extra={"example": "A-1"})
]
IncidentName = Annotated[
    str, Field(pattern=r"^I-[1-9][0-9]{0,8}$", json_schema_extra={"example": "I-1"})
]
WeekName = Annotated[
    str, Field(pattern=r"^[0-9]{4}-W[0-9]{2}$", json_schema_extra={"example": "2026-W46"})
]


def number(name: str) -> int:
    """Return the number in a name such as A-17 or I-3."""
    return int(name[2:])
