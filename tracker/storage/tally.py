"""How many rows fulfil each of some conditions; told again by a second look at a few of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

BITS = 16  # of one row's marks


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows fulfil each condition; *marks* has a bit for each of them, row by row."""

    counts: tuple[int, ...]
    marks: array[int]


NOTHING = Tally((), array("H"))


def marks_of(conditions: Sequence[Any]) -> Any:
    """Return one number that tells which of the conditions a row fulfils: a bit for each."""
    if len(conditions) > BITS:
        raise ValueError(f"one row has room for {BITS} conditions, not {len(conditions)}")
    marks: Any = sum(case((one, 1 << bit), else_=0) for bit, one in enumerate(conditions))
    return marks.label("marks")


def tallied(
    session: Session,
    rows: Select[Any],
    number: Any,
    width: int,
    before: Tally = NOTHING,
    only: Collection[int] | None = None,
) -> Tally:
    """Return how many of *rows*, each a number and its marks, fulfil each of *width* conditions.

    With what was told *before*, *only* the rows of some numbers are looked at again.
    """
    if only is None:
        before = Tally((0,) * width, array("H"))
    else:
        rows = rows.where(number.in_(only))
    return corrected(before, dict(session.execute(rows).all()), only or ())


def counted(session: Session, rows: Select[Any], marks: Any, width: int) -> tuple[int, ...]:
    """Return how many of *rows* fulfil each of *width* conditions, which *marks* tell of.

    Nothing is kept to look at a few of them again.
    """
    alike = session.execute(rows.add_columns(marks, func.count()).group_by(marks)).all()
    return tuple(sum(many for told, many in alike if told >> bit & 1) for bit in range(width))


def corrected(before: Tally, found: dict[int, int], looked_at: Collection[int] = ()) -> Tally:
    """Return what was told *before*, corrected by the rows that were *looked_at* again.

    What is not *found* any more fulfils nothing.
    """
    marks = array("H", before.marks)
    marks.extend([0] * (max((*found, *looked_at), default=-1) + 1 - len(marks)))
    turned: dict[int, int] = {}  # by their marks: how many rows have them more, or less
    for number in {*found, *looked_at}:
        old, new = marks[number], found.get(number, 0)
        marks[number] = new
        turned[old] = turned.get(old, 0) - 1
        turned[new] = turned.get(new, 0) + 1
    counts = (
        count + sum(many for told, many in turned.items() if told >> bit & 1)
        for bit, count in enumerate(before.counts)
    )
    return Tally(tuple(counts), marks)
