import pytest

from tracker.extraction import extract
from tracker.extraction.relative import promised_within, within


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2 weeks", "2 weeks"),
        ("in 10 days", "10 days"),
        ("within three months", "3 months"),
        ("within the next 5 working days", "5 days"),
        ("one week after the incident", "1 week"),
        ("tomorrow", "1 day"),
        ("next week", "the end of the next week"),
        ("end of the month", "the end of the month"),
        ("by the end of next quarter", "the end of the next quarter"),
        ("en 3 semanas", "3 weeks"),
        ("d'ici 2 semaines", "2 weeks"),
        ("em 10 dias", "10 days"),
        ("in zwei Wochen", "2 weeks"),
        ("soon", None),
        ("later this year", None),
        ("2026-12-01", None),
    ],
)
def test_a_field_may_count_from_the_incident(value: str, said: str | None) -> None:
    """In any of the five languages; a vague one is none."""
    found = within(value)

    assert (str(found) if found else None) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Rotate the keys within two weeks.", "2 weeks"),
        ("Rotate the keys by the end of the quarter.", "the end of the quarter"),
        ("Keep the logs for 2 weeks", None),
        ("Alert when a key expires in less than 30 days or so", None),
        ("Clean up at the end of the month", None),
    ],
)
def test_a_sentence_needs_a_word_for_its_deadline(sentence: str, said: str | None) -> None:
    """A length of time alone is no deadline."""
    found = promised_within(sentence)

    assert (str(found) if found else None) == said


def test_an_estimate_is_no_deadline_and_no_text() -> None:
    """It says how much work it is, not until when."""
    [item] = extract(
        "# Outage\n\n## Impact\nUsers saw errors.\n\n"
        "## Action items\n\n- Rotate the keys (2 days)\n"
    ).items

    assert (item.title, item.due, item.within, item.effort) == (
        "Rotate the keys",
        None,
        None,
        "2 days",
    )
