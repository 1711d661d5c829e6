import pytest

from tests.tracker.formats.showing import numbers, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("= Big\n\n== Tasks", ["# Big", "## Tasks"]),
        ("* [ ] a\n** b\n. c", ["- [ ] a", "    - b", "1. c"]),
        ("* a\nmore", ["- a", "  more"]),
        (":x: down\n:revdate: 2024-01-02\n\n{x}", ["revdate: 2024-01-02", "down"]),
        ("Impact:: many", ["**Impact:** many"]),
        ("See https://x.example/1[it] and <<a,b>>.", ["See [it](https://x.example/1) and b."]),
        ("[[a]]\n[source,sh]\n----\n== no\n----", ["```", "== no", "```"]),
        ("////\nno\n////\na // b", ["a // b"]),
        ("*bold* and 2 * 3 * 4", ["**bold** and 2 * 3 * 4"]),
        ("NOTE: a", ["a"]),
        (".Title\n====\na\n====", ["Title", "a"]),
        ("----\na", ["a"]),
    ],
)
def test_asciidoc_is_read_as_markdown_says_it(text: str, expected: list[str]) -> None:
    """Titles, lists, attributes, terms, links and blocks."""
    assert shown(text, "x.adoc") == expected


def test_a_table_is_read_a_cell_a_line_or_a_row_a_line() -> None:
    """Its attributes or its first row tell how many columns it has."""
    text = '[cols="1,1"]\n|===\n|Action |Owner\n\n|a\n|Eve\n|b |Bob\n|===\n'

    assert shown(text, "x.adoc") == [
        "| Action | Owner |",
        "|---|---|",
        "| a | Eve |",
        "| b | Bob |",
    ]
    assert numbers(text, "x.adoc")["| b | Bob |"] == 7


def test_an_attribute_is_not_said_without_end() -> None:
    """However often it is used."""
    found = shown(":x: " + "word " * 2000 + "\n\n" + "{x}" * 10_000, "x.adoc")

    assert sum(map(len, found)) < 1_200_000
