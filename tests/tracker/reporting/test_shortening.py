"""A report's long lists end early on its page, and say how much is left out."""

from __future__ import annotations

from tracker.reporting.document import Bullets, Code, Document, Fold, Paragraph, Section, Table
from tracker.reporting.shortening import MOST, NAMES, shortened

LONG = MOST + 7
LINES = tuple(f"line {number}" for number in range(LONG))
ROWS = tuple((f"row {number}", number) for number in range(LONG))
HEAD = ("Row", "Number")


def _short(*blocks: object) -> tuple[object, ...]:
    document = Document("Report", "", (Section("Section", blocks),))  # type: ignore[arg-type]
    return shortened(document).sections[0].blocks


def test_a_long_table_ends_early_and_says_how_many_rows_are_left_out() -> None:
    """The sentence stands below it, so that columns of numbers stay columns of numbers."""
    table, more = _short(Table(HEAD, ROWS))

    assert table == Table(HEAD, ROWS[:MOST])
    assert more == Paragraph("And 7 more.")


def test_a_long_list_ends_early_also_where_it_is_folded() -> None:
    """Its last line tells how many there are; the lines before still lead to the history."""
    entries = tuple(range(LONG))

    [plain] = _short(Bullets(LINES))
    [folded] = _short(Fold("Done", Bullets(LINES, entries)))

    assert plain == Bullets((*LINES[:MOST], "and 7 more"))
    assert folded == Fold("Done", Bullets((*LINES[:MOST], "and 7 more"), (*entries[:MOST], None)))


def test_a_long_table_that_is_folded_says_so_in_its_summary() -> None:
    """There is no room below it."""
    assert _short(Fold("In numbers", Table(HEAD, ROWS))) == (
        Fold(f"In numbers: the first {MOST} of {LONG}", Table(HEAD, ROWS[:MOST])),
    )


def test_many_names_end_early() -> None:
    """Names alone take little room, so there are more of them."""
    names = [f"A-{number}" for number in range(NAMES + 3)]

    [folded] = _short(Fold("Open", Paragraph(", ".join(names))))

    assert folded == Fold("Open", Paragraph(f"{', '.join(names[:NAMES])} and 3 more"))


def test_what_is_short_stays_as_it_is() -> None:
    """A list of just as many lines is whole."""
    blocks = (
        Table(HEAD, ROWS[:MOST]),
        Bullets(LINES[:MOST]),
        Paragraph("A, b and c."),
        Code("amends report"),
        Fold("Open", Paragraph("A-1, A-2")),
        Fold("Done", Table(HEAD, ROWS[:MOST])),
    )

    assert _short(*blocks) == blocks
