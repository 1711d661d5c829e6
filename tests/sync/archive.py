"""A repository of postmortems over there, and an installation that reads it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from amends.commands.documents import take_configured
from tests.tracker.office import a_list
from tracker.storage.items import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends.sandbox.github.git import Held
    from amends.sandbox.github.library import Library
    from amends.sandbox.github.records import Repository
    from sync.visiting import Brought
    from tests.fakes.proxy import Passed
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace
    from tracker.domain.items import ActionItem

NAME = "acme/postmortems"
SOURCE = f'[[source]]\nrepository = "{NAME}"\n'
FOLDER = "notes"
PROMISES = {
    "search": ["Alert when the search index is late", "Give the indexer a shorter timeout"],
    "mail": ["Watch the length of the mail queue", "Restart the sender nightly"],
    "disk": ["Rotate the logs of the proxy hourly", "Page on a disk that is nearly full"],
    "cert": ["Renew certificates by a robot", "Keep a list of who issues what to whom"],
}


def a_postmortem(name: str, *more: str) -> str:
    """Return one of four documents that have nothing in common, with *more* promises."""
    head = (
        f"# Outage: {name} {name}s\n\nDate: 2026-04-11\n\n## Impact\n\nThe {name} was gone for "
        f"hours.\n\n## Root cause\n\nThe {name} met its limit.\n\n"
    )
    return a_list([*PROMISES[name], *more], head)


class Archive:
    """Changes the repository as people over there do, and reads it as the product does."""

    def __init__(self, bench: Bench, github: GitHubPlace, source: str = SOURCE) -> None:
        self.bench = bench
        self.github = github
        bench.configure(source)

    @property
    def library(self) -> Library:
        """Return the files over there."""
        return self.github.sandbox.hub.library

    @property
    def repository(self) -> Repository:
        """Return the repository over there."""
        return self.github.sandbox.hub.repository(*NAME.split("/"))

    def commit(self, changes: Mapping[str, str | bytes | Held | None]) -> None:
        """Write files, or take them away."""
        told = {
            path: change.encode() if isinstance(change, str) else change
            for path, change in changes.items()
        }
        self.library.commit(self.repository, told)

    def ingest(self) -> Brought:
        """Read all sources, and count the requests of this reading alone."""
        self.github.proxy.forget()
        return take_configured(self.bench.store, self.bench.settings)

    def outcomes(self) -> dict[str, str]:
        """Ingest, and return what became of each document, by its path over there."""
        return outcomes(self.ingest())

    @property
    def asked(self) -> list[str]:
        """Return what the last reading asked for: commits, trees or blobs."""
        return [one.path.split("/")[-1 if "commits" in one.path else -2] for one in self._passed]

    @property
    def requests(self) -> int:
        """Return how many requests the last reading sent."""
        return self.github.proxy.requests

    @property
    def incidents(self) -> list[tuple[list[str], list[str]]]:
        """Return where each incident is told of, and what it promises."""
        with self.bench.store.reading() as work:
            paths = work.pages.document_paths()
            items = {number: work.items.find(Wanted(incident_id=number)) for number in paths}
        return sorted(
            (sorted(_inside(path) for path in paths[number]), _promised(items[number]))
            for number in paths
        )

    @property
    def promises(self) -> Counter[tuple[str, ...]]:
        """Return what each incident promises that is told of over there and promises anything."""
        there = set(self.library.head(self.repository).files)
        told = [(set(paths), promised) for paths, promised in self.incidents]
        return Counter(tuple(promised) for paths, promised in told if promised and paths & there)

    @property
    def _passed(self) -> list[Passed]:
        return self.github.proxy.passed


def _inside(path: str) -> str:
    return path.removeprefix(f"{NAME}/").removeprefix(f"{FOLDER}/")


def _promised(items: list[ActionItem]) -> list[str]:
    return sorted(item.title for item in items if item.in_document)


def outcomes(brought: Brought) -> dict[str, str]:
    """Return what became of each document, by its path over there."""
    arrivals = {one.path: one.outcome.value for one in brought.arrivals}
    return {path.removeprefix(f"{NAME}/"): outcome for path, outcome in arrivals.items()}


def sentences(brought: Brought) -> list[str]:
    """Return what could not be read, and why."""
    return [one.sentence for one in brought.unreadable]
