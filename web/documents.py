"""A postmortem's text cut where items begin and end, so that a page can mark them; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.storage.document_queries import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong to the same items; *begins* are the items that start here."""

    first_line: int
    lines: tuple[str, ...]
    items: tuple[int, ...]
    begins: tuple[int, ...]


def passages(text: str, places: Iterable[Place]) -> list[Passage]:
    """Return the whole text in passages, in order; no line is lost or doubled."""
    lines = text.rstrip("\n").split("\n")
    known = [place for place in places if 1 <= place.first_line <= len(lines)]
    cuts = sorted(
        {1}
        | {place.first_line for place in known}
        | {
            place.last_line + 1
            for place in known
            if place.first_line <= place.last_line < len(lines)
        }
    )
    ends = [*cuts[1:], len(lines) + 1]
    return [_passage(lines, first, end, known) for first, end in zip(cuts, ends, strict=True)]


def _passage(lines: Sequence[str], first: int, end: int, places: Sequence[Place]) -> Passage:
    held = [one.item_id for one in places if one.first_line <= first <= one.last_line]
    begins = [one.item_id for one in places if one.first_line == first]
    return Passage(
        first,
        tuple(line.rstrip("\r") for line in lines[first - 1 : end - 1]),
        tuple(dict.fromkeys(held)),
        tuple(dict.fromkeys(begins)),
    )
