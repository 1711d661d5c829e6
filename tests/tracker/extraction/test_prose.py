import pytest

from tracker.extraction import prose


@pytest.mark.parametrize(
    "text",
    [
        "In conclusion, the day was long.",
        "By implementing these measures, we aim to do better.",
        "This incident taught us much.",
        "We are committed to our users.",
        "Thank you for your patience.",
    ],
)
def test_closing_words_are_known(text: str) -> None:
    """They end a list without bullets."""
    assert prose.is_closing(text)


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("N/A", True),
        ("None.", True),
        ("No action items yet", True),
        ("TBD", True),
        ("{{ summary }}", True),
        ("[Describe the task]", True),
        ("---", True),
        ("None of the alerts fired: fix them", False),
        ("{{ Start writing reports for every outage }}", False),
        ("Add a test.", False),
    ],
)
def test_an_empty_promise_is_none(text: str, nothing: bool) -> None:  # noqa: FBT001 - the verdict is a table's column
    """Blank rows and unfilled places are no work."""
    assert prose.is_nothing(text) is nothing


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("We will add a test. It was a long day.", ["We will add a test."]),
        ("There should be two people on call.", ["There should be two people on call."]),
        ("Nobody was there. Nobody could have known.", []),
        ("The team could have acted sooner.", []),
        ("The following steps will be taken:", []),
    ],
)
def test_prose_promises_in_some_sentences(text: str, promised: list[str]) -> None:
    """Regrets and introductions are no promises."""
    assert prose.promises(text) == promised


def test_one_sentence_may_hold_two_deeds() -> None:
    """Each clause is one."""
    found = prose.clauses("A remedy would be to check the names first and to test them after.")

    assert found == ["check the names first", "test them after"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We could move to Mondays. On the other hand, we may not.", True),
        ("A review meeting is scheduled for May 5.", True),
        ("We already have a script for this.", True),
        ("Add a test.", False),
    ],
)
def test_some_lines_among_work_are_none(text: str, expected: bool) -> None:  # noqa: FBT001 - the verdict is a table's column
    """Ideas that were weighed, meetings, and what exists already."""
    assert prose.is_no_work(text) is expected
