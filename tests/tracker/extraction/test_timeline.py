import pytest

from tracker.extraction.blocks import cut
from tracker.extraction.outline import outline
from tracker.extraction.timeline import read_step, steps


def told(text: str) -> list[tuple[str | None, str]]:
    """Return the times and texts of a document's timeline."""
    return [
        (step.entry.at, step.entry.text) for step in steps(outline(cut(text))) if step.entry.text
    ]


@pytest.mark.parametrize(
    ("line", "at", "text"),
    [
        ("14:05 - It broke.", "14:05", "It broke."),
        ("14:05: It broke.", "14:05", "It broke."),
        ("[03-26 16:21] It broke.", "03-26 16:21", "It broke."),
        ("2:05 PM EST - It broke.", "2:05 PM EST", "It broke."),
        ("~9:00 AM: It broke.", "9:00 AM", "It broke."),
        ("2024-05-06 14:05 UTC: It broke.", "2024-05-06 14:05 UTC", "It broke."),
        ("January 15, 2:00 PM EST: It broke.", "January 15, 2:00 PM EST", "It broke."),
        ("T+0:30 It broke.", "T+0:30", "It broke."),
        ("2021-05-08 It broke.", "2021-05-08", "It broke."),
    ],
)
def test_a_step_starts_with_its_time(line: str, at: str, text: str) -> None:
    """In whatever form people write it."""
    step = read_step(line, 1)

    assert step
    assert (step.entry.at, step.entry.text) == (at, text)


@pytest.mark.parametrize("line", ["It broke at 14:05.", "", "All times in UTC"])
def test_other_lines_are_no_steps(line: str) -> None:
    """A time within a sentence is not the step's own."""
    assert read_step(line, 1) is None


TABLE = (
    "# The break\n## Timeline\n| Time | Event |\n|---|---|\n| 14:05 | It broke |\n| J+1 | Fixed |"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TABLE, [("14:05", "It broke"), ("J+1", "Fixed")]),
        (
            "# The break\n## Timeline\n### 2024-05-06 14:05\n\nIt broke.\n\n### 14:30\n\nFixed.",
            [("2024-05-06 14:05", "It broke."), ("14:30", "Fixed.")],
        ),
        (
            "# The break\n## Timeline\n### 14:05\n- It broke.\n- Badly.\n### 14:30\n- Fixed.",
            [("14:05", "It broke."), ("14:30", "Fixed.")],
        ),
        (
            "# The break\n\nTimeline:\n\n```\n14:05 It broke\n14:30 Fixed\n```",
            [("14:05", "It broke"), ("14:30", "Fixed")],
        ),
        (
            "# The break\n## Timeline\n- Monday, May 6th, 2024:\n  - 14:05: It broke.\n",
            [("14:05", "It broke.")],
        ),
        (
            "# The break\n## Timeline\n- It broke.\n  - badly\n- Fixed.",
            [(None, "It broke."), (None, "Fixed.")],
        ),
        (
            "# The break\n## Timeline\n### Detection\n- An alert.\n### Repair\n- A patch.",
            [(None, "Detection"), (None, "Repair")],
        ),
        (
            "# The break\n### Timeline\n### Detection\nAn alert.\n### Resolution\nA patch.",
            [(None, "Detection"), (None, "Resolution")],
        ),
        (
            "# The break\n## Timeline\n2024-05-06 (all times UTC)\n- 14:05 It broke",
            [("14:05", "It broke")],
        ),
        (
            "# The break\n## Timeline\n- 14:05 It broke\n```\n2019/03/07 21:07:55 [emerg] 24\n```",
            [("14:05", "It broke")],
        ),
        (
            "# The break\n## Timeline\n- **Detection (May 6, 2024, 8:00 PM)**: An alert.",
            [("May 6, 2024, 8:00 PM", "Detection (May 6, 2024, 8:00 PM): An alert.")],
        ),
    ],
)
def test_a_timeline_is_read_in_every_layout(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    """Tables, headings, fences, days with entries, and groups without times."""
    assert told(text) == expected
