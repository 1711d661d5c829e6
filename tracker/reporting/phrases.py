"""How the report names items, moments and changes."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.counting.figures import FEWEST
from tracker.counting.weeks import day_at
from tracker.reporting.document import Bullets, Fold, Paragraph, Share, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.counting.figures import Figure
    from tracker.counting.punctuality import OnTime
    from tracker.reporting.report import Punctuality, WeeklyReport

DAY = timedelta(days=1)


def described(report: WeeklyReport, item: int) -> str:
    """Return an item in one line: name, title, who, until when, of which incident."""
    state = report.items[item]
    due = f"due {state.due}" if state.due else "no due date"
    owner = state.owner or "nobody"
    return f"{state.key} {state.title} · {owner} · {due} · I-{state.incident_id}"


def listed(figure: Figure) -> str:
    """Return a figure's items by name; one that stands there twice says so."""
    times = Counter(figure.items)
    names = (f"A-{item}{repeated(n)}" for item, n in times.items())
    return ", ".join(names)


def repeated(times: int) -> str:
    """Return how often an item stands in a list; nothing for once."""
    return {1: "", 2: " (twice)"}.get(times, f" ({times} times)")


def details(report: WeeklyReport, name: str, figure: Figure) -> tuple[Fold, ...]:
    """Return a figure's items, one a line; nothing where there are none."""
    if not figure.count:
        return ()
    times = Counter(figure.items)
    lines = tuple(f"{described(report, item)}{repeated(n)}" for item, n in times.items())
    return (Fold(f"{name} ({figure.count})", Bullets(lines)),)


def names_only(name: str, figure: Figure) -> tuple[Fold, ...]:
    """Return a figure's items by name alone; nothing where there are none."""
    if not figure.count:
        return ()
    return (Fold(f"{name} ({figure.count})", Paragraph(listed(figure))),)


def incident(report: WeeklyReport, number: int) -> str:
    """Return an incident's name, title and severity."""
    one = report.incidents[number]
    severity = f" ({one.severity})" if one.severity else ""
    return f"{one.name} {one.title}{severity}"


def on_time_table(report: WeeklyReport, name: str, lines: Iterable[Punctuality]) -> Table:
    """Return what was kept on time, a line each, in the week and in the 13 weeks."""
    rows = tuple((one.label, kept_cell(one.week), kept_cell(one.quarter)) for one in lines)
    return Table((name, f"Due in {report.week.name}", "Due in 13 weeks"), rows)


def kept_cell(one: OnTime) -> Share | str:
    """Return met out of met and missed; a percentage where there are enough."""
    return Share(one.met.count, one.judged, FEWEST) if one.judged else "none due"


def in_days(span: timedelta | None) -> str:
    """Return a length of time in days; None is one that was not reached."""
    return "not reached" if span is None else f"{span / DAY:.1f} days"


def day(moment: datetime, report: WeeklyReport) -> str:
    """Return the day of a moment in the report's zone."""
    return str(day_at(moment, report.week.zone))


def minute(moment: datetime, report: WeeklyReport) -> str:
    """Return a moment as clocks of the report's zone show it."""
    return f"{moment.astimezone(report.week.zone):%Y-%m-%d %H:%M %Z}"
