"""How often signing in failed lately, for all processes together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from tracker.domain.throttling import Bucket
from tracker.storage.access_tables import AttemptRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tracker.domain.throttling import Allowance

FORGOTTEN = timedelta(hours=1)  # every bucket is empty by then


class Attempts:
    """Counts failures before they are known to be some, so that nobody is faster than the count."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, keys: Mapping[str, Allowance], now: datetime) -> float:
        """Count an attempt for all *keys* and return 0, or count none and return the wait.

        Only one transaction at a time may do so; the wait is in seconds.
        """
        self._session.execute(delete(AttemptRow).where(AttemptRow.at < now - FORGOTTEN))
        buckets = {key: self._bucket(key, now, allowed) for key, allowed in keys.items()}
        wait = max(buckets[key].wait(allowed) for key, allowed in keys.items())
        if wait == 0:
            for key, bucket in buckets.items():
                self._keep(key, bucket.fuller(), now)
        return wait

    def give_back(self, keys: Mapping[str, Allowance], now: datetime) -> None:
        """Take an attempt back: it was right."""
        for key, allowed in keys.items():
            self._keep(key, self._bucket(key, now, allowed).emptier(), now)

    def _bucket(self, key: str, now: datetime, allowed: Allowance) -> Bucket:
        row = self._session.get(AttemptRow, key)
        kept = Bucket(row.level, row.at.timestamp()) if row else Bucket(0.0, now.timestamp())
        return kept.after(now.timestamp(), allowed)

    def _keep(self, key: str, bucket: Bucket, now: datetime) -> None:
        row = self._session.get(AttemptRow, key)
        if row is None:
            self._session.add(AttemptRow(key=key, level=bucket.level, at=now))
        else:
            row.level, row.at = bucket.level, now
        self._session.flush()
