"""Title, state, due date, priority, owner and text, both ways and in conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sync.providers.github.body import END as GITHUB_END
from sync.providers.jira.body import END as JIRA_END
from tests.sync.bench import WORDS
from tests.sync.editions import EDITIONS

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tests.sync.showing import Shown
    from tracker.domain.items import ActionItem

ENDS = {"github": GITHUB_END, "jira": JIRA_END}
EDITS = {
    "title": ({"title": "Words of ours"}, "title", "Words of ours"),
    "done": ({"status": "done"}, "state", "done"),
    "verified": ({"status": "verified"}, "state", "done"),
    "given up": ({"status": "wont_do", "reason": "Too dear"}, "state", "wont_do"),
    "due": ({"due": "2027-02-03"}, "due", "2027-02-03"),
    "no due": ({"due": ""}, "due", None),
    "priority": ({"priority": "P3"}, "priority", "P3"),
    "owner": ({"owner": "@bob"}, "owner", "bob"),
    "no owner": ({"owner": ""}, "owner", None),
    "kind": ({"kind": "process"}, "kind", "process"),
    "no kind": ({"kind": ""}, "kind", None),
}
CHANGES = {
    "title": ({"title": "Words of theirs"}, "title", "Words of theirs"),
    "done": ({"state": "done"}, "status", "done"),
    "given up": ({"state": "wont_do"}, "status", "wont_do"),
    "priority": ({"priority": "P3"}, "priority", "P3"),
    "owner": ({"owner": "bob"}, "owner", "@bob"),
    "no owner": ({"owner": None}, "owner", None),
    "kind": ({"kind": "mitigate"}, "kind", "mitigate"),
    "no label": ({"labels": []}, "kind", None),
}


@pytest.mark.parametrize("place", EDITIONS, indirect=True)
@pytest.mark.parametrize(("edit", "field", "value"), EDITS.values(), ids=EDITS)
def test_an_edit_here_arrives_there(
    filed: Bench, place: Place, edit: dict[str, str], field: str, value: str | None
) -> None:
    """What is edited here is shown over there after one sync, with one write to each place."""
    filed.edit(filed.item, **edit)
    cycle = filed.sync()
    place.proxy.forget()

    assert getattr(place.only, field) == value
    assert (cycle.failed, len(cycle.writes)) == (False, 1)
    assert filed.sync().writes == []
    assert filed.conflicts == []


@pytest.mark.parametrize("place", EDITIONS, indirect=True)
@pytest.mark.parametrize(("change", "field", "value"), CHANGES.values(), ids=CHANGES)
def test_a_change_there_arrives_here(
    filed: Bench, place: Place, change: dict[str, Any], field: str, value: str | None
) -> None:
    """What is changed over there is taken here, and nothing is written back."""
    place.change(place.only, **change)
    cycle = filed.sync()

    assert getattr(filed.item, field) == value
    assert [write for write in cycle.writes if field in write.fields] == []
    assert filed.conflicts == []
    assert filed.cycles().tallies[0].error is None


def test_a_date_in_jira_arrives_here(filed: Bench, place: Place) -> None:
    """Jira's due date is the item's; GitHub has none but our own text."""
    day = {"jira": {"due": "2027-03-04"}, "github": {}}[place.provider]
    place.change(place.only, **day)
    filed.cycles()

    assert str(filed.item.due) == day.get("due", "2026-12-01")
    assert place.only.due == str(filed.item.due)


def test_what_is_begun_here_is_begun_in_jira_and_stays_open_on_github(
    filed: Bench, place: Place
) -> None:
    """`in_progress` is a category in Jira; GitHub knows open and closed only."""
    filed.edit(filed.item, status="in_progress")
    filed.cycles()

    assert place.only.state == {"jira": "in_progress", "github": "open"}[place.provider]
    assert filed.item.status.value == "in_progress"


def test_a_reopening_there_reopens_here(filed: Bench, place: Place) -> None:
    """Reopened over there, the item is open again."""
    filed.edit(filed.item, status="verified")
    filed.cycles()
    place.change(place.only, state="open")
    filed.cycles()

    assert filed.item.status.value == "open"
    assert filed.item.closed_at is None


def test_a_verified_item_stays_verified(filed: Bench, place: Place) -> None:
    """That something is verified is known here only, and no pull forgets it."""
    filed.edit(filed.item, status="verified")
    filed.cycles()
    place.change(place.only, title="Another title")
    filed.cycles()

    assert filed.item.status.value == "verified"
    assert place.only.state == "done"


CONFLICTS = {
    "title": ({"title": "Ours"}, {"title": "Theirs"}, "title", "ours", "Ours", "Theirs"),
    "state": ({"status": "in_progress"}, {"state": "done"}, "state", "theirs", None, "done"),
    "owner": ({"owner": "@bob"}, {"owner": "visitor"}, "owner", "theirs", "bob", "visitor"),
    "priority": ({"priority": "P0"}, {"priority": "P4"}, "priority", "ours", "P0", "P4"),
    "kind": ({"kind": "process"}, {"kind": "repair"}, "kind", "ours", "process", "repair"),
}


@pytest.mark.parametrize("case", CONFLICTS.values(), ids=CONFLICTS)
def test_both_values_of_a_conflict_are_kept_and_the_right_one_wins(
    filed: Bench, place: Place, case: tuple[Any, ...]
) -> None:
    """State and owner are theirs, title and priority ours; the loser stands in the list (I2)."""
    ours, theirs, field, kept, mine, other = case
    place = with_two_states(place)
    filed.edit(filed.item, **ours)
    place.change(place.only, **theirs)
    filed.cycles()
    found = [one for one in filed.conflicts if one.field == field]
    wanted = {"github": 0 if field == "state" else 1, "jira": 1}[place.provider]

    assert len(found) == wanted
    assert [one.kept for one in found] == [kept] * wanted
    assert [bare(one.theirs) for one in found] == [other] * wanted
    assert [mine in {None, bare(one.ours)} for one in found] == [True] * wanted
    assert getattr(place.only, field) == (mine if kept == "ours" else other)


def with_two_states(place: Place) -> Place:
    """Return the place; GitHub has no state between open and closed to disagree about."""
    return place


def bare(account: str | None) -> str | None:
    """Return an account without what only Jira's sandbox adds."""
    return account.removeprefix("sandbox:") if account else None


def test_a_conflict_about_the_date_is_ours_in_jira(filed: Bench, place: Place) -> None:
    """The due date is a commitment: ours stays, theirs is kept in the list."""
    day = {"jira": {"due": "2027-03-04"}, "github": {}}[place.provider]
    filed.edit(filed.item, due="2027-01-31")
    place.change(place.only, **day)
    filed.cycles()

    assert place.only.due == "2027-01-31"
    assert [(one.field, one.theirs) for one in filed.conflicts] == [
        ("due", value) for value in day.values()
    ]


def test_a_close_there_beats_a_title_here(filed: Bench, place: Place) -> None:
    """Different fields do not disagree: both edits arrive."""
    filed.edit(filed.item, title="Ours")
    place.change(place.only, state="done")
    filed.cycles()

    assert (filed.item.title, filed.item.status.value) == ("Ours", "done")
    assert (place.only.title, place.only.state) == ("Ours", "done")
    assert filed.conflicts == []


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        ({"title": "Ours"}, {"title": "Theirs"}, "title"),
        ({"priority": "P0"}, {"priority": "P4"}, "priority"),
        ({"owner": "@bob"}, {"owner": None}, "owner"),
    ],
    ids=["title", "priority", "owner"],
)
def test_a_conflict_is_undone_and_the_other_value_arrives_on_both_sides(
    filed: Bench, place: Place, ours: dict[str, str], theirs: dict[str, Any], field: str
) -> None:
    """Undo chooses the other value, and the next sync brings it everywhere."""
    filed.edit(filed.item, **ours)
    place.change(place.only, **theirs)
    filed.cycles()
    (conflict,) = filed.conflicts
    filed.undo(conflict)
    filed.cycles()
    here = filed.item
    lost = conflict.theirs if conflict.kept == "ours" else conflict.ours

    assert filed.conflicts[0].undone_at is not None
    assert len(filed.conflicts) == 1
    assert seen(place.only, field) == bare(lost)
    assert said(here, field) == bare(lost)


def seen(one: Shown, field: str) -> str | None:
    """Return a field over there."""
    value: str | None = getattr(one, field)
    return value


def said(item: ActionItem, field: str) -> str | None:
    """Return a field here, an owner without the sign before the name."""
    value: str | None = getattr(item, field)
    return value.removeprefix("@") if value and field == "owner" else value


NOTES = "Bob tried this on Monday:  it hung.\n\n\t- see `log`\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_text_outside_the_block_stays_byte_for_byte(
    filed: Bench, place: Place, line_end: str
) -> None:
    """What people write above and below our part survives every edit of ours."""
    above = NOTES.replace("\n", line_end)
    below = f"{line_end}{above}Last words."
    text = above + place.only.text + below
    place.change(place.only, text=text)
    filed.sync()
    filed.edit(filed.item, due="2027-05-06", priority="P4", title="Ours")
    filed.cycles()
    after = place.only.text

    assert after.startswith(above)
    assert below.strip() in after
    assert place.only.due == "2027-05-06"
    assert "P4" in after


def test_an_edit_inside_the_block_stays(filed: Bench, place: Place) -> None:
    """A person's words inside our part are left where they are while ours does not change."""
    inside = place.only.text.replace(ENDS[place.provider], f"Mind the gap.\n{ENDS[place.provider]}")
    place.change(place.only, text=inside)
    filed.cycles()
    filed.edit(filed.item, title="Ours")
    filed.cycles()

    assert "Mind the gap." in place.only.text


def test_an_edit_inside_the_block_that_ours_replaces_is_listed_with_its_words(
    filed: Bench, place: Place
) -> None:
    """When our part must change, what a person wrote in it stands in the conflict list."""
    inside = place.only.text.replace(ENDS[place.provider], f"Mind the gap.\n{ENDS[place.provider]}")
    place.change(place.only, text=inside)
    filed.sync()
    filed.edit(filed.item, due="2027-05-06")
    filed.cycles()
    lost = [one for one in filed.conflicts if one.field == "block"]
    kept = "Mind the gap." in place.only.text

    assert kept or ["Mind the gap." in str(one.theirs) for one in lost] == [True]
    assert "2027-05-06" in place.only.text


def test_a_removed_block_comes_back_below_the_words_of_people(filed: Bench, place: Place) -> None:
    """An emptied issue gets our part again when it has something new to say."""
    place.change(place.only, text="Only my words.")
    filed.cycles()
    filed.edit(filed.item, due="2027-05-06")
    filed.cycles()

    assert place.only.text.startswith("Only my words.")
    assert filed.link_states == ["linked"]


def test_an_assignee_nobody_knows_is_shown_and_never_written_back(
    filed: Bench, place: Place
) -> None:
    """A stranger over there changes no owner here, and is not thrown out."""
    place.change(place.only, owner="visitor")
    filed.cycles()
    filed.edit(filed.item, title="Ours")
    filed.cycles()

    assert filed.item.owner == "@alice"
    assert place.only.owner == "visitor"
    assert "visitor" in str(filed.links[0].note)


@pytest.mark.parametrize("closing", ["platform", "ops"])
def test_a_close_on_either_side_closes_the_other(double_filed: Bench, closing: str) -> None:
    """An item with two issues is closed in both when one is closed."""
    places = {place.name: place for place in double_filed.places}
    places[closing].change(places[closing].only, state="done")
    double_filed.cycles()

    assert double_filed.item.status.value == "done"
    assert [place.only.state for place in double_filed.places] == ["done", "done"]


def test_a_title_changed_in_one_tracker_arrives_in_the_other(double_filed: Bench) -> None:
    """The item is the hub: what one tracker says, the other hears."""
    one, other = double_filed.places
    one.change(one.only, title="Said on GitHub")
    double_filed.cycles()

    assert (double_filed.item.title, other.only.title) == ("Said on GitHub", "Said on GitHub")
    assert double_filed.conflicts == []


def test_issues_of_two_trackers_changed_at_once_end_alike(double_filed: Bench) -> None:
    """Changed differently in both trackers, all three sides agree in the end."""
    one, other = double_filed.places
    one.change(one.only, title="Said on GitHub")
    other.change(other.only, title="Said in Jira")
    double_filed.cycles()
    ends = {double_filed.item.title, one.only.title, other.only.title}
    lost = {"Said on GitHub", "Said in Jira"} - ends
    kept = {value for one in double_filed.conflicts for value in (one.ours, one.theirs)}

    assert len(ends) == 1
    assert lost <= kept


def test_an_item_closed_before_it_was_filed_is_never_filed(bench: Bench, place: Place) -> None:
    """What is done already needs no issue."""
    bench.take_in(f"{WORDS[0]} | | | ")
    bench.edit(bench.item, status="done")
    bench.cycles()

    assert place.issues() == []
