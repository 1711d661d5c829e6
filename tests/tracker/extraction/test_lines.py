import pytest

from tracker.extraction.lines import read_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo", ["one", "two"]),
        ("one\rtwo", ["one", "two"]),
        ("\ufeffone", ["one"]),
        ("a\u00a0b\u200bc", ["a bc"]),
        ("\tone", ["one"]),
        ("one\u2028two", ["one two"]),
    ],
)
def test_lines_are_cleaned_of_what_nobody_sees(text: str, expected: list[str]) -> None:
    """Line ends of every system, marks and odd spaces make no difference."""
    assert [line.text for line in read_lines(text)] == expected


def test_a_line_keeps_its_number_and_indent() -> None:
    """Lines count from 1, blank ones too; a tab is four columns."""
    lines = read_lines("top\n\n\tinner")

    assert [(line.number, line.indent) for line in lines] == [(1, 0), (2, 0), (3, 4)]


def test_a_comment_is_not_read() -> None:
    """What stands between the comment's marks is blank, over several lines too."""
    lines = read_lines("a <!-- hidden\nhidden --> b\nc")

    assert [line.text for line in lines] == ["a", "b", "c"]


def test_a_comment_that_never_ends_hides_nothing() -> None:
    """A stray opening mark must not swallow the rest of a report."""
    assert [line.text for line in read_lines("a <!-- b\nc")] == ["a <!-- b", "c"]


def test_a_fence_marks_its_lines_as_code() -> None:
    """A heading inside a shell transcript is no heading."""
    lines = read_lines("one\ntwo\nthree\n```sh\n# no heading\n```\nfour")

    assert [line.text for line in lines if line.code] == ["# no heading"]


@pytest.mark.parametrize("ending", ["\n```", ""])
def test_a_document_fenced_as_a_whole_is_unwrapped(ending: str) -> None:
    """Reports pasted from a chat stand in one fence, which is often left open."""
    lines = read_lines(
        f"Here it is:\n```markdown\n# Title\n\n- Add a test.\n- Add an alert.{ending}"
    )

    assert not any(line.code for line in lines)


def test_a_line_break_tag_breaks_the_line() -> None:
    """Both pieces keep the line's number, and the second starts anew."""
    lines = read_lines("Status: final<br>Owner: Bob")

    assert [(line.text, line.number, line.broken) for line in lines] == [
        ("Status: final", 1, False),
        ("Owner: Bob", 1, True),
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Tasks</h2>", "## Tasks"),
        ("<li>Add a test.</li>", "- Add a test."),
        ("<p>&emsp;Add a test.</p>", "Add a test."),
        ("<ul>", ""),
    ],
)
def test_simple_html_reads_like_markdown(html: str, expected: str) -> None:
    """People write headings, items and paragraphs as tags in Markdown files."""
    assert read_lines(html)[0].text == expected
