import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extraction import as_json, extract

PIECES = st.sampled_from(
    """# Outage
## Action items
Tasks:
- Add a test (done)
  - nested: x
1. **Do:** it
| Action | Owner |
|---|---|
| Add | @bob |
```
---
<!--
-->
> quoted
14:05 UTC - It broke
Impact: users were hit
We will add a test.
===
title: x
- [x] Add a test
[a]: https://x.example/a
{{ summary }}
from 1:00 PM to 2 PM on 5/6/24
**Root Cause:**
In conclusion, it broke.
* * *

\t- tab
== Wiki ==
<br>
'''x'''""".splitlines()
)
DOCUMENTS = st.lists(PIECES | st.text(max_size=30), max_size=40).map("\n".join)
HOSTILE = (
    "[~(~*~`a ~<a ~{{~**a** ~a: ~a - ~. ~> ~_a ~![a](b~1 am ~10:00-~2024-01-01 10:00 ~5 minutes "
    "~http://~<!--~A ~from 1 to 2 am ~| a ~- a\n~# a\n~```\n~10:00 a\n~Impact: x\n~&emsp;~@a ~\\<"
    "~@a, ~owner: a ~[@a]~[P1]~(a, ~due by 1/1, ~for 5 "
)
WORDS = re.compile(r"\w+")


@given(DOCUMENTS | st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    """Whatever the text, there is an answer, and it is plain JSON."""
    assert json.loads(json.dumps(as_json("x.md", extract(text, name="x.md"))))


@given(DOCUMENTS)
def test_sources_lie_within_the_document(text: str) -> None:
    """First and last line are lines that exist, in order."""
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    spans = [
        (source.first_line, source.last_line)
        for item in extract(text).items
        for source in item.sources
    ]

    assert all(1 <= first <= last <= count for first, last in spans)


@given(DOCUMENTS)
def test_every_item_has_a_title(text: str) -> None:
    """Nobody can work on nothing."""
    titles = [item.title for item in extract(text).items]

    assert all(any(char.isalnum() for char in title) for title in titles)


@given(st.lists(PIECES, max_size=40).map("\n".join))
def test_the_words_of_an_item_stand_in_the_document(text: str) -> None:
    """Nothing is made up."""
    known = set(WORDS.findall(text))
    used = {
        word
        for item in extract(text).items
        for source in item.sources
        for word in WORDS.findall(f"{source.heading or ''} {source.text}")
    }

    assert used <= known


@given(DOCUMENTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    """Nothing but the text decides, and line ends do not."""
    assert extract(text) == extract(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert extract("\r\n".join(lines)) == extract(text)


@pytest.mark.parametrize(
    "text",
    [pytest.param(piece * 4_000, id=repr(piece)) for piece in HOSTILE.split("~")],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    """It ends: no pattern backtracks without end, below any heading."""
    assert as_json("x", extract(f"# Outage\n## Timeline\n{text}\n## Root cause\n{text}"))
    assert as_json(
        "x", extract(f"# Outage\n## Impact\nBad.\n## Measures\n{text}\n# Tasks\n- {text}")
    )


def test_a_document_without_an_incident_has_no_items() -> None:
    """A recipe has steps, a program has plans, but nothing happened."""
    recipe = extract("# Pancakes\n\n## Ingredients\n- Flour\n\n## Next steps\n- Add the eggs.\n")
    program = extract("# Outage\n# Impact: big\n# Tasks\n# - Add a test", name="outage.py")

    assert (recipe.is_postmortem, recipe.items) == (False, ())
    assert (program.is_postmortem, program.items) == (False, ())


def test_a_blank_template_is_no_postmortem() -> None:
    """Its places ask; they tell nothing."""
    found = extract(
        "# Template for reports\n\n## Summary\n\n[Describe what happened]\n\n## Timeline\n\n"
        "- [time]: [what happened]\n- [time]: [who came]\n\n## Action items\n\n- [task] [owner]\n"
    )

    assert (found.is_postmortem, found.items, found.facts.timeline) == (False, (), ())
