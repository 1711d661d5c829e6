"""How severe an incident is, in whatever words: SEV2, sev-2, S2 and P2 are one level."""

from __future__ import annotations

import re

LEVEL = re.compile(r"(?:sev(?:erity)?|s|p)?[ _-]?([0-9])", re.IGNORECASE)
NAMED = re.compile(r"(?:^|\b(?:sev(?:erity)?|s|p))[ _-]?([0-9])\b", re.IGNORECASE)
WORDS = ("critical", "blocker", "highest", "major", "high", "medium", "moderate", "minor", "low")


def level_of(severity: str | None) -> str | None:
    """Return a digit, or one of WORDS; None where a text holds neither."""
    text = (severity or "").strip().casefold()
    named = LEVEL.fullmatch(text) or NAMED.search(text)
    if named:
        return named[1]
    return next((word for word in WORDS if re.search(rf"\b{word}\b", text)), None)
