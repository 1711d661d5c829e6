"""A stored report as a mail: what a mail program shows without fetching anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.reporting.keeping import StoredReport


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to a mail; the HTML names it as ``cid:`` and *cid*."""

    cid: str  # without angle brackets; the Content-ID header puts them around it
    name: str  # a file name, ending in .png
    data: bytes  # PNG


@dataclass(frozen=True, slots=True)
class Mail:
    """The parts of a mail: multipart/alternative of *text*, and of *html* with its *images*.

    multipart/alternative
      text/plain                *text*
      multipart/related
        text/html               *html*
        image/png ...           *images*, each inline with its Content-ID
    """

    subject: str
    text: str
    html: str
    images: tuple[Image, ...] = ()


def mail_of(report: StoredReport, dashboard: str | None = None) -> Mail:
    """Return the mail of a stored report; the same bytes however often it is made.

    *dashboard* is the address of the pages (`[dashboard] url`), to which the mail then leads.
    The subject and all texts hold no line breaks or markup of people's words.
    """
    head, figures = report.head, report.headlines
    whose = f" of {head.team}" if head.team else ""
    subject = (
        f"Completion report{whose} {head.week}: {figures.open} open, {figures.overdue} overdue"
    )
    lines = [*figures.lines, *([f"{dashboard}/reports/{head.week}"] if dashboard else [])]
    return Mail(subject, "\n".join(lines) + "\n", report.text("html"))
