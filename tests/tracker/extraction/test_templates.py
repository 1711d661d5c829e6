import pytest

from tracker.extraction.blocks import cut
from tracker.extraction.templates import is_blank, is_slot


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("{{ summary }}", True),
        ("[Describe the task in detail]", True),
        ("<owner name>", True),
        ("{{ Start writing reports for every outage }}", False),
        ("[the guide](https://x.example/1)", False),
        ("Add a test [soon]", False),
    ],
)
def test_a_slot_waits_to_be_filled_in(text: str, slot: bool) -> None:  # noqa: FBT001 - the verdict is a table's column
    """Real text in a template's brackets is no slot."""
    assert is_slot(text) is slot


def test_a_template_is_blank_until_somebody_fills_it() -> None:
    """A few slots left open do not make a report a template."""
    blank = (
        "# My report\n- **Impact:** [What was down?]\n- **Cause:** [What was it?]\n"
        "- [Time]: [What happened?]\n"
    )
    filled = "# My report\n**Date:** [Your date here]\n" + "The shop was down for a while.\n\n" * 9

    assert is_blank(cut(f"{blank}- [Task 1: what to do]\n"))
    assert not is_blank(cut(filled))
