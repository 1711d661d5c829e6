import pytest

from tests.tracker.formats.showing import shown
from tracker.formats.debris import cleaned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% include a.html %}b", "b"),
        ("{{ page.title }}a{{ b | date: '%Y' }}", "a"),
        ('{{< details "More" >}}', "More"),
        ('{{% notice title="More" %}}', "More"),
        ("{{< figure src=a.png >}}", ""),
        ("<%= today %>a", "a"),
        (":::note Read this\na\n:::", "Read this\na\n"),
        (":::tip[Read this]\na\n:::", "Read this\na\n"),
        ('::: {.callout-note title="Read this"}\na\n:::', "Read this\na\n"),
        ('!!! note "Read this"\n    a', "Read this\n    a"),
        ("> [!note]- Read this\n> a", ">  Read this\n> a"),
        ("a{: .b}", "a"),
        ("## Tasks {#tasks .x}", "## Tasks"),
        ("* TOC\n{:toc}", "\n"),
        ("[TOC]", ""),
        ("a %%b%%\n%%\nc\n%%\nd", "a \n\n\n\nd"),
        ("![[a.png]]", ""),
        ("- a [due:: 2024-05-01]", "- a (due: 2024-05-01)"),
        ("```{note} T\na\n```\nb", "T\na\n\nb"),
        ('<Callout type="x">\na\n</Callout>', "\na\n"),
        ('<Tab title="Tasks">\na\n</Tab>', "Tasks\na\n"),
        ("<Widget />\na", "\na"),
        ("{/* a\nb */}c", "\nc"),
    ],
)
def test_tags_of_site_generators_are_no_words(text: str, expected: str) -> None:
    """What stands in them is blank, the titles they give stay, and so does every line."""
    assert cleaned(text, "x.md") == expected


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n- b: c\n",
        "{{ owner }} and {{name}}",
        "<Team Name> will <do> it",
        "100%% sure, 5% and 6%",
        "a {b} {c: d} [e] (f)",
        "| a | b |\n|:--|:-:|",
        "```{r}\na\n```",
        "std::vector<T> and a::b",
        "a :: b ::: c",
        "export the data; import it from there",
        "{% unfinished\n{{< unfinished\n<% unfinished\n{/* unfinished",
    ],
)
def test_what_people_wrote_stays(text: str) -> None:
    """Braces, colons, per cents and places to fill in are theirs."""
    assert cleaned(text, "x.md") == text


def test_modules_are_no_words_of_a_page_with_components() -> None:
    """Front matter and code are left as they are."""
    text = "---\na: b\n---\nimport A from '../a';\nexport const b = 1;\n\n# T\n"

    assert shown(text, "x.mdx") == ["---", "a: b", "---", "# T"]
