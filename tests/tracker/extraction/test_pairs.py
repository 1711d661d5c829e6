import pytest

from tracker.domain.items import Section, Source
from tracker.extraction.items import Promise
from tracker.extraction.pairs import pair


def promises(section: Section, texts: list[str]) -> list[Promise]:
    """Return promises with these texts; a lead stands before a colon."""
    split = [text.rpartition(": ") for text in texts]
    return [
        Promise(Source(section, heading or None, text, at, at))
        for at, (heading, _, text) in enumerate(split)
    ]


@pytest.mark.parametrize(
    ("measure", "task"),
    [
        ("Load Testing: The team tested the load of new features.", "Add load tests for features."),
        ("Enhance alerts for the disk space.", "Enhance monitoring of the disk space."),
        ("Regularly review all firewall rules.", "Conduct a review of all firewall rules."),
        ("Training: Train the support team on escalation.", "Train the support team."),
    ],
)
def test_a_task_that_restates_a_measure_is_its_pair(measure: str, task: str) -> None:
    """In other words, in another form, without its reasons."""
    measures = promises(Section.MEASURE, ["Rotate every key.", measure])
    tasks = promises(Section.TASK, ["Update the wiki page.", task])

    assert pair(measures, tasks) == [(1, 1)]


@pytest.mark.parametrize(
    ("measure", "task"),
    [
        ("Add an alert for the cache.", "Add a runbook for the cache."),
        ("Review the change process.", "Validate changes by a tool."),
        ("Implement monitoring of the disk.", "Implement monitoring of the queue."),
        ("Train the team.", "Add a second server."),
    ],
)
def test_other_deeds_and_things_are_no_pair(measure: str, task: str) -> None:
    """A common verb or thing alone does not make two items one."""
    measures = promises(Section.MEASURE, [measure])

    assert pair(measures, promises(Section.TASK, [task])) == []


def test_the_order_of_the_lists_does_not_matter() -> None:
    """Every task finds its own measure, each only once."""
    measures = promises(
        Section.MEASURE, ["Add load tests.", "Rotate the keys.", "Write a runbook."]
    )
    tasks = promises(Section.TASK, ["Write the runbook.", "Add load tests.", "Rotate all keys."])

    assert pair(measures, tasks) == [(0, 1), (1, 2), (2, 0)]


def test_a_register_is_not_paired() -> None:
    """Lists without end are no two views of one plan."""
    endless = ["Add a test."] * 400

    assert pair(promises(Section.MEASURE, endless), promises(Section.TASK, endless)) == []


@pytest.mark.parametrize(
    ("measure", "task"),
    [
        (
            "Expiry Watch: Check the end of every certificate daily and page its owner.",
            "Certificate List: List every certificate with its end and its owner.",
        ),
        ("Queue Alert: Alert when the queue passes 1000 jobs.", "Limit the queue to 1000 jobs."),
        ("Rotate the database keys.", "Write down every database key."),
    ],
)
def test_two_deliverables_about_one_thing_are_no_pair(measure: str, task: str) -> None:
    """A false pair would lose a promise."""
    measures = promises(Section.MEASURE, [measure])

    assert pair(measures, promises(Section.TASK, [task])) == []
