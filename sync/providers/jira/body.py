"""The description of a Jira issue: people's words, and our block between two lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync.wording import plain, quoted

if TYPE_CHECKING:
    from sync.ports import Sourcing
    from tracker.domain.items import ActionItem

BEGIN, END = (
    "----- from the postmortem (kept by Amends) -----",
    "----- end of the postmortem's part -----",
)


def block_in(description: str | None) -> str | None:
    """Return our block, or None where its lines were removed."""
    text = plain(description)
    start = text.find(BEGIN)
    end = text.find(END, start + len(BEGIN)) if start >= 0 else -1
    return plain(text[start + len(BEGIN) : end]) if end >= 0 else None


def with_block(description: str | None, block: str) -> str:
    """Return *description* with our block replaced, or added at its end where it was removed."""
    text = description or ""
    start = text.find(BEGIN)
    end = text.find(END, start + len(BEGIN)) if start >= 0 else -1
    ours = f"{BEGIN}\n{block}\n{END}"
    if end < 0:
        return f"{text.rstrip()}\n\n{ours}\n".lstrip("\n")
    return f"{text[:start]}{ours}{text[end + len(END) :]}"


def block_of(item: ActionItem, sourcing: Sourcing) -> str:
    """Return our block in wiki notation; a document's words stand where nothing is markup."""
    lines = [
        f"Action item of the incident {_inline(sourcing.title)},",
        f"from {_inline(sourcing.path)}" + (f": {sourcing.url}" if sourcing.url else ":"),
    ]
    words = quoted(item)
    if words:
        lines += ["{noformat}", _tame(words), "{noformat}"]
    if item.priority:
        lines.append(f"Priority: {_inline(item.priority)}")
    if item.due:
        lines.append(f"Due: {item.due.isoformat()}")
    lines.append("Write above or below this part, and it stays as it is.")
    return plain("\n".join(lines))


def _tame(words: str) -> str:
    """Return *words* without anything that ends the quotation or passes for our own lines."""
    safe = words.replace("{noformat}", "{ noformat }")
    return re.sub(r"-{5}", "- - -", safe)


def _inline(text: str) -> str:
    """Return *text* so that it is neither markup nor a mention."""
    flat = " ".join(_tame(text).split())
    return re.sub(r"([{}\[\]|*_^~!\\])", r"\\\1", flat)
