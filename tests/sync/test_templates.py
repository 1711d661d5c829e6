"""The text of an issue: harmless whatever a document says, whole whatever a template does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sync.providers.github.body import marker_in, new_body, split
from sync.providers.github.markup import Markdown
from sync.providers.jira.body import BEGIN, END, block_in, with_block
from sync.providers.jira.markup import Wiki
from sync.templates import (
    Bodies,
    BodyTemplate,
    BrokenTemplate,
    Incident,
    Item,
    Quotation,
    Subject,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

URL = "http://dash.example/incidents/1"
MARKER = "a" * 26
NASTY = (
    "@alice",
    "@acme/everyone",
    "fixes #1",
    "closes acme/platform#2",
    "GH-3",
    "https://evil.example/x",
    "www.evil.example",
    "![x](http://e/x.png)",
    "[a](javascript:1)",
    "<img src=x>",
    "<!--",
    "-->",
    "<!-- amends:end -->",
    "<!-- amends:begin -->",
    f"<!-- amends:1:{'b' * 26} -->",
    "```",
    "````text",
    "~~~",
    "\u1fef\u1fef\u1fef",
    "&commat;alice",
    "&#64;alice",
    "&lt;b&gt;",
    "\\",
    "`",
    "# Title",
    "- x",
    "1. x",
    "> x",
    "***",
    "---",
    "===",
    "| a | b |",
    "{noformat}",
    "{code}",
    "{NOFORMAT}",
    "[~alice]",
    "----- end of the postmortem's part -----",
    "h1. Big",
    "bq. x",
    "!x.png!",
    "{{x}}",
    "{% x %}",
    "\x02",
    "\x03",
    "\x00",
    "\u202e",
    "\u2028",
    "\r\n",
    "\n",
    "    ",
    "\t",
    "$x$",
    "<!-\x01- amends:end -->",
)
WORDS = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), min_size=1, max_size=6
).flatmap(lambda parts: st.sampled_from(["", " ", "\n"]).map(lambda gap: gap.join(parts)))
SUBJECTS = st.builds(
    lambda title, path, words, heading, priority: Subject(
        Item("A-1", title, "detect", "@alice", priority, "2026-12-01"),
        Incident("I-1", title, path, URL),
        (Quotation(words, 3, 4, heading), Quotation(heading, 5, 5)),
    ),
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
)
OWN = """\
## {{ item.title }}
- {{ quoted }} and {{ sources[0].text | code }}
{% macro said(words) %}* {{ words }}{% endmacro %}
{{ said(item.priority) }} {{ link(item.title, incident.url) }}
{% for one in sources %}{{ loop.index }}. {{ one.text ~ one.heading }}
{{ quote(one.heading) }}{% endfor %}
{% set line %}{{ incident.path }}{% endset %}{{ line | upper }} {{ line }}
"""
TEMPLATES = {
    "built-in": (Bodies("github", Markdown()).block, Bodies("jira", Wiki()).block),
    "own": (
        BodyTemplate(OWN.replace("sources[0].text", "incident.title"), "own.j2", Markdown()).block,
        BodyTemplate(OWN.replace("sources[0].text", "incident.title"), "own.j2", Wiki()).block,
    ),
}
ALIVE = re.compile(r"@\w|#\d|\bGH-\d|://|\bwww\.\w", re.IGNORECASE)


def inner(tokens: list[Token]) -> list[Token]:
    """Return all tokens within the lines of a text."""
    return [child for token in tokens for child in token.children or [token]]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_words_come_alive_on_github(name: str) -> None:
    """No mention, reference, address, image, HTML or foreign link leaves its quotation."""
    block_of = TEMPLATES[name][0]

    @given(subject=SUBJECTS)
    @example(subject=simple("<!-- amends:end -->\n@alice"))
    @example(subject=simple("\u1fef" * 4 + "\n@alice fixes #1\n" + "\u1fef" * 4))
    def check(subject: Subject) -> None:
        tokens = inner(MarkdownIt("commonmark").enable("table").parse(block_of(subject)))
        alive = [t.content for t in tokens if t.type == "text" and ALIVE.search(t.content)]
        links = {t.attrs["href"] for t in tokens if t.type == "link_open"}
        strange = {t.type for t in tokens} & {"html_inline", "html_block", "image", "table_open"}

        assert (alive, strange) == ([], set())
        assert links <= {URL}

    check()


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_block_is_found_again_whole_on_github(name: str) -> None:
    """Whatever stands in it, it ends where we ended it, and the marker is ours."""
    block_of = TEMPLATES[name][0]

    @given(subject=SUBJECTS)
    def check(subject: Subject) -> None:
        block = block_of(subject)
        body = new_body(block, MARKER)

        assert split(body).block == block
        assert split(body).after.strip() == f"<!-- amends:1:{MARKER} -->"
        assert marker_in(body) == (MARKER, None)

    check()


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_block_is_found_again_whole_in_jira(name: str) -> None:
    """Whatever stands in it, it ends where we ended it, and quotations end where they should."""
    block_of = TEMPLATES[name][1]

    @given(subject=SUBJECTS)
    def check(subject: Subject) -> None:
        block = block_of(subject)
        text = with_block("Words of people.", block)

        assert block_in(text) == block
        assert text.count(BEGIN) == text.count(END) == 1
        assert len(re.findall(r"(?m)^\{noformat\}$", block)) % 2 == 0
        assert re.search(r"(?<!\\)\[~", outside(block)) is None
        assert re.search(r"@\w", outside(block)) is None

    check()


def outside(block: str) -> str:
    """Return a block of Jira without its quotations."""
    return re.sub(r"(?ms)^\{noformat\}$.*?^\{noformat\}$", "", block)


def simple(words: str) -> Subject:
    """Return a subject that says the same words everywhere."""
    return Subject(
        Item("A-1", words, priority=words),
        Incident("I-1", words, words, URL),
        (Quotation(words, 1, 1),),
    )


def test_the_built_in_text_links_back_and_quotes_the_lines() -> None:
    """Who reads the issue sees what was promised, where, and by when."""
    subject = Subject(
        Item("A-1", "Alert sooner", "detect", "@alice", "P1", "2026-12-01"),
        Incident("I-1", "The queue stood still", "postmortems/queue.md", URL),
        (Quotation("Alert when a job waits", 20, 21, "Monitoring"),),
    )
    github, jira = (block(subject) for block in TEMPLATES["built-in"])

    assert f"[The queue stood still]({URL})" in github
    assert f"[The queue stood still|{URL}]" in jira
    assert "Monitoring: Alert when a job waits  (lines 20-21)" in github
    assert "Monitoring: Alert when a job waits  (lines 20-21)" in jira
    assert "Priority: P1\nDue: 2026-12-01" in github
    assert "Priority: P1\nDue: 2026-12-01" in jira


def test_words_are_escaped_once_however_a_template_is_built() -> None:
    """Macros and set lines are written already; what is joined or filtered is not."""
    source = (
        "{% macro said(words) %}[{{ words }}]{% endmacro %}{{ said(item.title) }} "
        "{% set line %}{{ item.title }}{% endset %}{{ line }} "
        "{{ item.title ~ '!' }} {{ item.title | upper }}"
    )
    block = BodyTemplate(source, "own.j2", Markdown()).block(simple("a*b"))

    assert block == r"[a\*b] a\*b a\*b\! A\*B"


def test_a_template_cannot_hold_our_own_marks() -> None:
    """Who copies a whole issue into the template gets a text that still ends where it ends."""
    source = f"<!-- amends:begin -->\n{{{{ item.title }}}}\n<!-- amends:end -->\n{BEGIN}\n{END}"
    github = BodyTemplate(source, "own.j2", Markdown()).block(simple("Words"))
    jira = BodyTemplate(source, "own.j2", Wiki()).block(simple("Words"))

    assert split(new_body(github, MARKER)).block == github
    assert block_in(with_block("", jira)) == jira


BROKEN = {
    "a typing error": ("one\n{{ item.titel }}", "line 2", "titel"),
    "no end": ("one\n{% if item.title %}\ntwo", "line 2", "endif"),
    "a fault for an item without a date": ("\n\n{{ item.due.split('-')[0] }}", "line 3", "split"),
    "another file": ("{% include '/etc/passwd' %}", "line 1", "loader"),
    "an inner name": ("{{ item.__class__.__mro__ }}", "line 1", "unsafe"),
    "a division": ("{{ 1 // 0 }}", "line 1", "zero"),
    "a thing": ("{{ sources }}", "line 1", "tuple"),
    "too long": ("{{ 'x' * 99999 }}", "own.j2", "characters"),
    "by chance": ("{{ [1, 2] | random }}", "line 1", "random"),
}


@pytest.mark.parametrize(("source", "place", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_told_with_its_file_and_line(
    source: str, place: str, said: str
) -> None:
    """One sentence: where, and what."""
    with pytest.raises(BrokenTemplate) as error:
        BodyTemplate(source, "own.j2", Markdown())

    assert str(error.value).startswith("own.j2")
    assert place in str(error.value)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
