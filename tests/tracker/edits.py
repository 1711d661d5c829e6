"""What people do to a postmortem between two readings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from tests.tracker.postmortems import (
    DEEDS,
    LAYOUTS,
    MARKUPS,
    RAWS,
    REASONS,
    TAKEN_TITLES,
    THINGS,
    TITLES,
    Line,
    Postmortem,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Draw: TypeAlias = "Callable[[st.SearchStrategy[Any]], Any]"
Edit: TypeAlias = "Callable[[Postmortem, Draw], Postmortem]"
OWNERS = ("", "@bob", "@carol", "@dave")
DAYS = ("", "2026-06-01", "2026-07-15", "2026-08-31")
PREFIXES = ("", "", "", "Task 3: ")

lines = st.builds(
    Line,
    deed=st.sampled_from(tuple(DEEDS)),
    thing=st.sampled_from(THINGS),
    wording=st.integers(0, 4),
    reason=st.integers(0, len(REASONS) - 1),
    section=st.sampled_from(["task", "task", "task", "measure"]),
    owner=st.sampled_from(OWNERS),
    due=st.sampled_from(DAYS),
)
postmortems = st.builds(
    Postmortem,
    title=st.sampled_from(TITLES),
    lines=st.lists(lines, min_size=3, max_size=10, unique_by=lambda line: line.core).map(tuple),
    layout=st.sampled_from(tuple(LAYOUTS)),
    measures_first=st.booleans(),
)


def changed(was: Postmortem, draw: Draw, **fields: st.SearchStrategy[Any]) -> Postmortem:
    """Return a postmortem one of whose lines has other fields."""
    at = draw(st.integers(0, len(was.lines) - 1))
    told = {name: draw(values) for name, values in fields.items()}
    line = replace(was.lines[at], **told)
    return replace(was, lines=(*was.lines[:at], line, *was.lines[at + 1 :]))


def reword(was: Postmortem, draw: Draw) -> Postmortem:
    """Say one promise in other words."""
    return changed(
        was,
        draw,
        wording=st.integers(0, 4),
        reason=st.integers(0, len(REASONS) - 1),
        prefix=st.sampled_from(PREFIXES),
    )


def reorder(was: Postmortem, draw: Draw) -> Postmortem:
    """Put the promises in another order."""
    return replace(was, lines=tuple(draw(st.permutations(was.lines))))


def regroup(was: Postmortem, draw: Draw) -> Postmortem:
    """Move one promise to the other section, or keep it there."""
    return changed(was, draw, section=st.sampled_from(["task", "measure"]))


def reassign(was: Postmortem, draw: Draw) -> Postmortem:
    """Name another owner or none."""
    return changed(was, draw, owner=st.sampled_from(OWNERS))


def postpone(was: Postmortem, draw: Draw) -> Postmortem:
    """Name another day or none."""
    return changed(was, draw, due=st.sampled_from(DAYS))


def tick(was: Postmortem, draw: Draw) -> Postmortem:
    """Tick a box, or take a tick away."""
    return replace(changed(was, draw, done=st.booleans()), layout="boxes", markup="markdown")


def insert(was: Postmortem, draw: Draw) -> Postmortem:
    """Promise one thing more, or once more what was promised and dropped."""
    at, line = draw(st.integers(0, len(was.lines))), draw(lines)
    return replace(was, lines=(*was.lines[:at], line, *was.lines[at:]))


def repeat(was: Postmortem, draw: Draw) -> Postmortem:
    """Write one line twice."""
    at = draw(st.integers(0, len(was.lines) - 1))
    return replace(was, lines=(*was.lines[: at + 1], *was.lines[at:]))


def delete(was: Postmortem, draw: Draw) -> Postmortem:
    """Drop one promise."""
    at = draw(st.integers(0, len(was.lines) - 1))
    return replace(was, lines=was.lines[:at] + was.lines[at + 1 :])


def exchange(was: Postmortem, draw: Draw) -> Postmortem:
    """Promise something else in place of one promise."""
    at, line = draw(st.integers(0, len(was.lines) - 1)), draw(lines)
    return replace(was, lines=(*was.lines[:at], line, *was.lines[at + 1 :]))


def rename_headings(was: Postmortem, draw: Draw) -> Postmortem:
    """Call the sections something else, or put them in another order."""
    return replace(was, headings=draw(st.integers(0, 3)), measures_first=draw(st.booleans()))


def lay_out(was: Postmortem, draw: Draw) -> Postmortem:
    """Write the promises as another sort of list."""
    return replace(was, layout=draw(st.sampled_from(tuple(LAYOUTS))))


def reformat(was: Postmortem, draw: Draw) -> Postmortem:
    """Write the document in another format."""
    return replace(was, markup=draw(st.sampled_from(tuple(MARKUPS))))


def retype(was: Postmortem, draw: Draw) -> Postmortem:
    """Save it with other line ends, another encoding, other white space."""
    return replace(was, raw=draw(st.sampled_from(tuple(RAWS))))


def retitle(was: Postmortem, draw: Draw) -> Postmortem:
    """Name the incident in other words."""
    return replace(was, title=draw(st.sampled_from(TAKEN_TITLES)).format(was.title))


def add_words(was: Postmortem, draw: Draw) -> Postmortem:
    """Tell something that promises nothing."""
    words = draw(st.sampled_from(["Thanks to everybody who helped.", "This report is final."]))
    return replace(was, extra=(*was.extra[-1:], words))


WORDS: tuple[Edit, ...] = (reword, reorder, reassign, postpone, lay_out, rename_headings)
GENTLE: tuple[Edit, ...] = (
    reword, reword, reword, reorder, regroup, rename_headings, lay_out, reformat, retype, retitle,
    reassign, postpone,
)  # fmt: skip
EDITS: tuple[Edit, ...] = (
    *GENTLE,
    add_words,
    tick,
    insert,
    insert,
    repeat,
    delete,
    delete,
    exchange,
)
