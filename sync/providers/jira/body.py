"""The description of a Jira issue: people's words, and our block between two lines."""

from __future__ import annotations

import re

from sync.wording import plain

GAP = "\n\n"
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
        return f"{text}{GAP}{ours}" if text else ours
    return f"{text[:start]}{ours}{text[end + len(END) :]}"


def rewritten(description: str | None, block: str | None) -> str:
    """Return *description* with *block* as our part of it; None takes our part away."""
    if block is not None:
        return with_block(description, block)
    text = description or ""
    start = text.find(BEGIN)
    end = text.find(END, start + len(BEGIN)) if start >= 0 else -1
    return text if end < 0 else text[:start].removesuffix(GAP) + text[end + len(END) :]


def tame(text: str) -> str:
    """Return *text* without anything that could pass for one of our own lines."""
    return re.sub(r"-{5}", "- - -", text)
