import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.formats.showing import shown
from tracker.extraction import extract
from tracker.formats import rows

NAMES = ["x.md", "x.mdx", "x.txt", "x.html", "x.rst", "x.wiki", "x.adoc", "x.org", "-"]
PIECES = st.sampled_from(
    [
        *("<p>", "<ul><li>", "</li>", "<table><tr><td>", "<!--", "<!-->", "-->", "<pre>", "<b"),
        *("<![CDATA[", "&#99999999999;", "{{", "}}", "[[", "]]", "|", "{|\n", "|-\n", "== A ==\n"),
        *(".. note::\n", "   a", "`", "_", "+--+\n", "====\n", "|===\n", "----\n", "* TODO ", "%%"),
        *(
            "h2. A\n",
            "h3. B\n",
            "||a||b||\n",
            "||a|b|\n",
            "## c\n",
            "{code}\n",
            "[~a]",
            "(/) ",
            "{{",
        ),
        *("#+BEGIN_SRC\n", ":END:\n", "{% ", "%}", ":::", "```{note}\n", "```\n", "- [ ] ", "word"),
        *("\n", "\n\n", "\r\n", "\x00", "\t", " "),
    ]
)


def test_markdown_and_plain_text_stay_as_they_are() -> None:
    """Each line with its number, blank ones too."""
    text = "# Title\n\n- one\n  two\n"

    assert rows(text, "x.md") == [*enumerate(text.split("\n"), 1)]
    assert rows(text, "x.txt") == rows(text, "x.md")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_every_system_are_counted_alike(ending: str) -> None:
    """A line has one number, whoever ended it."""
    assert rows(f"a{ending}b", "x.md") == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("name", ["x.md", "x.txt", "-", "notes"])
@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><body><h2>Tasks</h2></body></html>",
        "<html><h2>Tasks</h2></html>",
        "<?xml version='1.0'?><html><h2>Tasks</h2></html>",
        "<p>Hi</p><ac:structured-macro ac:name='toc' /><h2>Tasks</h2>",
    ],
)
def test_a_page_is_known_whatever_its_name(page: str, name: str) -> None:
    """People save pages as text, and pipe them."""
    assert "## Tasks" in shown(page, name)


def test_a_document_that_only_begins_with_a_tag_is_no_page() -> None:
    """A centred picture on top makes no page of a Markdown file."""
    assert "# Title" in shown('<div align="center">\n</div>\n\n# Title\n\n* a\\*b', "x.md")


def test_headings_of_a_wiki_are_known_in_plain_text() -> None:
    """Two of them, as one may stand in any text."""
    assert shown("== A ==\n# one\n== B ==\n", "x.txt") == ["## A", "1. one", "## B"]
    assert shown("== A ==\n# one\n", "x.txt") == ["== A ==", "# one"]


def test_text_in_a_file_named_after_pages_is_read_as_text() -> None:
    """Without a single tag it is no page."""
    assert shown("# Title\n\n- one", "x.html") == ["# Title", "- one"]


def test_a_table_of_tags_in_markdown_is_read_as_a_table() -> None:
    """Its rows keep their numbers, and the text around it is untouched."""
    text = (
        "# A\n<table>\n<tr><th>Action</th><th>Owner</th></tr>\n<tr><td>**Do**</td><td>Eve</td></tr>"
    )

    found = rows(f"{text}\n</table>\n*b*", "x.md")

    assert (3, "| Action | Owner |") in found
    assert (4, "| **Do** | Eve |") in found
    assert found[-1] == (6, "*b*")


def test_a_table_of_tags_that_never_ends_is_left_alone() -> None:
    """Nothing is lost with it."""
    text = "</table>\n<table>\n<tr><td>a\n- b"

    assert [line for _, line in rows(text, "x.md")] == text.split("\n")


@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join), name=st.sampled_from(NAMES))
def test_no_text_raises_and_no_number_points_outside(text: str, name: str) -> None:
    """Whatever stands in a document, its lines are lines of it."""
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1

    assert all(1 <= number <= last and "\n" not in line for number, line in rows(text, name))
    extract(text, name=name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<ul><li>", "<", "<a b='", "<!--", "<blockquote>x", "<dl><dt>a<dd>b"),
        *("<table><tr><td colspan=1000000000 rowspan=1000000000>x", "<script>", "&amp;", "&#9"),
        *("{{", "[[", "{{a|", "<ref>", "'''''", "{|\n|", "<% ", "{% ", "{{< ", "%% ", "<A "),
        *("`a ", "|a ", "+--+\n| a\n", "== ==\na\n", ".. note::\n\n  ", "a\n b\n\n", ":a: b\n"),
        *("|===\n|a\n", "* TODO x\n", "[a:: ", "\x00", "word "),
    ],
)
def test_what_is_said_a_thousand_times_ends(piece: str, name: str) -> None:
    """And gives no more than a bounded part of what it was given."""
    text = piece * (20_000 // len(piece))

    assert sum(len(line) + 1 for _, line in rows(text, name)) <= 30 * len(text)
