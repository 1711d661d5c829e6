import pytest

from tracker.domain.incidents import Facts
from tracker.extraction import extract


def facts(text: str) -> Facts:
    """Return the facts of a document."""
    return extract(text).facts


HEAD = "# Outage of the shop\n\n## Summary\n\n"


@pytest.mark.parametrize(
    ("text", "started", "ended", "minutes"),
    [
        (
            HEAD + "The shop was down from 2:00 PM to 3:00 PM EST on May 6, 2024.",
            "2024-05-06T14:00:00-05:00",
            "2024-05-06T15:00:00-05:00",
            60,
        ),
        (HEAD + "The shop was down from 2:00 PM to 3:00 PM EST.", None, None, 60),
        (HEAD + "It was down from 10:00 to 12:30 (UTC) on May 6, 20XX.", None, None, 150),
        (
            HEAD + "- Start Time: May 6, 2024, 23:00 UTC\n- End Time: May 7, 2024, 01:00 UTC",
            "2024-05-06T23:00:00+00:00",
            "2024-05-07T01:00:00+00:00",
            120,
        ),
        (
            HEAD + "On 6 May 2024 the shop was down.\n\n## Timeline\n- 22:30 Outage begins\n"
            "- 23:00 Bob came\n- 00:15 Service restored",
            "2024-05-06T22:30:00",
            "2024-05-07T00:15:00",
            105,
        ),
        (HEAD + "The shop was down for 2 hours.", None, None, 120),
        (HEAD + "Nobody bought anything for a while.", None, None, None),
    ],
)
def test_start_end_and_length_are_found_or_left_empty(
    text: str, started: str | None, ended: str | None, minutes: int | None
) -> None:
    """Fields first, then the summary, then the timeline; no day, no moment."""
    found = facts(text)

    assert (found.started_at, found.ended_at, found.duration_minutes) == (started, ended, minutes)


def test_a_field_that_contradicts_the_timeline_is_not_believed() -> None:
    """It cannot begin after it ended."""
    found = facts(
        HEAD + "Date/time: 2024-05-07 21:00 UTC\n\n## Timeline (UTC)\n"
        "### 2024-05-06\n- 21:00 Start of outage\n### 2024-05-07\n- 09:00 End of outage"
    )

    assert found.started_at == "2024-05-06T21:00:00+00:00"


def test_the_first_notice_is_the_detection() -> None:
    """The alert, not the fault before it."""
    found = facts(
        HEAD + "On 2024-05-06 the shop was down.\n\n## Timeline\nAll times in CET.\n\n"
        "- 10:00 A change went live\n- 10:07 An alert fired\n- 11:00 All restored"
    )

    assert found.detected_at == "2024-05-06T10:07:00+01:00"
    assert found.timezone == "CET"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Outage of the shop\nText here.", "Outage of the shop"),
        ("**Postmortem: Outage**\n\n**Impact:** bad", "Postmortem: Outage"),
        ("Postmortem: Outage\n\nIssue Summary:\nIt broke.", "Postmortem: Outage"),
        ("---\ntitle: Outage of the shop\n---\n\n## Summary\nIt broke.", "Outage of the shop"),
        ("# ISSUE NAME\nOutage of the shop\n\n## Timeline\n- 10:00 x", "Outage of the shop"),
        ("Issue Summary\n\nIt broke.\n\nTimeline\n10:00 x", None),
        ("🚀 Outage\n=========\n\nText here.", "Outage"),
    ],
)
def test_the_title_is_the_first_that_is_filled_in(text: str, title: str | None) -> None:
    """A section's heading is no title."""
    assert facts(text).title == title


def test_accounts_are_the_first_sentence_as_written() -> None:
    """From a label, a section, or an explicit sentence; markup goes."""
    found = facts(
        "# Outage\n\n**Impact:** Half of *all* users saw errors. It was sad.\n\n"
        "## Root cause\n\nA full disk stopped the `db`. Nobody watched it.\n\n"
        "## Resolution\n\n- Deleted the old logs.\n- Went home."
    )

    assert found.impact == "Half of all users saw errors."
    assert found.root_cause == "A full disk stopped the db."
    assert found.resolution == "Deleted the old logs."


def test_a_fix_below_root_cause_and_resolution_is_found() -> None:
    """After an introduction it is the first entry of the list."""
    found = facts(
        "# Outage\n\n## Root Cause and Resolution\n\nA full disk stopped the db.\n\n"
        "To fix the issue:\n- The old logs were deleted.\n- The disk was grown."
    )

    assert found.root_cause == "A full disk stopped the db."
    assert found.resolution == "The old logs were deleted."


def test_absent_facts_are_none() -> None:
    """Nothing is guessed."""
    found = facts("# Outage of the shop\n\n## Action items\n\n- Add a test.\n")

    assert found == Facts(title="Outage of the shop")


def test_severity_and_services_come_from_their_fields() -> None:
    """As a table or as labels."""
    found = facts(
        "# Outage\n\n**Severity:** SEV-2 (partial)\n\n**Services affected:** shop, cart\n\n"
        "## Impact\n\nUsers saw errors all day long.\n"
    )

    assert (found.severity, found.services) == ("SEV-2", ("shop", "cart"))


def test_key_events_are_read_without_colons() -> None:
    """Their words before the time are the label."""
    found = facts(
        "# Outage\n\n- **Key events**\n  - Fault occurs 2024-05-06 07:32\n"
        "  - Team aware 2024-05-06 07:36\n  - Resolved 2024-05-06 17:07\n"
    )

    assert (found.started_at, found.detected_at, found.ended_at, found.duration_minutes) == (
        "2024-05-06T07:32:00",
        "2024-05-06T07:36:00",
        "2024-05-06T17:07:00",
        575,
    )


def test_a_title_far_from_the_first_step_marks_it_as_background() -> None:
    """What led up to the day weeks before is not its beginning."""
    found = facts(
        "# 2024-05-30: Wrong certificates\n\n## Timeline\n\n### 2024-05-08 18:10\n\nA shortcut.\n\n"
        "### 2024-05-30 09:10\n\nIt was deployed.\n\n### 2024-05-30 19:40\n\nIncident resolved."
    )

    assert (found.started_at, found.duration_minutes) == ("2024-05-30T09:10:00", 630)


@pytest.mark.parametrize(
    "text",
    [
        "The incident was over at 15:35 CEST.",
        "Everything was back at 15:35 CEST.",
        "\n\n## Timeline\n\n14:00 CEST Prices went live.\n15:35 CEST All prices are back.",
    ],
)
def test_the_end_may_be_told_in_a_sentence(text: str) -> None:
    """Over and back are words for it."""
    found = facts(HEAD + f"At 14:00 CEST on May 6, 2024 new prices went live. {text}")

    assert found.ended_at == "2024-05-06T15:35:00+02:00"


def test_a_sentence_may_start_with_the_length() -> None:
    """Where nothing better says it."""
    found = facts("# Outage\n\n## Impact\n\nFor 95 minutes no price was shown.\n")

    assert found.duration_minutes == 95


def test_a_bound_is_no_length_and_an_unknown_start_none() -> None:
    """Nothing is guessed."""
    found = facts(
        HEAD + "The outage took at most 16 hours; the start time is not known.\n\n"
        "## Timeline\n- 2024-05-06 10:00 First call\n- 2024-05-06 11:00 Resolved"
    )

    assert (found.started_at, found.duration_minutes) == (None, None)
    assert found.ended_at == "2024-05-06T11:00:00"


def test_a_heading_may_be_the_label() -> None:
    """Its value stands on the next line, indented or in a list."""
    found = facts(
        "# Outage\n\n## Summary\n\nX.\n\n### Severity:\n\n    SEV1\n\n### Duration:\n\n* 2 hours\n"
    )

    assert (found.severity, found.duration_minutes) == ("SEV1", 120)
    assert facts("# Outage\n\n## Impact\n\nBad.\n\n## Severity\n* SEV2\n").severity == "SEV2"


def test_how_an_outage_was_ended_is_its_resolution() -> None:
    """To end and to stop are words for it."""
    found = facts(
        "# Outage\n\n## Root cause and resolution\n\nA full disk stopped the db.\n\n"
        "To end the outage, we deleted the old logs."
    )

    assert found.resolution == "To end the outage, we deleted the old logs."


def test_a_page_of_the_site_is_no_alert() -> None:
    """Its deployment is not the detection; the page to a person is."""
    found = facts(
        HEAD + "On 2024-05-06 the shop was down.\n\n## Timeline\n\n"
        "- 10:00 The product page went live\n- 10:07 Bob was paged\n- 11:00 All restored"
    )

    assert found.detected_at == "2024-05-06T10:07:00"


def test_a_zone_that_only_the_end_names_is_no_obstacle() -> None:
    """Both times are taken as they are written, one beside the other."""
    text = "# Outage\n\nStart: 2026-01-06 03:02\nEnd: 06:37 ET\n\n## Impact\n\nUsers were hit.\n"
    facts = extract(text).facts

    assert facts.started_at == "2026-01-06T03:02:00"
    assert facts.duration_minutes == 215
