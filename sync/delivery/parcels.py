"""What is delivered: the week's report as a mail, as files, and as a few lines for a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.reporting import as_csv, as_html, as_json, as_markdown, weekly

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.reporting import WeeklyReport
    from tracker.settings import Settings
    from tracker.storage import Store

NO_IMAGES: dict[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's content; *images* are PNG pictures by the names under which the HTML shows them."""

    subject: str
    text: str
    html: str | None = None
    images: Mapping[str, bytes] = field(default_factory=lambda: NO_IMAGES)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One week's report in every form in which a channel may want it.

    *headlines* are plain lines; *link* is where people read the whole, if that is known.
    """

    week: str
    mail: Mail
    files: Mapping[str, str]
    title: str
    headlines: tuple[str, ...]
    link: str | None


def parcel_of(store: Store, settings: Settings, week: str, now: datetime) -> Parcel:
    """Return the report of a week, ready to be sent."""
    with store.reading() as work:
        report = weekly(work, week, settings, now)
    return Parcel(
        week=week,
        mail=report_mail(report),
        files={
            f"{week}.md": as_markdown(report),
            f"{week}.html": as_html(report),
            f"{week}.json": as_json(report),
            f"{week}.csv": as_csv(report),
        },
        title=title_of(report),
        headlines=headlines(report),
        link=link_to(settings, week),
    )


def report_mail(report: WeeklyReport) -> Mail:
    """Return the report as a mail."""
    return Mail(title_of(report), as_markdown(report), as_html(report))


def title_of(report: WeeklyReport) -> str:
    """Return what a mail's subject and a chat's first line say."""
    return f"Completion report, week {report.week.name}"


def headlines(report: WeeklyReport) -> tuple[str, ...]:
    """Return the week in a few lines, with no word out of a document."""
    ledger, counts, on_time = report.ledger, report.counts, report.on_time[0]
    came = ledger.accepted.count + ledger.reopened.count + ledger.reinstated.count
    given_up = ledger.wont_do.count + ledger.duplicate.count
    judged = on_time.quarter.judged
    kept = f"{on_time.quarter.met.count} of {judged}" if judged else "none was due"
    moves = f"{came} came, {ledger.done.count} done, {given_up} given up"
    return (
        f"Open: {counts.open.count} ({ledger.net:+d} this week: {moves})",
        f"Overdue: {counts.overdue.count} ({report.newly_overdue.count} newly)",
        f"Without an owner: {counts.unowned.count}; without a due date: {counts.undated.count}",
        f"Kept on time in 13 weeks: {kept}",
    )


def link_to(settings: Settings, week: str) -> str | None:
    """Return where the dashboard shows the report."""
    del week  # its page shows all weeks
    base = settings.dashboard.url
    return f"{base.rstrip('/')}/reports" if base else None
