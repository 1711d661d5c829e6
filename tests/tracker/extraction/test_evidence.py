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


WORK = "\n\n## Action items\n\n- Rebuild the index every hour\n- Add an alert\n"


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2026-11-03\nSeverity: SEV-3\n\n## Summary\n\nPrices were those of yesterday.",
        "Severity: SEV-3\n\nPrices were those of yesterday.",
        "Date: 2026-11-03\n\n## Summary\n\nCustomers saw wrong prices.",
        "Duration: 40 minutes\n\nThe index could not be read.",
        "## Timeline\n\nIt was slow at noon.",
        "## Impact\n\nUsers saw errors.",
        "## Root cause\n\nThe disk failed.",
        "| Severity | SEV-3 |\n|---|---|\n| Date | 2026-11-03 |",
    ],
)
def test_one_sign_of_an_incident_is_enough_beside_promises(text: str) -> None:
    """Losing them silently is the worst that can happen."""
    found = extract(f"# Search returned old results\n\n{text}{WORK}")

    assert found.is_postmortem
    assert len(found.items) == 2


def test_the_front_matter_may_tell_the_severity() -> None:
    """Generators of sites put it there."""
    found = extract(f"---\ntitle: Old results\nseverity: SEV-2\n---\n\nSearch was slow.{WORK}")

    assert (found.is_postmortem, found.facts.severity) == (True, "SEV-2")


@pytest.mark.parametrize(
    "text",
    [
        "# Pancakes\n\nDuration: 30 minutes\n\n## Next steps\n- Add the eggs.\n- Bake them.\n",
        "# Changelog\n\n## 2026-11-03\n\n### Improvements\n- Fix the crash of the parser.\n",
        "# TODO\n\n- Fix the crash.\n- Add a test.\n",
        "# Team sync\n\nDate: 2026-11-03\n\nOf errors.\n\n## Action items\n- Add a test.\n",
        "# Platform\n\nDate: 2026-11-03\n\n## Agenda\n- Errors\n\n## Action items\n- Add a test.\n",
        "# Platform\n\nDate: 2026-11-03\n\n## Summary\nWe plan well.\n\n## Tasks\n- Add a test.\n",
    ],
)
def test_work_without_an_incident_is_not_ours(text: str) -> None:
    """Recipes, changes, plans and meetings list work too."""
    assert not extract(text).is_postmortem
