import pytest

from tracker.extraction.markup import plain, undecorated, urls


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("**Add** a _test_", "Add a test"),
        ("keep snake_case_names", "keep snake_case_names"),
        ("run `a*b*c` twice", "run a*b*c twice"),
        ("see [the ticket](https://x.example/1)", "see the ticket"),
        ("see [the ticket][t1]", "see the ticket"),
        ("![a picture](cat.png) after", "after"),
        ("'''Done''': write it", "Done: write it"),
        ("{{ write it }}", "write it"),
        ("a &amp; b<sup>1</sup>", "a & b1"),
        (r"\<START\>", "<START>"),
        (r"\*not bold\*", "*not bold*"),
        ("-run=<command>", "-run=<command>"),
        ("~~old~~ new", "old new"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(raw: str, expected: str) -> None:
    """Markup goes, words stay, link text stays without its address."""
    assert plain(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("🚀 Add a test 📊", "Add a test"), (":rocket: Add a test", "Add a test"), ("A", "A")],
)
def test_emoji_at_the_ends_are_decoration(text: str, expected: str) -> None:
    """They go, whether written as a sign or by name."""
    assert undecorated(text) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("[#1](https://x.example/1)", ("https://x.example/1",)),
        ("(https://x.example/2).", ("https://x.example/2",)),
        ("[issue][a]", ("https://x.example/a",)),
        ("see [a]", ("https://x.example/a",)),
        ("[https://x.example/shown](https://x.example/real)", ("https://x.example/real",)),
        ("https://x.example/a https://x.example/a", ("https://x.example/a",)),
        ("[file](notes.md)", ()),
    ],
)
def test_addresses_are_found_behind_links(raw: str, expected: tuple[str, ...]) -> None:
    """The address wins over the link's text; reference links are resolved."""
    assert urls(raw, {"a": "https://x.example/a"}) == expected
