"""Which item each line of an edited document is."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.domain.incidents import Candidate
from tracker.domain.items import ActionItem, Section, Source, Status
from tracker.extraction import fingerprint
from tracker.matching import Known, match

NOW = datetime(2026, 5, 4, tzinfo=UTC)
LATE = "Alert when the search index is late"
LATER = "Alert the on-call person when the search index is late"
OTHER = "Rehearse a region's failure"


def a_candidate(title: str, heading: str | None = None) -> Candidate:
    """Return a promise as a document states it."""
    return Candidate(title, (Source(Section.TASK, heading, title, 1, 1),))


def a_known(number: int, first: str, last: str | None = None, heading: str | None = None) -> Known:
    """Return an item that was first called one thing and is called another now."""
    now = last or first
    item = ActionItem(
        number,
        1,
        now,
        Status.OPEN,
        NOW,
        fingerprint=fingerprint(a_candidate(first)),
        sources=a_candidate(now, heading).sources,
    )
    return Known(item, fingerprint(a_candidate(now)))


def pairs(known: list[Known], *titles: str) -> list[tuple[int, str]]:
    """Return which item each title is."""
    found = match(known, [a_candidate(title) for title in titles])
    return [(one.item.id, candidate.title) for one, candidate in found.same]


def test_the_same_words_are_the_same_item() -> None:
    """Case, order of words and little words do not matter."""
    assert pairs([a_known(1, LATE)], "The search index is LATE: alert!") == [
        (1, "The search index is LATE: alert!")
    ]


def test_like_words_are_the_same_item() -> None:
    """A rewording is recognised."""
    assert pairs([a_known(1, LATE)], LATER) == [(1, LATER)]


def test_unlike_words_are_not() -> None:
    """One item is gone, another one is new."""
    found = match([a_known(1, LATE)], [a_candidate(OTHER)])

    assert (found.same, found.new[0].title, found.gone[0].item.id) == ((), OTHER, 1)


def test_what_an_item_is_called_now_counts_before_what_it_was_called_first() -> None:
    """A new line in its first words does not take an item from its own line."""
    found = match([a_known(1, LATE, LATER)], [a_candidate(LATE), a_candidate(LATER)])

    assert [(one.item.id, candidate.title) for one, candidate in found.same] == [(1, LATER)]
    assert [candidate.title for candidate in found.new] == [LATE]


def test_an_item_is_known_by_its_first_words_too() -> None:
    """A document that goes back to the first words finds its item."""
    assert pairs([a_known(1, LATE, OTHER)], LATE) == [(1, LATE)]


def test_no_item_is_taken_twice() -> None:
    """Of two equal lines, one is new."""
    found = match([a_known(1, LATE)], [a_candidate(LATE), a_candidate(LATE)])

    assert (len(found.same), len(found.new)) == (1, 1)


def test_no_line_takes_two_items() -> None:
    """Of two equal items, one is gone."""
    found = match([a_known(1, LATE), a_known(2, LATE)], [a_candidate(LATE)])

    assert ([one.item.id for one, _ in found.same], [one.item.id for one in found.gone]) == (
        [1],
        [2],
    )


def test_the_most_alike_come_first() -> None:
    """Two rewordings at once go each to its own item."""
    first = "Write a runbook for certificate emergencies"
    second = "Write a runbook for database emergencies"
    known = [a_known(1, first), a_known(2, second)]

    assert pairs(
        known,
        "Write a better runbook for database emergencies",
        "Write a better runbook for certificate emergencies",
    ) == [
        (2, "Write a better runbook for database emergencies"),
        (1, "Write a better runbook for certificate emergencies"),
    ]


def test_below_the_same_heading_less_is_enough() -> None:
    """A measure that keeps its heading may be reworded more freely."""
    known = [a_known(1, "Add alerts for a growing queue", heading="Queue alerts")]
    reworded = "The queue gets alerts at two thresholds, paging whoever is on call"

    assert match(known, [a_candidate(reworded, "queue alerts")]).same
    assert not match(known, [a_candidate(reworded, "Elsewhere")]).same
