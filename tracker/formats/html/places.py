"""Where words stand on a page, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.formats.grids import Rows
    from tracker.formats.html.tree import Node


def line_of(nodes: list[Node]) -> int:
    """Return where the first words of *nodes* stand."""
    for node in nodes:
        for one in node.walk():
            if one.text and not one.text.isspace():
                blank = one.text[: len(one.text) - len(one.text.lstrip())]
                return one.line + blank.count("\n")
    return nodes[0].line if nodes else 1


def verbatim(node: Node) -> Rows:
    """Return preformatted words line by line, without the blank lines around them."""
    told: Rows = [(node.line, "")]
    for one in node.walk():
        if one.name == "br":
            told.append((told[-1][0], ""))
        first, *rest = one.text.split("\n")
        told[-1] = (told[-1][0] if told[-1][1] else max(one.line, 1), told[-1][1] + first)
        told += [(one.line + at, line) for at, line in enumerate(rest, 1)]
    written = [at for at, (_, line) in enumerate(told) if line.strip()]
    return told[written[0] : written[-1] + 1] if written else []
