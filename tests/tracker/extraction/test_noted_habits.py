"""Owners and deadlines where people note them: below a heading, before the work, in dashes."""

import pytest

from tracker.extraction import extract

HEAD = "# Outage of the shop\n\n## Impact\n\nUsers could not pay.\n\n"

Told = tuple[str, str | None, str | None]


def told(text: str) -> list[Told]:
    """Return title, owner and deadline of what is promised below an outage."""
    items = extract(HEAD + text).items
    return [(one.title, one.owner, one.due.isoformat() if one.due else None) for one in items]


@pytest.mark.parametrize(
    "below",
    [
        "Owner: Broker team\nDue: 2026-12-15\nPriority: P1\n\nWrite to the disk first.\n",
        "**Owner:** Broker team | **Due:** 2026-12-15\n\nDescription: Write to the disk first.\n",
        "Write to the disk first.\n\n- Owner: Broker team\n- Due: 2026-12-15\n",
    ],
)
def test_a_subheading_with_an_owner_below_it_is_one_item(below: str) -> None:
    """Neither its owner nor its text is another piece of work."""
    text = f"## Corrective actions\n\n### CA1: Acknowledge late\n\n{below}\n"
    text += "### 2. Chaos test\n\nOwner: QA\n"

    assert told(text) == [
        ("CA1: Acknowledge late: Write to the disk first.", "Broker team", "2026-12-15"),
        ("Chaos test", "QA", None),
    ]


def test_a_subheading_above_a_list_with_owners_only_sorts_it() -> None:
    """Each entry has its own owner."""
    text = (
        "## Tasks\n\n### Short term\n\n- Fix the shop\n  - Owner: Ana\n- Test it\n  - Owner: Bo\n"
    )

    assert told(text) == [("Fix the shop", "Ana", None), ("Test it", "Bo", None)]


def test_an_entry_may_start_with_its_owner() -> None:
    """The line that names the action is its title."""
    text = "## Tasks\n\n- Owner: @dana\n  Action: Canary deploys\n  Due: 2026-09-30\n"

    assert told(text) == [("Canary deploys", "@dana", "2026-09-30")]


def test_a_box_needs_no_bullet() -> None:
    """As in plain text."""
    items = extract(f"{HEAD}## Tasks\n\n[ ] Spare nodes in each rack\n[x] Replace node 7\n").items

    assert [(one.title, one.done) for one in items] == [
        ("Spare nodes in each rack", False),
        ("Replace node 7", True),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "-- Ana -- 2026-12-15",
        "— Ana (2026-12-15)",
        "- Ana (2026-12-15)",
        "`owner:Ana` `due:2026-12-15`",
        "*Owner: Ana, due 2026-12-15*",
    ],
)
def test_an_owner_and_a_deadline_may_be_noted_behind_dashes_ticks_and_stars(note: str) -> None:
    """What is noted is no part of the title."""
    assert told(f"## Tasks\n\n- Test the templates {note}\n") == [
        ("Test the templates", "Ana", "2026-12-15")
    ]


def test_an_owner_may_stand_in_bold_at_the_end() -> None:
    """As a handle does without it."""
    assert told("## Tasks\n\n- Fix the shop **@dana**\n") == [("Fix the shop", "@dana", None)]


def test_an_owner_in_brackets_may_be_a_link() -> None:
    """To the page of a person."""
    note = "([@kim](https://x.example/kim), due 15 Dec 2026)"

    assert told(f"## Tasks\n\n- Fix the shop {note}\n") == [("Fix the shop", "@kim", "2026-12-15")]


def test_brackets_that_are_no_note_stay_whole() -> None:
    """Half of them is neither text nor note."""
    title = "Fix the shop (as the tests found, 2026-12-15)"

    assert [one[0] for one in told(f"## Tasks\n\n- {title}\n")] == [title]


def test_words_behind_a_dash_without_a_deadline_are_text() -> None:
    """They may be a product's name."""
    assert told("## Tasks\n\n- New dashboards - Grafana\n") == [
        ("New dashboards: Grafana", None, None)
    ]


def test_bold_lines_below_a_bold_title_sort_its_work() -> None:
    """Detect is no new section there."""
    text = (
        "**Action items**\n\n**Prevent**\n\n- Use flags.\n\n**Detect**\n\n- Alert on blank pages.\n"
    )

    assert [one[0] for one in told(text)] == ["Use flags.", "Alert on blank pages."]


@pytest.mark.parametrize(
    "title", ["## What we will do", "## What will we do about it?", "## What are we going to do?"]
)
def test_what_we_will_do_is_work(title: str) -> None:
    """In the words of those who write for all."""
    assert [one[0] for one in told(f"{title}\n\n* Queue mails at night\n")] == [
        "Queue mails at night"
    ]


@pytest.mark.parametrize(
    "header",
    ["What | Who | When", "Aufgabe | Wer | Bis", "Was | Wer | Bis wann", "Tarea | Quién | Cuándo"],
)
def test_columns_may_be_questions(header: str) -> None:
    """Who does what until when, in other languages too."""
    row = "Check the disk | Jana | 2026-12-15"
    text = f"## Tasks\n\n| {header} |\n|---|---|---|\n| {row} |\n"

    assert told(text) == [("Check the disk", "Jana", "2026-12-15")]
