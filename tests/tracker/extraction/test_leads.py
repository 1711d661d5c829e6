import pytest

from tracker.extraction.leads import split_lead


@pytest.mark.parametrize(
    ("raw", "lead", "text"),
    [
        ("Load Testing - The team tests it.", "Load Testing", "The team tests it."),
        ("**Load Testing:** Test it.", "Load Testing", "Test it."),
        ("**Load Testing**: Test it.", "Load Testing", "Test it."),
        ("**Load Testing** \u2013 Test it.", "Load Testing", "Test it."),
        ("Training: Train the team.", "Training", "Train the team."),
        ("**Add a Test:** Write one.", "Add a Test", "Write one."),
        ('Start "Plan: B" at once.', None, 'Start "Plan: B" at once.'),
        ("Create runbook: how to restart", None, "Create runbook: how to restart"),
        ("Add a cache - and test it", None, "Add a cache - and test it"),
        ("Fix **the cache** today.", None, "Fix the cache today."),
        ("**Test often.** It helps us.", None, "Test often. It helps us."),
        ("", None, ""),
    ],
)
def test_a_lead_titles_the_text_after_it(raw: str, lead: str | None, text: str) -> None:
    """A colon or a dash inside a sentence makes no lead."""
    led = split_lead(raw)

    assert (led.lead, led.text) == (lead, text)
