"""Facts in the places where people label them: mail heads, one line, tables, front matter."""

import pytest

from tracker.domain.incidents import Facts
from tracker.extraction import extract

TASKS = "\n\n## Action items\n\n- Add an alert on the disk.\n"


def facts(text: str) -> Facts:
    """Return the facts of a document that promises work."""
    return extract(text + TASKS).facts


@pytest.mark.parametrize(
    "head",
    [
        "Date: 2026-03-08, 22:00-00:30 (CET)",
        "Date: 2026-03-08\n\nTime: 22:00\u201300:30 CET",
        "| Fact | Value |\n|---|---|\n| Date | 2026-03-08 |\n| Time | 22:00 to 00:30 CET |",
        "Date: 2026-03-08\nStart: 22:00 CET\nEnd: 00:30 CET",
    ],
)
def test_a_date_and_times_on_two_sides_of_midnight_are_a_period(head: str) -> None:
    """Whether they stand on one line or on several."""
    told = facts(f"# Outage of the shop\n\n{head}\n\n## Impact\n\nUsers saw errors.")

    assert (told.started_at, told.ended_at, told.duration_minutes, told.timezone) == (
        "2026-03-08T22:00:00+01:00",
        "2026-03-09T00:30:00+01:00",
        150,
        "CET",
    )


def test_a_start_names_the_zone() -> None:
    """Where nothing else does."""
    told = facts("# Outage\n\nStart: 2026-03-08 22:00 UTC\nEnd: 22:30\n\n## Impact\n\nBad.")

    assert (told.ended_at, told.timezone) == ("2026-03-08T22:30:00+00:00", "UTC")


@pytest.mark.parametrize("mark", ["|", "·", "•"])
def test_facts_may_stand_side_by_side(mark: str) -> None:
    """On one line, parted by a mark."""
    head = f"**Date:** 8 Feb 2026 {mark} **Severity:** P1 {mark} **Duration:** 45 min"
    told = facts(f"# Outage\n\n{head}\n\n## Impact\n\nUsers saw errors.")

    assert (told.started_at, told.severity, told.duration_minutes) == ("2026-02-08", "P1", 45)


@pytest.mark.parametrize(
    "services",
    ["[checkout, cart]", '["checkout", "cart"]', "checkout, cart", "\n  - checkout\n  - cart"],
)
def test_services_of_the_front_matter_may_be_a_list(services: str) -> None:
    """Its brackets and quotes are notation."""
    told = facts(f"---\ntitle: Outage\nservices: {services}\n---\n\n## Impact\n\nUsers saw errors.")

    assert told.services == ("checkout", "cart")


def test_a_bold_label_below_a_bold_timeline_is_level_with_it() -> None:
    """It is no step."""
    told = facts(
        "# Outage\n\n**Timeline (UTC)**\n\n- 10:00 It broke\n- 11:00 It was back\n\n"
        "**Impact**: All services of one region were down."
    )

    assert told.impact == "All services of one region were down."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Incident report: mail queue stuck\n\nIt broke.", "Incident report: mail queue stuck"),
        (
            "From: dana@example.com\nTo: all@example.com\nSubject: Re: Outage of the login\n\nHi!",
            "Outage of the login",
        ),
    ],
)
def test_reports_and_mails_name_their_incident_on_a_line(text: str, title: str) -> None:
    """After what sort of text they are."""
    assert facts(text).title == title


def test_what_was_noticed_later_began_at_an_unknown_time() -> None:
    """The notice is no start where an earlier time is told."""
    told = facts(
        "# Outage\n\n**Date:** 2026-03-08\n\n## Summary\n\n"
        "Mail stopped at 08:10 as a disk was full. It was noticed at 09:30."
    )

    assert (told.started_at, told.detected_at) == ("2026-03-08", "2026-03-08T09:30:00")


def test_a_value_may_be_a_bold_line_below_its_heading() -> None:
    """It is no section of its own."""
    told = facts("# Outage\n\n## Severity\n\n**SEV3**\n\n## Impact\n\nUsers saw errors.")

    assert told.severity == "SEV3"
