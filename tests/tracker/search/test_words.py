from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.search.words import fold, slips, slips_allowed, words_of, worth_knowing

letters = st.text("abcdeé", min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Störung", "storung"),
        ("STRAẞE", "strasse"),
        ("Dépannage", "depannage"),
        ("ОШИБКА", "ошибка"),
        ("mañana", "manana"),
        ("Łódź", "lodz"),
        ("plain", "plain"),
    ],
)
def test_case_and_accents_do_not_count(written: str, folded: str) -> None:
    """A word is found however it is accented."""
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("postgers", "postgres", 1),
        ("postgers", "postgresql", 1),
        ("failver", "failover", 1),
        ("certficate", "certificate", 1),
        ("kuberntes", "kubernetes", 1),
        ("psot", "post", 1),
        ("replication", "replication", 0),
        ("abcd", "wxyz", None),
    ],
)
def test_slips_are_counted_as_people_make_them(typed: str, word: str, found: int | None) -> None:
    """A wrong, missing, superfluous or swapped letter is one slip; endings may lack."""
    assert slips(typed, word, 2) == found


@given(word=letters, at=st.integers(0, 9), letter=st.sampled_from("abcdef"))
def test_one_changed_letter_is_one_slip_at_most(word: str, at: int, letter: str) -> None:
    """Whichever letter is replaced, the word is near."""
    typed = word[:at] + letter + word[at + 1 :]

    assert slips(typed, word, 2) in {0, 1}


def test_short_words_must_be_written_right() -> None:
    """One slip in three letters would find anything."""
    assert [slips_allowed(word) for word in ("dns", "disk", "failover")] == [0, 1, 2]


def test_numbers_and_digests_are_no_words_to_guess() -> None:
    """What nobody mistypes into another word is left out, and so are letters alone."""
    text = "db01 at 10.0.0.1 3f9a2c77d1 of Störung 20230901T1500"

    assert worth_knowing(text) == {"db01", "störung"}


def test_a_decomposed_accent_belongs_to_its_letter() -> None:
    """A document from another system has the same words."""
    assert words_of("De\u0301pannage") == ["dépannage"]
