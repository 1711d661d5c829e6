"""When item and issue meet for the first time nothing is lost, and nothing of the issue is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.directions import Direction
from tracker.domain.meeting import Meeting, meet
from tracker.domain.merge import Merge, Values, merge

NAMES = ("title", "state", "owner", "due")
VALUES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, "a", "b", "c"]))
WAYS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Direction))
Ways = dict[str, Direction]


def whole(values: Values) -> Values:
    """Return a side that says something, or nothing, in every field."""
    return {name: values.get(name) for name in NAMES}


def met_and_merged(mine: Values, other: Values, ways: Ways) -> tuple[Meeting, Values, Merge]:
    """Return how both sides meet, our side after it, and what the next merge would do."""
    met = meet(mine, other, ways=ways)
    after = {**mine, **met.pull}
    local = {**met.base_local, **met.pull}
    return met, after, merge(NAMES, after, other, local, met.base_remote, ways=ways)


@given(VALUES, VALUES, WAYS)
def test_every_value_is_on_a_side_or_in_a_disagreement(
    ours: Values, theirs: Values, ways: Ways
) -> None:
    """What a side said stands on either side afterwards, or in the list."""
    mine, other = whole(ours), whole(theirs)
    met, after, result = met_and_merged(mine, other, ways)
    shown = {**other, **result.push}
    listed = {(one.field, value) for one in met.disagreements for value in (one.ours, one.theirs)}

    for name in NAMES:
        for value in (mine[name], other[name]):
            assert value in {None, after[name], shown[name]} or (name, value) in listed
    assert result.pull == {}
    assert result.disagreements == ()


@given(VALUES, VALUES)
def test_nothing_that_the_issue_says_is_overwritten(ours: Values, theirs: Values) -> None:
    """Both ways, only what it leaves open is sent there."""
    mine, other = whole(ours), whole(theirs)
    _, after, result = met_and_merged(mine, other, {})

    assert all(other[name] is None for name in result.push)
    assert all(other[name] in {None, after[name]} for name in NAMES)


@given(VALUES, VALUES, WAYS)
def test_an_empty_field_of_ours_empties_none(ours: Values, theirs: Values, ways: Ways) -> None:
    """Whatever the direction."""
    _, _, result = met_and_merged(whole(ours), whole(theirs), ways)

    assert None not in result.push.values()


def test_what_a_tracker_says_by_itself_says_nothing() -> None:
    """Jira gives every issue a priority: ours is sent, and theirs is listed."""
    met = meet({"priority": "P1"}, {"priority": "P2"}, unasked={"priority": "P2"})

    assert met.pull == {}
    assert [(one.ours, one.theirs, one.kept) for one in met.disagreements] == [("P1", "P2", "ours")]
