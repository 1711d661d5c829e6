import pytest

from tracker.extraction.tails import cut_tail


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Add a test - ETA: 2 weeks.", "Add a test"),
        ("Add a test (2 days)", "Add a test"),
        ("Add a test (done)", "Add a test"),
        ("Add a test. (Finished.)", "Add a test."),
        ("Add a test ([issue](https://x.example/1))", "Add a test"),
        ("Add a test ([issue][a])", "Add a test"),
        ("Add a test [link to github issue]", "Add a test"),
        ("Add a test (#12)", "Add a test"),
        ("Add a test (OPS-12)", "Add a test"),
        ("Add a test (P2, owner: Bob, ETA 2024-06-30)", "Add a test"),
        ("Add a test - done", "Add a test"),
        ("Add a test \u2014 **in progress**", "Add a test"),
        ("Test schreiben (Verantwortlich: Anna, Frist: 2024-05-20)", "Test schreiben"),
        ("See [the guide](https://x.example/1).", "See [the guide](https://x.example/1)."),
        ("Add a test (if possible)", "Add a test (if possible)"),
        ("Add a test (for the cache)", "Add a test (for the cache)"),
        ("(done)", "(done)"),
        ("", ""),
    ],
)
def test_trailing_metadata_is_no_text(raw: str, text: str) -> None:
    """Status, effort, links go; qualifiers stay, and an item is never emptied."""
    assert cut_tail(raw).text == text


def test_a_tail_tells_owner_deadline_and_priority() -> None:
    """Fields may follow one another."""
    tail = cut_tail("Add a test. Owner: @bob, due: 2024-05-06 (P1)")

    assert (tail.text, tail.owner, tail.due, tail.priority) == (
        "Add a test.",
        "@bob",
        "2024-05-06",
        "P1",
    )


def test_a_handle_in_parentheses_is_the_owner() -> None:
    """As checklists on GitHub write it."""
    assert cut_tail("Add a test (@bob)").owner == "@bob"
