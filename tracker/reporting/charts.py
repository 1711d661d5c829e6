"""The report's charts: half a year of the ledger, completion per incident, ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reporting.document import Chart, Form, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.counting.completion import Completion
    from tracker.reporting.report import WeeklyReport
    from tracker.reporting.trends import WeekLine

DRAWN = 12  # so many incidents are drawn, those with the most open items


def ledger_chart(report: WeeklyReport) -> Chart:
    """Return what was open at each week's end, and what came and left, over 26 weeks."""
    return weeks_chart(report.weeks)


def weeks_chart(weeks: Sequence[WeekLine]) -> Chart:
    """Return what was open at the end of each of these weeks, oldest first, what came and left."""
    rows = tuple((one.week.name, one.came, one.left, one.open_at_end) for one in weeks)
    highest = max(weeks, key=lambda one: (one.open_at_end, one.week.monday))
    told = (
        f"Open promises over {len(weeks)} weeks: {weeks[0].open_at_end} at the end of "
        f"{weeks[0].week.name}, at most {highest.open_at_end} in {highest.week.name}, "
        f"{weeks[-1].open_at_end} now; {sum(one.came for one in weeks)} came and "
        f"{sum(one.left for one in weeks)} left."
    )
    head = ("Week", "Came", "Left", "Open at the week's end")
    title = f"Open promises over {len(weeks)} weeks"
    return Chart(Form.FLOW, title, told, Table(head, rows), alone=True)


def completion_chart(report: WeeklyReport) -> Chart | None:
    """Return how far the incidents are that have the most open items; None where none has."""
    busy = sorted(
        (one for one in report.completions if one.open.count),
        key=lambda one: (-one.open.count, -one.overdue.count, one.incident),
    )
    if not busy:
        return None
    shown = busy[:DRAWN]
    which = (
        f"The {DRAWN} of {len(busy)} incidents with the most" if busy[DRAWN:] else "Incidents with"
    )
    done, counted = (sum(getattr(one, name).count for one in shown) for name in ("done", "counted"))
    told = f"{which} open items: {done} of their {counted} promises are done."
    head = ("Incident", "Done", "Open", "Overdue", "Given up late")
    rows = tuple(_parts(one) for one in shown)
    return Chart(Form.COMPLETION, "Completion per incident", told, Table(head, rows))


def _parts(one: Completion) -> tuple[str, int, int, int, int]:
    """Return an incident's promises, each once."""
    done, still, late = one.done.count, one.open.count, one.overdue.count
    return f"I-{one.incident}", done, still - late, late, one.counted.count - done - still


def age_chart(report: WeeklyReport) -> Chart:
    """Return how long the open promises have been open."""
    ages = report.slipping.ages
    rows = tuple((f"{one.name} days", one.open.count) for one in ages)
    total = sum(one.open.count for one in ages)
    oldest = ages[-1]
    told = f"Age of {total} open promises: {oldest.open.count} are open for {oldest.name} days."
    title = "Age of the open promises"
    return Chart(Form.AGES, title, told, Table(("Age", "Open"), rows))
