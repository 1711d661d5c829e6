import pytest

from tests.tracker.formats.showing import numbers, shown


def read(text: str) -> list[str]:
    """Return what *text* is read as."""
    return shown(text, "x.rst")


def test_titles_have_levels_in_the_order_of_their_lines() -> None:
    """A line above and below is another style than a line below."""
    text = "====\nBig\n====\n\nTasks\n=====\n\nInner\n-----\n\nNext\n====\n"

    assert read(text) == ["# Big", "## Tasks", "### Inner", "## Next"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":Author: Eve\n:orphan:\n", ["**Author:** Eve"]),
        (":Impact: a\n   b\n", ["**Impact:** a b"]),
        ("Impact\n   Many\n   users.\n", ["**Impact:** Many users."]),
        ("Tasks\n   - a\n   - b\n", ["**Tasks**", "   - a", "   - b"]),
        (".. note:: a\n   b\n", ["a", "b"]),
        (".. admonition:: T\n\n   a\n", ["**T**", "a"]),
        (".. a comment\n   of two lines\n\na", ["a"]),
        (".. contents::\n   :depth: 2\n\na", ["a"]),
        (".. image:: x.png\n   :alt: y\n\na", ["a"]),
        (".. figure:: x.png\n\n   Shown.\n", ["Shown."]),
        ("Log::\n\n   # no\n   - no\n\na", ["Log:", "```", "   # no", "   - no", "```", "a"]),
        (".. code-block:: sh\n\n   # no\n", ["```", "   # no", "```"]),
        ("#. a\n#. b\n", ["1. a", "1. b"]),
        ("* a\n\n  * b\n", ["* a", "  * b"]),
        ("| One line\n| Another\n  of two\n", ["One line", "Another of two"]),
        ("- | a\n", ["- a"]),
        ("a\n\n----\n\nb", ["a", "***", "b"]),
        (".. [1] See there.\n", ["> [1] See there."]),
        (".. unknown:: a\n\n   b\n", ["a", "b"]),
    ],
)
def test_blocks_are_read_as_markdown_says_them(text: str, expected: list[str]) -> None:
    """Fields, terms, directives, comments, literals and lists."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("``a_`` and :ref:`b <c>`", "`a_` and b"),
        ("`it <https://x.example/a>`_", "[it](https://x.example/a)"),
        ("`Issue 5`_ and log_", "[Issue 5](https://x.example/5) and [log](https://x.example/l)"),
        ("this__", "this__"),
        ("snake_case and some_ word", "snake_case and some_ word"),
        ("|it| was **down** [1]_", "the queue was **down**"),
        ("`a title`", "a title"),
    ],
)
def test_inline_marks_are_read_as_markdown_says_them(text: str, expected: str) -> None:
    """Names are looked up wherever they are explained."""
    names = """

.. _Issue 5: https://x.example/5
.. _log: https://x.example/l
.. |it| replace:: the queue
"""

    assert read(text + names) == [expected]


TABLES = {
    "grid": """
        +--------+-------+
        | Action | Owner |
        +========+=======+
        | Add    | Eve   |
        | it     |       |
        +--------+-------+
        """,
    "simple": """
        ======  =====
        Action  Owner
        ======  =====
        Add it  Eve
        ======  =====
        """,
    "list": """
        .. list-table::
           :header-rows: 1

           * - Action
             - Owner
           * - Add
               it
             - Eve
        """,
    "csv": """
        .. csv-table::
           :header: "Action", "Owner"

           "Add it", Eve
        """,
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_of_every_kind_are_read(kind: str) -> None:
    """With their header, a cell of several lines as one."""
    assert read(TABLES[kind]) == ["| Action | Owner |", "|---|---|", "| Add it | Eve |"]


def test_a_grid_with_spanning_cells_is_read() -> None:
    """One that goes on below is said again, one that goes on beside fills one column."""
    text = """
        +---+---+
        | A | B |
        +===+===+
        | a | b |
        |   +---+
        |   | c |
        +---+---+
        | wide  |
        +---+---+
        """

    assert read(text)[2:] == ["| a | b |", "| a | c |", "| wide |  |"]


def test_every_line_keeps_its_number() -> None:
    """Within directives and tables too."""
    text = "AAA\n===\n\n.. note::\n\n   b\n\n==  ==\nc   d\n==  ==\ne   f\n==  ==\n\n- g\n"

    found = numbers(text, "x.rst")

    assert [found[one] for one in ("# AAA", "b", "| c | d |", "| e | f |", "- g")] == [
        1,
        6,
        9,
        11,
        14,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * depth + "word" for depth in range(600)),
        "\n".join("   " * depth + ".. note:: word" for depth in range(300)),
        "|a| " * 2000 + "\n\n.. |a| replace:: " + "word " * 1000,
    ],
    ids=["quotes", "directives", "names"],
)
def test_what_nests_or_repeats_stays_within_bounds(text: str) -> None:
    """No words are lost, and few are said again."""
    found = "\n".join(read(text))

    assert "word" in found
    assert len(found) < 2_000_000
