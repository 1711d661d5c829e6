"""What `amends extract --explain` prints for people: a document line by line, and why."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len, set_cell_size
from rich.text import Text

from amends.setting_out import cell, out, tame
from tracker.extraction.evidence import ENOUGH
from tracker.extraction.reasons import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.extraction import Explanation, Line

NARROWEST, WIDEST = 50, 120  # columns of the terminal that are used
TAKEN = 16  # columns of what a line is taken for
NUMBER = 5  # columns of its number
HEAD = 12  # columns of a heading above the lines
DEEPEST = 8  # columns of an indent that is kept
TAB = 4
MOST = 20  # rows of a reason
ARROW = "-> "
FACTS = (
    *("title", "started_at", "ended_at", "detected_at", "duration_minutes", "timezone"),
    *("severity", "services", "impact", "root_cause", "resolution"),
)
TOLD = frozenset({Taken.ITEM, Taken.STEP, Taken.FACT, Taken.HEADING})  # each with its own reason
COLOURS: dict[Taken, dict[str, Any]] = {
    Taken.ITEM: {"fg": "green", "bold": True},
    Taken.DETAIL: {"fg": "green"},
    Taken.FACT: {"fg": "cyan"},
    Taken.FRONT: {"fg": "cyan"},
    Taken.TITLE: {"fg": "cyan"},
    Taken.STEP: {"fg": "blue"},
    Taken.HEADING: {"bold": True},
    Taken.BESIDE: {"fg": "yellow"},
    Taken.IDEA: {"fg": "yellow"},
    Taken.SLOT: {"fg": "yellow"},
    Taken.NOTHING: {"fg": "yellow"},
}


def show_explained(path: str, told: Explanation) -> None:
    """Print why *told* is what its document says: its evidence, then its lines in order."""
    _say([(f"{cell(told.found.facts.title or path)}  ({cell(path)})", {"bold": True})])
    for head, words in _heads(told):
        for at, row in enumerate(_wrapped(words, HEAD + 2)):
            _say([("  ", {}), ((head if at == 0 else "").ljust(HEAD), {"dim": True}), (row, {})])
    _say([])
    before = ""
    for line in told.lines:
        if line.taken is not Taken.BLANK:
            _show_line(line, before)
            before = line.why
    _say([])


def _heads(told: Explanation) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of the document as a whole."""
    yield "postmortem", _evidence(told)
    found = told.found
    if not found.is_postmortem:
        yield "holds", "no items and no facts, as it is taken for no postmortem"
    else:
        yield "ambiguous", _state(told)
        pairs = f" ({_counted(told.pairs, 'pair')} of measure and task)" if told.pairs else ""
        steps = _counted(len(found.facts.timeline), "timeline step")
        yield "holds", f"{_counted(len(found.items), 'item')}{pairs}; {steps}"
        yield "facts", _facts(told)
    for note in told.notes:
        yield "note", note


def _evidence(told: Explanation) -> str:
    evidence = told.evidence
    answer = "yes" if evidence.enough else "no"
    signs = f"{_counted(len(evidence.signs), 'sign')} of an incident, {ENOUGH} needed"
    named = f" ({', '.join(evidence.signs)})" if evidence.signs else ""
    reason = f"; {evidence.reason}" if evidence.reason else ""
    return f"{answer}: {signs}{named}{reason}"


def _state(told: Explanation) -> str:
    if told.found.ambiguous:
        return f"yes: {told.found.doubt}; its items arrive as proposed, for a person to check"
    return "no: its items arrive as open"


def _facts(told: Explanation) -> str:
    """Return which facts are known, by which line, and which are not."""
    lines: dict[str, int] = {}
    for line in told.lines:
        for fact in line.facts:
            lines.setdefault(fact, line.number)
    facts = {fact: getattr(told.found.facts, fact) for fact in FACTS}
    known = [
        f"{fact} (line {lines[fact]})" if fact in lines else f"{fact} (worked out)"
        for fact, value in facts.items()
        if value
    ]
    missing = ", ".join(fact for fact, value in facts.items() if not value)
    return f"{', '.join(known) or 'none'}{f'; not said: {missing}' if missing else ''}"


def _show_line(line: Line, before: str) -> None:
    """Print a line and, below it, why; a reason that is also the one before is not repeated."""
    colour = COLOURS.get(line.taken, {"dim": True})
    goes_on = line.why.startswith("goes on from")
    taken = "  goes on" if goes_on else _taken(line)
    number = f"{line.number:>{NUMBER}}  "
    _say([(number, {"dim": True}), (taken.ljust(TAKEN), colour), (_cut(line.text), {})])
    if line.why and not goes_on and (line.why != before or line.taken in TOLD):
        for at, row in enumerate(_reason(line.why)):
            arrow = ARROW if at == 0 else " " * len(ARROW)
            _say([(" " * _margin() + arrow + row, {"dim": True})])


def _reason(why: str) -> list[str]:
    """Return *why* in rows, the first of very many."""
    rows = _wrapped(why[: MOST * WIDEST], _margin() + len(ARROW))
    return rows if len(rows) <= MOST else [*rows[:MOST], "and so on"]


def _taken(line: Line) -> str:
    numbers = ", ".join(map(str, line.items))
    name = f"{line.taken} {numbers}" if line.taken is Taken.ITEM else str(line.taken)
    return set_cell_size(name, TAKEN - 1) if len(name) >= TAKEN else name


def _cut(text: str) -> str:
    """Return a line of the document as far as it fits, with its indent."""
    room = _width() - _margin()
    flat = text[: 8 * room].expandtabs(TAB)
    bare = flat.lstrip()
    shown = tame(" " * min(len(flat) - len(bare), DEEPEST) + bare).rstrip()
    if cell_len(shown) <= room and len(text) <= 8 * room:
        return shown
    return set_cell_size(shown, room - 3).rstrip() + "..."


def _wrapped(words: str, margin: int) -> list[str]:
    """Return *words* in rows that fit beside *margin*."""
    room = _width() - margin
    flat = cell(words)
    if flat.isascii():
        return textwrap.wrap(flat, room)
    return [str(row).rstrip() for row in Text(flat).wrap(out, room)]


def _margin() -> int:
    return NUMBER + 2 + TAKEN


def _width() -> int:
    return max(NARROWEST, min(out.width, WIDEST))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _say(pieces: list[tuple[str, dict[str, Any]]]) -> None:
    """Print a row; in colour on a terminal that wants it."""
    coloured = out.is_terminal and not out.no_color and out.color_system is not None
    told = ((text, style if coloured else {}) for text, style in pieces)
    row = "".join(click.style(text, **style) if style else text for text, style in told)
    click.echo(row.rstrip() if not coloured else row, color=coloured)
