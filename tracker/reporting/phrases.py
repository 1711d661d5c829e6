"""How the report names items, moments and changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Fold, Paragraph

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.figures import Figure
    from tracker.reporting.report import WeeklyReport


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


def minute(moment: datetime, report: WeeklyReport) -> str:
    """Return a moment as clocks of the report's zone show it."""
    return f"{moment.astimezone(report.week.zone):%Y-%m-%d %H:%M %Z}"
