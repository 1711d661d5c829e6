"""People edit items: what is taken, what is refused, and what is told of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.office import ALICE, PROMISES, Office, a_list, a_row
from tracker.domain.errors import AmendsError, BadInput, IllegalMove, NotFound, Stale
from tracker.domain.history import Change
from tracker.domain.items import Status
from tracker.editing import item_number

STATUSES = [one.value for one in Status if one is not Status.PROPOSED]
ENOUGH = {"wont_do": {"reason": "too dear"}, "duplicate": {"duplicate_of": "A-2"}}
MARKUP = "<script>alert('x')</script> & **bold** [link](javascript:x) '; DROP TABLE items; --"


@pytest.fixture(autouse=True)
def _known(office: Office) -> None:
    """Let three items be known, the first with every field."""
    office.put(a_row(owner="@bob", priority="P1", due="2026-06-01"))
    office.put(a_list(PROMISES[1:]), "second.md")


def test_each_field_can_be_changed(any_office: Office) -> None:
    """Title, owner, priority and due date are what a person says, in one go."""
    any_office.put(a_row())
    item = any_office.edit(title="Sooner", owner="@carol", priority="P0", due="2026-07-01")

    assert any_office.items()[0] == item
    assert (item.title, item.owner, item.priority, item.due) == (
        "Sooner",
        "@carol",
        "P0",
        date(2026, 7, 1),
    )


def test_a_change_is_told_with_who_and_when(office: Office) -> None:
    """The history names the person, the moment, the old value and the new."""
    office.edit(1, owner="@carol")

    assert office.history(1)[-1] == Change(1, 1, "owner", "@bob", "@carol", office.now, ALICE)


@pytest.mark.parametrize("field", ["owner", "priority", "due"])
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_text_removes_a_value(office: Office, field: str, nothing: str) -> None:
    """Owner, priority and due date can be taken away."""
    item = office.edit(1, **{field: nothing})

    assert getattr(item, field) is None


def test_what_is_not_named_stays(office: Office) -> None:
    """An edit of one field leaves the others."""
    before = office.items()[0]
    after = office.edit(1, priority="P2")

    assert (after.title, after.owner, after.due, after.status) == (
        before.title,
        before.owner,
        before.due,
        before.status,
    )


def test_an_edit_of_nothing_changes_nothing(office: Office) -> None:
    """Neither an empty edit nor the same values again make a new version."""
    before = office.dump()
    office.edit(1)
    office.edit(1, owner="@bob", due="2026-06-01", status="open")

    assert office.dump() == before


def test_an_owner_is_written_as_in_the_configuration(office: Office) -> None:
    """Any name of a known person is theirs; an unknown one stays as typed."""
    assert office.edit(1, owner="ALICE-GH").owner == "@alice"
    assert office.edit(1, owner=" Zoë  Doe ").owner == "Zoë Doe"


@pytest.mark.parametrize("due", ["2026-05-01", "2027-01-01", ""])
def test_the_first_promised_day_never_changes(office: Office, due: str) -> None:
    """However a due date moves, the first one is remembered."""
    assert office.edit(1, due=due).due0 == date(2026, 6, 1)


def test_the_first_day_that_a_person_gives_is_the_first(office: Office) -> None:
    """An item without a day has its due0 from the first that it gets."""
    office.edit(2, due="2026-08-01")

    assert office.edit(2, due="2026-09-01").due0 == date(2026, 8, 1)


@pytest.mark.parametrize("to", STATUSES)
@pytest.mark.parametrize("before", ["in_progress", "wont_do"])
def test_every_status_may_follow_every_other(office: Office, before: str, to: str) -> None:
    """With what each asks for, a person may correct any status."""
    office.edit(1, status=before, **ENOUGH.get(before, {}))

    assert office.edit(1, status=to, **ENOUGH.get(to, {})).status == to


@pytest.mark.parametrize("before", ["open", "verified"])
def test_nothing_becomes_a_proposal(office: Office, before: str) -> None:
    """What was accepted is not proposed again."""
    office.edit(1, status=before, **ENOUGH.get(before, {}))

    with pytest.raises(IllegalMove, match="A-1 was accepted"):
        office.edit(1, status="proposed")


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": " \n "}])
def test_giving_up_needs_a_reason(office: Office, reason: dict[str, str]) -> None:
    """Without a reason, an item is not given up, and nothing changes."""
    before = office.dump()

    with pytest.raises(IllegalMove, match="A-1 is given up only with a reason"):
        office.edit(1, status="wont_do", owner="@carol", **reason)
    assert office.dump() == before


def test_who_gives_up_approves(office: Office) -> None:
    """Where no approver is named, it is who did it."""
    item = office.edit(1, status="wont_do", reason="too dear")

    assert (item.reason, item.approver) == ("too dear", "@alice")


def test_an_approver_may_be_another(office: Office) -> None:
    """A named approver is kept."""
    assert office.edit(1, status="wont_do", reason="x", approver="@bob").approver == "@bob"


def test_the_reason_of_an_ended_item_can_be_mended(office: Office) -> None:
    """A better reason replaces the old one, and both stand in the history."""
    office.edit(1, status="wont_do", reason="x")
    item = office.edit(1, reason="too dear")
    told = office.history(1)[-1]

    assert item.reason == "too dear"
    assert (told.field, told.old, told.new) == ("reason", "x", "too dear")


@pytest.mark.parametrize(
    "values", [{"reason": "because"}, {"reason": "because", "status": "in_progress"}]
)
def test_a_reason_for_nothing_is_refused(office: Office, values: dict[str, str]) -> None:
    """A reason is not thrown away in silence."""
    with pytest.raises(BadInput, match="reason"):
        office.edit(1, **values)


def test_a_duplicate_needs_its_original(office: Office) -> None:
    """An item repeats another one, never just anything."""
    with pytest.raises(IllegalMove, match="A-1 needs the item that it repeats"):
        office.edit(1, status="duplicate")


def test_a_duplicate_names_its_original(office: Office) -> None:
    """The original is kept by its number, however it was written."""
    assert office.edit(1, status="duplicate", duplicate_of="a-2").duplicate_of == 2


def test_the_original_of_a_duplicate_can_be_corrected(office: Office) -> None:
    """Who named the wrong one may name another."""
    office.edit(1, status="duplicate", duplicate_of="A-2")

    assert office.edit(1, status="duplicate", duplicate_of="A-3").duplicate_of == 3


def test_two_items_do_not_repeat_each_other(office: Office) -> None:
    """Of two duplicates one must be the original, or the promise is in neither."""
    office.edit(1, status="duplicate", duplicate_of="A-2")

    with pytest.raises(IllegalMove):
        office.edit(2, status="duplicate", duplicate_of="A-1")


def test_an_original_without_the_status_is_refused(office: Office) -> None:
    """To name an original is to say that the item is a duplicate."""
    with pytest.raises(BadInput, match="duplicate"):
        office.edit(1, duplicate_of="A-2")


@pytest.mark.parametrize("spelling", ["in_progress", "in-progress", " In_Progress "])
def test_a_status_may_be_spelled_as_people_do(office: Office, spelling: str) -> None:
    """Hyphens and capitals are understood."""
    assert office.edit(1, status=spelling).status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({"status": "nearly"}, BadInput, "there is no status 'nearly'; choose one of"),
        ({"status": ""}, BadInput, "there is no status"),
        ({"due": "tomorrow"}, BadInput, "'tomorrow' is no date; write one such as"),
        ({"due": "2026-02-30"}, BadInput, "is no date"),
        ({"due": "30.06.2026"}, BadInput, "is no date"),
        ({"title": ""}, BadInput, "A-1 needs a title"),
        ({"title": " \t\n"}, BadInput, "A-1 needs a title"),
        ({"title": "x" * 2001}, BadInput, "title is longer than 2000 characters"),
        ({"owner": "x" * 201}, BadInput, "owner is longer than 200 characters"),
        ({"priority": "x" * 61}, BadInput, "priority is longer than 60 characters"),
        ({"reason": "x" * 4001}, BadInput, "reason is longer than 4000 characters"),
        ({"due": "2" * 5000}, BadInput, "due is longer than"),
        ({"title": "a\x00b"}, BadInput, "title holds characters that cannot be stored"),
        ({"owner": "a\udcffb"}, BadInput, "owner holds characters that cannot be stored"),
        ({"status": "duplicate", "duplicate_of": "A-99"}, NotFound, "there is no item A-99"),
        ({"status": "duplicate", "duplicate_of": "A-1"}, IllegalMove, "duplicate of itself"),
        ({"status": "duplicate", "duplicate_of": "two"}, BadInput, "'two' is no item"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    office: Office, values: dict[str, str], error: type[AmendsError], sentence: str
) -> None:
    """The sentence says what is wrong; the item and its history stay as they are."""
    before = office.dump()

    with pytest.raises(error) as refusal:
        office.edit(1, **values)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert office.dump() == before


def test_one_bad_value_spoils_the_whole_edit(office: Office) -> None:
    """Nothing of an edit is kept when a part of it is refused."""
    with pytest.raises(BadInput):
        office.edit(1, title="Sooner", due="tomorrow")
    assert office.items()[0].title == PROMISES[0]


def test_markup_is_only_text(any_office: Office) -> None:
    """What looks like HTML, Markdown or SQL is stored letter by letter."""
    any_office.put(a_row())
    any_office.edit(title=MARKUP, owner=MARKUP)
    item = any_office.items()[0]

    assert (item.title, item.owner) == (MARKUP, MARKUP)


def test_a_title_is_one_line(office: Office) -> None:
    """Line ends in a title are blanks; those of a reason stay."""
    office.edit(1, title=" Alert\r\n  sooner ")
    item = office.edit(1, status="wont_do", reason="too dear\nfor now")

    assert (item.title, item.reason) == ("Alert sooner", "too dear\nfor now")


def test_the_longest_title_is_taken(office: Office) -> None:
    """The limit itself is allowed, in letters and not in bytes."""
    assert office.edit(1, title="ü" * 2000).title == "ü" * 2000


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
def test_the_calendars_ends_are_days(any_office: Office, due: str) -> None:
    """Even the first and the last day of all are stored and come back."""
    any_office.put(a_row())
    any_office.edit(due=due)

    assert str(any_office.items()[0].due) == due


def test_who_saw_an_older_version_is_told(office: Office) -> None:
    """Two people who edit the same item at once do not overwrite each other."""
    seen = office.items()[0].version
    office.edit(1, owner="@carol")

    with pytest.raises(Stale, match="A-1 was changed by somebody else"):
        office.edit_seen(seen, owner="@dave")
    assert office.items()[0].owner == "@carol"


def test_who_saw_the_newest_version_may_edit(office: Office) -> None:
    """The version that stands is no hindrance."""
    assert office.edit_seen(office.items()[0].version, owner="@dave").owner == "@dave"


def test_an_item_that_is_not_there_cannot_be_edited(office: Office) -> None:
    """The sentence names it."""
    with pytest.raises(NotFound, match="there is no item A-99"):
        office.edit(99, owner="@carol")


@pytest.mark.parametrize(("text", "number"), [("A-17", 17), ("a-17", 17), ("17", 17), (" A-7 ", 7)])
def test_an_item_may_be_called_by_its_number(text: str, number: int) -> None:
    """Names and bare numbers are understood."""
    assert item_number(text) == number


@pytest.mark.parametrize("text", ["", "A-", "A--1", "-1", "A-1.5", "B-1", "A-²", "A-" + "9" * 40])
def test_what_is_no_items_name_is_refused(text: str) -> None:
    """The sentence tells how items are called."""
    with pytest.raises(BadInput, match="A-1, A-2 and so on"):
        item_number(text)
