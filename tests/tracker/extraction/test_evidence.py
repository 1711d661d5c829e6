import pytest

from tracker.extraction import extract


@pytest.mark.parametrize(
    "text",
    [
        "# Postmortem: shop\n\n## Summary\nIt broke.\n\n## Action items\n- Add a test.",
        "Issue Summary:\nIt broke.\nRoot Cause:\nA disk.\nTasks:\nAdd a test.",
        "# 2024-05-06: slow search\n\n## Timeline\n- 10:00 It broke\n- 11:00 Fixed\n",
        "# Vorfall im Shop\n\n## Ursache\nDie Platte war voll.\n\n## Auswirkungen\nAlle warteten.",
    ],
)
def test_an_incident_shows_in_two_signs(text: str) -> None:
    """A name, sections that tell of one, times of steps."""
    assert extract(text).is_postmortem


@pytest.mark.parametrize(
    "text",
    [
        "# My library\n\n## Installation\n\n- Run it.\n\n## TODO\n\n- Add a test.\n",
        "# Weekly meeting\n\n## Attendees\n- Bob\n\n## Action items\n- Add a test.\n",
        "0x19. Postmortem\n\nWrite a postmortem. Be brief and straight to the point.\n",
        "",
    ],
)
def test_other_documents_are_no_postmortems(text: str) -> None:
    """However much work they list."""
    found = extract(text)

    assert (found.is_postmortem, found.items) == (False, ())
