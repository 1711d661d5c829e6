"""Which item each line of an edited document is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from tracker.domain.incidents import Candidate
from tracker.domain.items import ActionItem, Section, Source, Status
from tracker.extraction import fingerprint
from tracker.matching import Known, match
from tracker.nearness import NEAREST

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


def a_list_of(*titles: str) -> list[Known]:
    """Return items that stood one below the other."""
    return [
        placed(a_known(number, title), line=10 + number) for number, title in enumerate(titles, 1)
    ]


def placed(known: Known, line: int) -> Known:
    """Return an item that stood on a line."""
    source = replace(known.item.sources[0], first_line=line, last_line=line)
    return replace(known, item=replace(known.item, sources=(source,)))


def below(*titles: str) -> list[Candidate]:
    """Return promises as they stand one below the other."""
    return [
        Candidate(title, (Source(Section.TASK, None, title, line, line),))
        for line, title in enumerate(titles, 10)
    ]


def numbers(known: list[Known], *titles: str) -> list[int | None]:
    """Return which item each line is, None for a new one."""
    lines = below(*titles)
    found = {id(one): item.item.id for item, one in match(known, lines).same}
    return [found.get(id(line)) for line in lines]


def test_all_together_fit_best() -> None:
    """The nearest pair does not come first where another one would then be lost."""
    known = a_list_of("Alert on disk space and on memory", "Alert on disk space")
    first, second = (
        "Alert on disk space, on memory and on swap",
        "Alert on disk space and memory soon",
    )

    assert set(numbers(known, first, second)) == {1, 2}


def test_the_order_of_the_lines_decides_nothing() -> None:
    """However the reworded lines are put, each is the same item."""
    known = a_list_of(LATE, "Give the indexer a shorter timeout", "Document the rebuild")
    lines = {LATER: 1, "Shorten the timeout of the indexer": 2, "Write down the rebuild": 3}

    for order in permutations(lines):
        assert numbers(known, *order) == [lines[title] for title in order]


def test_in_its_place_a_line_may_change_one_thing_of_many() -> None:
    """Between the same neighbours it is the same promise; elsewhere it is another one."""
    long = "Limit the size of the connection pool for each {} of the billing database"
    known = a_list_of(LATE, long.format("tenant"), OTHER)

    assert numbers(known, LATE, long.format("customer"), OTHER) == [1, 2, 3]
    assert numbers(known, LATE, OTHER, long.format("customer")) == [1, 3, None]


def test_one_of_a_family_is_not_its_sibling() -> None:
    """A line that comes as near to another item as to the lost one is new."""
    long = "Limit the size of the connection pool for each tenant of the {} database"
    known = a_list_of(long.format("billing"), long.format("search"), OTHER)

    assert numbers(known, long.format("ledger"), long.format("search"), OTHER) == [None, 2, 3]


def test_a_link_to_an_issue_is_a_sign() -> None:
    """Two lines with one link that no other has are one promise with fewer words in common."""
    link = ("https://example.com/issues/7",)
    known = a_list_of("Warn whoever is on call about the queue", OTHER)
    known[0] = replace(known[0], item=replace(known[0].item, refs=link))
    line = replace(below("The queue must alarm us at two levels")[0], refs=link)

    assert [one.item.id for one, _ in match(known, [line]).same] == [1]


def test_a_vanished_item_takes_no_line_from_one_that_stands() -> None:
    """Of two equal items, the one in the document keeps its line."""
    known = a_list_of(LATE, LATE)
    known[0] = replace(known[0], item=replace(known[0].item, in_document=False))

    assert numbers(known, LATE) == [2]


def test_a_vanished_item_comes_back_reworded() -> None:
    """Sure words are enough."""
    known = a_list_of(LATE, OTHER)
    known[0] = replace(known[0], item=replace(known[0].item, in_document=False))

    assert numbers(known, OTHER, LATER) == [2, 1]


def test_equal_lines_are_told_apart_by_who_and_when() -> None:
    """Two lines of the same words keep their owners' items in any order."""
    known = a_list_of(LATE, LATE)
    known[1] = replace(known[1], item=replace(known[1].item, owner="@bob"))
    second, first = below(LATE, LATE)
    same = match(known, [replace(second, owner="@bob"), first]).same

    assert [(one.item.id, line.owner) for one, line in same] == [(2, "@bob"), (1, None)]


def test_figures_that_end_alike_are_not_taken_for_each_other() -> None:
    """A stem that loses a doubled digit makes no two services one."""
    known = a_list_of("Replace node n195", "Replace node n1955", OTHER)

    assert numbers(known, "Replace node n1955", OTHER) == [2, 3]
    assert numbers(known[1:], "Replace node n195", OTHER) == [None, 3]


def a_pair(number: int, measure: str, task: str) -> Known:
    """Return an item that is a measure and its task."""
    known = a_known(number, task)
    sources = (Source(Section.MEASURE, None, measure, 1, 1), *known.item.sources)
    return replace(known, item=replace(known.item, sources=sources))


def test_a_pair_that_becomes_one_line_keeps_its_item() -> None:
    """Whether its measure or its task stays."""
    known = [a_pair(1, "Earlier alerts for a late index", LATE)]

    assert numbers(known, LATE) == [1]
    assert numbers(known, "Earlier alerts for a late index") == [1]


def test_a_pair_that_is_read_as_two_lines_stays_one_item() -> None:
    """Its measure and its task, both still there, are one item with two sources."""
    measure, task = "Have earlier alarms for the index", "Alert when the search index is late"
    lines = [
        Candidate(measure, (Source(Section.MEASURE, None, measure, 1, 1),)),
        Candidate(task, (Source(Section.TASK, None, task, 9, 9),), owner="@bob"),
    ]
    found = match([a_pair(1, measure, task)], lines)

    assert (len(found.same), found.new, found.gone) == (1, (), ())
    assert [source.text for source in found.same[0][1].sources] == [measure, task]
    assert (found.same[0][1].title, found.same[0][1].owner) == (task, "@bob")


def test_the_work_grows_with_the_document_and_not_with_its_square() -> None:
    """Of 2,000 items that are all reworded, each is compared with a few only, and found."""
    titles = [f"Rotate the key of service s{n} in cluster c{n % 40}" for n in range(2000)]
    later = [
        f"Renew the key of service s{n} in cluster c{n % 40} soon, by hand" for n in range(2000)
    ]
    known = a_list_of(*titles)
    found = match(known, below(*reversed(later)))

    assert [one.item.id for one, _ in found.same] == list(range(2000, 0, -1))
    assert found.compared <= 2000 * (NEAREST + 1)
