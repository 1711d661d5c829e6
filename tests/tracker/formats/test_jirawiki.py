import pytest

from tests.tracker.formats.showing import numbers, shown
from tracker.extraction import extract

HEADS = "h1. Outage of payments\nh2. Impact\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h3. *Root cause*", ["### **Root cause**"]),
        ("* one\n** two\n# first\n## second", ["- one", "    - two", "1. first", "    1. second"]),
        ("* (/) done\n* (x) not yet\n- open", ["- [x] done", "- [ ] not yet", "- open"]),
        ("||Time||Event||\n|10:00|down|", ["| Time | Event |", "|---|---|", "| 10:00 | down |"]),
        ("||Severity|SEV2|", ["- **Severity:** SEV2"]),
        ("[OPS-1|https://x.example/1]", ["[OPS-1](https://x.example/1)"]),
        ("[~dana] and [~accountid:5b1:0c]", ["@dana and @5b1:0c"]),
        ("a {{b}} {color:red}c{color}", ["a `b` c"]),
        ("{code:java}\n# no\n{code}\n# yes", ["```", "# no", "```", "1. yes"]),
        ("{noformat}\n# no", ["```", "# no", "```"]),
        ("bq. said", ["> said"]),
        ("!shot.png|width=300!\na", ["a"]),
        ("a | b", ["a | b"]),
    ],
)
def test_jiras_notation_is_read_as_markdown_says_it(text: str, expected: list[str]) -> None:
    """Headings, lists, states, tables, facts, links, mentions and code."""
    assert shown(HEADS + text, "x.txt") == ["# Outage of payments", "## Impact", *expected]


def test_each_line_keeps_its_number() -> None:
    """A table's rule has that of its header."""
    assert numbers(f"{HEADS}\n||A||B||\n|1|2|", "-") == {
        "# Outage of payments": 1,
        "## Impact": 2,
        "| A | B |": 4,
        "|---|---|": 4,
        "| 1 | 2 |": 5,
    }


@pytest.mark.parametrize("text", ["# A\n\nh2. is how Jira writes it\n", "h2 A\nh2 B\n* c"])
def test_what_has_no_two_such_headings_is_markdown(text: str) -> None:
    """One may stand in any text."""
    assert shown(text, "x.md") == [line for line in text.split("\n") if line]


def test_a_postmortem_in_jiras_notation_is_read() -> None:
    """Its numbered lines are no headings."""
    read = extract(
        f"{HEADS}* 340 payments failed for an hour\n\nh2. Root cause\nThe certificate expired.\n\n"
        "h2. Action items\n# Renew certificates early - *Owner:* Priya - *Due:* 2026-02-01\n"
        "# Watch certificates - *Owner:* [~sam]\n"
    )

    assert read.facts.title == "Outage of payments"
    assert read.facts.impact == "340 payments failed for an hour"
    assert read.facts.root_cause == "The certificate expired."
    assert [(one.title, one.owner) for one in read.items] == [
        ("Renew certificates early", "Priya"),
        ("Watch certificates", "@sam"),
    ]
