"""Each past week's report is made once and kept; whoever asks again gets the same bytes."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.growing import SKEW
from tracker.counting.health import of_items
from tracker.counting.weeks import last_full_week
from tracker.domain.errors import BadInput, NotFound
from tracker.people import People
from tracker.reporting.csv_text import as_csv, csv_pieces
from tracker.reporting.document_json import document_from, document_json
from tracker.reporting.gathering import health_of, week_wanted, weekly
from tracker.reporting.headlines import Headlines, headlines_from, headlines_of
from tracker.reporting.html_page import as_html
from tracker.reporting.json_text import as_json, json_pieces
from tracker.reporting.markdown_text import as_markdown
from tracker.reporting.sections import document_of
from tracker.reporting.words import Signs, said
from tracker.storage.reports import ReportHead

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.counting.health import Health
    from tracker.counting.weeks import Week
    from tracker.reporting.document import Document
    from tracker.reporting.report import WeeklyReport
    from tracker.reporting.words import Word
    from tracker.settings import Settings
    from tracker.storage import Store, Work

TEXTS: Mapping[str, Callable[[WeeklyReport], str]] = {
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
    "csv": as_csv,
}
PIECES: Mapping[str, Callable[[WeeklyReport], Iterable[str]]] = {
    "md": lambda report: [as_markdown(report)],
    "html": lambda report: [as_html(report)],
    "json": json_pieces,
    "csv": csv_pieces,
}
DOCUMENT, WORDS = "document", "words"
FORMS = (*TEXTS, DOCUMENT)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A past week's report as it was made once; needs no database any more.

    *head* tells the week, the team (None: all items), when it was made and the digest of its
    bytes as they were made. The words of incidents that are restricted by now are not in it.
    """

    head: ReportHead
    contents: Mapping[str, bytes]
    words: Sequence[Word]
    hidden: Collection[int]

    @property
    def headlines(self) -> Headlines:
        """Return the figures by which the week is known; no words of people are in them."""
        return headlines_from(self.head.headlines)

    @property
    def document(self) -> Document:
        """Return what the report says, before it is a page, a mail or a PDF file."""
        return document_from(self.text(DOCUMENT))

    def text(self, form: str) -> str:
        """Return the report in *form*: md, html, json or csv."""
        template = zlib.decompress(self.contents[form]).decode()
        return said(template, form, self.head.nonce, self.words, self.hidden)


def kept(
    work: Work, week: str, team: str | None = None, forms: Collection[str] = FORMS
) -> StoredReport | None:
    """Return a week's report as it is stored, None where it is not; only *forms* are read."""
    head = work.reports.head(week, team)
    if head is None:
        return None
    contents = work.reports.texts(week, team, (*forms, WORDS))
    words = json.loads(zlib.decompress(contents.pop(WORDS)))
    return StoredReport(head, contents, words, work.reports.restricted())


def keep(
    store: Store,
    settings: Settings,
    now: datetime,
    week: str | None = None,
    team: str | None = None,
) -> StoredReport:
    """Return a past week's report, of the last full week unless named; made where it is not yet.

    However many processes do so at once, one report is stored, and all of them return it.
    Raises BadInput for a week that cannot be or is not settled, and for a team without items.
    """
    wanted = week_wanted(week, settings.report.zone, now)
    if not is_settled(wanted, now):
        raise BadInput(f"the report of {wanted.name} is kept five minutes after the week's end")
    team = People(settings.people).called(team)
    with store.reading() as work:
        if found := kept(work, wanted.name, team):
            return found
        head, texts = _made(work, wanted, settings, now, team)
    with store.work() as work:
        work.alone(f"report {wanted.name}")
        if work.reports.head(wanted.name, team) is None:
            work.reports.add(head, texts)
            work.commit()
        found = kept(work, wanted.name, team)
    if found is None:
        raise NotFound(f"the report of {wanted.name} is gone from the database")
    return found


def is_over(week: Week, now: datetime) -> bool:
    """Return whether a week has ended, so that nothing new happens in it."""
    return week.end <= now


def is_settled(week: Week, now: datetime) -> bool:
    """Return whether a week's report can be kept: whatever happened in it is stored by now.

    A change has the time at which its transaction began, on a clock that may be slow by SKEW; a
    transaction lasts seconds, as none spans a request to a tracker.
    """
    return week.end + SKEW <= now


def _made(
    work: Work, week: Week, settings: Settings, now: datetime, team: str | None
) -> tuple[ReportHead, dict[str, bytes]]:
    signs = Signs()
    report = weekly(work, week.name, settings, now, team, signs)
    digest, words = hashlib.sha256(), signs.words

    def digested(form: str, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            digest.update(said(piece, form, signs.nonce, words, ()).encode())
            yield piece

    texts = {DOCUMENT: _packed([document_json(document_of(report))])}
    for form, pieces in PIECES.items():  # one after the other: together they would take much room
        texts[form] = _packed(digested(form, pieces(report)))
    texts[WORDS] = _packed([json.dumps(words, ensure_ascii=False)])
    head = ReportHead(
        week.name,
        team,
        str(week.zone),
        report.as_of,
        now,
        digest.hexdigest(),
        signs.nonce,
        headlines_of(report, _health(work, report, now)).told,
    )
    return head, texts


def _health(work: Work, report: WeeklyReport, now: datetime) -> Health | None:
    """Return how far the trackers' side can be trusted, while the report's week is the last one.

    It stands beside the report and not in it: what is in a report follows from the log alone.
    """
    if report.week != last_full_week(now, report.week.zone):
        return None
    return of_items(health_of(work, now), report.items)


def _packed(pieces: Iterable[str]) -> bytes:
    packer = zlib.compressobj()
    return b"".join([*(packer.compress(piece.encode()) for piece in pieces), packer.flush()])
