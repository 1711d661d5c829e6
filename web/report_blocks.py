"""The parts of a report as its page shows them: keys lead to what they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import g, url_for
from markupsafe import Markup, escape

from tracker.reporting.document import Amount, Share, plain, words
from tracker.reporting.svg import as_svg
from web.context import queries

if TYPE_CHECKING:
    from tracker.reporting.document import Block, Cell, Chart, Table

WIDTHS = {"phone": 320, "tablet": 720, "desk": 1120}  # of charts; the style sheet shows one
KEY = re.compile(r"(?<![\w-])([AI])-([1-9][0-9]{0,8})(?![\w-])")


def kind_of(block: Block) -> str:
    """Return how a block is shown: paragraph, code, bullets, table, fold or chart."""
    return type(block).__name__.lower()


def drawn(chart: Chart) -> Markup:
    """Return a chart once for each kind of screen, so that its letters can be read on all."""
    return Markup(  # noqa: S704  escaped
        "\n".join(
            f'<div class="on-{screen}">{as_svg(chart, width)}</div>'
            for screen, width in WIDTHS.items()
        )
    )


def linked(text: str, entry: int | None = None) -> Markup:
    """Return *text*, harmless, with each item's and incident's key as a link.

    With an *entry* of the history, the item's key leads to it. What whoever asks may not see is
    named as in the report, and leads nowhere.
    """
    return Markup(KEY.sub(lambda found: _link(found, entry), str(escape(plain(text)))))  # noqa: S704  escaped


def _link(found: re.Match[str], entry: int | None) -> str:
    if found[0] in _hidden():
        return f'<span class="key">{found[0]}</span>'
    kind, number = found[1], int(found[2])
    if kind == "I":
        return (
            f'<a class="key" href="{url_for("incidents.show", incident_id=number)}">{found[0]}</a>'
        )
    spot = f"change-{entry}" if entry else None
    address = url_for("items.show", item_id=number, _anchor=spot)
    return f'<a class="key" href="{address}">{found[0]}</a>'


def _hidden() -> frozenset[str]:
    """Return the keys that lead nowhere for whoever asks; a page asks for them once."""
    if "hidden" not in g:
        g.hidden = queries().hidden()
    found: frozenset[str] = g.hidden
    return found


def row_of(table: Table, row: tuple[Cell, ...]) -> list[tuple[str, Markup, bool, float | None]]:
    """Return a row's cells: the column's name, what it says, whether a number, how far its bar."""
    return [
        (name, linked(words(cell)), right, _part(cell))
        for name, cell, right in zip(table.head, row, table.numeric, strict=True)
    ]


def _part(cell: Cell) -> float | None:
    """Return how long a cell's bar is, in hundredths; None where it has none."""
    match cell:
        case Share(part, whole, _) | Amount(part, whole):
            return 100 * part / whole if whole else 0
        case _:
            return None
