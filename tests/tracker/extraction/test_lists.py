import pytest

from tracker.extraction.blocks import cut
from tracker.extraction.lists import trees, work


def listed(text: str) -> list[tuple[str, str | None]]:
    """Return the entries that are work, each with its group."""
    return [(leaf.node.block.text, leaf.group) for leaf in work(trees(cut(text).blocks))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Add a test.\n- Add an alert.", [("Add a test.", None), ("Add an alert.", None)]),
        ("- Database:\n  - Add an index.", [("Add an index.", "Database")]),
        ("- **Tasks**:\n    - Add an index.", [("Add an index.", "Tasks")]),
        (
            "1. Improvements\n- Add an index.\n2. Tasks\n- Add a test.",
            [("Add an index.", "Improvements"), ("Add a test.", "Tasks")],
        ),
        (
            "- Ensure that alerts exist for:\n  - the gateway\n  - the cache",
            [("Ensure that alerts exist for:", None)],
        ),
        (
            "- Review who holds a key and take it back\n  - keys in the vault",
            [("Review who holds a key and take it back", None)],
        ),
        (
            "1. Review who holds a key\n    1. Add the report to the log",
            [("Review who holds a key", None), ("Add the report to the log", None)],
        ),
    ],
)
def test_a_parent_titles_states_or_holds_work(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    """A mere title passes its name on; an order takes its details along."""
    assert listed(text) == expected


def test_a_thousand_levels_are_no_trouble() -> None:
    """Depth costs no recursion."""
    text = "\n".join(f"{' ' * depth}- Add part {depth}" for depth in range(1000))

    assert listed(text)
