import pytest

from tracker.extraction.durations import stated_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("47 minutes", 47),
        ("1 hour and 30 minutes", 90),
        ("15 hours 40 minutes", 940),
        ("16h 45m", 1005),
        ("approximately three hours", 180),
        ("2 and a half hours", 150),
        ("11.5 hours", 690),
        ("2 jours", 2880),
        ("eine Stunde", 60),
        ("0 minute en production", 0),
        ("five minutes after the alert", None),
        ("no time at all", None),
        ("at 2100hrs, for 15 minutes", 15),
    ],
)
def test_a_stated_length_is_read(text: str, minutes: int | None) -> None:
    """In figures or words; a point in time after something is no length."""
    assert stated_minutes(text) == minutes
