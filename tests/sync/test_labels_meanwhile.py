"""What somebody does to an issue while its list lags, and we change a label of ours there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.lagging import LaggingLists

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place

ADDED = "customer"


def lag(bench: Bench, place: Place) -> LaggingLists:
    """Let the lists show from now on what they show now."""
    layer = LaggingLists(frozen=True)
    place.proxy.lay(layer)
    bench.sync()
    return layer


def label(place: Place) -> None:
    """Add a label of somebody else's."""
    place.change(place.only, labels=[*place.only.labels, ADDED])


@pytest.mark.parametrize("edit", [{"priority": "P3"}, {"kind": "process"}, {"kind": ""}])
def test_a_label_that_the_list_does_not_show_yet_is_kept(
    filed: Bench, place: Place, edit: dict[str, str]
) -> None:
    """Ours is exchanged, the new one stays."""
    layer = lag(filed, place)
    label(place)
    filed.edit(filed.item, **edit)
    cycle = filed.sync()
    labels = set(place.only.labels)
    place.proxy.lift(layer)
    filed.cycles()

    assert (cycle.failed, len(cycle.writes)) == (False, 1)
    assert ADDED in labels
    assert (place.only.priority, place.only.kind) == (
        filed.item.priority,
        filed.item.kind and filed.item.kind.value,
    )
    assert set(place.only.labels) == labels
    assert filed.conflicts == []


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_text_that_the_list_does_not_show_yet_is_kept(filed: Bench, place: GitHubPlace) -> None:
    """The look shows what somebody wrote beside our part, too."""
    lag(filed, place)
    place.change(place.only, text=f"Seen at our largest customer.\n\n{place.only.text}")
    filed.edit(filed.item, priority="P3")
    filed.sync()

    assert place.only.text.startswith("Seen at our largest customer.\n")
    assert "P3" in place.only.text


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_priority_that_the_list_does_not_show_yet_is_no_silent_loss(
    filed: Bench, place: GitHubPlace
) -> None:
    """Both sides changed it: ours stands, theirs is in the list of conflicts, told at once."""
    lag(filed, place)
    place.change(place.only, priority="P0", title="Theirs")
    filed.edit(filed.item, priority="P3")
    cycle = filed.sync()
    (conflict,) = filed.conflicts

    assert (place.only.priority, filed.item.title) == ("P3", "Theirs")
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs, conflict.kept) == (
        "priority",
        "P1",
        "P3",
        "P0",
        "ours",
    )
    assert (cycle.tallies[0].conflicts, cycle.tallies[0].pulled) == (1, 1)


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_what_is_done_already_is_not_written(filed: Bench, place: GitHubPlace) -> None:
    """Somebody set the very label by hand: nothing is left to say but our part of the text."""
    sent = bodies(place)
    lag(filed, place)
    place.change(place.only, priority="P3")
    filed.edit(filed.item, priority="P3")
    filed.sync()

    assert [set(one) for one in sent] == [{"body"}]
    assert filed.sync().writes == []


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_labels_are_sent_only_where_ours_change(filed: Bench, place: GitHubPlace) -> None:
    """A due date, a title, a closing: one request without a look, and without labels."""
    sent = bodies(place)
    filed.edit(filed.item, due="2027-01-01", title="Ours")
    filed.sync()
    filed.edit(filed.item, status="done")
    filed.sync()

    assert [set(one) for one in sent] == [{"body", "title"}, {"state", "state_reason"}]
    assert [one.method for one in place.proxy.passed] == ["GET", "PATCH"] * 2


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_issue_that_went_meanwhile_is_not_written(filed: Bench, place: GitHubPlace) -> None:
    """The look says that it was deleted: the link is gone, the item stays open."""
    lag(filed, place)
    place.proxy.inject(faults.answer(faults.gone()), "GET", place.issue, times=None)
    filed.edit(filed.item, priority="P3")
    cycle = filed.sync()

    assert (cycle.failed, place.proxy.writes) == (True, [])
    assert filed.link_states == ["gone"]
    assert filed.item.status.value == "open"


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_look_that_is_refused_waits_and_stops_no_other(filed: Bench, place: GitHubPlace) -> None:
    """What cannot be read now is written later; the next edit goes out meanwhile."""
    filed.take_in("Rehearse the move of the queue | | | ", name="other.md")
    filed.cycles()
    one, other = filed.items
    filed.edit(one, priority="P3")
    filed.edit(other, priority="P0")
    refusal = faults.answer(said(422, {"message": "Not now"}))
    place.proxy.inject(refusal, "GET", r"/issues/1$")
    first = filed.sync()
    filed.cycles()

    assert (first.failed, first.writes[0].item) == (True, other.key)
    assert place.titled("Alert when").priority == "P3"


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_replica_that_knows_less_than_we_do_is_not_believed(
    filed: Bench, place: GitHubPlace
) -> None:
    """The look itself may lag: what it shows from before our last reading is passed over."""
    old = place.asked(place.address(place.only))
    filed.wait(1.1)
    place.change(place.only, title="Theirs")
    filed.cycles()
    filed.edit(filed.item, priority="P3")
    place.proxy.inject(faults.answer(said(200, old)), "GET", place.issue)
    filed.cycles()

    assert (filed.item.title, place.only.title, place.only.priority) == ("Theirs", "Theirs", "P3")


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_undo_keeps_a_label_that_came_since(filed: Bench, place: GitHubPlace) -> None:
    """It came after the undo had read, and before it wrote."""
    filed.edit(filed.item, priority="P3")
    filed.sync()

    def labelled(call: Call) -> Reply:
        reply = call.pass_on()
        label(place)
        return reply

    place.proxy.inject(labelled, "POST", "/graphql$")
    filed.take_back()

    assert place.only.priority == "P1"
    assert ADDED in place.only.labels


def bodies(place: Place) -> list[dict[str, object]]:
    """Return a list that what every edit says from now on is added to."""
    found: list[dict[str, object]] = []

    def layer(call: Call, onward: Onward) -> Reply:
        if call.method == "PATCH":
            found.append(call.json)
        return onward(call)

    place.proxy.lay(layer)
    return found
