"""Whatever people do in a repository: reading it step by step loses and doubles nothing."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.archive import FOLDER, PROMISES, SOURCE, Archive, a_postmortem
from tests.sync.bench import Bench
from tests.sync.places import GitHubPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Commit = Mapping[str, str | None]

FILES = f'[[source]]\npath = "{FOLDER}"\n'
PATHS = ("a.md", "b/c.md", "d e.md", "ü.md")
MORE = ("Rehearse a region's failure", "Write the runbook for the night shift")
LUNCH = "# Lunch\n\nSoup.\n"
OWN = {
    "search": ("Split the index by language", "Show old results while it is built"),
    "mail": ("Send newsletters from another host", "Refuse attachments above a size"),
    "disk": ("Keep dumps on a volume of their own", "Delete what no host mounts"),
    "cert": ("Probe every name from outside", "Teach the balancer to reload"),
}


def commits_of(extras: Mapping[str, Sequence[str]]) -> st.SearchStrategy[list[Commit]]:
    """Return commits of four documents, some with one or two promises more of their *extras*."""
    documents = [a_postmortem(name, *more[:n]) for name, more in extras.items() for n in range(3)]
    texts = st.sampled_from([*documents, LUNCH, "\x00"])
    changes = st.dictionaries(st.sampled_from(PATHS), st.none() | texts, min_size=1)
    return st.lists(changes, min_size=1, max_size=5)


@settings(max_examples=20)
@given(commits=commits_of(dict.fromkeys(PROMISES, MORE)))
def test_a_repository_is_read_as_a_folder_would_be(
    migrated_file: Path, commits: Sequence[Commit]
) -> None:
    """After each commit, the same incidents promise the same at the same paths."""
    with two(migrated_file, SOURCE, FILES) as (there, here):
        for changes in commits:
            there.commit(changes)
            there.ingest()
            written(here.bench.folder / FOLDER, changes)
            here.ingest()

            assert there.incidents == here.incidents


@settings(max_examples=20)
@given(commits=commits_of(OWN))
def test_any_edits_end_where_a_fresh_reading_does(
    migrated_file: Path, commits: Sequence[Commit]
) -> None:
    """The same incidents promise the same, and then one request finds nothing new.

    What a document promised stays when its file is deleted, and no fresh reading would know of
    it; so no two documents have a promise in common by which they could become one incident.
    """
    with two(migrated_file, SOURCE, SOURCE) as (old, new):
        for changes in commits:
            old.commit(without_twins(old, changes))
            old.ingest()
        new.ingest()

        assert old.promises == new.promises
        assert asked_again(old) == 1


def asked_again(archive: Archive) -> int:
    """Return how many requests another reading takes."""
    archive.ingest()
    return archive.requests


def without_twins(archive: Archive, changes: Commit) -> Commit:
    """Return the changes that make no text unreadable and let none stand twice, edited or not.

    A text that took the place of another keeps that one's incident, and so is told of twice;
    and of two that are nearly the same, either may be the one that was there before.
    """
    files = archive.library.head(archive.repository).files
    there = {path: archive.library.content(held.sha).decode() for path, held in files.items()}
    wanted: dict[str, str | None] = {}
    for path, change in changes.items():
        others = {_heading(text) for other, text in (there | wanted).items() if other != path}
        if change is None or (_heading(change) not in others and change != "\x00"):
            wanted[path] = change
    return wanted


def _heading(text: str | None) -> str:
    return (text or "").partition("\n")[0]


def written(folder: Path, changes: Commit) -> None:
    """Make the changes of a commit in a folder."""
    for path, change in changes.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if change is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(change.encode())


@contextmanager
def two(migrated_file: Path, *sources: str) -> Iterator[list[Archive]]:
    """Yield two installations before one repository; neither has read anything yet."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        github = GitHubPlace(folder)
        found = []
        for number, source in enumerate(sources):
            mine = folder / str(number)
            (mine / FOLDER).mkdir(parents=True)
            shutil.copyfile(migrated_file, mine / "amends.db")
            bench = Bench(mine, f"sqlite:///{mine / 'amends.db'}", [github])
            found.append(Archive(bench, github, source))
        found[0].commit({"tool.py": "pass"})
        yield found
        for one in found:
            one.bench.close()
        github.stop()
