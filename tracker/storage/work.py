"""One unit of work: everything it did is kept by commit(), or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tracker.storage.accounts import Accounts
from tracker.storage.answers import Answers
from tracker.storage.attempts import Attempts
from tracker.storage.budgets import Budgets
from tracker.storage.conflicts import Conflicts
from tracker.storage.database_time import database_time
from tracker.storage.deadlines import Deadlines
from tracker.storage.decisions import Decisions
from tracker.storage.deliveries import Deliveries
from tracker.storage.dispatches import Dispatches
from tracker.storage.drafts import Drafts
from tracker.storage.feeds import Feeds
from tracker.storage.history import History
from tracker.storage.holding import Held
from tracker.storage.incidents import Incidents
from tracker.storage.items import Items
from tracker.storage.leases import Leases
from tracker.storage.links import Links
from tracker.storage.operations import Operations
from tracker.storage.pages import Pages
from tracker.storage.plans import Plans
from tracker.storage.reports import StoredReports
from tracker.storage.repositories import Repositories
from tracker.storage.restrictions import Restrictions
from tracker.storage.sessions import Sessions, Tokens
from tracker.storage.sight import EVERYTHING, READER, SIGHT, Reader, Sight
from tracker.storage.strays import Strays
from tracker.storage.tables import InstallationRow
from tracker.storage.targets import Targets
from tracker.storage.writes import Writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session


class Work:
    """A transaction, and the shelves it may reach."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.incidents = Incidents(session)
        self.items = Items(session)
        self.history = History(session)
        self.links = Links(session)
        self.operations = Operations(session)
        self.targets = Targets(session)
        self.strays = Strays(session)
        self.writes = Writes(session)
        self.conflicts = Conflicts(session)
        self.deliveries = Deliveries(session)
        self.dispatches = Dispatches(session)
        self.leases = Leases(session)
        self.budgets = Budgets(session)
        self.repositories = Repositories(session)
        self.plans = Plans(session)
        self.drafts = Drafts(session)
        self.decisions = Decisions(session)
        self.deadlines = Deadlines(session)
        self.answers = Answers(session)
        self.accounts = Accounts(session)
        self.sessions = Sessions(session)
        self.tokens = Tokens(session)
        self.feeds = Feeds(session)
        self.attempts = Attempts(session)
        self.restrictions = Restrictions(session)
        self.reports = StoredReports(session)

    @cached_property
    def pages(self) -> Pages:
        """Return the read-only questions that pages and reports ask."""
        return Pages(self.session)

    @property
    def sight(self) -> Sight:
        """Return whose eyes read; everything, where nobody has said."""
        found: Sight = self.session.info.get(SIGHT, EVERYTHING)
        return found

    @sight.setter
    def sight(self, sight: Sight) -> None:
        """Let every later question be answered for these eyes."""
        self.session.info[SIGHT] = sight

    @property
    def reader(self) -> Reader | None:
        """Return to whom drafts are shown; None where nobody in person reads."""
        found: Reader | None = self.session.info.get(READER)
        return found

    @reader.setter
    def reader(self, reader: Reader) -> None:
        """Show this person's drafts from now on, and let new ones be theirs."""
        self.session.info[READER] = reader

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let what is done inside be kept or forgotten as one, without ending the transaction."""
        with self.session.begin_nested():
            yield

    def hold(self, items: Iterable[int]) -> Held:
        """Return items that nobody else can change until the transaction ends."""
        return Held(self.session, items)

    def forget(self) -> None:
        """Forget what was read: somebody else has changed it, and it is asked for anew."""
        self.session.expire_all()

    def commit(self) -> None:
        """Keep what was done; the only commit there is."""
        self.session.commit()

    def rollback(self) -> None:
        """Forget what was done."""
        self.session.rollback()

    def alone(self, name: str) -> None:
        """Let nobody else do *name* until this transaction ends; SQLite has one writer anyway."""
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.execute(
                text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name}
            )

    def clock(self) -> datetime:
        """Return the database's own time, the one clock all processes share."""
        return database_time(self.session)

    def recognise(self, secret_check: str, at: datetime) -> bool:
        """Return whether *secret_check* is this installation's; the first is remembered."""
        known = self.session.scalar(select(InstallationRow.secret_check))
        if known is None:
            row = InstallationRow(id=1, secret_check=secret_check, created_at=at)
            try:
                with self.session.begin_nested():
                    self.session.add(row)
            except IntegrityError:  # another process was first
                known = self.session.scalar(select(InstallationRow.secret_check))
            else:
                return True
        return bool(known == secret_check)
