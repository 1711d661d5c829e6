import pytest

from tracker.domain.items import Section, Source
from tracker.extraction import extract


def sources(text: str) -> list[Source]:
    """Return all sources of a document about an outage."""
    found = extract(f"# Outage of the shop\n\n## Impact\n\nUsers saw errors.\n\n{text}")
    return [source for item in found.items for source in item.sources]


def texts(text: str) -> list[str]:
    """Return the items' texts."""
    return [source.text for source in sources(text)]


TWO = ["Add a load test.", "Write a runbook for restarts."]


@pytest.mark.parametrize(
    "layout",
    [
        "## Action items\n\n- Add a load test.\n- Write a runbook for restarts.",
        "## Action items\n\n1. Add a load test.\n2. Write a runbook for restarts.",
        "## Action items\n\n- [ ] Add a load test.\n- [x] Write a runbook for restarts.",
        "## Action items\n\nAdd a load test.\nWrite a runbook for restarts.",
        "## Action items\n\n    Add a load test.\n    Write a runbook for restarts.",
        "Tasks:\nTask 1: Add a load test.\nTask 2: Write a runbook for restarts.",
        "Action items\n------------\n* Add a load test.\n* Write a runbook for restarts.",
        "**Tasks**\n\n* Add a load test.\n* Write a runbook for restarts.",
        "## Action items\n### Shop\n- Add a load test.\n### Team\n- Write a runbook for restarts.",
        (
            "## Action items\n- Shop:\n  - Add a load test.\n"
            "- Team:\n  - Write a runbook for restarts."
        ),
        (
            "## Measures\n\nThe following was decided:\n\n- Add a load test.\n"
            "- Write a runbook for restarts.\n\nBy doing this, we aim to do better."
        ),
        "## Measures\nAdd a load test.\nWrite a runbook for restarts.\nIn conclusion, it was long.",
        (
            "## Action items\n| Action | Owner |\n|---|---|\n| Add a load test. | |\n"
            "| Write a runbook for restarts. | |"
        ),
        (
            "<h2>Tasks</h2>\n<ul>\n<li>Add a load test.</li>\n"
            "<li>Write a runbook for restarts.</li>\n</ul>"
        ),
    ],
)
def test_work_is_found_in_every_layout(layout: str) -> None:
    """Bullets, numbers, boxes, bare and indented lines, groups, tables, HTML."""
    assert texts(layout) == TWO


def test_a_section_decides_between_measure_and_task() -> None:
    """A prose line may announce the tasks below the measures."""
    found = sources(
        "## Corrective measures\n\nRotate every key.\nWatch the disk.\n"
        "To address the issue, these tasks were agreed:\n\nPatch the shop.\nTrain the team."
    )

    assert [source.section for source in found] == [Section.MEASURE] * 2 + [Section.TASK] * 2


def test_an_item_keeps_its_lines() -> None:
    """Counted from 1, both ends included."""
    found = sources("## Action items\n\n- Add a load\n  test.\n- Watch the disk.")

    assert [(source.first_line, source.last_line) for source in found] == [(9, 10), (11, 11)]


@pytest.mark.parametrize(
    "text",
    [
        "## Action items\n\n- N/A",
        "## Action items\n\nNone.",
        "## Action items\n\n1. {{ summary }} [link to github issue]",
        "## Action items\n\n- [ ] Sections above are filled out\n- [ ] Linked issues exist",
        "## Recommendations\n\n- Users should change their passwords.",
        "## Lessons learned\n\n- **Test often.** Tests find faults. We had none. That was bad.",
        "## Resolution\n\n- Restarted the shop.\n- Verified the logs.",
        "## Responders\n\n- @bob",
        "## What went well\n\n- Monitoring found it.",
    ],
)
def test_look_alikes_are_no_items(text: str) -> None:
    """Empty lists, the report's own checklist, advice, steps of the incident."""
    assert texts(text) == []


def test_lessons_that_are_orders_are_measures() -> None:
    """Each line names a concrete change."""
    found = sources(
        "Lessons Learned\nImprove Redundancy: Deploy a second server.\n"
        "Enhance Monitoring: Add an alert for the disk.\n"
    )

    assert [(source.section, source.heading) for source in found] == [
        (Section.MEASURE, "Improve Redundancy"),
        (Section.MEASURE, "Enhance Monitoring"),
    ]


def test_a_subheading_that_is_an_order_is_the_lead() -> None:
    """Its paragraph is the text."""
    found = sources("## Action items\n\n### Move the shop away\n\nIt runs on an old host.")

    assert [(source.heading, source.text) for source in found] == [
        ("Move the shop away", "It runs on an old host.")
    ]


def test_a_statement_above_a_list_of_details_is_the_item() -> None:
    """A mere announcement is not."""
    stated = texts(
        "## Actions taken\n\n## Follow-ups\n\nWe wrote criteria for a stop:\n\n- If hot."
    )
    announced = texts("## Follow-ups\n\nWe took these measures, among which are:\n\n- Cooling.")

    assert stated == ["We wrote criteria for a stop"]
    assert announced == ["Cooling."]


def test_a_paragraph_of_orders_is_several_items() -> None:
    """One sentence each."""
    assert texts("Tasks:\nPatch the shop. Train the team.") == [
        "Patch the shop.",
        "Train the team.",
    ]


def test_one_list_may_hold_both_sections() -> None:
    """Its parents are the labels, nested or level."""
    nested = sources("## Measures\n- **Improvements**:\n  - Add a test.\n- **Tasks**:\n  - Fix it.")
    level = sources("## Measures\n- Watch the disk.\n- Tasks:\n- Patch the shop.")

    assert [source.section for source in nested] == [Section.MEASURE, Section.TASK]
    assert [source.section for source in level] == [Section.MEASURE, Section.TASK]


@pytest.mark.parametrize(
    "text",
    [
        "To be written.", "TBD", "None.", "N/A", "TODO", "...", "None yet.", "T.B.D.", "- [ ] TBD",
        "TODO: fill in", "(to be written)", "*None*", "Will be added later.", "Owner: TBD",
        "There are no action items.", "| Action | Owner |\n|---|---|\n| TBD | Bob |",
    ],
)  # fmt: skip
def test_placeholders_are_no_items(text: str) -> None:
    """They wait for somebody to write."""
    assert texts(f"## Action items\n\n{text}") == []


@pytest.mark.parametrize(
    "text",
    [
        "Pending jobs are shown on the board.",
        "None of the hosts may start without a key.",
        "Todo lists of the night shift are kept.",
    ],
)
def test_work_that_starts_like_a_placeholder_is_work(text: str) -> None:
    """Only the whole line is a placeholder."""
    assert texts(f"## Action items\n\n- {text}") == [text]


def test_a_comment_glued_to_a_list_with_leads_is_no_item() -> None:
    """It has no lead where every line has one, and orders nothing."""
    found = sources(
        "## Tasks\n\nKey Ring: Give the second key to Bob.\nNight Shift: Train the night shift.\n"
        "It was a long night, and a cheap one to avoid. The shift stayed calm throughout."
    )

    assert [source.heading for source in found] == ["Key Ring", "Night Shift"]
