from __future__ import annotations

import pytest

from tracker.search.question import MOST, question_of


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("A-17", ("A", 17)),
        (" a-17 ", ("A", 17)),
        ("I-3", ("I", 3)),
        ("i\u20113", ("I", 3)),
        ("A-17 and more", None),
        ("A-", None),
        ("17", None),
        ("A-99999999999999", None),
    ],
)
def test_a_key_is_recognised(typed: str, key: tuple[str, int] | None) -> None:
    """A-17 and I-3 are keys in either case, and nothing else is."""
    assert question_of(typed).key == key


def test_little_words_are_passed_over_beside_telling_ones() -> None:
    """An article is asked for only where it stands alone."""
    asked = [question_of(typed).words for typed in ("the failover of the cluster", "the")]

    assert asked == [("failover", "cluster"), ("the",)]


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "NEAR(", "\x00\x1b", "'; --", "\ud800"])
def test_what_holds_no_word_asks_nothing_or_little(typed: str) -> None:
    """Signs alone are no question, and none passes into the database's own language."""
    assert all(word.isalnum() for word in question_of(typed).words)


def test_a_very_long_question_is_cut() -> None:
    """Ten thousand letters or words ask no more than a person would."""
    question = question_of("x" * 10_000)
    many = question_of(" ".join(f"w{number}" for number in range(500)))

    assert len(question.text) == 200
    assert len(question.words[0]) <= 60
    assert len(many.words) == MOST
