"""One reading of one repository: what it works with, its lease, its limit."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tracker.clock import monotonic, wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sync.errors import Limited
    from sync.governing import Gate
    from sync.ports import Library
    from tracker.intake import Arrival
    from tracker.reading import Unreadable
    from tracker.settings import Settings, Target
    from tracker.sources import DocumentSource
    from tracker.storage import Store, Work
    from tracker.storage.leases import Lease
    from tracker.storage.repositories import RepositoryState


class Watcher(Protocol):
    """Somebody who watches how far a reading is."""

    def expect(self, documents: int) -> None:
        """Take note that so many more are coming."""

    def begin(self, path: str) -> None:
        """Take note that a document is read now."""

    def end(self) -> None:
        """Take note that it was."""


@dataclass(slots=True)
class Brought:
    """What came of documents; *notes* tell what waits by design."""

    arrivals: list[Arrival] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """One reading of one repository, leased to us."""

    store: Store
    source: DocumentSource
    target: Target
    library: Library
    gate: Gate
    state: RepositoryState
    seconds: float
    lease: Lease
    brought: Brought
    watcher: Watcher
    missed: int = 0

    @property
    def repository(self) -> str:
        """Return its name."""
        return str(self.source.repository)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Yield a unit of work that is kept at its end; raises LeaseLostError at its beginning.

        The renewed lease is ours until the commit: nobody can take over in between.
        """
        with self.store.work() as work:
            work.leases.renew(self.lease, work.clock(), self.seconds)
            yield work
            work.commit()

    def renew(self) -> None:
        """Hold the lease for the next request."""
        with self.work():
            pass


def key_of(source: DocumentSource, target: Target) -> str:
    """Return by what the state of a source is found: its server, repository, ref and path."""
    place = f"{target.base_url} {str(source.repository).casefold()}"
    return f"{place} {source.ref or ''} {source.inside}".rstrip()


def forget_others(store: Store, settings: Settings) -> None:
    """Forget how repositories were read that are no source any more."""
    ours = {key_of(one, settings.reader_of(one)) for one in settings.repositories}
    with store.reading() as work:
        others = work.repositories.keys() - ours
    if others:
        with store.work() as work:
            work.repositories.forget(others)
            work.commit()


def paused(work: Work, state: RepositoryState, target: Target, gate: Gate) -> datetime | None:
    """Return until when a repository waits, by its own limit or that of the credentials."""
    known = work.targets.known(target.name, target.provider)
    pauses = [one for one in (state.paused_until, known.paused_until, gate.paused(work)) if one]
    until = max(pauses, default=None)
    return until if until and until > work.clock() else None


def pause(visit: Visit, limit: Limited) -> None:
    """Let nobody use these credentials before the limit's time."""
    target = visit.target
    with visit.store.work() as work:
        until = visit.gate.pause(work, limit)
        state = work.repositories.known(visit.state.key)
        state.paused_until = until
        work.repositories.keep(state)
        known = work.targets.known(target.name, target.provider)
        work.targets.pause(known.id, until, str(limit))
        work.commit()


def leased(store: Store, key: str, seconds: float) -> Lease | None:
    """Return the right to read, waiting for one that a dead process left at most."""
    owner = f"{socket.gethostname()}/{os.getpid()}/{threading.get_ident()}/{monotonic()}"
    until = monotonic() + 1.25 * seconds
    while True:
        with store.work() as work:
            lease = work.leases.take(f"source {key}", owner, work.clock(), seconds)
            work.commit()
        if lease or monotonic() > until:
            return lease
        wait(min(0.25, seconds / 8))
