import pytest

from tracker.extraction.statuses import status, status_of_cell


@pytest.mark.parametrize("cell", ["Done", "yes", "x", "\u2705", "[x]", "100%", "Closed in May"])
def test_a_cell_may_say_done_in_many_ways(cell: str) -> None:
    """Words, marks, boxes."""
    assert status_of_cell(cell)


@pytest.mark.parametrize("cell", ["", "no", "Open", "[ ]", "50%", "in review"])
def test_any_other_cell_is_open(cell: str) -> None:
    """A blank one as well."""
    assert not status_of_cell(cell)


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("Done", True),
        ("DONE in v2", True),
        ("fixed by adding a check", True),
        ("Déjà fait", True),
        ("Action taken", True),
        ("This has been done: see the list", True),
        ("in progress", False),
        ("In progress since May", False),
        ("À faire", False),
        ("Planned", False),
        ("filed https://x.example/1", False),
        ("of the cache", None),
        ("", None),
    ],
)
def test_a_status_says_done_or_open(said: str, done: bool | None) -> None:  # noqa: FBT001 - the state is a table's column
    """What is no status says nothing."""
    assert status(said) is done
