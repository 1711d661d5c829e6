"""What a line of a document can be taken for, and why it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Taken(StrEnum):
    """What a line is taken for; where it is several things, the first of them."""

    ITEM = "item"
    STEP = "timeline step"
    FACT = "fact"
    TITLE = "title"
    HEADING = "heading"
    DETAIL = "detail"  # of an item
    GROUP = "group title"
    INTRO = "introduction"
    BESIDE = "not asked"  # a promise in running text beside a list of work
    CLOSING = "closing words"
    SLOT = "template slot"
    NOTHING = "no work"
    IDEA = "undecided"
    REGRET = "regret"
    REPORT = "report's list"
    ADVICE = "advice"
    LESSON = "lesson"
    TEXT = "text"
    CODE = "code"
    COLUMNS = "table columns"
    RULE = "rule"
    DEFINITION = "link definition"
    FRONT = "front matter"
    COMMENT = "comment"
    FENCE = "fence"
    MARKUP = "markup"
    BLANK = "blank"


RANK = {taken: at for at, taken in enumerate(Taken)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line was taken for something, in words for the person who wonders.

    *of* is the line of the work that it belongs to, *item* the number of the item that it
    is, *fact* what it gave to the incident's facts, *on* the line that it goes on from.
    """

    taken: Taken
    why: str = ""
    of: int | None = None
    item: int | None = None
    fact: str = ""
    score: float | None = None
    on: int | None = None


def quoted(text: str, longest: int = 50) -> str:
    """Return the beginning of *text* in quotation marks."""
    flat = " ".join(text[: 4 * longest].split())
    return f'"{flat}"' if len(flat) <= longest else f'"{flat[: longest - 3].rstrip()}..."'
