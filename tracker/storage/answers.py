"""Answers kept under the keys of callers, so that a repeated request is done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from tracker.storage.tables import AnswerRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(minutes=5)  # no request takes longer; its process died


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under a key: who asks, the key, and by what the request is known."""

    owner: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered under a key; *status* is None while that is not known."""

    fingerprint: str
    status: int | None
    headers: Mapping[str, str]
    body: str


class Answers:
    """Keeps answers for a day."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, asked: Asked, now: datetime) -> Answer | None:
        """Claim a key and return None, or return what stands under it; the caller commits."""
        self._session.execute(delete(AnswerRow).where(AnswerRow.at <= now - KEPT))
        row = AnswerRow(owner=asked.owner, key=asked.key, fingerprint=asked.fingerprint, at=now)
        row.headers, row.body = {}, ""
        try:
            with self._session.begin_nested():
                self._session.add(row)
        except IntegrityError:
            return self._standing(asked, now)
        return None

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Store what is answered; committed with the work itself, or not at all."""
        self._session.execute(
            update(AnswerRow)
            .where(*_under(asked))
            .values(status=answer.status, headers=dict(answer.headers), body=answer.body)
        )

    def release(self, asked: Asked) -> None:
        """Give a key back under which nothing was done."""
        self._session.execute(delete(AnswerRow).where(*_under(asked), AnswerRow.status.is_(None)))

    def _standing(self, asked: Asked, now: datetime) -> Answer | None:
        """Return what stands under a key; None where it was left behind, and is ours now."""
        given_up = (AnswerRow.status.is_(None), AnswerRow.at <= now - GIVEN_UP)
        taken = self._session.scalar(
            update(AnswerRow)
            .where(*_under(asked), *given_up)
            .values(at=now, fingerprint=asked.fingerprint)
            .returning(AnswerRow.id)
            .execution_options(synchronize_session=False)
        )
        if taken is not None:
            return None
        row = self._session.scalar(select(AnswerRow).where(*_under(asked)))
        if row is None:  # given back meanwhile
            return self.begin(asked, now)
        return Answer(row.fingerprint, row.status, dict(row.headers), row.body)


def _under(asked: Asked) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (AnswerRow.owner == asked.owner, AnswerRow.key == asked.key)
