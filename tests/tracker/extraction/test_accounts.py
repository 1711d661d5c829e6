"""Impact, root cause and resolution: the first sentence as written, however brief."""

import pytest

from tracker.counting.urgency import is_felt
from tracker.extraction import extract

HEAD = "# Outage of checkout\n\nSeverity: SEV2\n\n"
TASKS = "\n\n## Action items\n\n- Add an alert on the disk.\n"


def impact(below: str) -> str | None:
    """Return the impact of a document that tells it in a section of its own."""
    return extract(f"{HEAD}## Impact\n\n{below}{TASKS}").facts.impact


@pytest.mark.parametrize(
    "words",
    [
        "All users saw errors.",
        "Users saw errors.",
        "Checkout was down.",
        "All users were affected.",
        "Total outage of checkout",
        "- All logins failed",
    ],
)
def test_an_impact_may_be_told_in_a_few_words(words: str) -> None:
    """A sentence is a sentence, whatever its length."""
    assert impact(words) == words.removeprefix("- ")


def test_the_first_brief_sentence_of_a_list_is_its_account() -> None:
    """The longer one below it comes second."""
    below = "- Users saw errors.\n- Half of all orders failed during an hour."

    assert impact(below) == "Users saw errors."


@pytest.mark.parametrize(
    "words",
    [
        "None.",
        "Nobody.",
        "No customer impact.",
        "Customers were not affected.",
        "Customers weren't affected.",
        "- No customer impact",
    ],
)
def test_an_impact_of_none_is_kept_as_written(words: str) -> None:
    """It tells that nobody felt the outage, which silence does not."""
    told = impact(words)

    assert told == words.removeprefix("- ")
    assert not is_felt(told)


@pytest.mark.parametrize("label", ["Impact: None", "**Customer impact:** none", "impact: nothing"])
def test_a_label_may_tell_an_impact_of_none(label: str) -> None:
    """As in the head of a report."""
    told = extract(f"{HEAD}{label}{TASKS}").facts.impact

    assert told == label.rpartition(" ")[2]


@pytest.mark.parametrize(
    "words",
    ["TBD", "TODO", "N/A", "None identified", "- Checkout\n- Search", "- Users: 500\n- Orders: 12"],
)
def test_placeholders_and_names_are_no_impact(words: str) -> None:
    """Nobody told anything yet, or only what the telling is about."""
    assert impact(words) is None


@pytest.mark.parametrize("words", ["DNS.", "Human error.", "A full disk"])
def test_causes_and_ends_may_be_told_in_a_few_words(words: str) -> None:
    """Short is no reason to drop them; what says nothing is."""
    told = extract(f"{HEAD}## Root cause\n\n{words}\n\n## Resolution\n\nRolled back.{TASKS}").facts
    nothing = extract(f"{HEAD}## Root cause\n\nNone\n\n## Resolution\n\nTBD{TASKS}").facts

    assert (told.root_cause, told.resolution) == (words, "Rolled back.")
    assert (nothing.root_cause, nothing.resolution) == (None, None)
