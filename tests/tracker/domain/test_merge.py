"""The laws of the three-way merge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.merge import THEIRS, merge

FIELDS = ("title", "state", "owner", "due")
value = st.sampled_from([None, "a", "b", "c"])
values = st.fixed_dictionaries(dict.fromkeys(FIELDS, value))


def test_where_nobody_changed_anything_nothing_is_done() -> None:
    """Two sides at their bases are in step, though they say it differently."""
    found = merge(["due"], {"due": "2026"}, {"due": "late"}, {"due": "2026"}, {"due": "late"})

    assert (found.pull, found.push, found.disagreements) == ({}, {}, ())


def test_our_change_is_sent() -> None:
    """What changed here only goes there; the base waits for the tracker's word."""
    found = merge(["title"], {"title": "b"}, {"title": "a"}, {"title": "a"}, {"title": "a"})

    assert (found.pull, found.push) == ({}, {"title": "b"})
    assert found.base_local == {"title": "a"}


def test_their_change_is_taken() -> None:
    """What changed there only comes here."""
    found = merge(["title"], {"title": "a"}, {"title": "b"}, {"title": "a"}, {"title": "a"})

    assert (found.pull, found.push, found.base_remote) == ({"title": "b"}, {}, {"title": "b"})


def test_the_same_change_on_both_sides_is_agreement() -> None:
    """Nothing is sent, nothing is told, and the bases are what both say."""
    found = merge(["title"], {"title": "b"}, {"title": "b"}, {"title": "a"}, {"title": "a"})

    assert (found.pull, found.push, found.disagreements) == ({}, {}, ())
    assert (found.base_local, found.base_remote) == ({"title": "b"}, {"title": "b"})


def test_of_two_titles_ours_is_kept_and_theirs_is_told() -> None:
    """The record's fields are ours; the loser's words stand in the disagreement."""
    found = merge(["title"], {"title": "b"}, {"title": "c"}, {"title": "a"}, {"title": "a"})
    told = found.disagreements[0]

    assert found.push == {"title": "b"}
    assert (told.base, told.ours, told.theirs, told.kept) == ("a", "b", "c", "ours")


def test_of_two_owners_theirs_is_kept() -> None:
    """Work happens in the tracker: who does it and how far it is, it knows better."""
    found = merge(["owner"], {"owner": "b"}, {"owner": None}, {"owner": "a"}, {"owner": "a"})

    assert (found.pull, found.push) == ({"owner": None}, {})
    assert found.disagreements[0].kept == "theirs"


@given(ours=values, theirs=values, local=values, remote=values)
def test_no_edit_is_lost_without_a_word(
    ours: dict[str, str | None],
    theirs: dict[str, str | None],
    local: dict[str, str | None],
    remote: dict[str, str | None],
) -> None:
    """A value that differs from its base survives on its side, goes over, or is told."""
    found = merge(FIELDS, ours, theirs, local, remote)
    told = {one.field for one in found.disagreements}
    both = {
        name
        for name in FIELDS
        if ours[name] != local[name] and theirs[name] != remote[name] and ours[name] != theirs[name]
    }

    assert told == both
    assert {name for name in found.pull if ours[name] != local[name]} <= told & THEIRS
    assert {name for name in found.push if theirs[name] != remote[name]} <= told - THEIRS


@given(ours=values, theirs=values, local=values, remote=values)
def test_a_merge_that_was_carried_out_has_nothing_more_to_do(
    ours: dict[str, str | None],
    theirs: dict[str, str | None],
    local: dict[str, str | None],
    remote: dict[str, str | None],
) -> None:
    """After pulling, sending and confirming, a second merge is silent."""
    found = merge(FIELDS, ours, theirs, local, remote)
    here = {**ours, **found.pull}
    there = {**theirs, **found.push}
    again = merge(
        FIELDS,
        here,
        there,
        {**found.base_local, **{name: here[name] for name in {*found.pull, *found.push}}},
        {**found.base_remote, **found.push},
    )

    assert (again.pull, again.push, again.disagreements) == ({}, {}, ())


def test_a_field_that_stays_there_is_not_taken() -> None:
    """An edit inside the managed block stays where a person wrote it."""
    found = merge(
        ["block"],
        {"block": "a"},
        {"block": "a, and by hand"},
        {"block": "a"},
        {"block": "a"},
        kept_there=frozenset({"block"}),
    )

    assert (found.pull, found.push) == ({}, {})
    assert found.base_remote == {"block": "a, and by hand"}


def test_what_stayed_there_is_told_before_it_is_written_over() -> None:
    """When ours changes later, the person's words are kept in a disagreement."""
    found = merge(
        ["block"],
        {"block": "b"},
        {"block": "a, and by hand"},
        {"block": "a"},
        {"block": "a, and by hand"},
        kept_there=frozenset({"block"}),
    )

    assert found.push == {"block": "b"}
    assert found.disagreements[0].theirs == "a, and by hand"
