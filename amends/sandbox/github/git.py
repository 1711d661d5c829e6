"""Names of contents, folders and commits as git makes them; pure.

Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FILE, SYMLINK, FOLDER, SUBMODULE = "100644", "120000", "040000", "160000"
KINDS = {FOLDER: "tree", SUBMODULE: "commit"}

Files = Mapping[str, "Held"]


@dataclass(frozen=True)
class Held:
    """What stands at a path: *sha* names its content, or another repository's commit."""

    mode: str
    sha: str

    @property
    def kind(self) -> str:
        """Return what git calls such a thing."""
        return KINDS.get(self.mode, "blob")


def name_of(kind: str, body: bytes) -> str:
    """Return the name of a content."""
    whole = f"{kind} {len(body)}\0".encode() + body
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()


def folders(files: Files) -> dict[str, dict[str, Held]]:
    """Return what each folder holds, by its path; the repository itself is at the empty one."""
    found: dict[str, dict[str, Held]] = {"": {}}
    for path, held in files.items():
        folder, _, name = path.rpartition("/")
        for parent in _parents(folder):
            found.setdefault(parent, {})
        found[folder][name] = held
    for path in sorted(found, key=lambda one: one.count("/") + bool(one), reverse=True):
        if path:
            parent, _, name = path.rpartition("/")
            found[parent][name] = Held(FOLDER, tree_name(found[path]))
    return {path: dict(_in_order(found[path])) for path in found}


def tree_name(entries: Mapping[str, Held]) -> str:
    """Return the name of a folder that holds these entries."""
    body = b"".join(
        f"{held.mode.lstrip('0')} {name}\0".encode() + bytes.fromhex(held.sha)
        for name, held in _in_order(entries)
    )
    return name_of("tree", body)


def below(all_: Mapping[str, Mapping[str, Held]], folder: str) -> Iterator[tuple[str, Held]]:
    """Yield all that is in a folder and below, with its path from there."""
    for name, held in all_[folder].items():
        yield name, held
        if held.mode == FOLDER:
            inner = f"{folder}/{name}" if folder else name
            yield from ((f"{name}/{path}", one) for path, one in below(all_, inner))


def _parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _in_order(entries: Mapping[str, Held]) -> list[tuple[str, Held]]:
    """Return entries as git sorts them: by bytes, a folder as if it ended in a slash."""
    return sorted(
        entries.items(), key=lambda one: (one[0] + "/" * (one[1].mode == FOLDER)).encode()
    )
