"""A document arrives: what is stored of it, and what a second reading changes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.office import HEAD, PLAIN_HEAD, PROMISES, Office, a_list, a_row
from tracker.domain.items import Section, Status
from tracker.intake import Outcome
from tracker.reading import Document

CAUSE = "## Impact\n\nNobody could order for an hour.\n\n## Root cause\n\nThe disk was full.\n\n"
LUNCH = "# Lunch\n\nSoup, bread and apples.\n\n- Soup\n- Bread\n"
DOUBTFUL = (
    f"# Search outage\n\n{CAUSE}## The index\n\nIt was late. Next time we will watch it.\n\n"
    "The conclusion is simple: rebuild the index earlier.\n"
)


def test_a_postmortem_becomes_an_incident_with_open_items(any_office: Office) -> None:
    """Each promise is one open item, in the order of the document."""
    arrival = any_office.put(a_list())

    assert (arrival.outcome, arrival.added, arrival.incident_id) == (Outcome.ADDED, 3, 1)
    assert [(item.title, item.status) for item in any_office.items()] == [
        (promise, Status.OPEN) for promise in PROMISES
    ]


def test_fields_of_a_row_are_fields_of_the_item(office: Office) -> None:
    """Action, Owner, Priority and Due of a table are taken as they stand there."""
    office.put(a_row(owner="@alice", priority="P1", due="2026-06-01"))
    item = office.items()[0]

    assert (item.owner, item.priority, item.due, item.due0) == (
        "@alice",
        "P1",
        date(2026, 6, 1),
        date(2026, 6, 1),
    )


def test_an_owner_is_written_as_in_the_configuration(office: Office) -> None:
    """Any name of a known person leads to the one under which the configuration has them."""
    office.put(a_row(owner="alice@example.com"))

    assert office.items()[0].owner == "@alice"


def test_an_item_knows_its_lines(office: Office) -> None:
    """The source of an item names the lines on which it stands."""
    office.put(a_list())
    source = office.items()[1].sources[0]
    lines = a_list().splitlines()

    assert (source.section, source.text) == (Section.TASK, PROMISES[1])
    assert lines[source.first_line - 1] == f"- {PROMISES[1]}"


def test_the_same_document_again_changes_nothing(any_office: Office) -> None:
    """After a second reading every row of every table is as it was."""
    any_office.put(a_list())
    before = any_office.dump()
    arrival = any_office.take("search.md")

    assert arrival.outcome is Outcome.UNCHANGED
    assert any_office.dump() == before


def test_the_same_document_again_leaves_edits_alone(office: Office) -> None:
    """What people changed meanwhile is not read over."""
    office.put(a_list())
    office.edit(1, owner="@bob", status="in_progress")
    before = office.dump()
    office.take("search.md")

    assert office.dump() == before


def test_only_other_blanks_change_no_item(office: Office) -> None:
    """A text that differs in its line ends is a new revision of the same items."""
    office.put(a_list())
    before = office.items()
    office.put_raw(a_list().replace("\n", "\r\n").encode())

    assert office.items() == before


def test_a_document_of_no_incident_is_not_stored(any_office: Office) -> None:
    """A page about something else leaves no row behind."""
    before = any_office.dump()
    arrival = any_office.put(LUNCH, "lunch.md")

    assert (arrival.outcome, arrival.incident_id) == (Outcome.NO_POSTMORTEM, None)
    assert any_office.dump() == before


def test_a_document_in_doubt_gives_proposed_items(office: Office) -> None:
    """Promises that stand in prose wait for a person's yes."""
    arrival = office.put(DOUBTFUL)
    items = office.items()

    assert arrival.proposed == arrival.added == len(items) > 0
    assert {item.status for item in items} == {Status.PROPOSED}
    assert {item.accepted_at for item in items} == {None}


def test_a_document_that_promises_nothing_is_an_incident(office: Office) -> None:
    """An incident without items is one all the same."""
    arrival = office.put(HEAD + "## Action items\n\nNone.\n")

    assert (arrival.outcome, arrival.added, office.incidents()) == (Outcome.ADDED, 0, 1)


def test_two_documents_of_one_title_are_two_incidents(office: Office) -> None:
    """Without a date, a title alone makes no two documents one incident."""
    head = f"# Database outage\n\n{CAUSE}"
    office.put(a_list(["Rehearse the failover"], head), "a.md")
    office.put(a_list(["Alert on replication lag"], head), "b.md")

    assert office.incidents() == 2
    assert [item.incident_id for item in office.items()] == [1, 2]


def test_a_plain_postmortem_is_one(office: Office) -> None:
    """A title, a date, a severity, a summary and action items are enough to be stored."""
    assert office.put(a_list(head=PLAIN_HEAD)).added == 3


def test_the_same_promise_twice_is_two_items(office: Office) -> None:
    """Nothing is swallowed because its words stand there already."""
    arrival = office.put(a_list([PROMISES[0], PROMISES[0]]))

    assert arrival.added == len(office.items())
    assert office.take("search.md").outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(a_list().replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(a_list().replace("\n", "\r").encode(), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + a_list().encode(), id="BOM"),
        pytest.param(a_list().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + a_list().encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param(a_list().encode("cp1252"), id="cp1252"),
    ],
)
def test_any_usual_encoding_gives_the_same_items(any_office: Office, raw: bytes) -> None:
    """Line ends and encodings of other systems change no title."""
    any_office.put_raw(raw)

    assert any_office.titles() == list(PROMISES)


def test_letters_of_windows_are_read(office: Office) -> None:
    """Curly quotes and umlauts of a cp1252 file come out as they were meant."""
    promise = "Prüfe den “kalten” Neustart der Suche"
    office.put_raw(a_list([promise]).encode("cp1252"))

    assert office.titles() == [promise]


def test_zeros_in_a_text_stop_nothing(any_office: Office) -> None:
    """A text with U+0000 is stored or called unreadable, on either database."""
    raw = b"\xff\xfe" + (a_list() + "\x00").encode("utf-16-le")
    path = any_office.folder / "zero.md"
    path.write_bytes(raw)
    any_office.put(a_list())

    assert any_office.try_to_take("zero.md") in {"taken", "unreadable"}


def test_a_path_counts_from_the_configuration(office: Office) -> None:
    """An incident's key is its document's path from the folder of amends.toml."""
    office.put(a_list(), "2026/april/search.md")
    with office.store.reading() as work:
        assert work.incidents.paths() == ["2026/april/search.md"]


def test_standard_input_is_known_by_its_first_line(office: Office) -> None:
    """The same text piped in twice is one incident."""
    piped = Document("-", a_list(), None)
    first, second = office.take_in(piped), office.take_in(piped)

    assert (first.outcome, second.outcome) == (Outcome.ADDED, Outcome.UNCHANGED)


def test_two_piped_documents_of_one_first_line_are_two(office: Office) -> None:
    """A template's first line does not make one document the new text of another."""
    head = f"# Postmortem\n\n{CAUSE}"
    office.take_in(Document("-", a_list(["Rehearse the failover"], head), None))
    office.take_in(Document("-", a_list(["Print tickets without the network"], head), None))

    assert [item.in_document for item in office.items()] == [True, True]


def test_the_title_may_come_from_the_file(office: Office) -> None:
    """A document without a title is called after its file."""
    office.put(a_list(PROMISES, CAUSE), "late-search_index.md")
    with office.store.reading() as work:
        title = work.incidents.get(1).title

    assert title == "Late search index"
