import pytest

from tracker.extraction.phrasebook import Role
from tracker.extraction.vocabulary import exact_role, role_of_label, role_of_title, simplified


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Corrective and Preventative Measures", Role.MEASURE),
        ("Mitigation and Future Prevention", Role.MEASURE),
        ("6. Action Items", Role.TASK),
        ("Tasks (our homework)", Role.TASK),
        ("Follow-ups", Role.TASK),
        ("Timeline (all times in UTC)", Role.TIMELINE),
        ("Root Cause & Resolution", Role.CAUSE_FIX),
        ("Customer Impact", Role.IMPACT),
        ("5. Resolution Summary", Role.RESOLUTION),
        ("Was tun wir: Maßnahmen", Role.MEASURE),
        ("Acciones preventivas", Role.MEASURE),
        ("À faire", Role.TASK),
        ("Ações Corretivas", Role.MEASURE),
        ("Nächste Schritte", Role.TASK),
        ("What went well", Role.HINDSIGHT),
        ("Lessons learned and improvements", Role.MEASURE),
        ("How do we prevent it from happening again?", Role.MEASURE),
        ("The colour of the door", None),
        ("Defensive measures in a siege", None),
    ],
)
def test_a_heading_announces_its_role(title: str, role: Role | None) -> None:
    """Numbering, case, accents and words beside the phrase make no difference."""
    assert role_of_title(title) is role


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Specific Tasks", Role.TASK),
        ("Tasks to address the issue", Role.TASK),
        ("A list of tasks to address the issue", Role.TASK),
        ("We gave the tasks to Bob", None),
        ("Impact", Role.IMPACT),
        ("x" * 500, None),
    ],
)
def test_a_label_in_plain_text_may_hold_little_else(label: str, role: Role | None) -> None:
    """A sentence that merely mentions a phrase is no label."""
    assert role_of_label(label) is role


def test_an_exact_label_holds_nothing_else() -> None:
    """Used where a label is easily mistaken."""
    assert exact_role("Action Items") is Role.TASK
    assert exact_role("Our action items") is None


def test_simplified_text_is_bare() -> None:
    """Lower case, no accents, no punctuation, no numbering."""
    assert simplified("3. Résumé & co.!") == "resume and co"
