"""Stored reports: each is added once, read often, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.storage.report_tables import ReportRow, ReportTextRow
from tracker.storage.tables import IncidentRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

WHOLE = ""  # the team of a report of all items


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What is known of a stored report without its texts."""

    week: str
    team: str | None
    zone: str
    as_of: datetime
    made_at: datetime
    digest: str
    nonce: str
    headlines: Mapping[str, Any]


class StoredReports:
    """The shelf of stored reports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def head(self, week: str, team: str | None = None) -> ReportHead | None:
        """Return what is known of a week's report, None where none is stored."""
        row = self._row(week, team)
        return _head(row) if row else None

    def texts(self, week: str, team: str | None, forms: Iterable[str]) -> dict[str, bytes]:
        """Return these forms of a stored report, compressed as they were added."""
        found = self._session.execute(
            select(ReportTextRow.form, ReportTextRow.content)
            .join(ReportRow, ReportRow.id == ReportTextRow.report_id)
            .where(ReportRow.week == week, ReportRow.team == (team or WHOLE))
            .where(ReportTextRow.form.in_(tuple(forms)))
        )
        return {form: bytes(content) for form, content in found}

    def heads(self, weeks: Iterable[str]) -> dict[str, ReportHead]:
        """Return the stored reports of all items, of these weeks."""
        found = select(ReportRow).where(ReportRow.week.in_(tuple(weeks)), ReportRow.team == WHOLE)
        return {row.week: _head(row) for row in self._session.scalars(found)}

    def teams(self, week: str) -> list[str]:
        """Return the teams of which a week's report is stored."""
        found = select(ReportRow.team).where(ReportRow.week == week, ReportRow.team != WHOLE)
        return list(self._session.scalars(found.order_by(ReportRow.team)))

    def add(self, head: ReportHead, texts: Mapping[str, bytes]) -> None:
        """Store a report; whoever adds holds the turn for it, so that it is not there yet."""
        row = ReportRow(
            week=head.week,
            team=head.team or WHOLE,
            zone=head.zone,
            as_of=head.as_of,
            made_at=head.made_at,
            digest=head.digest,
            nonce=head.nonce,
            headlines=dict(head.headlines),
        )
        self._session.add(row)
        self._session.flush()
        for form, content in sorted(texts.items()):
            self._session.add(ReportTextRow(report_id=row.id, form=form, content=content))

    def restricted(self) -> frozenset[int]:
        """Return the incidents whose words are told to nobody in a report."""
        found = select(IncidentRow.id).where(IncidentRow.restricted)
        return frozenset(self._session.scalars(found))

    def _row(self, week: str, team: str | None) -> ReportRow | None:
        return self._session.scalar(
            select(ReportRow).where(ReportRow.week == week, ReportRow.team == (team or WHOLE))
        )


def _head(row: ReportRow) -> ReportHead:
    return ReportHead(
        row.week,
        row.team or None,
        row.zone,
        row.as_of,
        row.made_at,
        row.digest,
        row.nonce,
        row.headlines,
    )
