import pytest

from tracker.extraction.blocks import cut
from tracker.extraction.tables import row_fields


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Owner", "owner"),
        ("Assignee", "owner"),
        ("Responsible Party", "owner"),
        ("Due Date", "due"),
        ("Deadline", "due"),
        ("ETA", "due"),
        ("Priority", "priority"),
        ("Status", "status"),
        ("Type", "kind"),
        ("Tracking bug", "refs"),
        ("Ticket", "refs"),
        ("Responsable", "owner"),
        ("Frist", "due"),
    ],
)
def test_a_column_is_known_by_its_title(header: str, meaning: str) -> None:
    """Titles vary, meanings do not."""
    row = cut(f"| Action Item | {header} |\n|---|---|\n| Add a test | x |").blocks[0]

    assert row_fields(row) == {"action": "Add a test", meaning: "x"}


def test_blank_cells_say_nothing_but_for_the_status() -> None:
    """A blank status is an open item; a blank owner is none."""
    row = cut("| Action | Owner | Status |\n|---|---|---|\n| Add a test | N/A | |").blocks[0]

    assert row_fields(row) == {"action": "Add a test", "status": ""}


def test_without_an_action_column_the_longest_cell_is_the_action() -> None:
    """Some people title it in words nobody else uses."""
    row = cut("| Nr | Thing |\n|---|---|\n| 1 | Add a test |").blocks[0]

    assert row_fields(row)["action"] == "Add a test"


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Who", "owner"), ("DRI", "owner"), ("Responsible", "owner"), ("Action owner", "owner"),
        ("When", "due"), ("Target date", "due"), ("Due (UTC)", "due"), ("Prio", "priority"),
        ("Severity", "priority"), ("State", "status"), ("Done", "status"), ("Issue", "refs"),
        ("Jira", "refs"), ("Link", "refs"), ("Tracking", "refs"), ("Jira ticket", "refs"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("action", ["Action", "Action Item", "Task", "What"])
def test_common_columns_are_known(action: str, header: str, meaning: str) -> None:
    """Beside any of the usual titles for the work itself."""
    row = cut(f"| {action} | {header} |\n|---|---|\n| Add a test | x |").blocks[0]

    assert row_fields(row) == {"action": "Add a test", meaning: "x"}
