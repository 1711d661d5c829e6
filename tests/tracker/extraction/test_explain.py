from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.extraction.test_finder import DOCUMENTS, HOSTILE
from tracker.extraction import Line, as_json, explain, explained, extract
from tracker.extraction.pairs import ENOUGH

OUTAGE = """\
---
severity: SEV-2
---
# Login outage

<!-- nobody reads this -->
Date: 2026-10-02

## Impact

Customers could not log in.

## Timeline

- 10:00 UTC: the token cache filled up
- 10:45 UTC: restored
- a coffee

## Improvements

- Monitor the size of the token cache
- Train everybody on call

## Action items

The following are planned:

1. [P1] Alert on the size of the token cache (@dana, by 2026-11-07)
   - the page must name the cache
2. Rotate the keys
3. None.
4. {{ action }}

## Lessons learned

- Add better docs
- We were slow

Next time, we will look at the cache first.
"""


def _line(text: str, start: str) -> Line:
    """Return the line of *text* that starts so, as it is explained."""
    return next(line for line in explain(text).lines if line.text.strip().startswith(start))


@given(DOCUMENTS | st.text())
def test_every_line_is_explained_once_and_in_order(text: str) -> None:
    """Whatever the text, no line is left out, and each has its number and its words."""
    told = explain(text, name="x.md")
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    assert [line.text for line in told.lines] == written
    assert [line.number for line in told.lines] == list(range(1, len(written) + 1))
    assert json.loads(json.dumps(explained("x.md", told)))


@given(DOCUMENTS)
def test_its_items_are_those_that_are_extracted(text: str) -> None:
    """Each item has its lines within its sources, and no other line is taken for one."""
    text = f"# Postmortem: outage\n\n## Timeline\n\n- 10:00 It broke\n- 11:00 Fixed\n\n{text}"
    told = explain(text)
    found = {number: line.number for line in told.lines for number in _items(line)}
    lines = [(item, line.number) for line in told.lines for item in _items(line)]

    assert told.found == extract(text)
    assert sorted(found) == list(range(1, len(told.found.items) + 1))
    assert all(
        any(s.first_line <= at <= s.last_line for s in told.found.items[item - 1].sources)
        for item, at in lines
    )


def _items(line: Line) -> tuple[int, ...]:
    return line.items if line.taken == "item" else ()


@given(DOCUMENTS)
def test_its_steps_are_those_that_are_extracted(text: str) -> None:
    """What is told as a step of the timeline is one."""
    told = explain(f"# Postmortem: outage\n\n## Timeline\n\n- 10:00 It broke\n{text}")
    steps = {step.line for step in told.found.facts.timeline}

    assert {line.number for line in told.lines if "timeline" in line.facts} == steps


@pytest.mark.parametrize(
    ("start", "taken", "why"),
    [
        ("severity", "front matter", "gives severity"),
        ("# Login", "title", "the document's own title"),
        ("<!--", "comment", ""),
        ("Date:", "fact", "labelled as date"),
        ("## Impact", "heading", 'impact: the phrase "impact"'),
        ("Customers", "fact", 'gives impact, below "Impact"'),
        ("- 10:00", "timeline step", 'at "10:00 UTC", read as 2026-10-02 10:00'),
        ("- 10:45", "timeline step", 'gives ended_at, by "restored"'),
        ("- Train", "item", 'kind process by "train"'),
        ("The following", "introduction", "announces"),
        ("1.", "item", 'due 2026-11-07 from "(@dana, by 2026-11-07)"'),
        ("1.", "item", 'owner @dana from "(@dana, by 2026-11-07)"'),
        ("1.", "item", 'priority P1 from "[P1]"'),
        ("- the page", "detail", "nested"),
        ("3.", "no work", "it says that there is no work"),
        ("4.", "template slot", "nobody filled it in"),
        ("- Add better", "lesson", "an order, but not each line"),
        ("- We were", "lesson", "it orders no change"),
        ("Next time", "not asked", "running text is not asked"),
    ],
)
def test_a_reason_names_what_decided(start: str, taken: str, why: str) -> None:
    """The words are those of the document or of a rule."""
    line = _line(OUTAGE, start)

    assert (line.taken, why in line.why) == (taken, True), line


LEARNED = """\
# Shop outage

## Timeline

- 10:00 It broke
- 11:00 Fixed

## Lessons learned

{}
"""


@pytest.mark.parametrize(
    ("told", "start", "why"),
    [
        ("- Add a test\n- Watch the cache", "- Add", "an order among lessons learned"),
        ("We will do the following:\n\n- Another cache", "- Another", "words that announce work"),
        (
            "Lastly, we will upgrade the shop.",
            "Lastly",
            'a sentence that promises, by "lastly, we will"',
        ),
    ],
)
def test_work_outside_its_sections_says_how_it_was_found(told: str, start: str, why: str) -> None:
    """In one section, three rules may find it; the one that did is named."""
    assert why in _line(LEARNED.format(told), start).why


def test_a_pair_tells_its_partner_and_its_score() -> None:
    """Both lines say so, with the score that was needed."""
    measure, task = _line(OUTAGE, "- Monitor the size"), _line(OUTAGE, "1.")

    assert measure.items == task.items == (1,)
    assert measure.score == task.score
    assert measure.score is not None
    assert f"one with its task on line {task.number}: alike by {measure.score:.2f}" in measure.why
    assert f"one with its measure on line {measure.number}" in task.why
    assert f"{ENOUGH:.2f} needed" in task.why


def test_near_partners_that_were_kept_apart_say_so() -> None:
    """Whoever wonders why two lines are two items sees how near they were."""
    line = _line(OUTAGE.replace("Rotate the keys", "Improve alerts for the size of sessions"), "2.")

    assert "kept apart from line" in line.why
    assert line.score is not None
    assert line.score < ENOUGH


def test_a_detail_names_its_item() -> None:
    """A nested note belongs to the item above it."""
    assert _line(OUTAGE, "- the page").items == (1,)


def test_a_heading_without_a_meaning_says_whose_it_takes() -> None:
    """What is inherited is told, and from where."""
    text = OUTAGE.replace("1. [P1]", "### Cache crew\n\n1. [P1]")

    assert 'task: inherits from "Action items", as no known phrase' in _line(text, "### Cache").why


def test_the_signs_of_an_incident_are_counted() -> None:
    """They stand in the evidence, with what decided where they are too few."""
    told = explain(OUTAGE).evidence
    few = explain("# Lunch\n\n## Summary\n\nSoup.\n").evidence

    assert told.enough
    assert {"impact", "timeline", 'named "outage"', "timed steps"} <= set(told.signs)
    assert (few.enough, few.signs, few.reason) == (False, ("summary",), "it promises no work")


def test_work_in_a_document_about_no_incident_is_no_item() -> None:
    """The line says why."""
    line = _line("# Garden\n\n## Action items\n\n- Water the roses\n", "- Water")

    assert (line.taken, line.items) == ("no work", ())
    assert "no postmortem" in line.why


def test_an_ambiguous_document_says_why() -> None:
    """Promises in running text are for a person to check."""
    text = (
        "# Outage\n\n## Timeline\n\n- 10:00 It broke\n- 11:00 Fixed\n\n## Notes\n\n"
        "Next time we will look at the cache.\n"
    )
    told = explained("a.md", explain(text))

    assert told["ambiguous"]
    assert told["evidence"]["doubt"] == "its promises stand in running text"  # type: ignore[index]


def test_the_json_is_the_usual_one_and_more() -> None:
    """Whoever reads the usual keys finds them unchanged."""
    told = explained("a.md", explain(OUTAGE))
    usual = as_json("a.md", extract(OUTAGE))

    assert {key: told[key] for key in usual} == usual
    assert told.keys() - usual.keys() == {"estimates", "evidence", "lines"}
    assert " ".join(told["lines"][0]) == (  # type: ignore[index]
        "line text taken_for why score item items fact facts section"
    )


def test_a_line_of_a_megabyte_is_one_line() -> None:
    """However many sentences it holds, and however many of them promise."""
    long = "We will add a test to the shop. " * 500 + "It was late in the shop. " * 40_000
    told = explain(f"# Outage\n\n## Timeline\n\n- 10:00 {long}\n\n## Improvements\n\n{long}\n")

    assert [line.number for line in told.lines] == list(range(1, 11))
    assert len(told.lines[8].items) == len(told.found.items) == 500


@pytest.mark.parametrize("piece", HOSTILE.split("~"))
def test_hostile_repetition_is_explained_as_well(piece: str) -> None:
    """A long line, and many lines, are lines like others."""
    text = f"# Outage\n\n## Action items\n\n{piece * 300}\n" + f"{piece}\n" * 300

    assert len(explain(text).lines) == text.count("\n") + 1
