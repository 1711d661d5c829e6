"""What people decided of promises that are no items of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from tracker.domain.decisions import Decision
from tracker.domain.items import Section, Source
from tracker.storage.draft_tables import DecisionRow
from tracker.storage.tables import PostmortemRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


class Decisions:
    """Keeps what was merged and dropped."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, decision: Decision, at: datetime, who: str | None) -> None:
        """Store a decision."""
        row = DecisionRow(
            incident_id=decision.incident_id,
            postmortem_id=decision.postmortem_id,
            item_id=decision.item_id,
            said=dict(decision.said),
            sources=_told(decision.sources),
            in_document=decision.in_document,
            at=at,
            who=who,
        )
        self._session.add(row)
        self._session.flush()

    def of(self, incident_id: int) -> list[Decision]:
        """Return what was decided about the promises of an incident, by number."""
        where = DecisionRow.incident_id == incident_id
        rows = self._session.scalars(select(DecisionRow).where(where).order_by(DecisionRow.id))
        return [_decision(row) for row in rows]

    def documents(self, incident_id: int) -> dict[int, tuple[int, str]]:
        """Return number and path of the document that each decision is about."""
        rows = self._session.execute(
            select(DecisionRow.id, PostmortemRow.id, PostmortemRow.path)
            .join(PostmortemRow, PostmortemRow.id == DecisionRow.postmortem_id)
            .where(DecisionRow.incident_id == incident_id)
        )
        return {number: (postmortem, path) for number, postmortem, path in rows}

    def place(
        self, number: int, postmortem_id: int, said: Mapping[str, Any], sources: Iterable[Source]
    ) -> None:
        """Store what a document says of a decided promise now, and where it stands."""
        row = self._session.get_one(DecisionRow, number)
        row.postmortem_id, row.in_document = postmortem_id, True
        row.said, row.sources = dict(said), _told(sources)

    def miss(self, number: int) -> None:
        """Store that a promise no longer stands in its document; the decision stays."""
        self._session.get_one(DecisionRow, number).in_document = False

    def forget(self, numbers: Collection[int]) -> None:
        """Forget decisions: people decided otherwise."""
        self._session.execute(delete(DecisionRow).where(DecisionRow.id.in_(list(numbers))))


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        row.id,
        row.incident_id,
        row.postmortem_id,
        row.item_id,
        dict(row.said),
        tuple(Source(**{**one, "section": Section(one["section"])}) for one in row.sources),
        row.in_document,
    )


def _told(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "section": one.section.value,
            "heading": one.heading,
            "text": one.text,
            "first_line": one.first_line,
            "last_line": one.last_line,
        }
        for one in sources
    ]
