"""A document was edited: its items are found again, and nobody's work is lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.office import HEAD, NOW, PROMISES, Office, a_list, a_row
from tracker.domain.history import Origin
from tracker.domain.items import Status
from tracker.intake import Outcome

REWORDED = "Alert the on-call person when the search index is late"
UNLIKE = "Rehearse a region's failure every quarter"


def boxes(*marks: str) -> str:
    """Return a postmortem with a ticked or unticked box before each promise."""
    lines = [f"[{mark}] {promise}" for mark, promise in zip(marks, PROMISES, strict=True)]
    return a_list(lines)


def test_a_reworded_promise_is_the_same_item(any_office: Office) -> None:
    """Its title follows the document; its number, its status and its history stay."""
    any_office.put(a_list())
    any_office.edit(1, status="in_progress")
    arrival = any_office.put(a_list([REWORDED, *PROMISES[1:]]))
    item = any_office.items()[0]

    assert (arrival.outcome, arrival.added, len(arrival.gone)) == (Outcome.UPDATED, 0, 0)
    assert (item.id, item.title, item.status) == (1, REWORDED, Status.IN_PROGRESS)


def test_a_rewording_is_told(office: Office) -> None:
    """The history says that the document changed the title, and from what."""
    office.put(a_list())
    office.put(a_list([REWORDED, *PROMISES[1:]]))
    change = next(one for one in office.history(1) if one.field == "title")

    assert (change.old, change.new) == (PROMISES[0], REWORDED)
    assert change.author.origin is Origin.DOCUMENT


def test_promises_in_another_order_are_the_same_items(office: Office) -> None:
    """Only their places change."""
    office.put(a_list())
    before = {item.id: (item.title, item.version) for item in office.items()}
    office.put(a_list(reversed(PROMISES)))
    after = {item.id: (item.title, item.version) for item in office.items()}

    assert after == before
    assert office.items()[0].sources[0].first_line > office.items()[2].sources[0].first_line


def test_a_promise_in_another_section_is_the_same_item(office: Office) -> None:
    """What moved under another heading keeps its number and names its new place."""
    office.put(a_list())
    moved = a_list(PROMISES[:2]) + f"\n## Corrective and preventative measures\n\n- {PROMISES[2]}\n"
    arrival = office.put(moved)
    item = office.items()[2]

    assert (arrival.added, len(arrival.gone)) == (0, 0)
    assert (item.title, item.in_document) == (PROMISES[2], True)
    assert item.sources[0].first_line == len(moved.splitlines())


def test_a_removed_promise_is_marked_and_stays(any_office: Office) -> None:
    """An item that is no longer in its document is still tracked."""
    any_office.put(a_list())
    arrival = any_office.put(a_list(PROMISES[1:]))
    item = any_office.items()[0]

    assert len(arrival.gone) == 1
    assert (item.title, item.in_document, item.status) == (PROMISES[0], False, Status.OPEN)


def test_a_removal_is_told_once(office: Office) -> None:
    """Further edits of the document do not tell it again."""
    office.put(a_list())
    office.put(a_list(PROMISES[1:]))
    arrival = office.put(a_list([*PROMISES[1:], UNLIKE]))
    told = [change.field for change in office.history(1)]

    assert len(arrival.gone) == 0
    assert told == ["status", "in_document"]


def test_a_removed_promise_comes_back_as_itself(office: Office) -> None:
    """The returning item is the old one, with what people did to it meanwhile."""
    office.put(a_list())
    office.put(a_list(PROMISES[1:]))
    office.edit(1, owner="@bob")
    office.put(a_list())
    item = office.items()[0]

    assert len(office.items()) == 3
    assert (item.in_document, item.owner) == (True, "@bob")


def test_an_added_promise_is_a_new_item(office: Office) -> None:
    """The others are left alone."""
    office.put(a_list())
    before = office.items()
    arrival = office.put(a_list([*PROMISES, UNLIKE]))

    assert arrival.added == 1
    assert office.items()[:3] == before
    assert office.items()[3].title == UNLIKE


def test_an_unlike_promise_is_no_rewording(office: Office) -> None:
    """Where one promise went and quite another came, these are two items."""
    office.put(a_list())
    arrival = office.put(a_list([UNLIKE, *PROMISES[1:]]))

    assert (arrival.added, len(arrival.gone)) == (1, 1)


def test_a_promise_keeps_its_item_when_its_old_words_come_back(office: Office) -> None:
    """A second line in an item's first words does not take the item from its own line."""
    office.put(a_list())
    office.put(a_list([REWORDED, *PROMISES[1:]]))
    office.put(a_list([PROMISES[0], REWORDED, *PROMISES[1:]]))

    assert [item.title for item in office.items()] == [REWORDED, *PROMISES[1:], PROMISES[0]]


def test_a_document_emptied_of_promises_loses_none(office: Office) -> None:
    """All items are marked, none is removed."""
    office.put(a_list())
    arrival = office.put(HEAD + "## Action items\n\nNone.\n")

    assert len(arrival.gone) == 3
    assert [item.in_document for item in office.items()] == [False, False, False]


def test_a_document_that_is_no_postmortem_any_more_loses_none(office: Office) -> None:
    """Even a text about something else leaves the items tracked."""
    office.put(a_list())
    office.put("# Lunch\n\nSoup and bread.\n")

    assert [item.status for item in office.items()] == [Status.OPEN] * 3


@pytest.mark.parametrize(
    ("field", "row", "value"),
    [
        ("owner", {"owner": "@carol"}, "@carol"),
        ("priority", {"priority": "P0"}, "P0"),
        ("due", {"due": "2026-07-01"}, date(2026, 7, 1)),
        ("owner", {"owner": ""}, None),
        ("due", {"due": ""}, None),
    ],
)
def test_a_field_that_nobody_touched_follows_the_document(
    office: Office, field: str, row: dict[str, str], value: object
) -> None:
    """What only the document changed is taken over, an erased value too."""
    first = {"owner": "@bob", "priority": "P1", "due": "2026-06-01"}
    office.put(a_row(**first))
    office.put(a_row(**{**first, **row}))

    assert getattr(office.items()[0], field) == value


@pytest.mark.parametrize(
    ("field", "edited", "said", "kept"),
    [
        ("owner", "@dave", {"owner": "@carol"}, "@dave"),
        ("priority", "P3", {"priority": "P0"}, "P3"),
        ("due", "2026-08-01", {"due": "2026-07-01"}, date(2026, 8, 1)),
        ("due", "", {"due": "2026-07-01"}, None),
    ],
)
def test_a_persons_edit_outweighs_the_document(
    office: Office, field: str, edited: str, said: dict[str, str], kept: object
) -> None:
    """A field that a person changed stays; what the document says instead is told."""
    first = {"owner": "@bob", "priority": "P1", "due": "2026-06-01"}
    office.put(a_row(**first))
    office.edit(1, **{field: edited})
    office.put(a_row(**{**first, **said}))
    told = office.history(1)[-1]

    assert getattr(office.items()[0], field) == kept
    assert (told.field, told.old, told.new) == (f"document {field}", first[field], said[field])


def test_a_persons_title_outweighs_a_rewording(office: Office) -> None:
    """A title that a person wrote stays when the document is reworded; the words are told."""
    office.put(a_list())
    office.edit(1, title="Alarm for a late index")
    office.put(a_list([REWORDED, *PROMISES[1:]]))

    assert office.items()[0].title == "Alarm for a late index"
    assert [(change.field, change.new) for change in office.history(1)][-1] == (
        "document title",
        REWORDED,
    )


def test_an_item_is_found_again_by_its_own_words_though_a_person_renamed_it(office: Office) -> None:
    """A title of a person's makes the document's line no new item."""
    office.put(a_list())
    office.edit(1, title="Quite something else")
    arrival = office.put(a_list([*PROMISES, UNLIKE]))

    assert (arrival.added, len(arrival.gone)) == (1, 0)


def test_a_kept_edit_is_told_once(office: Office) -> None:
    """The document's value is told when it appears, not at each later edit."""
    office.put(a_row(owner="@bob"))
    office.edit(1, owner="@dave")
    office.put(a_row(owner="@carol"))
    office.put(a_row(owner="@carol") + "\nOne more word.\n")

    assert [change.field for change in office.history(1)].count("document owner") == 1


def test_where_both_say_the_same_there_is_nothing_to_tell(office: Office) -> None:
    """A person and the document who agree are no disagreement."""
    office.put(a_row(owner="@bob"))
    office.edit(1, owner="@carol")
    office.put(a_row(owner="@carol"))

    assert [change.field for change in office.history(1)] == ["status", "owner"]


def test_the_first_promised_day_never_changes(office: Office) -> None:
    """due0 remembers the first day, whatever document and people say later."""
    office.put(a_row(due="2026-06-01"))
    office.put(a_row(due="2026-07-01"))
    office.edit(1, due="2026-08-01")
    item = office.items()[0]

    assert (item.due, item.due0) == (date(2026, 8, 1), date(2026, 6, 1))


def test_a_day_that_comes_later_is_the_first(office: Office) -> None:
    """An item without a day gets its due0 with its first day."""
    office.put(a_row())
    office.put(a_row(due="2026-07-01"))

    assert office.items()[0].due0 == date(2026, 7, 1)


def test_a_ticked_box_closes(office: Office) -> None:
    """Ticking a box in the document is doing the item, at the moment of reading."""
    office.put(boxes(" ", " ", " "))
    office.put(boxes("x", " ", " "))
    item = office.items()[0]

    assert (item.status, item.closed_at) == (Status.DONE, office.now)
    assert [one.status for one in office.items()[1:]] == [Status.OPEN, Status.OPEN]


def test_an_unticked_box_reopens(office: Office) -> None:
    """Taking the tick away opens the item again."""
    office.put(boxes("x", " ", " "))
    office.put(boxes(" ", " ", " "))
    item = office.items()[0]

    assert (item.status, item.closed_at) == (Status.OPEN, None)


def test_a_box_that_was_ticked_at_first_sight_is_done(office: Office) -> None:
    """An item that comes done is done since it was read."""
    office.put(boxes(" ", "x", " "))

    assert [item.status for item in office.items()] == [Status.OPEN, Status.DONE, Status.OPEN]
    assert office.items()[1].closed_at == office.now


def test_a_tick_that_stays_closes_nothing_again(office: Office) -> None:
    """A person who reopened an item is not overruled by the old tick."""
    office.put(boxes("x", " ", " "))
    office.edit(1, status="open")
    office.put(boxes("x", " ", "x"))

    assert [item.status for item in office.items()] == [Status.OPEN, Status.OPEN, Status.DONE]


@pytest.mark.parametrize("status", ["wont_do", "verified"])
def test_a_tick_leaves_an_ended_item(office: Office, status: str) -> None:
    """What a person ended otherwise is not called done."""
    office.put(boxes(" ", " ", " "))
    office.edit(1, status=status, reason="decided")
    office.put(boxes("x", " ", " "))

    assert office.items()[0].status == status


def test_a_list_without_boxes_unticks_nothing(office: Office) -> None:
    """A person who reopened an item is not overruled when the boxes come back as they were."""
    office.put(boxes("x", " ", " "))
    office.edit(1, status="open")
    office.put(a_list())
    office.put(boxes("x", " ", " "))

    assert office.items()[0].status is Status.OPEN


def test_an_unticked_box_leaves_what_a_person_verified(office: Office) -> None:
    """Only what the document closed is opened by it."""
    office.put(boxes("x", " ", " "))
    office.edit(1, status="verified")
    office.put(boxes(" ", " ", " "))

    assert office.items()[0].status is Status.VERIFIED


def test_an_empty_box_leaves_what_people_began(office: Office) -> None:
    """A box that was never ticked reopens nothing."""
    office.put(boxes(" ", " ", " "))
    office.edit(1, status="done")
    office.put(boxes(" ", " ", "x"))

    assert office.items()[0].status is Status.DONE


def test_facts_follow_the_document(office: Office) -> None:
    """A corrected severity is the incident's, and its history tells it."""
    office.put(a_list())
    office.put(a_list().replace("SEV-3", "SEV-1"))
    with office.store.reading() as work:
        severity = work.incidents.get(1).facts.severity
        told = [(one.field, one.old, one.new) for one in work.history.of_incident(1)][-1]

    assert severity == "SEV-1"
    assert told == ("severity", "SEV-3", "SEV-1")


def test_every_text_of_a_document_is_kept(office: Office) -> None:
    """Each edit is a revision; the first text is still there."""
    office.put(a_list())
    office.put(a_list(PROMISES[1:]))
    office.put(a_list())
    rows = office.dump()["revisions"]

    assert [a_list() in row for row in rows] == [True, False, True]
    assert office.now > NOW
