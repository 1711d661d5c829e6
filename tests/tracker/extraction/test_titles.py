"""Titles that end in the name of a fact, and labels that stand where a value is looked for."""

import pytest

from tracker.extraction import extract

BELOW = (
    "\n\nDate: 2026-03-11\n\n## Impact\n\nAll users saw errors.\n\n"
    "## Root cause\n\nA full disk stopped it.\n\n## Action items\n\n- Add an alert on the disk.\n"
)


@pytest.mark.parametrize("mark", ["# ", ""])
@pytest.mark.parametrize(
    "title",
    [
        "Outage 5 of service",
        "Outage of the service",
        "Incident of severity",
        "Outage of components",
        "Incident of impact",
        "Issue of resolution",
    ],
)
def test_a_title_that_ends_in_a_facts_name_labels_no_fact(mark: str, title: str) -> None:
    """An outage of the service is an outage, and the line below it is not the service."""
    read = extract(mark + title + BELOW)
    told = read.facts

    assert (told.title, told.services, told.severity) == (title, (), None)
    assert (told.impact, told.resolution) == ("All users saw errors.", None)
    assert [item.title for item in read.items] == ["Add an alert on the disk."]


@pytest.mark.parametrize("label", ["Description of impact", "Details of the impact", "Impact"])
def test_a_section_of_a_fact_may_be_worded_in_full(label: str) -> None:
    """Only what names an event is no label."""
    told = extract(f"# Outage\n\n{label}:\n\nHalf of all orders failed during an hour.\n").facts

    assert told.impact == "Half of all orders failed during an hour."


@pytest.mark.parametrize("first", ["Date: 2026-03-11", "- Date: 2026-03-11", "Duration: 2 hours"])
def test_a_labelled_line_is_no_value_of_the_heading_above_it(first: str) -> None:
    """It says itself what it is; the value follows it."""
    told = extract(
        f"# Shop down\n\n## Severity\n\n{first}\n\nSEV2\n\n## Affected services\n\n{first}\n\n"
        f"checkout, search\n\n## Root cause\n\n{first}\n\nDNS.\n\n"
        f"## Resolution\n\n{first}\n\nRolled back.\n"
    ).facts

    assert (told.severity, told.services) == ("SEV2", ("checkout", "search"))
    assert (told.root_cause, told.resolution) == ("DNS.", "Rolled back.")


@pytest.mark.parametrize("mark", ["", "- "])
def test_a_date_or_severity_is_no_step_of_a_timeline_without_times(mark: str) -> None:
    """It is said of the whole."""
    text = f"# Shop down\n\n## Timeline\n\n{mark}Date: 2026-03-11\n{mark}Severity: SEV2\n"
    told = extract(f"{text}{mark}**First alert:** the disk is full\n").facts

    assert [step.text for step in told.timeline] == ["First alert: the disk is full"]
    assert told.severity == "SEV2"
