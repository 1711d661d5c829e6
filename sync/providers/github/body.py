"""The text of a GitHub issue: people's words, our block between two lines, the marker last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

BEGIN, END = "<!-- amends:begin -->", "<!-- amends:end -->"
GAP = "\n\n"
MARKER = re.compile(r"<!-- amends:1:([a-z2-7]{26})(?:-([a-z2-7]{13}))? -->")


def marker_line(marker: str) -> str:
    """Return the line by which the issue is found again."""
    return f"<!-- amends:1:{marker} -->"


def marker_in(body: str | None) -> tuple[str | None, str | None]:
    """Return the last marker in *body* and its seal, or None."""
    found = MARKER.findall(body or "")
    return (found[-1][0], found[-1][1] or None) if found else (None, None)


@dataclass(frozen=True, slots=True)
class Body:
    """An issue's text in its parts; *block* is None where its lines were removed."""

    before: str
    block: str | None
    after: str


def split(body: str | None) -> Body:
    """Return the parts of *body*, byte for byte but for the block itself."""
    text = body or ""
    start = text.find(BEGIN)
    end = text.find(END, start + len(BEGIN)) if start >= 0 else -1
    if end < 0:
        return Body(text, None, "")
    return Body(text[:start], plain(text[start + len(BEGIN) : end]), text[end + len(END) :])


def with_block(body: str | None, block: str) -> str:
    """Return *body* with our block replaced, or added at its end where it was removed."""
    parts = split(body)
    ours = f"{BEGIN}\n{block}\n{END}"
    if parts.block is None:
        return _below(parts.before, ours)
    return f"{parts.before}{ours}{parts.after}"


def rewritten(body: str | None, patch: Mapping[str, str | None]) -> str:
    """Return *body* with our block and our marker as in *patch*; None takes one away.

    The words of people stay byte for byte.
    """
    text = body or ""
    if "block" in patch:
        block = patch["block"]
        text = with_block(text, block) if block is not None else _without_block(text)
    if "marker" in patch:
        text = _with_marker(text, patch["marker"])
    return text


def new_body(block: str, marker: str) -> str:
    """Return the text of a new issue."""
    return f"{BEGIN}\n{block}\n{END}\n\n{marker_line(marker)}"


def _with_marker(text: str, marker: str | None) -> str:
    """Return *text* with *marker* in place of the one it bears, or below all that is there."""
    found = list(MARKER.finditer(text))
    if not found:
        return _below(text, marker_line(marker)) if marker else text
    start, end = found[-1].span()
    if marker:
        return text[:start] + marker_line(marker) + text[end:]
    return text[:start].removesuffix(GAP) + text[end:]


def _without_block(text: str) -> str:
    parts = split(text)
    return text if parts.block is None else parts.before.removesuffix(GAP) + parts.after


def _below(text: str, ours: str) -> str:
    return f"{text}{GAP}{ours}" if text else ours


def tame(text: str) -> str:
    """Return *text* without anything that could pass for one of our own lines."""
    return re.sub(r"<!--(?=\s*amends:)", "<!- -", text)
