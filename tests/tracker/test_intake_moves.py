"""Documents that are moved, copied, renamed: the incident stays one."""

from __future__ import annotations

from tests.tracker.office import PROMISES, Office, a_list
from tracker.intake import Outcome

OTHER_HEAD = (
    "# Mail outage\n\nDate: 2026-05-02\n\n## Impact\n\nMail waited for hours.\n\n"
    "## Root cause\n\nThe sender had stopped.\n\n"
)
OTHER = a_list(["Watch the length of the mail queue", "Restart the sender nightly"], OTHER_HEAD)


def moved(office: Office, old: str, new: str) -> None:
    """Rename a document."""
    target = office.folder / new
    target.parent.mkdir(parents=True, exist_ok=True)
    (office.folder / old).rename(target)


def test_a_moved_file_keeps_its_incident(any_office: Office) -> None:
    """After a move, incident and items are those from before, edits included."""
    any_office.put(a_list())
    any_office.edit(1, owner="@bob")
    before = any_office.items()
    moved(any_office, "search.md", "2026/search.md")
    arrival = any_office.take("2026/search.md")

    assert (arrival.outcome, arrival.incident_id) == (Outcome.MOVED, 1)
    assert any_office.items() == before


def test_after_a_move_the_same_again_changes_nothing(office: Office) -> None:
    """The new path is known from then on."""
    office.put(a_list())
    moved(office, "search.md", "late.md")
    office.take("late.md")
    before = office.dump()

    assert office.take("late.md").outcome is Outcome.UNCHANGED
    assert office.dump() == before


def test_a_file_moved_away_and_back_is_the_same(office: Office) -> None:
    """Two moves end where they began."""
    office.put(a_list())
    before = office.dump()
    moved(office, "search.md", "late.md")
    office.take("late.md")
    moved(office, "late.md", "search.md")
    office.take("search.md")

    assert office.dump() == before


def test_a_copied_file_makes_no_second_incident(any_office: Office) -> None:
    """A copy beside the original is known as one."""
    any_office.put(a_list())
    arrival = any_office.put(a_list(), "copy.md")

    assert (arrival.outcome, arrival.incident_id) == (Outcome.COPY, 1)
    assert any_office.incidents() == 1
    assert len(any_office.items()) == 3


def test_a_copy_whose_original_goes_takes_its_place(office: Office) -> None:
    """The incident lives on in the copy."""
    office.put(a_list())
    office.put(a_list(), "copy.md")
    (office.folder / "search.md").unlink()

    assert office.take("copy.md").outcome is Outcome.MOVED
    assert office.incidents() == 1


def test_a_file_moved_and_edited_keeps_its_incident(any_office: Office) -> None:
    """Most of its promises are enough to know it by."""
    any_office.put(a_list())
    any_office.edit(2, owner="@bob")
    (any_office.folder / "search.md").unlink()
    arrival = any_office.put(a_list([*PROMISES, "Rehearse a region's failure"]), "new.md")

    assert (arrival.outcome, arrival.incident_id, arrival.added) == (Outcome.UPDATED, 1, 1)
    assert any_office.items()[1].owner == "@bob"


def test_an_edited_copy_leaves_the_original_alone(office: Office) -> None:
    """As long as the original stands there, another text is another document."""
    office.put(a_list())
    before = office.items()
    office.put(a_list([*PROMISES, "Rehearse a region's failure"]), "new.md")

    assert office.items()[:3] == before


def test_a_new_file_is_no_vanished_one(office: Office) -> None:
    """Where a document went and quite another came, these are two incidents."""
    office.put(a_list())
    (office.folder / "search.md").unlink()
    arrival = office.put(OTHER, "mail.md")

    assert (arrival.outcome, office.incidents()) == (Outcome.ADDED, 2)
    assert [item.in_document for item in office.items()] == [True] * 5


def test_a_vanished_file_leaves_its_items(office: Office) -> None:
    """Deleting a document ends no promise."""
    office.put(a_list())
    before = office.items()
    (office.folder / "search.md").unlink()
    office.put(OTHER, "mail.md")

    assert office.items()[:3] == before


def test_two_files_that_swap_their_names_keep_their_incidents(office: Office) -> None:
    """Renaming in a circle doubles no item and marks none as gone."""
    office.put(a_list(), "a.md")
    office.put(OTHER, "b.md")
    moved(office, "a.md", "c.md")
    moved(office, "b.md", "a.md")
    moved(office, "c.md", "b.md")
    office.take("a.md")
    office.take("b.md")

    assert office.incidents() == 2
    assert [(item.incident_id, item.in_document) for item in office.items()] == [
        (1, True),
        (1, True),
        (1, True),
        (2, True),
        (2, True),
    ]


def test_a_chain_of_renamed_files_keeps_its_incidents(office: Office) -> None:
    """Making room for a newer file at an old name doubles no item."""
    office.put(a_list(), "latest.md")
    moved(office, "latest.md", "previous.md")
    (office.folder / "latest.md").write_text(OTHER, encoding="utf-8")
    office.take("latest.md")
    office.take("previous.md")

    assert [item.in_document for item in office.items()] == [True] * 5
    assert office.incidents() == 2
