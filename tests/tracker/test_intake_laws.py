"""Whatever an edit does to a document, no item is lost without being marked, and none doubled."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.office import Office, a_list, an_office
from tracker.domain.items import Status
from tracker.intake import Outcome

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = (
    "replication lag",
    "certificate expiry",
    "queue length",
    "disk usage",
    "cache misses",
    "login failures",
    "invoice totals",
    "backup age",
)
DEEDS = (
    "Alert on {} before customers notice",
    "Write a runbook for {} emergencies",
    "Load test {} with twice the usual traffic",
    "Show {} on the shared dashboard",
)
PROMISES = tuple(words.format(subject) for subject in SUBJECTS for words in DEEDS)
LIGHTLY = (
    lambda text: text + " this quarter",
    lambda text: text.replace("before customers notice", "before any customer notices"),
    lambda text: text.replace("shared dashboard", "shared team dashboard"),
    lambda text: f"**{text}**",
    lambda text: text + ".",
)

documents = st.lists(st.sampled_from(PROMISES), min_size=1, max_size=7, unique=True)
orders = st.lists(documents, min_size=2, max_size=4)


@given(texts=orders)
@settings(max_examples=15)
def test_any_edit_leaves_exactly_the_items_of_the_document(
    migrated_file: Path, texts: list[list[str]]
) -> None:
    """After dropping, adding and reordering, each promise is one item, the others are marked."""
    with an_office(migrated_file) as office:
        _ = [office.put(a_list(text)) for text in texts]
        items = office.items()

    assert sorted(item.title for item in items if item.in_document) == sorted(texts[-1])
    assert {item.status for item in items} == {Status.OPEN}


def deed(promise: str) -> tuple[str, str]:
    """Return a promise's verb and its subject, by which it is known in these tests."""
    subject = next(subject for subject in SUBJECTS if subject in promise)
    return promise.strip("*").split()[0], subject


@given(texts=orders)
@settings(max_examples=8)
def test_no_item_is_ever_removed(migrated_file: Path, texts: list[list[str]]) -> None:
    """From each edit to the next, every number stays, and so does its incident."""
    with an_office(migrated_file) as office:
        numbers = [arrived(office, text) for text in texts]
        incidents = office.incidents()

    assert incidents == 1
    assert all(before <= after for before, after in pairwise(numbers))


def arrived(office: Office, text: list[str]) -> set[int]:
    """Take an edited document in; return the numbers of all items since."""
    office.put(a_list(text))
    return {item.id for item in office.items()}


@given(text=documents, data=st.data())
@settings(max_examples=15)
def test_a_new_order_and_lighter_words_double_nothing(
    migrated_file: Path, text: list[str], data: st.DataObject
) -> None:
    """Reordered and lightly reworded, the promises are still the same items."""
    changes = data.draw(st.lists(st.sampled_from(LIGHTLY), min_size=len(text), max_size=len(text)))
    order = data.draw(st.permutations(range(len(text))))
    edited = [changes[number](text[number]) for number in order]
    with an_office(migrated_file) as office:
        office.put(a_list(text))
        arrival = office.put(a_list(edited))
        items = office.items()

    assert (arrival.added, len(arrival.gone)) == (0, 0)
    assert len(items) == len(text)
    assert [deed(item.title) for item in items] == [deed(one) for one in text]


@given(texts=orders)
@settings(max_examples=8)
def test_each_edit_read_twice_changes_nothing(migrated_file: Path, texts: list[list[str]]) -> None:
    """However the document came to be what it is, a second reading leaves every row alone."""
    with an_office(migrated_file) as office:
        _ = [office.put(a_list(text)) for text in texts]
        before = office.dump()
        arrival = office.take("search.md")
        after = office.dump()

    assert arrival.outcome is Outcome.UNCHANGED
    assert after == before


@given(text=documents, later=documents)
@settings(max_examples=8)
def test_what_comes_back_comes_back_as_itself(
    migrated_file: Path, text: list[str], later: list[str]
) -> None:
    """Going back to the first text gives its items back, under their own numbers."""
    with an_office(migrated_file) as office:
        office.put(a_list(text))
        before = {item.title for item in office.items()}
        office.put(a_list([*text, *(one for one in later if one not in text)]))
        office.put(a_list(text))
        after = {item.title for item in office.items() if item.in_document}

    assert after == before


@given(text=documents, edits=st.lists(st.integers(0, 6), max_size=4), later=documents)
@settings(max_examples=10)
def test_a_persons_edits_survive_any_document(
    migrated_file: Path, text: list[str], edits: list[int], later: list[str]
) -> None:
    """Owners and statuses that people gave stay, whatever becomes of the document."""
    with an_office(migrated_file) as office:
        office.put(a_list(text))
        numbers = sorted({number % len(text) + 1 for number in edits})
        _ = [office.edit(number, owner="@carol", status="done") for number in numbers]
        office.put(a_list(later))
        found = {item.id: item for item in office.items()}

    assert {(found[number].owner, found[number].status) for number in numbers} <= {
        ("@carol", Status.DONE)
    }
