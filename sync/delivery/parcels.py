"""What is delivered: the week's report as a mail, as files, and as a few lines for a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reporting import TEXTS, keep, mail_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.reporting import Image
    from tracker.settings import Settings
    from tracker.storage import Store


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's content; *images* are PNG pictures that the HTML shows by their names."""

    subject: str
    text: str
    html: str | None = None
    images: tuple[Image, ...] = ()


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
    """Return the report of a week, ready to be sent: the bytes that are kept of it."""
    report = keep(store, settings, now, week)
    mail = mail_of(report, settings.dashboard.url)
    return Parcel(
        week=week,
        mail=Mail(mail.subject, mail.text, mail.html, mail.images),
        files={f"{week}.{form}": report.text(form) for form in TEXTS},
        title=f"Completion report, week {week}",
        headlines=report.headlines.lines,
        link=link_to(settings, week),
    )


def link_to(settings: Settings, week: str) -> str | None:
    """Return where the dashboard shows the report."""
    base = settings.dashboard.url
    return f"{base.rstrip('/')}/reports/{week}" if base else None
