import pytest

from tests.tracker.formats.showing import numbers, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#+TITLE: Big\n* Tasks [1/2] :ops:", ["# Big", "## Tasks"]),
        ("* Tasks\n** TODO [#A] a\n** DONE b", ["# Tasks", "- [ ] a", "- [x] b"]),
        ("- [X] a\n- [-] b", ["- [X] a", "- [ ] b"]),
        ("at <2024-01-02 Tue 10:00>", ["at 2024-01-02 10:00"]),
        ("[[https://x.example/1][it]]", ["[it](https://x.example/1)"]),
        ("*bold* =code= /slant/", ["**bold** `code` /slant/"]),
        ("- Impact :: many", ["- **Impact:** many"]),
        ("# no\na", ["a"]),
        ("#+BEGIN_SRC sh\n* no\n#+END_SRC", ["```", "* no", "```"]),
        ("#+begin_comment\nno\n#+end_comment\na", ["a"]),
        (":LOGBOOK:\nno\n:END:\na", ["a"]),
        ("| A | B |\n|---+---|\n| a | b |", ["| A | B |", "|---|---|", "| a | b |"]),
    ],
)
def test_org_is_read_as_markdown_says_it(text: str, expected: list[str]) -> None:
    """Headings, states, boxes, days, links, drawers and tables."""
    assert shown(text, "x.org") == expected


def test_a_task_has_its_deadline_and_its_owner() -> None:
    """From the lines below it that nobody sees on a page."""
    text = (
        "* TODO a\n  DEADLINE: <2024-02-01 Thu>\n  :PROPERTIES:\n  :Owner: Eve\n  :ID: 7\n  :END:\n"
    )

    assert numbers(text, "x.org") == {"- [ ] a (due 2024-02-01)": 1, "  Owner: Eve": 4}
