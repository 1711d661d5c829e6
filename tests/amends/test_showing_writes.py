"""A plan is read by people: every change as a diff, on eighty columns."""

from __future__ import annotations

import pytest

from amends.showing_writes import WIDEST, lines_of
from sync.desk import Change

LONG = "Alert when the oldest job of any of the queues waits for more than ten minutes"
BLOCK = "From the incident\n\nPriority: P1\nDue: 2026-12-01\n\nKept by Amends"


def told(change: Change, *, creates: bool = False) -> list[str]:
    """Return the lines of a change, without their colours."""
    return [text for text, _ in lines_of(change, creates=creates)]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("owner", "alice", "bob"), "  owner: alice -> bob"),
        (Change("due", None, "2027-01-01"), "  due: none -> 2027-01-01"),
        (Change("priority", "P1", None), "  priority: P1 -> none"),
    ],
)
def test_a_short_change_stands_on_one_line(change: Change, line: str) -> None:
    """Field, old value, new value."""
    assert told(change) == [line]


def test_a_new_field_needs_no_old_value() -> None:
    """What is created was nothing before."""
    assert told(Change("title", None, "Alert"), creates=True) == ["  title: Alert"]


def test_a_long_change_is_set_out_in_two() -> None:
    """Old words and new words stand one below the other, each marked."""
    lines = told(Change("title", LONG, LONG.upper()))

    assert lines[0] == "  title:"
    assert [line[:6] for line in lines[1:]] == ["    - ", "      ", "    + ", "      "]
    assert LONG in " ".join(line[6:].strip() for line in lines[1:3])


def test_a_text_is_a_unified_diff() -> None:
    """Only the lines that change, with their neighbours."""
    lines = told(Change("block", BLOCK, BLOCK.replace("P1", "P3")))

    assert [line.strip() for line in lines if line.strip().startswith(("-", "+"))] == [
        "- Priority: P1",
        "+ Priority: P3",
    ]
    assert lines[1].strip().startswith("@@ -1,5 +1,5 @@")


@pytest.mark.parametrize("creates", [True, False])
@pytest.mark.parametrize("text", [LONG * 9, "x" * 500, f"{LONG * 3}\n{'y' * 300}\n\tz", "\x1b[31m"])
def test_no_line_is_wider_than_eighty_columns(text: str, creates: bool) -> None:  # noqa: FBT001
    """However long a word is; and no document speaks to the terminal."""
    lines = told(Change("title", "Short", text), creates=creates)

    assert max(len(line) for line in lines) <= WIDEST
    assert "\x1b" not in "".join(lines)


def test_old_and_new_have_colours_of_their_own() -> None:
    """On a terminal, what goes is red and what comes is green."""
    styles = {style for _, style in lines_of(Change("title", LONG, LONG.upper()))}

    assert {"red", "green"} <= styles
