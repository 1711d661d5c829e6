"""Our labels and everybody else's: ours are exchanged, theirs are never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.labels import Labels, chosen
from tests.sync.bench import ROW

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

THEIRS = {
    "github": ["bug", "priority: urgent", "kind: of blue", "Kind", "team/db"],
    "jira": ["bug", "priority-P1", "kind-of-blue", "Kind", "team/db"],
}
OURS = Labels.of("", ": ", ("priority", "kind"))
NAMES = [name for values in OURS.names.values() for name in values.values()]
ANY = st.lists(
    st.one_of(
        st.sampled_from([*NAMES, *map(str.upper, NAMES)]),
        st.text(min_size=1, max_size=12),
        st.sampled_from(["priority: ", "priority: P9", "kind:detect", "kind: detects"]),
    ),
    unique_by=str.casefold,
)


def theirs(labels: list[str]) -> list[str]:
    """Return the labels that are none of ours."""
    ours = {name.casefold() for name in NAMES}
    return [label for label in labels if label.casefold() not in ours]


@given(
    there=ANY, priority=st.sampled_from([None, "P0", "P3"]), kind=st.sampled_from([None, "repair"])
)
def test_a_label_of_somebody_else_stays_whatever_ours_become(
    there: list[str], priority: str | None, kind: str | None
) -> None:
    """Only the labels of the fields that are said anew are exchanged, each for at most one."""
    after = OURS.replaced(there, {"priority": priority, "kind": kind})

    assert theirs(after) == theirs(there)
    assert OURS.told("priority", after) == priority
    assert OURS.told("kind", after) == kind
    assert OURS.replaced(after, {"priority": priority, "kind": kind}) == after


@given(there=ANY)
def test_a_field_that_is_not_said_keeps_its_label(there: list[str]) -> None:
    """An edit of the priority leaves the kind's label where it is."""
    after = OURS.replaced(there, {"priority": "P2"})

    assert OURS.told("kind", after) == OURS.told("kind", there)


def test_of_two_labels_the_new_one_counts() -> None:
    """Who adds a label without removing the old one means the new one."""
    assert chosen("P0,P2", "P2") == "P0"
    assert chosen("P0,P2", "P0") == "P2"
    assert chosen("P2", "P2") == "P2"
    assert chosen(None, "P2") is None


@pytest.mark.parametrize("edit", [{"priority": "P3"}, {"kind": "process"}, {"kind": ""}])
def test_labels_of_people_survive_every_edit_of_ours(
    filed: Bench, place: Place, edit: dict[str, str]
) -> None:
    """Even those that look much like ours, and those that came after we looked."""
    mine = list(place.only.labels)
    place.change(place.only, labels=[*mine, *THEIRS[place.provider]])
    filed.sync()
    filed.edit(filed.item, **edit)
    filed.cycles()

    assert set(THEIRS[place.provider]) <= set(place.only.labels)
    assert filed.conflicts == []


def test_a_label_that_jira_got_between_two_cycles_survives(filed: Bench, place: Place) -> None:
    """Jira's labels are added and removed one by one; GitHub's are read right before."""
    mine = list(place.only.labels)
    filed.edit(filed.item, kind="process")
    place.change(place.only, labels=[*mine, "of-somebody"])
    filed.cycles()

    assert "of-somebody" in place.only.labels
    assert place.only.kind == "process"


def test_a_second_priority_label_on_github_is_the_new_priority(
    double_filed: Bench,
) -> None:
    """A person adds `priority: P0` and leaves the old label: P0 is meant, here and in Jira."""
    github, jira = double_filed.places
    github.change(github.only, labels=[*github.only.labels, "priority: P0"])
    double_filed.cycles()

    assert (double_filed.item.priority, jira.only.priority) == ("P0", "P0")
    assert double_filed.sync().writes == []


def test_labels_stand_under_their_prefix(bench: Bench, place: Place) -> None:
    """With a prefix, ours are known by it, and labels without it are other people's."""
    prefix = {"github": "amends/", "jira": "amends."}[place.provider]
    place.more = f'label_prefix = "{prefix}"\nlabels = ["postmortem"]\n'
    bench.configure()
    bench.take_in(ROW)
    bench.cycles()
    bench.edit(bench.item, kind="process", priority="P0")
    bench.cycles()
    between = {"github": ": ", "jira": "-"}[place.provider]
    wanted = {"postmortem", f"{prefix}kind{between}process"}
    wanted |= {f"{prefix}priority: P0"} if place.provider == "github" else set()

    assert set(place.only.labels) == wanted


def test_a_label_of_every_issue_that_a_person_removes_stays_removed(
    bench: Bench, place: Place
) -> None:
    """What stands for no field is set once, when the issue is made."""
    place.more = 'labels = ["postmortem"]\n'
    bench.configure()
    bench.take_in(ROW)
    bench.cycles()
    rest = [label for label in place.only.labels if label != "postmortem"]
    place.change(place.only, labels=rest)
    bench.cycles()
    bench.edit(bench.item, kind="process", priority="P0", title="Ours")
    bench.cycles()

    assert "postmortem" not in place.only.labels
    assert place.only.kind == "process"


def test_labels_of_github_are_known_in_any_case(double_filed: Bench) -> None:
    """A repository that spells the label in capitals means the same."""
    github, jira = double_filed.places
    github.change(github.only, labels=["Priority: p3", "KIND: Repair"])
    double_filed.cycles()

    assert (double_filed.item.priority, double_filed.item.kind) == ("P3", "repair")
    assert (jira.only.priority, jira.only.kind) == ("P3", "repair")
    assert double_filed.sync().writes == []


def test_a_priority_in_words_is_the_one_that_its_label_says(filed: Bench, place: Place) -> None:
    """An item of "High" shows as P1, and no reading of that label renames it."""
    filed.edit(filed.item, priority="High")
    filed.cycles()
    place.change(place.only, title="Theirs")
    filed.cycles()

    assert (filed.item.priority, place.only.priority) == ("High", "P1")
    assert filed.sync().writes == []
