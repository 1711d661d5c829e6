import pytest

from tracker.extraction.sentences import first_sentence, sentences
from tracker.extraction.verbs import is_imperative, tells_done


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Add a test.", True),
        ("Regularly review the rules.", True),
        ("Review/audit the tokens.", True),
        ("The team adds a test.", False),
        ("Regular reviews", False),
        ("", False),
    ],
)
def test_an_order_starts_with_its_verb(text: str, order: bool) -> None:  # noqa: FBT001 - the verdict is a table's column
    """An adverb may stand before it."""
    assert is_imperative(text) is order


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("The platform team added a test.", True),
        ("We have removed the bot.", True),
        ("The bot has been removed.", True),
        ("Added a test.", True),
        ("Add a test.", False),
        ("We will add what was removed.", False),
        ("The change has been scheduled.", False),
        ("All changes will be reviewed.", False),
        ("Better alerts for the cache", False),
    ],
)
def test_a_tense_tells_what_is_done(text: str, done: bool) -> None:  # noqa: FBT001 - the verdict is a table's column
    """Past and perfect say done; plans and orders do not."""
    assert tells_done(text) is done


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It broke. We saw it.", ["It broke.", "We saw it."]),
        ("At 8:26 a.m. PST it broke.", ["At 8:26 a.m. PST it broke."]),
        ("Version 1.2.3 broke, e.g. Bob's.", ["Version 1.2.3 broke, e.g. Bob's."]),
        ('He said "Stop!" Then it broke.', ['He said "Stop!"', "Then it broke."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    """Abbreviations and versions do not end one."""
    assert sentences(text) == expected


def test_the_first_sentence_of_nothing_is_nothing() -> None:
    """No text, no sentence."""
    assert first_sentence("") == ""
