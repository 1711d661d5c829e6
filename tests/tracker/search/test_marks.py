from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.search.marks import marked, pattern_of, snippet
from tracker.search.question import Term

FAILOVER = pattern_of([Term("fail")])
words = st.text("aé ß<>.\n", max_size=60)


def told(text: str, *terms: Term) -> list[str]:
    """Return the words of *text* that are marked."""
    return [one.text for one in marked(text, pattern_of(terms)) if one.hit]


def test_words_that_begin_so_are_marked_whole() -> None:
    """The mark ends with the word."""
    assert told("A Failover that fails; unfailing", Term("fail")) == ["Failover", "fails"]


def test_other_forms_are_marked_too() -> None:
    """What was meant is shown where it stands, with its accent."""
    term = Term("depannage", ("dépannage",))

    assert told("Le Dépannage, depannages", term) == ["Dépannage", "depannages"]


def test_two_letters_mark_only_themselves() -> None:
    """A short word does not light up half the page."""
    assert told("a db, the dba", Term("db")) == ["db"]


@given(text=words, word=st.text("aéß", min_size=1, max_size=4))
def test_nothing_is_lost_or_added_by_marking(text: str, word: str) -> None:
    """The segments put together are the text."""
    assert "".join(one.text for one in marked(text, pattern_of([Term(word)]))) == text


def test_a_snippet_shows_where_most_words_stand() -> None:
    """Of two places, the one that holds both words is shown, on one line."""
    text = (
        "failover alone. " + "Filler. " * 60 + "The failover\nof postgres failed. " + "More. " * 60
    )
    part = snippet(text, pattern_of([Term("failover"), Term("postgres")]))
    shown = "".join(one.text for one in part)

    assert "failover of postgres failed" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 320


def test_a_text_without_the_words_gives_no_snippet() -> None:
    """Nothing is shown that would not explain the hit."""
    assert snippet("Quiet", FAILOVER) == []
    assert snippet("Quiet", None) == []


def test_a_text_without_blanks_is_still_cut() -> None:
    """A line of a hundred thousand letters does not fill the page."""
    shown = snippet("fail" * 100_000, FAILOVER)

    assert len("".join(one.text for one in shown)) < 400
