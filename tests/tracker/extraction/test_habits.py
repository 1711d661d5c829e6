"""Habits of writing that many authors share, each read as they mean it."""

import pytest

from tracker.domain.incidents import Facts
from tracker.extraction import extract

HEAD = "# Outage of the shop\n\n## Impact\n\nUsers could not pay.\n\n"
TIMED = "# Outage of the shop on 6 May 2024\n\n## Timeline\n\n"


def titles(text: str) -> list[str]:
    """Return what is promised below an outage."""
    return [item.title for item in extract(HEAD + text).items]


def facts(text: str) -> Facts:
    """Return the facts of a document."""
    return extract(text).facts


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        (
            (
                "## Tasks\n\n1. Add Monitoring:\n   - Alert on the queue of the shop.\n"
                "2. Update Documentation:\n   - Describe the queue in the runbook.\n"
            ),
            [
                "Add Monitoring: Alert on the queue of the shop.",
                "Update Documentation: Describe the queue in the runbook.",
            ],
        ),
        (
            (
                "## Tasks\n\n1. Patch the image:\nStart the shop with the image.\n"
                "Test the image before it is used.\n2. Add alerts:\nAlert when the shop is down.\n"
            ),
            [
                "Patch the image: Start the shop with the image.",
                "Test the image before it is used.",
                "Add alerts: Alert when the shop is down.",
            ],
        ),
        (
            (
                "## Corrective measures\n\n* **Improvements:**\nAdd an index.\nRaise the limit.\n"
                "* **Tasks:**\nWrite the index down.\nTell the team of the limit.\n"
            ),
            [
                "Add an index.",
                "Raise the limit.",
                "Write the index down.",
                "Tell the team of the limit.",
            ],
        ),
        (
            "CORRECTIVE AND PREVENTIVE MEASURES: The linter should run on every change.\n",
            ["The linter should run on every change."],
        ),
        (
            "## Corrective measures\n\n- **Improvements:** Add an index. Raise the limit.\n",
            ["Add an index.", "Raise the limit."],
        ),
        (
            (
                "## Preventive measures\n\nReducing the load of the shop.\n\n"
                "Choosing a larger machine would help as well.\n"
            ),
            ["Reducing the load of the shop.", "Choosing a larger machine would help as well."],
        ),
        (
            (
                "## Action items\n\n- Rotate the keys of the shop\n\n"
                "| Action | Owner |\n|---|---|\n"
                "| Add an index | Dana |\n"
            ),
            ["Rotate the keys of the shop", "Add an index"],
        ),
        (
            "## Action items\n\n1. Add an index\n2. Raise the limit\n- @bob: move the queue\n",
            ["Add an index", "Raise the limit", "move the queue"],
        ),
        (
            (
                "## Measures\n\nLast week we met.\nThe following actions will help:\n"
                "Add an index.\nRaise the limit of the queue.\n\nSincerely,\nDana\n"
            ),
            ["Add an index.", "Raise the limit of the queue."],
        ),
    ],
)
def test_promises_are_found_where_they_stand(text: str, promised: list[str]) -> None:
    """Below short titles, after labels, in gerunds, beside a table, between courtesies."""
    assert titles(text) == promised


def test_a_paragraph_may_announce_what_it_promises() -> None:
    """Then a person looks at it first."""
    found = extract(
        "# Outage of the shop\n\nUsers could not pay on 6 May 2024. The cause was a full disk.\n\n"
        "Several improvements have been identified. Alerts on the disk will be added. "
        "The weather was fine.\n\n"
        "To get there, tasks have been outlined. A larger disk will be bought.\n"
    )

    assert [(one.title, str(one.sources[0].section)) for one in found.items] == [
        ("Alerts on the disk will be added.", "measure"),
        ("A larger disk will be bought.", "task"),
    ]
    assert found.ambiguous


@pytest.mark.parametrize(
    "entry",
    [
        "We have for years enabled the second factor.",
        "A signing of every commit was proposed by Bob; this was rejected by the vote.",
    ],
)
def test_what_was_there_or_was_turned_down_is_no_work(entry: str) -> None:
    """Nobody promised it."""
    assert titles(f"## Measures\n\n- Rotate the keys.\n- {entry}\n") == ["Rotate the keys."]


@pytest.mark.parametrize(
    ("text", "started", "ended"),
    [
        (
            TIMED + "- 10:00 It broke\n- 10:40 The shop is running normally",
            "2024-05-06T10:00:00",
            "2024-05-06T10:40:00",
        ),
        (
            TIMED + "- 10:00 It broke\n- 10:40 The page was loaded with success",
            "2024-05-06T10:00:00",
            "2024-05-06T10:40:00",
        ),
        (
            TIMED + "0900 - First report of an error.\n\n1000 - All solved.\n",
            "2024-05-06T09:00:00",
            "2024-05-06T10:00:00",
        ),
        (
            (
                "# Outage\n\n## Timeline\n\n01-16-2024 - We noticed full blocks.\n\n"
                "02-01-2024 - A fix was released.\n"
            ),
            "2024-01-16",
            "2024-02-01",
        ),
        (
            (
                "# Outage\n\n## Timeline\n\n| Day | Date (2021) | Time (UTC) | Event |\n"
                "|---|---|---|---|\n| Wed | Dec 15 | 22:40 | It broke |\n"
                "| Wed | Dec 15 | 23:45 | It was fixed |\n"
            ),
            "2021-12-15T22:40:00+00:00",
            "2021-12-15T23:45:00+00:00",
        ),
        (
            (
                "# Outage\n\n## Summary\n\nDuration: 45 minutes - Start: 2024-01-26 10:15, "
                "End: 2024-01-26 11:00\n"
            ),
            "2024-01-26T10:15:00",
            "2024-01-26T11:00:00",
        ),
        (
            (
                "# Outage\n\n## Summary\n\nStart-time: 06/May/2022 2:17 PM (GMT)\n\n"
                "End-time: 06/May/2022 3:07 PM (GMT)\n"
            ),
            "2022-05-06T14:17:00+00:00",
            "2022-05-06T15:07:00+00:00",
        ),
    ],
)
def test_start_and_end_are_read(text: str, started: str, ended: str) -> None:
    """Of timelines with or without a word for the end, of days, of odd tables and fields."""
    found = facts(text)

    assert (found.started_at, found.ended_at) == (started, ended)


def test_a_zone_says_its_offset_itself_if_it_does() -> None:
    """Even where the offset is not the usual one of that name."""
    found = facts(TIMED + "All times in PST (UTC-7)\n\n- 10:00 It broke\n- 11:00 Resolved\n")

    assert found.started_at == "2024-05-06T10:00:00-07:00"


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        (
            "## Root cause and resolution\n\nA disk was full.\n\nThe disk was replaced by Bob.\n",
            "The disk was replaced by Bob.",
        ),
        ("## Summary\n\nResolution:We moved the queue.\n", "We moved the queue."),
        (
            "## Summary\n\nBy the time it was resolved, nobody paid. It was resolved by Bob.\n",
            "It was resolved by Bob.",
        ),
    ],
)
def test_the_resolution_is_what_mended_it(text: str, resolution: str) -> None:
    """Not the cause, and not what happened meanwhile."""
    assert facts(f"# Outage of the shop\n\n{text}").resolution == resolution


def test_what_was_believed_first_is_not_the_cause() -> None:
    """The cause is what it turned out to be."""
    found = facts(
        "# Outage\n\n## Root cause\n\nAt first we suspected the network. A disk was full.\n"
    )

    assert found.root_cause == "A disk was full."


def test_the_task_of_a_course_is_no_postmortem() -> None:
    """It asks its reader to write one."""
    found = extract(
        "# My first postmortem\n\n## Background context\n\nSystems fail.\n\n## Tasks\n\n"
        "Write a postmortem of 400 words.\n\n## Root cause and resolution must contain\n\n"
        "- explain the cause\n"
    )

    assert (found.is_postmortem, found.items) == (False, ())
