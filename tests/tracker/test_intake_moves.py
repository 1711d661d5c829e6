"""Documents that are moved, copied, renamed: the incident stays one."""

from __future__ import annotations

import pytest

from tests.tracker.office import HEAD, PLAIN_HEAD, PROMISES, Office, a_list
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


MANY = (*PROMISES, "Train the support team", "Rotate the signing key", "Review the firewall rules")


def test_two_files_that_swap_their_names_while_one_is_edited(any_office: Office) -> None:
    """Reworded on the way, a document is still known by the rest of its promises."""
    any_office.put(a_list(), "a.md")
    any_office.put(OTHER, "b.md")
    later = [*PROMISES[:2], "Write down how the index is rebuilt", "Rotate the signing key"]
    (any_office.folder / "b.md").write_text(a_list(later), encoding="utf-8")
    any_office.put(OTHER, "a.md")
    arrival = any_office.take("b.md")

    assert (arrival.incident_id, arrival.added, any_office.incidents()) == (1, 1, 2)
    assert [item.in_document for item in any_office.items()] == [True] * 6


def test_a_document_in_another_format_is_the_same(office: Office) -> None:
    """Its new ending and its new markup make no second incident."""
    office.put(a_list())
    office.edit(1, owner="@carol")
    page = "".join(f"<li>{one}</li>\n" for one in PROMISES)
    (office.folder / "search.md").unlink()
    html = HEAD.replace("# Search returned old results", "<h1>Search returned old results</h1>")
    arrival = office.put(f"{html}<h2>Action items</h2>\n<ul>\n{page}</ul>\n", "search.html")

    assert (arrival.incident_id, arrival.added, arrival.gone) == (1, 0, ())
    assert office.items()[0].owner == "@carol"


def test_a_moved_document_is_known_though_much_was_dropped_before(office: Office) -> None:
    """Only what stands in it now is asked for."""
    office.put(a_list(MANY))
    office.put(a_list(MANY[:2]))
    (office.folder / "search.md").unlink()
    arrival = office.put(a_list([MANY[0], "Shorten the timeout of the indexer"]), "late.md")

    assert (arrival.incident_id, arrival.added, office.incidents()) == (1, 0, 1)


def split(office: Office, first: str, second: str) -> None:
    """Write one document as two, whose promises are half of it each; read them in that order."""
    texts = {"search.md": a_list(MANY[:3]), "actions.md": a_list(MANY[3:], PLAIN_HEAD)}
    for name, text in texts.items():
        (office.folder / name).write_text(text, encoding="utf-8")
    office.take(first)
    office.take(second)


@pytest.mark.parametrize("order", [("search.md", "actions.md"), ("actions.md", "search.md")])
def test_a_document_split_into_two_keeps_its_items(
    any_office: Office, order: tuple[str, str]
) -> None:
    """Both parts tell of one incident, whichever is read first, and read again change nothing."""
    any_office.put(a_list(MANY))
    any_office.edit(4, owner="@erin", status="in_progress")
    split(any_office, *order)
    before = any_office.dump()
    outcomes = [any_office.take(name).outcome for name in order]

    assert (any_office.incidents(), any_office.titles()) == (1, list(MANY))
    assert any_office.items()[3].owner == "@erin"
    assert outcomes == [Outcome.UNCHANGED] * 2
    assert any_office.dump() == before


def test_each_part_of_a_split_document_keeps_to_its_own_items(office: Office) -> None:
    """An edit of one part marks nothing that stands in the other."""
    office.put(a_list(MANY))
    split(office, "search.md", "actions.md")
    arrival = office.put(a_list(MANY[:2]))

    assert arrival.gone == (3,)
    assert office.titles() == [title for title in MANY if title != MANY[2]]


def test_parts_that_become_one_document_again_keep_their_items(office: Office) -> None:
    """What stood in a file that is gone is found where it stands now."""
    office.put(a_list(MANY))
    split(office, "search.md", "actions.md")
    (office.folder / "actions.md").unlink()
    arrival = office.put(a_list(MANY))

    assert (arrival.added, arrival.gone) == (0, ())
    assert office.titles() == list(MANY)


def test_a_later_incident_with_dropped_promises_is_its_own(office: Office) -> None:
    """A document that tells of another day is no part of an older one."""
    office.put(a_list(MANY))
    office.put(a_list(MANY[:3]))
    later = a_list(MANY[3:], PLAIN_HEAD.replace("2026-04-11", "2026-05-01"))
    arrival = office.put(later, "again.md")

    assert (arrival.outcome, arrival.incident_id) == (Outcome.ADDED, 2)


def test_texts_that_take_turns_at_a_path_are_all_taken_in(any_office: Office) -> None:
    """A text may push aside another one where it did so before; all that was promised stays."""
    for text in (a_list(), OTHER, "# Lunch\n\nSoup.\n", a_list(), OTHER):
        any_office.put(text)

    titles = [item.title for item in any_office.items()]
    assert set(titles) >= {*PROMISES, "Watch the length of the mail queue"}
