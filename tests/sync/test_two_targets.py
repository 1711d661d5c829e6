"""An item with an issue on GitHub and one in Jira: what one says, the other hears, and no echo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sync.bench import Bench

CHANGES: dict[str, dict[str, Any]] = {
    "title": {"title": "Said in one"},
    "done": {"state": "done"},
    "given up": {"state": "wont_do"},
    "owner": {"owner": "bob"},
    "no owner": {"owner": None},
    "priority": {"priority": "P3"},
    "kind": {"kind": "repair"},
}
TWO_CYCLES = 2


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("number", [0, 1], ids=["GitHub", "Jira"])
def test_an_edit_in_one_arrives_in_the_other_without_an_echo(
    double_filed: Bench, number: int, change: dict[str, Any]
) -> None:
    """Within two cycles; where it was said nothing of it is written, and the next is idle."""
    place, other = double_filed.places[number], double_filed.places[1 - number]
    place.change(place.only, **change)
    cycles = [double_filed.sync() for _ in range(TWO_CYCLES)]
    (field, value), *_ = change.items()
    echoes = [
        write
        for cycle in cycles
        for write in cycle.writes
        if write.target == place.name and field in write.fields
    ]

    assert getattr(other.only, field) == value == getattr(place.only, field)
    assert echoes == []
    assert double_filed.sync().writes == []
    assert double_filed.conflicts == []


def test_a_date_said_in_jira_stands_in_the_text_on_github(double_filed: Bench) -> None:
    """GitHub has no due date, so our part tells it."""
    github, jira = double_filed.places
    jira.change(jira.only, due="2027-03-04")
    double_filed.cycles()

    assert (github.only.due, str(double_filed.item.due)) == ("2027-03-04", "2027-03-04")
    assert double_filed.sync().writes == []


def test_edits_of_different_fields_in_both_arrive_in_both(double_filed: Bench) -> None:
    """People work in both trackers at once, and nobody is in anybody's way."""
    github, jira = double_filed.places
    github.change(github.only, title="From GitHub", kind="repair")
    jira.change(jira.only, owner="bob", priority="P0", due="2027-03-04")
    double_filed.cycles()
    shown = [(one.title, one.kind, one.owner, one.priority, one.due) for one in both(double_filed)]

    assert shown == [("From GitHub", "repair", "bob", "P0", "2027-03-04")] * 2
    assert double_filed.conflicts == []


def both(bench: Bench) -> list[Any]:
    """Return the two issues."""
    return [place.only for place in bench.places]


def test_a_target_that_only_listens_never_changes_the_item(double_filed: Bench) -> None:
    """Push only in Jira: GitHub leads, Jira follows, and Jira's edits are listed and put back."""
    github, jira = double_filed.places
    names = ("title", "state", "owner", "priority", "due", "kind")
    jira.more = "[target.fields]\n" + "".join(f'{name} = "push"\n' for name in names)
    double_filed.configure()
    github.change(github.only, title="From GitHub", priority="P3")
    jira.change(jira.only, owner="bob", kind="repair")
    double_filed.cycles()
    shown = [(one.title, one.kind, one.owner, one.priority) for one in both(double_filed)]

    assert shown == [("From GitHub", "detect", "alice", "P3")] * 2
    assert {one.field for one in double_filed.conflicts} == {"owner", "kind"}


def test_one_target_without_a_field_does_not_hold_up_the_other(double_filed: Bench) -> None:
    """Owners are off on GitHub and both ways in Jira."""
    github, jira = double_filed.places
    github.more = '[target.fields]\nowner = "off"\n'
    double_filed.configure()
    jira.change(jira.only, owner="bob")
    double_filed.cycles()

    assert (double_filed.item.owner, jira.only.owner, github.only.owner) == (
        "@bob",
        "bob",
        "alice",
    )
    assert double_filed.sync().writes == []
