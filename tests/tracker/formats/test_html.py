import pytest

from tests.tracker.formats.showing import numbers, shown
from tracker.formats import rows


def read(page: str) -> list[str]:
    """Return what the body *page* is read as."""
    return shown(f"<html><body>{page}</body></html>", "x.html")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h2>Tasks</h2>", ["## Tasks"]),
        ("<h2>Tasks<a class='headerlink' href='#t'>\u00b6</a></h2>", ["## Tasks"]),
        ("<p>a\n b &amp; c</p>", ["a b & c"]),
        ("<p>We <strong>will </strong>do <i>it</i></p>", ["We **will** do *it*"]),
        ("<p><del>old</del> <code>x*y</code></p>", ["~~old~~ `x*y`"]),
        ("<p>2 * 3 &lt;b&gt;</p>", ["2 \\* 3 &lt;b>"]),
        ("<p># of hosts</p>", ["\\# of hosts"]),
        ("<p>Status: final<br>Owner: Bob</p>", ["Status: final<br>Owner: Bob"]),
        ("<p>one that<br>goes on</p>", ["one that goes on"]),
        ("<p>- one<br>- two</p>", ["- one", "- two"]),
        ("<hr>", ["***"]),
        ("<blockquote><p>said</p></blockquote>", ["> said"]),
        ("<dl><dt>Severity</dt><dd>SEV1</dd></dl>", ["**Severity:** SEV1"]),
        ("<details><summary>More</summary><p>inside</p></details>", ["**More**", "inside"]),
        ("<pre># no\n- no</pre>", ["```", "# no", "- no", "```"]),
        ("<p>\u2611 Done \u2610</p>", ["- [x] Done \u2610"]),
    ],
)
def test_a_page_is_read_as_markdown_says_it(page: str, expected: list[str]) -> None:
    """Headings, paragraphs, marks, breaks, terms and code."""
    assert read(page) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://x.example/a", "[it](https://x.example/a)"),
        (
            "https://www.google.com/url?q=https://x.example/a%3Fb&amp;sa=D",
            "[it](https://x.example/a?b)",
        ),
        ("#part", "it"),
        ("javascript:alert(1)", "it"),
        ("other.html", "it"),
        ("http://[", "it"),
    ],
)
def test_a_link_keeps_its_address(href: str, expected: str) -> None:
    """One past a redirection its own, one within the site none."""
    assert read(f'<p><a href="{href}">it</a></p>') == [expected]


def test_lists_nest_by_their_place() -> None:
    """Numbers count on, what an entry holds beside its words stands below them."""
    page = "<ol start=3><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ol>"

    assert read(page) == ["3. a", "    - b", "4. c", "  d"]


def test_lists_of_google_docs_nest_by_their_class() -> None:
    """There an inner list stands beside the outer one."""
    page = '<ul class="lst-kix_a-0"><li>a</li></ul><ul class="lst-kix_a-1"><li>b</li></ul>'

    assert read(page) == ["- a", "    - b"]


def test_bold_and_large_words_are_known_by_their_style() -> None:
    """From the style sheet and from the element itself."""
    page = """
    <style>.c5{font-weight:700}.t{font-size:22pt}.c0{font-size:11pt}.c9{display:none}</style>
    <p class="t">Outage</p><p class="c0"><span class="c5">Root cause</span> none known yet</p>
    <p class="c9">hidden</p>
    <p style="font-size:11pt"><span style="font-weight: bold">Next</span></p>
    """

    assert read(page) == ["# Outage", "**Root cause** none known yet", "**Next**"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('<li class="task-list-item"><input type="checkbox" checked disabled> a</li>', "- [x] a"),
        ('<li class="task-list-item"><input type="checkbox" disabled> a</li>', "- [ ] a"),
        ('<li><div class="checkbox checkbox-on"></div><span>a</span></li>', "- [x] a"),
        ('<li role="x"><span role="checkbox" aria-checked="true"></span>a</li>', "- [x] a"),
        ('<div data-task-state="TODO">a</div>', "- [ ] a"),
    ],
)
def test_boxes_of_every_site_are_known(entry: str, expected: str) -> None:
    """GitHub, GitLab, Notion and others each have their own."""
    assert read(f"<ul>{entry}</ul>") == [expected]


def test_a_table_is_read_with_its_header() -> None:
    """Bars are escaped, paragraphs and entries of a cell stay in it."""
    page = """
    <table><thead><tr><th>Action</th><th>Owner</th></tr></thead>
    <tr><td><p>a|b</p><ul><li>c</li></ul></td><td>Eve</td></tr></table>
    """

    assert read(page) == ["| Action | Owner |", "|---|---|", "| a\\|b <br> c | Eve |"]


def test_a_cell_that_spans_rows_is_said_in_each() -> None:
    """One that spans columns fills them with nothing, but for a header."""
    page = """
    <table><tr><th>A</th><th colspan=2>B</th></tr>
    <tr><td rowspan=2>x</td><td>1</td><td>2</td></tr><tr><td colspan=2>3</td></tr></table>
    """

    assert read(page)[2:] == ["| x | 1 | 2 |", "| x | 3 |  |"]
    assert read(page)[0] == "| A | B | B |"


def test_a_table_of_labels_is_read_as_labels() -> None:
    """Heads and values that take turns are no columns."""
    page = "<table><tr><th>Severity</th><td>SEV1</td><th>Start</th><td>10:00</td></tr></table>"

    assert read(page) == ["**Severity:** SEV1", "**Start:** 10:00"]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    """Its headings are the document's."""
    page = "<table><tr><td><h2>Tasks</h2><ul><li>a</li></ul></td><td>b</td></tr></table>"

    assert read(page) == ["## Tasks", "- a", "b"]


def test_what_surrounds_a_document_is_left_out() -> None:
    """Navigation, banners, scripts, hidden parts and the page's foot."""
    page = """
    <header><a href="/">Site</a></header><nav><h2>Tasks</h2><ul><li>no</li></ul></nav>
    <div class="cookie-banner">We use cookies</div><aside><h3>Next steps</h3></aside>
    <main><h1>Outage</h1><p>All the words of the document stand here, and these are many.</p></main>
    <div hidden>no</div><p style="display: none">no</p><script>"<h2>no</h2>"</script>
    <form><input name="q"><button>Search</button></form><footer><h2>Tasks</h2></footer>
    """

    assert read(page) == [
        "# Outage",
        "All the words of the document stand here, and these are many.",
    ]


def test_a_wrong_guess_loses_nothing() -> None:
    """What holds most of the words is the document, whatever it is called."""
    page = '<div class="sidebar"><h1>Outage</h1><p>All that was written stands here.</p></div>'

    assert read(page) == ["# Outage", "All that was written stands here."]


def test_the_title_of_a_page_heads_its_document() -> None:
    """Where the part with the document has none; a wiki's space is no part of it."""
    page = """
    <html><head><title>x</title></head><body><h1 id="title-heading">OPS : Outage</h1>
    <div id="main-content"><p>All the words of the document stand here.</p></div></body></html>
    """

    assert shown(page, "x.html")[0] == "# Outage"


def test_the_title_of_a_site_heads_no_document() -> None:
    """That of the page begins as the page's own title does."""
    page = """
    <html><head><title>Outage - Handbook</title></head><body><h1>Handbook</h1>
    <main><h2>Summary</h2><p>All the words of the document stand here.</p></main></body></html>
    """

    assert shown(page, "x.html")[0] == "## Summary"


def test_tasks_of_a_confluence_page_have_their_people_and_days() -> None:
    """A mention at an end is the owner, a date at the end is the day it is due."""
    page = """
    <ul class="inline-task-list"><li class="checked" data-inline-task-id="1">Add it
    <a class="confluence-userlink" data-username="eve">Eve Lund</a></li>
    <li><a class="confluence-userlink">Bob Li</a> Test it
    <time datetime="2024-05-01">1 May</time></li>
    <li><a class="confluence-userlink">Bob Li</a> to ask</li></ul>
    """

    assert read(page) == [
        "- [x] Add it (@eve)",
        "- [ ] Test it (Owner: Bob Li, due 2024-05-01)",
        "- [ ] Bob Li to ask",
    ]


def test_the_storage_format_is_read() -> None:
    """Tasks, macros, mentions and code, as Confluence keeps them."""
    page = """
    <ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-status>complete</ac:task-status>
    <ac:task-body>Add it <ac:link><ri:user ri:username="eve" /></ac:link></ac:task-body></ac:task>
    <ac:task><ac:task-status>incomplete</ac:task-status><ac:task-body>b</ac:task-body></ac:task>
    </ac:task-list>
    <ac:structured-macro ac:name="info"><ac:parameter ac:name="title">Note</ac:parameter>
    <ac:rich-text-body><p>Body</p></ac:rich-text-body></ac:structured-macro>
    <p><ac:structured-macro ac:name="status"><ac:parameter ac:name="colour">Red</ac:parameter>
    <ac:parameter ac:name="title">OPEN</ac:parameter></ac:structured-macro></p>
    <ac:structured-macro ac:name="code"><ac:parameter ac:name="language">sh</ac:parameter>
    <ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>
    <ac:structured-macro ac:name="toc" />
    """

    assert read(page) == [
        *("- [x] Add it (@eve)", "- [ ] b", "**Note**", "Body", "OPEN", "```", "a < b", "```"),
    ]


def test_footnotes_are_no_part_of_the_last_chapter() -> None:
    """They have a heading of their own."""
    page = '<h2>Tasks</h2><ul><li>a</li></ul><ol><li id="fn1">See there.</li></ol>'

    assert read(page) == ["## Tasks", "- a", "# Footnotes", "1. See there."]


def test_every_line_keeps_its_number() -> None:
    """That of its first words on the page."""
    page = "<html><body>\n<h1>\nA</h1>\n<ul><li>b\n<li>c\n</ul>\n<pre>\nd\ne</pre></body></html>"

    found = numbers(page, "x.html")

    assert [found[one] for one in ("# A", "- b", "- c", "d", "e")] == [3, 4, 5, 8, 9]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("<ul><li>a<li>b</ul>", ["- a", "- b"]),
        ("<p>a</b></i></div></p>b", ["a", "b"]),
        ("<p>a < b <!-- c", ["a < b &lt;!-- c"]),
        ("<p>a<!-->b", ["ab"]),
        ("<p title='x>y'>a</p>", ["a"]),
        ("<p>a &#" + "9" * 5000 + ";</p>", ["a &#" + "9" * 5000 + ";"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["| a | b |", "|---|---|", "| c | d |"]),
    ],
)
def test_what_is_badly_written_is_still_read(page: str, expected: list[str]) -> None:
    """Tags left open, closed twice or cut off."""
    assert shown(page, "x.html") == expected


@pytest.mark.parametrize("tag", ["div", "ul", "b", "table", "blockquote", "ac:task"])
def test_words_survive_any_depth(tag: str) -> None:
    """A hundred thousand elements within each other hide nothing."""
    found = rows(f"<{tag}>" * 100_000 + "words" + f"</{tag}>" * 100_000, "x.html")

    assert any("words" in line for _, line in found)


def test_a_line_of_ten_megabytes_is_read() -> None:
    """As one line, all of it."""
    found = rows("<p>" + "word " * 2_000_000 + "</p>", "x.html")

    assert len(found[0][1]) == 9_999_999
