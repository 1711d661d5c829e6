"""One installation that delivers its report, and what tests do with it."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from sync.delivery.reports import deliver
from tests.sync.bench import HEAD, TABLE
from tracker import intake
from tracker.clock import now
from tracker.people import People
from tracker.reading import Document
from tracker.settings import load
from tracker.storage import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.dispatches import Dispatch, DispatchKind, DispatchState

ROWS = (
    "Alert when the <oldest> job waits | @alice | P1 | 2026-03-09",
    "Rehearse the move to the standby | | | ",
)
POSTMORTEM = HEAD + TABLE + "".join(f"| {row} |\n" for row in ROWS)
REPORT = """
[report]
schedule = "mon 09:00"
timezone = "Europe/Berlin"
"""
LIST = "leads@example.com"
CHANNELS = {
    "smtp": """
[[channel]]
kind = "smtp"
host = "127.0.0.1"
port = {port}
encryption = "none"
from = "amends@example.com"
to = ["leads@example.com"]
""",
    "slack": """
[[channel]]
kind = "slack"
url_env = "CHAT_URL"
""",
    "folder": """
[[channel]]
kind = "folder"
path = "published"
""",
    "git": """
[[channel]]
kind = "git"
path = "handbook"
""",
}


class House:
    """An amends.toml, a database, and what is sent from it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.store = open_store(url)
        self.configure("")

    def configure(self, channels: str, report: str = REPORT) -> None:
        """Write amends.toml anew."""
        path = self.folder / "amends.toml"
        base = f'[database]\nurl = "{self.url}"\n'
        path.write_text(base + report + channels, encoding="utf-8")
        self.settings = load(str(path))

    def take_in(self, body: str = POSTMORTEM, name: str = "queue.md") -> None:
        """Ingest a postmortem, as it was ten days ago."""
        path = self.folder / name
        path.write_text(body, encoding="utf-8")
        moment = now() - timedelta(days=10)
        clerk = intake.Clerk(self.folder, People(self.settings.people), moment, moment.date())
        with self.store.work() as work:
            intake.take_in(work, Document(name, body, path), clerk)
            work.commit()

    def deliver(self, *only: str, hurry: bool = False) -> list[Dispatch]:
        """Send what is due."""
        return deliver(self.store, self.settings, only=only, hurry=hurry)

    @property
    def rows(self) -> list[Dispatch]:
        """Return everything that ever was due, the oldest first."""
        with self.store.reading() as work:
            found = work.dispatches.newest(1000)
        return sorted(found, key=lambda one: (one.occasion, one.id))

    @property
    def states(self) -> list[DispatchState]:
        """Return how far it is, the oldest first."""
        return [one.state for one in self.rows]

    def row(self, kind: DispatchKind, occasion: str, channel: str) -> Dispatch:
        """Return one thing to send."""
        with self.store.reading() as work:
            found = work.dispatches.find(kind, occasion, channel)
        assert found
        return found

    def let_time_pass(self) -> None:
        """Let leases run out, and let what failed come to its turn again."""
        with self.store.work() as work:
            for told in (
                "leased_until = '2020-01-01 00:00:00' WHERE leased_until IS NOT NULL",
                "not_before = '2020-01-01 00:00:00' WHERE not_before IS NOT NULL",
            ):
                work.session.execute(text(f"UPDATE dispatches SET {told}"))  # noqa: S608  above
            work.commit()

    def forget(self) -> None:
        """Forget that anything was ever sent."""
        with self.store.work() as work:
            for table in ("dispatches", "channels"):
                work.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608  named above
            work.commit()

    def close(self) -> None:
        """Give the database back."""
        self.store.close()


def git(place: Path, *words: str) -> str:
    """Return what a git command prints."""
    done = subprocess.run(  # noqa: S603  a test's own words
        ["git", "-c", "user.name=T", "-c", "user.email=t@localhost", *words],  # noqa: S607  as installed
        cwd=place,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def a_repository(place: Path) -> Path:
    """Return a new working copy with one commit."""
    place.mkdir()
    git(place, "init", "--quiet", "--initial-branch=main")
    (place / "README.md").write_text("# Handbook\n", encoding="utf-8")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "-m", "Begin")
    return place
