"""The text of a GitHub issue: people's words, our block between two lines, the marker last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.wording import plain, quoted

if TYPE_CHECKING:
    from sync.ports import Sourcing
    from tracker.domain.items import ActionItem

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


def block_of(item: ActionItem, sourcing: Sourcing) -> str:
    """Return our block: where the promise stands, its words, its priority and date.

    Words of documents stand in a fenced block, where nothing is a mention or markup.
    """
    incident = _inline(sourcing.title)
    if sourcing.url:
        incident = f"[{incident}]({sourcing.url})"
    lines = [f"Action item of the incident {incident}, from {_code(sourcing.path)}:"]
    words = quoted(item)
    if words:
        fence = _fence(words)
        lines += ["", f"{fence}text", _tame(words), fence]
    facts = [
        f"Priority: {_inline(item.priority)}" if item.priority else "",
        f"Due: {item.due.isoformat()}" if item.due else "",
    ]
    lines += ["", *facts] if any(facts) else []
    lines += ["", "_Kept by Amends. Write above or below this text, and it stays as it is._"]
    return plain(
        "\n".join(line for n, line in enumerate(lines) if line or lines[n - 1 : n] != [""])
    )


def _fence(words: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    return "`" * max(3, longest + 1)


def _tame(words: str) -> str:
    """Return *words* without anything that could pass for one of our own lines."""
    return words.replace("<!-- amends:", "<!- - amends:")


def _code(text: str) -> str:
    return "`" + re.sub(r"[`\s]+", " ", _tame(text)).strip() + "`"


def _inline(text: str) -> str:
    """Return *text* so that it is neither markup, nor a mention, nor a reference."""
    flat = " ".join(_tame(text).split())
    escaped = re.sub(r"([\\`*_{}\[\]<>()#+!|~])", r"\\\1", flat)
    return escaped.replace("@", "@\u200b")
