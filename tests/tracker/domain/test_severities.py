"""Severities in many words are few levels."""

from __future__ import annotations

import pytest

from tracker.domain.severities import level_of


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *((text, "1") for text in ("SEV1", "sev-1", "Sev 1", "S1", "P1", "1", "severity 1")),
        ("SEV-2 (degraded)", "2"),
        ("Major", "major"),
        ("critical outage", "critical"),
        ("minor", "minor"),
        *((text, None) for text in ("", None, "purple", "SEV10", "lowland", "v1")),
    ],
)
def test_a_severity_is_a_level_or_a_word(text: str | None, level: str | None) -> None:
    """However it is written; what is neither is none."""
    assert level_of(text) == level
