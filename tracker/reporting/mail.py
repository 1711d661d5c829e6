"""A stored report as a mail: what a mail program shows without fetching anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tracker.reporting.document import Chart, plain
from tracker.reporting.mail_page import mail_page
from tracker.reporting.mail_text import mail_text

if TYPE_CHECKING:
    from tracker.reporting.keeping import StoredReport
    from tracker.storage.reports import ReportHead


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
    The subject is one line; people's words in it and in all parts are text, never markup.
    """
    from tracker.reporting.png import as_png  # noqa: PLC0415  Pillow is loaded where it draws

    head, figures, document = report.head, report.headlines, report.document
    charts = [one for part in document.sections for one in part.blocks if isinstance(one, Chart)]
    images = tuple(
        Image(f"{one.form}.{head.digest[:16]}@amends", f"{one.form}.png", as_png(one))
        for one in charts
    )
    cids = {chart: image.cid for chart, image in zip(charts, images, strict=True)}
    address = _address(dashboard, head)
    whose = f" of {head.team}" if head.team else ""
    subject = (
        f"Completion report{whose} {head.week}: {figures.open} open, {figures.overdue} overdue"
    )
    return Mail(
        plain(subject),
        mail_text(document, figures, address),
        mail_page(document, figures, cids, address),
        images,
    )


def _address(dashboard: str | None, head: ReportHead) -> str | None:
    if not dashboard:
        return None
    team = f"?{urlencode({'team': head.team})}" if head.team else ""
    return f"{dashboard.rstrip('/')}/reports/{head.week}{team}"
