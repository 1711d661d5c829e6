"""Markers: what an item is decides, and nothing else."""

from __future__ import annotations

import pytest

from tracker.domain.links import MARKER_LENGTH, marker_of

SAME = ("secret", "search.md", "f00d", "platform", 1)


def test_a_marker_is_the_same_in_every_process() -> None:
    """A restored database finds its issues: the token is fixed for good."""
    assert marker_of(*SAME) == marker_of(*SAME)
    assert marker_of("s", "i", "f", "t", 1) == "lrxvpta2a2wxrzntf2dmtao6dy"


@pytest.mark.parametrize(
    "other",
    [
        ("other", "search.md", "f00d", "platform", 1),
        ("secret", "mail.md", "f00d", "platform", 1),
        ("secret", "search.md", "beef", "platform", 1),
        ("secret", "search.md", "f00d", "ops", 1),
        ("secret", "search.md", "f00d", "platform", 2),
        ("secret", "search.mdf00d", "", "platform", 1),
    ],
)
def test_each_part_makes_another_marker(other: tuple[str, str, str, str, int]) -> None:
    """Another secret, incident, item, target or generation is another issue."""
    assert marker_of(*other) != marker_of(*SAME)


def test_a_marker_is_short_plain_and_tells_nothing() -> None:
    """It fits a label and a URL, and shows no part of what it was made from."""
    marker = marker_of(*SAME)

    assert len(marker) == MARKER_LENGTH
    assert marker.isalnum()
    assert marker == marker.lower()
