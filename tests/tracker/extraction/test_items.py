from datetime import date

import pytest

from tracker.domain.incidents import Candidate
from tracker.extraction import extract


def only(text: str) -> Candidate:
    """Return the one item of a document about an outage."""
    found = extract(f"# Outage of the shop\n\n## Impact\n\nUsers saw errors.\n\n{text}").items
    assert len(found) == 1
    return found[0]


def test_a_table_is_read_with_its_fields() -> None:
    """Owner and priority as written, an absolute deadline as a date."""
    found = only(
        "## Action Items\n\n| Action | Owner | Priority | Due | Status | Bug |\n"
        "|---|---|---|---|---|---|\n"
        "| Add a test | Backend Team | P1 | 2026-05-05 | Done | [#1](https://x.example/1) |"
    )

    assert found.title == "Add a test"
    assert (found.owner, found.priority, found.due) == ("Backend Team", "P1", date(2026, 5, 5))
    assert (found.done, found.refs) == (True, ("https://x.example/1",))


@pytest.mark.parametrize(
    ("entry", "done"),
    [
        ("- [x] Add a test", True),
        ("- [ ] Add a test", False),
        ("- [ ] Add a test (in progress)", False),
        ("- Add a test (done)", True),
        ("- Done: Add a test", True),
        ("- Add a test\n  - This has been done: see the list", True),
        ("- The team added a test.", True),
        ("- **Add a test**: We are working on it.", None),
        ("- Add a test", None),
        ("**Already done:**\n- Test of the cache", True),
        ("**To do:**\n- Test of the cache", False),
        ("We have implemented these measures:\n- Test of the cache", True),
        ("We have implemented these measures:\n- Test the cache", None),
    ],
)
def test_boxes_tails_labels_and_tenses_tell_the_state(entry: str, done: bool | None) -> None:  # noqa: FBT001 - the state is a table's column
    """Nothing said is None."""
    assert only(f"## Corrective actions\n\n{entry}").done is done


def test_a_state_may_stand_beside_the_ticket() -> None:
    """As the tables of the best-known book on the matter write it; its type is the kind."""
    found = only(
        "## Action Items\n\n| Action Item | Type | Owner | Bug |\n|---|---|---|---|\n"
        "| Use a second cluster | detect | bob | n/a **DONE** |"
    )

    assert (found.done, str(found.kind), found.owner) == (True, "detect", "bob")


@pytest.mark.parametrize(
    "entry",
    [
        "- Add a test\n  - Owner: Bob\n  - Due: 2026-05-05\n  - Priority: P1",
        "Task: Add a test\nOwner: Bob\nDeadline: May 5, 2026.\nPriority: P1",
        "- Add a test. Owner: Bob, due: 2026-05-05, priority: P1",
    ],
)
def test_fields_may_stand_below_their_item(entry: str) -> None:
    """Or after it: they are no items of their own."""
    found = only(f"## Action items\n\n{entry}")

    assert (found.title.rstrip("."), found.owner, found.priority) == ("Add a test", "Bob", "P1")
    assert found.due == date(2026, 5, 5)


def test_a_deadline_may_end_the_sentence() -> None:
    """Its words stay, as the sentence needs them."""
    found = only("## Action items\n\n- Alice will add a test by March 15, 2024")

    assert (found.owner, found.due) == ("Alice", date(2024, 3, 15))
    assert found.title == "Alice will add a test by March 15, 2024"


def test_a_lead_is_told_in_the_title() -> None:
    """As a ticket would be named."""
    found = only("## Action items\n\n- **Load Testing:** Test the shop.")

    assert found.title == "Load Testing: Test the shop."
    assert (found.sources[0].heading, found.sources[0].text) == ("Load Testing", "Test the shop.")


def test_the_subject_of_a_promise_owns_it() -> None:
    """By handle or by name."""
    assert only("## Action items\n\n- @bob will add a test").owner == "@bob"


PAIRED = "## Measures\n\n1. Load Testing - The team tested the load of the shop.\n\n"


def test_a_measure_and_its_task_are_one_item() -> None:
    """The task gives the title; work that is promised again is open."""
    found = only(f"{PAIRED}## Tasks\n\n1. Test the load of the shop.")

    assert found.title == "Test the load of the shop."
    assert [str(source.section) for source in found.sources] == ["measure", "task"]
    assert not found.done


def test_a_measure_alone_may_be_done_by_its_tense() -> None:
    """Nobody promises it again."""
    assert only(PAIRED).done is True


def test_a_table_of_action_owner_priority_and_due_is_a_contract() -> None:
    """Documents are generated with exactly these columns."""
    found = only(
        "## Action items\n\n| Action | Owner | Priority | Due |\n|---|---|---|---|\n"
        "| Add a test | @dana | P1 | 2026-12-01 |"
    )

    assert (found.title, found.owner, found.priority) == ("Add a test", "@dana", "P1")
    assert found.due == date(2026, 12, 1)
