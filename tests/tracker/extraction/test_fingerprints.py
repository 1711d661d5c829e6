import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.incidents import Candidate
from tracker.extraction import fingerprint, likeness


def identity(title: str) -> str:
    """Return the fingerprint of an item with that title."""
    return fingerprint(Candidate(title=title, sources=()))


@pytest.mark.parametrize(
    "reworded",
    [
        "add alerts for the disk of the database",
        "**Add** an alert for the database's disk.",
        "Add alerting for database disks",
        "For the disk of the database, add an alert!",
    ],
)
def test_an_identity_survives_trivial_rewording(reworded: str) -> None:
    """Case, markup, stop words, order, plural and verb endings make no difference."""
    assert identity(reworded) == identity("Add an alert for the database disk.")


def test_other_work_has_another_identity() -> None:
    """One content word is enough."""
    assert identity("Add an alert for the disk") != identity("Add an alert for the cache")


@given(st.text())
def test_an_identity_is_short_hex_of_any_text(title: str) -> None:
    """Sixteen digits, always the same ones."""
    assert int(identity(title), 16) >= 0
    assert len(identity(title)) == 16
    assert identity(title) == identity(title)


@given(st.text(), st.text())
def test_likeness_lies_between_none_and_full(left: str, right: str) -> None:
    """It is symmetric, and full with itself."""
    assert 0 <= likeness(left, right) <= 1
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left) == 1


def test_reworded_items_are_more_alike_than_others() -> None:
    """So that a new revision finds its old items."""
    old = "Add an alert for the free disk space of the database"
    close = likeness(old, "Add alerts when the database has little free disk space")

    assert close > 0.6 > likeness(old, "Train the support team on the new runbook")
