"""Which documents a repository holds: the rules of a folder of this machine, for a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sync.errors import Missing, TryAgain
from tracker.reading import PASSED_OVER, SUFFIXES, is_entered, is_taken

if TYPE_CHECKING:
    from sync.ports import Listing, RemoteFile
    from tracker.sources import DocumentSource

RULES = " ".join(sorted(SUFFIXES | PASSED_OVER))  # who chooses otherwise must choose again
MOST_FOLDERS = 20_000  # an answer that leads in circles ends too


class NothingThere(Missing):
    """The repository has nothing at the path of the configuration."""


class Lister(Protocol):
    """Tells what is in a tree."""

    def __call__(self, tree: str, *, whole: bool) -> Listing:
        """Return all that is below a tree, or its own entries alone."""


def documents_in(source: DocumentSource, tree: str | None, listed: Lister) -> dict[str, RemoteFile]:
    """Return the documents of a repository by their paths in it.

    Raises NothingThere for a path that names nothing, and what *listed* raises.
    """
    if tree is None:
        return _chosen(source, {})
    everything = listed(tree, whole=True)
    files = everything.files if everything.complete else _walked(source, tree, listed)
    return _chosen(source, dict(files))


def _walked(source: DocumentSource, tree: str, listed: Lister) -> dict[str, RemoteFile]:
    """Return the files of a tree that is too large for one answer, folder by folder."""
    found: dict[str, RemoteFile] = {}
    folders = [("", tree)]
    asked = 0
    while folders:
        folder, name = folders.pop()
        here = listed(name, whole=False)
        asked += 1
        if not here.complete or asked > MOST_FOLDERS:
            raise TryAgain(f"{source.repository} holds more than GitHub lists")
        found |= {folder + path: one for path, one in here.files.items()}
        below = {folder + path: one for path, one in here.folders.items()}
        folders += [(f"{path}/", one) for path, one in below.items() if _leads(source, path)]
    return found


def _leads(source: DocumentSource, folder: str) -> bool:
    """Return whether a folder may hold documents of a source, or leads to them."""
    inside = source.inside
    if f"{inside}/".startswith(f"{folder}/"):
        return True
    if inside and not folder.startswith(f"{inside}/"):
        return False
    return all(map(is_entered, folder.removeprefix(f"{inside}/").split("/")))


def _chosen(source: DocumentSource, files: dict[str, RemoteFile]) -> dict[str, RemoteFile]:
    inside = source.inside
    if inside in files:
        return {inside: files[inside]}
    prefix = f"{inside}/" if inside else ""
    below = {path: one for path, one in files.items() if path.startswith(prefix)}
    if inside and not below:
        raise NothingThere(f"there is nothing at {inside} in {source.repository}")
    return {path: one for path, one in below.items() if _is_document(path.removeprefix(prefix))}


def _is_document(path: str) -> bool:
    *folders, name = path.split("/")
    return all(map(is_entered, folders)) and is_taken(name)
