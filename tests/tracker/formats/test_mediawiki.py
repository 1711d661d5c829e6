import pytest

from tests.tracker.formats.showing import numbers, shown


def read(text: str) -> list[str]:
    """Return what *text* is read as."""
    return shown(text, "x.wiki")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("== Tasks ==", ["## Tasks"]),
        ("* a\n** b\n# c", ["- a", "    - b", "1. c"]),
        ("* a\n*: b", ["- a", "  b"]),
        (": 10:00 a", ["- 10:00 a"]),
        ("; Impact : many", ["**Impact:** many"]),
        ("; Tasks", ["**Tasks**"]),
        ("'''a''' ''b''", ["**a** *b*"]),
        ("[[Page|a]] [[b]] [https://x.example/1 c]", ["a b [c](https://x.example/1)"]),
        ("[[User:Eve]] [[User:Bob|Robert]]", ["@Eve Robert"]),
        ("a[[File:x.png|thumb|b]][[Category:C]]", ["a"]),
        ("a<ref>b</ref><ref name=c /><!-- d\n -->", ["a"]),
        ("<nowiki>[[a]] {{b}}</nowiki>", ["[[a]] {{b}}"]),
        ("<pre>\n# no\n</pre>", ["```", "# no", "```"]),
        ("* {{done}} a", ["- [x] a"]),
        ("* a {{not done}}", ["- a (not done)"]),
        ("a {{Tracked|T123}} {{phab|T5}}", ["a T123 T5"]),
        ("a {{ping|Eve}}", ["a @Eve"]),
        ("a {{nobody knows|b}}", ["a"]),
        ("{{ these are the words of a person }}", ["these are the words of a person"]),
        ("a {{date|2024|01|02}}", ["a 2024-01-02"]),
        ("__NOTOC__\n~~~~\na", ["a"]),
        ("* one<br>\ntwo", ["- one", "  two"]),
        ("a {{b", ["a {{b"]),
        ("a }} b ]]", ["a }} b ]]"]),
    ],
)
def test_a_wiki_is_read_as_markdown_says_it(text: str, expected: list[str]) -> None:
    """Headings, lists, marks, links and templates."""
    assert read(text) == expected


def test_a_box_of_facts_is_read_as_labels() -> None:
    """Those that are filled in, each in its own line."""
    text = (
        "{{Infobox incident\n| start_time = 10:00\n| severity =\n| end = {{date|2024|1|2}}\n}}\na"
    )

    found = numbers(text, "x.wiki")

    assert found == {"**start time:** 10:00": 2, "**end:** 2024-1-2": 4, "a": 6}


def test_a_table_is_read_with_its_header() -> None:
    """Attributes are dropped, spans repeated, entries of a cell stay in it."""
    text = """
        {| class="wikitable"
        |+ The work
        ! Action !! Owner
        |-
        | rowspan="2" | a || Eve
        |-
        | style="x" | Bob
        |-
        | b
        * c
        | Dan
        |}
        """

    assert read(text) == [
        *("**The work**", "| Action | Owner |", "|---|---|"),
        *("| a | Eve |", "| a | Bob |", "| b <br> c | Dan |"),
    ]


def test_a_table_that_never_ends_ends_at_the_next_heading() -> None:
    """The chapters below it are not lost."""
    assert read("{|\n! A !! B\n|-\n| a || b\n== Tasks ==\n* c")[-2:] == ["## Tasks", "- c"]


def test_lists_of_tags_are_read_as_lists() -> None:
    """As wikis allow them."""
    assert read("== A ==\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>") == ["## A", "- a", "- b"]


@pytest.mark.parametrize("mark", ["{{", "[[", "{{a|", "{{{", "<ref>", "{|\n|"])
def test_words_survive_any_depth(mark: str) -> None:
    """A hundred thousand marks that never close hide nothing."""
    assert any("words" in line for line in read(mark * 100_000 + "words"))
