"""The text of a GitHub issue: people's words, our block between two lines, the marker last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sync.wording import plain

BEGIN, END = "<!-- amends:begin -->", "<!-- amends:end -->"
MARKER = re.compile(r"<!-- amends:1:([a-z2-7]{26}) -->")


def marker_line(marker: str) -> str:
    """Return the line by which the issue is found again."""
    return f"<!-- amends:1:{marker} -->"


def marker_in(body: str | None) -> str | None:
    """Return the last marker in *body*, or None."""
    found = MARKER.findall(body or "")
    return found[-1] if found else None


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
        return f"{parts.before.rstrip()}\n\n{ours}\n".lstrip("\n")
    return f"{parts.before}{ours}{parts.after}"


def new_body(block: str, marker: str) -> str:
    """Return the text of a new issue."""
    return f"{BEGIN}\n{block}\n{END}\n\n{marker_line(marker)}"


def tame(text: str) -> str:
    """Return *text* without anything that could pass for one of our own lines."""
    return re.sub(r"<!--(?=\s*amends:)", "<!- -", text)
