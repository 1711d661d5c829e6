"""The reader's regular expressions cannot backtrack without end; nothing is timed here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.patterns import (
    REPEATS,
    SINGLE,
    SORTS,
    Named,
    all_letters,
    children,
    codes,
    letters,
    literals,
    patterns,
)
from tracker.extraction.phrases import Cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.patterns import Node

MANY = 8  # repetitions that make a repeat dangerous to nest
# by name, why the repeats within one pattern are safe all the same
EXCEPTIONS: dict[str, str] = {}


def _nested(sequence: list[Node], outer: list[list[Node]]) -> Iterator[tuple[Node, list[Node]]]:
    """Yield each inner repeat that can give back letters, with a way through an outer body."""
    for node in sequence:
        code, value = node
        if code in {codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP}:
            # it gives nothing back to what is around it, yet may give back within
            for inner in children(node):
                yield from _nested(inner, [])
            continue
        repeats = code in REPEATS
        if repeats and value[0] != value[1]:
            yield from ((node, body) for body in outer)
        widened = [*outer, list(value[2])] if repeats and value[1] >= MANY else outer
        for inner in children(node):
            yield from _nested(inner, widened)
        if code in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from _nested(list(value[1]), [])


def _is_parted(inner: Node, body: list[Node], alphabet: str) -> bool:
    """Return whether each turn of *body* holds a letter that *inner* cannot take."""
    taken = all_letters(list(inner[1][2]), alphabet)
    return _needs_other(body, inner, taken, alphabet)


def _needs_other(sequence: list[Node], inner: Node, taken: frozenset[str], alphabet: str) -> bool:
    for node in sequence:
        code, value = node
        if node is inner:
            continue
        if code in SINGLE and not letters(node, alphabet) & taken:
            return True
        if code is codes.BRANCH:
            ways = [way for way in children(node) if _holds(way, inner)] or children(node)
            if all(_needs_other(way, inner, taken, alphabet) for way in ways):
                return True
            continue
        taken_at_all = code not in REPEATS or value[0] > 0 or _holds([node], inner)
        if taken_at_all and any(
            _needs_other(one, inner, taken, alphabet) for one in children(node)
        ):
            return True
    return False


def _holds(sequence: list[Node], inner: Node) -> bool:
    return any(
        node is inner or any(_holds(one, inner) for one in children(node)) for node in sequence
    )


def unsafe(named: Named) -> list[str]:
    """Return the inner repeats of a pattern that its outer ones may share out in many ways."""
    tree = named.tree()
    alphabet = "".join(dict.fromkeys([*sorted(literals(tree)), *SORTS]))
    return [
        f"{named.name}: {inner}"
        for inner, body in _nested(tree, [])
        if not _is_parted(inner, body, alphabet)
    ]


def test_no_repeat_shares_its_text_with_a_repeat_around_it() -> None:
    """In each turn of a repeat stands a letter that parts it from the repeats within."""
    found = [one for named in patterns() if named.name not in EXCEPTIONS for one in unsafe(named)]

    assert found == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(?:\w+,?)*x",
        r"(?:[^()]*(?:b[^()]*)?)*\)",
        r"(?:\[[^\[\]]*\](?:\[[^\[\]]*\])?)*\)",
        r"(?:a?a)*b",
        r"(?:(?:x|\w+ ?)+;)?",
    ],
)
def test_what_shares_its_text_is_found(pattern: str) -> None:
    """The check above sees what takes exponential time."""
    made = re.compile(pattern)

    assert unsafe(Named("made", made, made, frozenset()))


@pytest.mark.parametrize(
    "pattern", [r"(?:\w+,)*x", r"(?:\s+\w+)*$", r"(?:a++)+", r"(?:[^;]*;)*", r"(?>a+)+b"]
)
def test_what_is_parted_is_left_alone(pattern: str) -> None:
    """A mark between the turns, or a repeat that gives nothing back, makes it safe."""
    made = re.compile(pattern)

    assert unsafe(Named("made", made, made, frozenset())) == []


def _spellings(sequence: list[Node]) -> list[str]:
    """Return what *sequence* matches, each of its ways at its shortest."""
    found = [""]
    for node in sequence:
        code, value = node
        ways = [""]
        if code in SINGLE:
            ways = sorted(letters(node, [*sorted(literals([node])), *SORTS]))[-1:]
        elif code in REPEATS:
            ways = [way * value[0] for way in _spellings(list(value[2]))]
        elif inner := children(node):
            ways = [way for one in inner for way in _spellings(one)]
        found = [begun + way for begun in found for way in dict.fromkeys(ways)]
    return found


def test_all_phrases_of_a_cue_have_what_it_needs() -> None:
    """The cue is not looked for where that is missing."""
    needing = [one for one in patterns() if isinstance(one.applied, Cue) and one.applied.needs]
    lacking = [
        (one.name, said)
        for one in needing
        for said in _spellings(one.tree())
        if isinstance(one.applied, Cue) and one.applied.needs
        if not one.applied.needs.search(said)
    ]

    assert needing
    assert lacking == []


def _starts(sequence: list[Node]) -> Iterator[Node]:
    """Yield the nodes with which *sequence* can start."""
    for node in sequence:
        code, value = node
        if code in SINGLE:
            yield node
            return
        for inner in children(node):
            yield from _starts(inner)
        if children(node) and (code not in REPEATS or value[0]):
            return


def test_a_phrase_starts_with_a_letter_or_a_digit() -> None:
    """It is looked for only after what ends a word, as that is found quickly."""
    wrong = [
        (one.name, letter)
        for one in patterns()
        if isinstance(one.applied, Cue) and one.applied.after
        for node in _starts(one.tree())
        for letter in letters(node, [*sorted(literals([node])), *SORTS])
        if not letter.isalnum() and letter != "_"
    ]

    assert wrong == []


def test_patterns_are_found_wherever_they_stand() -> None:
    """By name, within tables, as phrases, and written where they are used."""
    names = {named.name for named in patterns()}

    assert "tracker.extraction.tails.PARENTHESIS" in names
    assert "tracker.extraction.prose.PROMISE" in names
    assert any(":" in name for name in names)
