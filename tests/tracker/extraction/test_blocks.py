import pytest

from tracker.extraction.blocks import Document, Shape, cut


def shapes(document: Document) -> list[tuple[str, str]]:
    """Return each block's shape and words."""
    return [(str(block.shape), block.text) for block in document.blocks]


@pytest.mark.parametrize(
    "text",
    ["## Tasks", "##Tasks", "Tasks\n-----", "== Tasks ==", "**Tasks**", "## Tasks ##"],
)
def test_headings_are_known_in_every_notation(text: str) -> None:
    """Markdown, setext, MediaWiki and a bold line all make a heading."""
    assert cut(text).blocks[0].shape is Shape.HEADING


def test_a_title_between_two_lines_is_a_heading() -> None:
    """As reStructuredText writes it."""
    first, second = cut("=====\nTitle\n=====\n\nTasks\n~~~~~\n").blocks

    assert [(str(block.shape), block.text) for block in (first, second)] == [
        ("heading", "Title"),
        ("heading", "Tasks"),
    ]


@pytest.mark.parametrize(
    "entry",
    ["- Add it", "* Add it", "+ Add it", "1. Add it", "2) Add it", "• Add it", "a) Add it"],
)
def test_entries_are_known_by_many_markers(entry: str) -> None:
    """Bullets, numbers and letters make list entries."""
    assert shapes(cut(entry)) == [("entry", "Add it")]


@pytest.mark.parametrize(
    ("entry", "ticked"),
    [("- [ ] Add it", False), ("- [x] Add it", True), ("- ✅ Add it", True), ("- Add it", None)],
)
def test_a_box_is_ticked_or_not(entry: str, ticked: bool | None) -> None:  # noqa: FBT001 - the state of a box is a table's column
    """No box is neither."""
    assert cut(entry).blocks[0].ticked is ticked


def test_an_entry_goes_on_in_indented_lines() -> None:
    """The lines of one entry are one block with all its line numbers."""
    block = cut("- Add a test\n  for the cache.\n- Next").blocks[0]

    assert (block.text, block.first, block.last) == ("Add a test for the cache.", 1, 2)


def test_wrapped_paragraphs_are_joined() -> None:
    """A line that stops in mid-sentence goes on in the next."""
    document = cut("We will add a test that\nchecks the cache. It runs\nevery night.")

    assert len(document.blocks) == 1


def test_lines_of_their_own_stay_apart() -> None:
    """Items without bullets end in a full stop, or start with a capital letter."""
    document = cut("Add a test.\nAdd an alert.\nTrain the team.")

    assert len(document.blocks) == 3


def test_a_table_gives_a_row_a_block() -> None:
    """Each row knows its header; an escaped pipe is no border."""
    document = cut("| Action | Owner |\n|---|---|\n| Add `a\\|b` | Bob |\n| Test | |")

    assert [row.cells for row in document.blocks] == [("Add `a|b`", "Bob"), ("Test", "")]
    assert document.blocks[0].header == ("Action", "Owner")


def test_front_matter_and_link_definitions_are_no_text() -> None:
    """They are kept beside the blocks."""
    document = cut("---\ntitle: The day\n---\nHello there.\n\n[a]: https://x.example/a")

    assert document.front == {"title": "The day"}
    assert document.definitions == {"a": "https://x.example/a"}
    assert shapes(document) == [("line", "Hello there.")]


def test_mediawiki_lists_are_no_headings() -> None:
    """There a number sign is a numbered entry."""
    document = cut("==A==\n# one\n==B==\n* two", name="x.mediawiki")

    assert [str(block.shape) for block in document.blocks] == ["heading", "entry"] * 2


def test_an_empty_text_has_no_blocks() -> None:
    """Nothing in, nothing out."""
    assert cut("").blocks == []
