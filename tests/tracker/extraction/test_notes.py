from datetime import date

import pytest

from tracker.domain.incidents import Candidate
from tracker.extraction import extract
from tracker.extraction.notes import fields_of, notes_of


def only(entry: str) -> Candidate:
    """Return the one item of a list below an outage."""
    head = "# Outage of the shop\n\n## Impact\n\nUsers saw errors.\n\n## Action items\n\n"
    found = extract(head + entry).items
    assert len(found) == 1
    return found[0]


DANA = ("Park bad messages", "@dana", date(2026, 11, 7))


@pytest.mark.parametrize(
    "entry",
    [
        "- [x] Park bad messages @dana 2026-11-07",
        "- [ ] Park bad messages (@dana, 2026-11-07)",
        "- [ ] Park bad messages (@dana) - due 2026-11-07",
        "- Park bad messages \u2014 @dana, 2026-11-07",
        "- Park bad messages -> @dana, Nov 7, 2026",
        "- Park bad messages, @dana, due by 7th November 2026",
        "- @dana: Park bad messages by 2026-11-07",
        "- **@dana** - Park bad messages, ETA 2026-11-07",
        "- [@dana] Park bad messages by 7 November 2026",
        "- Park bad messages [owner: @dana] [due: 2026-11-07]",
        "- Park bad messages *(owner: @dana / due: 2026-11-07)*",
        "- Park bad messages **Owner:** @dana **Due:** 2026-11-07",
        "- Park bad messages | DRI: @dana | Deadline: 2026-11-07",
        "- Park bad messages ([OPS-1](https://x.example/1), @dana, 2026-11-07)",
        "- Park bad messages\n  - Assignee: @dana; ETA: 2026-11-07",
        "- Park bad messages\n  Responsible: @dana\n  Target date: Nov 7, 2026",
    ],
)
def test_owner_and_deadline_are_read_however_they_are_noted(entry: str) -> None:
    """And the title stays clean."""
    found = only(entry)

    assert (found.title, found.owner, found.due) == DANA


@pytest.mark.parametrize(
    ("entry", "priority"),
    [
        ("- [P1] Park bad messages", "P1"),
        ("- P1: Park bad messages", "P1"),
        ("- P1 - Park bad messages", "P1"),
        ("- **P1** Park bad messages", "P1"),
        ("- [High] Park bad messages", "High"),
        ("- Park bad messages [P1]", "P1"),
        ("- Park bad messages (owner: Dana, due: 2026-12-01, P1)", "P1"),
        ("- Park bad messages. Priority: high", "high"),
    ],
)
def test_a_priority_may_lead_or_follow(entry: str, priority: str) -> None:
    """In brackets, before a colon, as a field."""
    found = only(entry)

    assert (found.title.rstrip("."), found.priority) == ("Park bad messages", priority)


def test_a_status_may_be_a_field() -> None:
    """Done closes it, whatever else stands there."""
    assert only("- Park bad messages, Owner: Dana, Status: Done").done is True
    assert only("- Park bad messages (Status: In progress)").done is False


@pytest.mark.parametrize(
    "text",
    [
        "Ask @dana",
        "Agree on the limit with @dana",
        "Write to ops@shop.example",
        "P1 alerts wake the night shift",
        "Park bad messages (Dana)",
        "Park bad messages (due 01/12/2026)",
        "Renew the key before 2026-11-07",
        "Dana will park bad messages by 2026-11-07",
        "Copy the orders -> archive",
    ],
)
def test_what_belongs_to_the_sentence_stays(text: str) -> None:
    """Its people, its days, what nobody can be sure of."""
    assert only(f"- {text}").title == text


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("13/12/2026", date(2026, 12, 13)),
        ("12/25/2026", date(2026, 12, 25)),
        ("01.12.2026", date(2026, 12, 1)),
        ("05/05/2026", date(2026, 5, 5)),
        ("01/12/2026", None),
    ],
)
def test_a_date_that_may_be_two_days_is_none(written: str, due: date | None) -> None:
    """January here, December there: nobody can tell."""
    assert only(f"- Park bad messages (due: {written})").due == due


def test_notes_are_read_all_or_not() -> None:
    """One part that is text makes the whole text; a name needs a day beside it."""
    assert notes_of("Dana, 2026-12-01") == [("owner", "Dana"), ("due", "2026-12-01")]
    assert notes_of("@dana, 2 days, #12") == [("owner", "@dana"), ("effort", "2 days")]
    assert notes_of("Dana") is None
    assert notes_of("@dana, for the cache") is None


def test_fields_are_read_key_by_key() -> None:
    """Only where the first word is a key."""
    assert fields_of("**Owner:** Dana, **Due date:** 2026-12-01.") == [
        ("owner", "Dana"),
        ("due", "2026-12-01"),
    ]
    assert fields_of("Ask the owner: Dana") == []
