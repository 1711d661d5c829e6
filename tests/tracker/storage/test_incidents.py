"""Incidents with every text their documents ever had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from tests.tracker.storage.building import LATER, NOW, an_incident
from tracker.domain.errors import NotFound
from tracker.domain.incidents import Facts, TimelineEntry

if TYPE_CHECKING:
    from tracker.storage import Store, Work

FACTS = Facts(
    title="Search was late",
    started_at="2026-04-11T09:12:00+00:00",
    ended_at="2026-04-11",
    detected_at="2026-04-11T09:20:00",
    duration_minutes=125,
    timezone="UTC",
    severity="SEV-3",
    services=("search", "prices"),
    impact="Customers saw old prices.",
    root_cause="A lock.",
    resolution="A restart.",
    timeline=(TimelineEntry("09:12", "first alert", 12), TimelineEntry(None, "later", 13)),
)


def a_document(work: Work, path: str = "search.md") -> int:
    """Store a document of a new incident."""
    return work.incidents.add_postmortem(an_incident(work, path).id, path, NOW)


def test_every_fact_comes_back(store: Store) -> None:
    """What is told of an incident is stored whole, moments as the texts they are."""
    with store.work() as work:
        incident = work.incidents.add("search.md", "Search was late", FACTS, NOW)
        work.commit()
    with store.reading() as work:
        found = work.incidents.get(incident.id)

    assert found == incident
    assert found.facts == FACTS
    assert found.name == "I-1"


def test_an_incident_without_facts_is_one(store: Store) -> None:
    """Absent facts stay absent."""
    with store.work() as work:
        incident = work.incidents.add("search.md", "Search", Facts(), NOW)

        assert incident.facts == Facts(title="Search")


@pytest.mark.parametrize("number", [3, 0, 2**31, 10**12 - 1, 10**30])
def test_an_incident_that_is_not_there_is_named(store: Store, number: int) -> None:
    """The sentence names the incident as people know it, however large its number."""
    with store.reading() as work, pytest.raises(NotFound, match=f"no incident I-{number}"):
        work.incidents.get(number)


def test_what_is_told_anew_replaces_what_was_told(store: Store) -> None:
    """An edited document's facts take the place of the old ones; the key stays."""
    with store.work() as work:
        incident = an_incident(work)
        work.incidents.tell(incident.id, "Prices were old", FACTS, LATER)
        found = work.incidents.get(incident.id)

    assert (found.title, found.key, found.facts.severity) == (
        "Prices were old",
        "search.md",
        "SEV-3",
    )


def test_a_key_belongs_to_one_incident(store: Store) -> None:
    """The database refuses a second incident of the same key."""
    with store.work() as work:
        an_incident(work)

        assert work.incidents.has_key("search.md")
        assert not work.incidents.has_key("other.md")
        with pytest.raises(IntegrityError):
            an_incident(work)


def test_every_text_is_kept(store: Store) -> None:
    """Revisions count from one; the newest is the one that is read."""
    with store.work() as work:
        number = a_document(work)
        first = work.incidents.revise(number, "a" * 64, "old words", 1, NOW)
        second = work.incidents.revise(number, "b" * 64, "new words", 1, LATER)

        assert (first.number, second.number) == (1, 2)
        assert work.incidents.newest("search.md") == second
        assert work.incidents.newest("other.md") is None


def test_a_text_is_found_while_it_is_the_newest(store: Store) -> None:
    """A digest leads to the document that says so now, not to one that said so once."""
    with store.work() as work:
        number = a_document(work)
        first = work.incidents.revise(number, "a" * 64, "old words", 1, NOW)
        before = work.incidents.with_text("a" * 64)
        work.incidents.revise(number, "b" * 64, "new words", 1, LATER)

        assert before == [first]
        assert work.incidents.with_text("a" * 64) == []


def test_a_moved_document_is_known_by_its_new_path_only(store: Store) -> None:
    """Its revisions and its incident go with it."""
    with store.work() as work:
        number = a_document(work)
        work.incidents.revise(number, "a" * 64, "words", 1, NOW)
        work.incidents.move(number, "2026/search.md")
        found = work.incidents.newest("2026/search.md")

        assert work.incidents.paths() == ["2026/search.md"]
        assert work.incidents.newest("search.md") is None
        assert found is not None
        assert found.text == "words"


def test_a_path_belongs_to_one_document(store: Store) -> None:
    """Two documents never claim the same path."""
    with store.work() as work:
        a_document(work)

        with pytest.raises(IntegrityError):
            work.incidents.add_postmortem(1, "search.md", NOW)


def test_an_incident_may_have_several_documents(store: Store) -> None:
    """The newest text of each is told, in the order in which they came."""
    with store.work() as work:
        first = a_document(work)
        second = work.incidents.add_postmortem(1, "follow-up.md", LATER)
        work.incidents.add_postmortem(1, "without-text.md", LATER)
        work.incidents.revise(first, "a" * 64, "one", 1, NOW)
        work.incidents.revise(second, "b" * 64, "two", 1, NOW)

        assert [one.text for one in work.incidents.newest_of(1)] == ["one", "two"]


def test_a_better_reader_is_remembered(store: Store) -> None:
    """A text that was read again is not read a third time."""
    with store.work() as work:
        revision = work.incidents.revise(a_document(work), "a" * 64, "words", 1, NOW)
        work.incidents.reread(revision.id, 2)
        work.commit()
    with store.reading() as work:
        found = work.incidents.newest("search.md")

    assert found is not None
    assert (found.reader, found.number) == (2, 1)
