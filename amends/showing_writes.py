"""Writes for people: what each changes, as a diff that fits eighty columns."""

from __future__ import annotations

import difflib
import textwrap
from typing import TYPE_CHECKING

from rich.text import Text

from amends.setting_out import out, tame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sync.desk import Change, Write

WIDEST = 80
ORDER = ("title", "state", "owner", "priority", "due")
GONE, NEW, QUIET = "red", "green", "bright_black"
Line = tuple[str, str]


def show_writes(writes: Sequence[Write]) -> None:
    """Print writes, coloured on a terminal."""
    for write in writes:
        heading = f"{write.operation}  {write.item or '-'} in {write.target}"
        out.print(Text(tame(heading), style="bold"), soft_wrap=True)
        creates = write.operation == "create"
        for change in sorted(write.changes, key=_rank):
            if not (creates and change.field == "state"):  # it is open, as every new issue
                print_change(change, creates=creates)


def print_change(change: Change, *, creates: bool = False) -> None:
    """Print one change, coloured on a terminal."""
    for text, style in lines_of(change, creates=creates):
        out.print(Text(text, style=style), soft_wrap=True)


def _rank(change: Change) -> int:
    return ORDER.index(change.field) if change.field in ORDER else len(ORDER)


def lines_of(change: Change, *, creates: bool = False) -> Iterator[Line]:
    """Yield a change line by line, each with its style."""
    old, new = tame(change.old or ""), tame(change.new or "")
    if "\n" in old or "\n" in new:
        yield f"  {change.field}:", ""
        yield from _blocks(old, new)
        return
    told = f"  {change.field}: {new or 'none'}" if creates else ""
    told = told or f"  {change.field}: {old or 'none'} -> {new or 'none'}"
    if len(told) <= WIDEST:
        yield told, NEW if creates else ""
        return
    yield f"  {change.field}:", ""
    if not creates:
        yield from _wrapped("- ", old or "none", GONE)
    yield from _wrapped("+ ", new or "none", NEW)


def _blocks(old: str, new: str) -> Iterator[Line]:
    """Yield a unified diff of two texts, without its header."""
    compared = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    for line in list(compared)[2:]:
        sign, rest = line[:1], line[1:]
        if sign == "@":
            if not old:
                continue  # all of it is new
            yield f"    {line}", QUIET
        else:
            style = {"-": GONE, "+": NEW}.get(sign, QUIET)
            yield from _wrapped(f"{sign} ", rest, style)


def _wrapped(sign: str, text: str, style: str) -> Iterator[Line]:
    """Yield a text below its sign, cut where the terminal would end."""
    lines = textwrap.wrap(text, WIDEST - 6, drop_whitespace=False, expand_tabs=True) or [""]
    for number, line in enumerate(lines):
        yield f"    {sign if number == 0 else '  '}{line}".rstrip(), style
